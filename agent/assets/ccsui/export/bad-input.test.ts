import { readFileSync } from 'node:fs'
import t from 'tap'
import { PacklineError } from '../../../errors.js'
import { exportCsd } from './export-csd.js'
import { csdWith } from '../fixtures/csd-text.js'

const bytes = (text: string) => Buffer.from(text)

/** The error that exporting `input` throws, with its details. */
function failure (input: string | Uint8Array): { code: string, details: Record<string, unknown> } {
  try {
    exportCsd(typeof input === 'string' ? bytes(input) : input, 'ui/Bad.csd')
  } catch (error) {
    if (error instanceof PacklineError) return { code: error.code, details: error.details }
    throw error
  }
  throw new Error('exported')
}

const node = (attributes: string, body = '') =>
  csdWith(`<Children>\n<AbstractNodeData Name="Child" ${attributes}>${body}</AbstractNodeData></Children>`)

const cases: Record<
  string,
  [input: string | Uint8Array, code: string, where: { line: number, column: number }]
> = {
  'an empty file': ['', 'CCSUI_NOT_XML', { line: 1, column: 1 }],
  'no XML': ['hello', 'CCSUI_NOT_XML', { line: 1, column: 1 }],
  'text after the root': ['<GameFile/>\nx', 'CCSUI_NOT_XML', { line: 2, column: 1 }],
  'two roots': ['<GameFile/>\n<GameFile/>', 'CCSUI_NOT_XML', { line: 2, column: 1 }],
  'a wrong end tag': ['<GameFile>\n  <Content></Kontent></GameFile>', 'CCSUI_NOT_XML', {
    line: 2,
    column: 12
  }],
  'an end tag that only starts right': ['<Game></GameFile>', 'CCSUI_NOT_XML', { line: 1, column: 7 }],
  'an end tag too many': ['</GameFile>', 'CCSUI_NOT_XML', { line: 1, column: 1 }],
  'an attribute without quotes': ['<GameFile Version=3/>', 'CCSUI_NOT_XML', { line: 1, column: 19 }],
  'an attribute without a value': ['<GameFile Version/>', 'CCSUI_NOT_XML', { line: 1, column: 18 }],
  'attributes without a blank between': ['<GameFile a="1"b="2"/>', 'CCSUI_NOT_XML', { line: 1, column: 16 }],
  'a name that starts with a digit': ['<1GameFile/>', 'CCSUI_NOT_XML', { line: 1, column: 2 }],
  'a less-than sign in an attribute': ['<GameFile a="<"/>', 'CCSUI_NOT_XML', { line: 1, column: 14 }],
  'a control character in an attribute': ['<GameFile a="\x01"/>', 'CCSUI_NOT_XML', { line: 1, column: 14 }],
  'an unknown declaration': ['<!ELEMENT x><GameFile/>', 'CCSUI_NOT_XML', { line: 1, column: 1 }],
  'two hyphens in a comment': ['<GameFile><!-- a -- b --></GameFile>', 'CCSUI_NOT_XML', {
    line: 1,
    column: 18
  }],
  'cut off inside an element': ['<GameFile>\n<Content>', 'CCSUI_TRUNCATED', { line: 2, column: 10 }],
  'cut off inside a tag': ['<GameFile>\n<Content ', 'CCSUI_TRUNCATED', { line: 2, column: 10 }],
  'cut off inside an attribute': ['<GameFile Version="3.1', 'CCSUI_TRUNCATED', { line: 1, column: 23 }],
  'cut off inside an end tag': ['<GameFile></GameFile', 'CCSUI_TRUNCATED', { line: 1, column: 21 }],
  'cut off inside a comment': ['<GameFile><!-- ', 'CCSUI_TRUNCATED', { line: 1, column: 16 }],
  'an attribute twice': ['<GameFile a="1"\n b="2" a="3"/>', 'CCSUI_DUPLICATE_ATTRIBUTE', {
    line: 2,
    column: 8
  }],
  'a DOCTYPE': ['<!DOCTYPE GameFile><GameFile/>', 'CCSUI_DOCTYPE', { line: 1, column: 1 }],
  'an entity bomb': [
    '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><GameFile>&b;</GameFile>',
    'CCSUI_DOCTYPE',
    { line: 2, column: 1 }
  ],
  'an external entity': [
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><GameFile a="&e;"/>',
    'CCSUI_DOCTYPE',
    { line: 1, column: 1 }
  ],
  'an undeclared entity in an attribute': ['<GameFile a="x&nbsp;y"/>', 'CCSUI_ENTITY', {
    line: 1,
    column: 15
  }],
  'an undeclared entity in text': ['<GameFile>\n  &lol;</GameFile>', 'CCSUI_ENTITY', { line: 2, column: 3 }],
  'a bare ampersand': ['<GameFile a="x & y"/>', 'CCSUI_ENTITY', { line: 1, column: 16 }],
  'a reference to a character that XML forbids': ['<GameFile a="&#0;"/>', 'CCSUI_ENTITY', {
    line: 1,
    column: 14
  }],
  'a reference to half a character': ['<GameFile a="&#xD800;"/>', 'CCSUI_ENTITY', { line: 1, column: 14 }],
  'bytes that are not UTF-8': [
    Buffer.from([...bytes('<GameFile>\n <a b="'), 0xC4, 0xE3, ...bytes('"/></GameFile>')]),
    'CCSUI_NOT_UTF8',
    { line: 2, column: 8 }
  ],
  'UTF-16': [Buffer.from('\uFEFF<GameFile/>', 'utf16le'), 'CCSUI_NOT_UTF8', { line: 1, column: 1 }],
  'another root': ['<other><dict/></other>', 'CCSUI_WRONG_ROOT', { line: 1, column: 1 }],
  'no Content': ['<GameFile><Content ctype="GameProjectContent"/></GameFile>', 'CCSUI_NO_CONTENT', {
    line: 1,
    column: 1
  }],
  'no ObjectData': ['<GameFile>\n<Content>\n<Animation/></Content></GameFile>', 'CCSUI_NO_OBJECT_DATA', {
    line: 2,
    column: 1
  }],
  'Studio 1': [
    '<GameProjectFile><PropertyGroup Version="1.6.0.0"/><Content><ObjectData/></Content></GameProjectFile>',
    'CCSUI_OLD_STUDIO',
    { line: 1, column: 18 }
  ],
  'an unknown class': [node('ctype="VideoObjectData"'), 'CCSUI_UNKNOWN_CLASS', { line: 9, column: 1 }],
  'a class named like a property of objects': [node('ctype="constructorObjectData"'), 'CCSUI_UNKNOWN_CLASS', {
    line: 9,
    column: 1
  }],
  'a picture above the project': [
    node('ctype="SpriteObjectData"', '<FileData Type="Normal" Path="../../secret.png" Plist=""/>'),
    'CCSUI_REFERENCE_OUTSIDE',
    { line: 9, column: 57 }
  ],
  'a sheet at an absolute path': [
    node('ctype="SpriteObjectData"', '<FileData Type="MarkedSubImage" Path="a.png" Plist="/etc/a.plist"/>'),
    'CCSUI_REFERENCE_OUTSIDE',
    { line: 9, column: 57 }
  ],
  'a nested csd on another drive': [
    node('ctype="ProjectNodeObjectData"', '<FileData Path="C:\\ui\\Cell.csd"/>'),
    'CCSUI_REFERENCE_OUTSIDE',
    { line: 9, column: 62 }
  ],
  'a path with backslashes that climbs out': [
    node('ctype="ProjectNodeObjectData"', '<FileData Path="ui\\..\\..\\Cell.csd"/>'),
    'CCSUI_REFERENCE_OUTSIDE',
    { line: 9, column: 62 }
  ]
}

for (const [title, [input, code, where]] of Object.entries(cases)) {
  t.test(`${title} is refused with its place`, async t => {
    const error = failure(input)

    t.equal(error.code, code)
    t.match(error.details, { file: 'ui/Bad.csd', ...where })
  })
}

t.test('an unknown class names the path of its node', async t => {
  t.match(failure(node('ctype="VideoObjectData"')).details, { nodePath: 'Layer/Child', className: 'Video' })
})

t.test('unknownClass "node" writes a plain Node and warns', async t => {
  const { warnings } = exportCsd(bytes(node('ctype="VideoObjectData"')), 'a.csd', { unknownClass: 'node' })

  t.match(warnings, [{
    code: 'CCSUI_UNKNOWN_CLASS',
    nodePath: 'Layer/Child',
    line: 9,
    details: { className: 'Video' }
  }])
})

t.test('a csb given as csd is told apart, of either kind', async t => {
  const csb = exportCsd(bytes(csdWith('')), 'a.csd').csb

  t.equal(failure(csb).code, 'CCSUI_IS_CSB')
  t.equal(failure(Buffer.from('\n\x072.0.6.0\x12\x03abc', 'latin1')).code, 'CCSUI_IS_CSB')
})

t.test('10,000 levels are refused without running out of stack', async t => {
  const deep = failure('<GameFile>'.repeat(10_000))
  t.equal(deep.code, 'CCSUI_TOO_DEEP')
  t.equal(deep.details.maximum, 512)
})

t.test('a file of 200 MB is refused before it is decoded', async t => {
  const before = process.memoryUsage().arrayBuffers
  const error = failure(new Uint8Array(200 * 1024 * 1024))

  t.equal(error.code, 'CCSUI_TOO_LARGE')
  t.ok(process.memoryUsage().arrayBuffers - before < 210 * 1024 * 1024)
})

t.test('more attributes or elements than any csd has are refused', async t => {
  const attributes = Array.from({ length: 300 }, (_, index) => `a${index}="1"`).join(' ')
  t.match(failure(`<GameFile ${attributes}/>`), { code: 'CCSUI_TOO_MANY', details: { what: 'attributes' } })
  t.match(failure(`<GameFile>${'<a/>'.repeat(1_000_001)}</GameFile>`), {
    code: 'CCSUI_TOO_MANY',
    details: { what: 'elements' }
  })
})

t.test('numbers that are none follow atoi and atof, and are warned about', async t => {
  const csd = node(
    'Tag="12abc" ActionTag="x" ZOrder="4294967297" Alpha="300" RotationSkewX="1.5deg" RotationSkewY="1e999" LeftMargin="" ctype="SimpleAudioObjectData" Volume="0.5000"',
    '<Size X=" 7" Y="+8.5"/>'
  )
  const { warnings } = exportCsd(bytes(csd), 'a.csd')

  t.same(warnings.map(({ details }) => [details.attribute, details.text, details.used]), [
    ['Tag', '12abc', 12],
    ['ActionTag', 'x', 0],
    ['ZOrder', '4294967297', 1],
    ['Alpha', '300', 44],
    ['RotationSkewX', '1.5deg', 1.5],
    ['RotationSkewY', '1e999', Infinity],
    ['LeftMargin', '', 0],
    ['Volume', '0.5000', 0]
  ])
  t.match(warnings[0], { nodePath: 'Layer/Child', line: 9, column: 1 })
})

t.test('what is unusual but right is accepted', async t => {
  const usual = exportCsd(bytes(csdWith('')), 'a.csd').csb
  const variants = {
    'a declaration, comments and instructions': `<?xml version="1.0" encoding="utf-8"?>\n<!-- a --><?x y?>${
      csdWith('<!-- b --><?z?>')
    }\n<!-- c -->`,
    'single quotes and blanks': csdWith('').replaceAll(/="(\w+)"/g, " = '$1' "),
    'text between elements': csdWith('note &amp; <![CDATA[<x>]]>'),
    'another root name': csdWith('').replaceAll('GameFile', 'MyGame'),
    'equal names and equal action tags': csdWith('')
  }
  for (const [title, csd] of Object.entries(variants)) {
    t.same(exportCsd(bytes(csd), 'a.csd').csb, usual, title)
  }
  const twins = csdWith(
    '<Children><AbstractNodeData Name="A" ActionTag="1"/><AbstractNodeData Name="A" ActionTag="1"/></Children>'
  )
  t.same(exportCsd(bytes(twins), 'a.csd').warnings, [])
})

t.test('the message names file, line and column', async t => {
  const { describeError } = await import('../../../messages/message.js')
  const text = readFileSync(new URL('../fixtures/nodes.csd', import.meta.url), 'utf8').replace(
    'ParticleObjectData',
    'SparkObjectData'
  )
  try {
    exportCsd(bytes(text), 'ui/Nodes.csd')
    t.fail('exported')
  } catch (error) {
    const { message, hint } = describeError('en', error as PacklineError)
    t.match(message, /^ui\/Nodes\.csd:30:11: Scene\/Particle is of the class "Spark"/)
    t.ok(hint)
  }
})

const conflict = csdWith('\n<<<<<<< HEAD\n<Size X="1"/>\n=======\n<Size X="2"/>\n>>>>>>> theirs')
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`

for (
  const [what, input, code, told] of [
    ['a merge left its conflict in', conflict, 'CCSUI_CONFLICT', { line: 9 }],
    ['only a pointer of was fetched', pointer, 'CCSUI_LFS_POINTER', {}],
    ['is a csi', '<PlistInfoProjectFile/>', 'CCSUI_OTHER_KIND', { kind: '.csi' }],
    ['is a project', '<Solution/>', 'CCSUI_OTHER_KIND', { kind: '.ccs' }],
    ["is a project's settings", '<SolutionConfig/>', 'CCSUI_OTHER_KIND', { kind: '.cfg' }],
    ['is an armature', '\uFEFF{"armature_data": []}', 'CCSUI_OTHER_KIND', { kind: '.ExportJson' }],
    ['is published JSON', '{ "ID": 1 }', 'CCSUI_OTHER_KIND', { kind: '.json' }]
  ] as const
) {
  t.test(`a file that ${what} is told as what it is`, async t => {
    const { code: found, details } = failure(input)
    t.equal(found, code)
    t.match(details, { file: 'ui/Bad.csd', ...told })
  })
}

/** As Studio 2.0.2 wrote it; real ones of 2.0.0 to 2.0.6 were looked at. */
const studio20 = (root: string, timelines: string) =>
  `<GameProjectFile>
  <PropertyGroup Type="Layer" Name="Layer" ID="5a3c7b1e" Version="2.0.2.0" />
  <Content ctype="GameProjectContent">
    <Content>
      <Animation Duration="30" Speed="1.0000">
${timelines}
      </Animation>
      <ObjectData Name="Layer" FrameEvent="" Tag="5" ctype="${root}ObjectData">
        <Size X="960.0000" Y="640.0000" />
        <Children>
          <NodeObjectData Name="S" ActionTag="7" FrameEvent="" Tag="6" ctype="SpriteObjectData">
            <FileData Type="Normal" Path="a.png" />
          </NodeObjectData>
        </Children>
      </ObjectData>
    </Content>
  </Content>
</GameProjectFile>
`

t.test('a csd of Studio 2.0 is what a later one with the same nodes and timelines is', async t => {
  const colour = '<Color A="255" R="9" G="8" B="7" />'
  const frames = (element: string, ...attributes: string[]) => attributes.map(own => `<${element} ${own} />`)
  const timeline = (name: string, ...of: string[]) =>
    `<Timeline ActionTag="7" ${name}>${of.join('')}</Timeline>`
  const points = frames('PointFrame', 'FrameIndex="0" X="1.0000" Y="2.0000"')
  const old = studio20(
    'Layer',
    [
      timeline('FrameType="PositionFrame"', ...points),
      timeline(
        'FrameType="ColorFrame"',
        `<ColorFrame FrameIndex="0" Alpha="0">${colour}</ColorFrame>`,
        `<ColorFrame FrameIndex="30" Alpha="255">${colour}</ColorFrame>`
      ),
      timeline('FrameType="EventFrame"', ...frames('StringFrame', 'FrameIndex="3" Value="go"'))
    ]
      .join('')
  )
  const later = csdWith(
    '<Children><AbstractNodeData Name="S" ActionTag="7" FrameEvent="" Tag="6" ctype="SpriteObjectData"><FileData Type="Normal" Path="a.png" /></AbstractNodeData></Children>',
    `<Animation Duration="30" Speed="1.0000">${
      [
        timeline('Property="Position"', ...points),
        timeline(
          'Property="CColor"',
          ...[0, 30].map(index => `<ColorFrame FrameIndex="${index}">${colour}</ColorFrame>`)
        ),
        timeline(
          'Property="Alpha"',
          ...frames('IntFrame', 'FrameIndex="0" Value="0"', 'FrameIndex="30" Value="255"')
        ),
        timeline('Property="FrameEvent"', ...frames('StringFrame', 'FrameIndex="3" Value="go"'))
      ]
        .join('')
    }</Animation>`
  )

  t.same(exportCsd(bytes(old), 'a').csb, exportCsd(bytes(later), 'a').csb)
  t.match(failure(studio20('Layer', '\n<Timeline ActionTag="7" FrameType="InnerActionFrame" />')), {
    code: 'CCSUI_OLD_TIMELINE',
    details: { line: 7, column: 1, frameType: 'InnerActionFrame' }
  })
  t.match(failure(studio20('Movie', '')), { code: 'CCSUI_UNKNOWN_CLASS', details: { className: 'Movie' } })
})
