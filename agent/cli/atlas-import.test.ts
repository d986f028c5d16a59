import { join } from 'node:path'
import t from 'tap'
import { readSheet } from '../assets/atlas/sheets/read-sheet.js'
import { noisePng } from '../assets/testing/pictures.js'
import { testProject } from '../assets/testing/project.js'
import { runCommandLine } from './run-command-line.js'
import type { CommandContext } from './command.js'

/** In the words of TexturePacker 4.3's and 7.4's own projects, as public repositories hold them. */
function tps (fields: string, sources = ['sparks']): string {
  const files = sources.map(source => `<filename>${source}</filename>`).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>
<data version="1.0"><struct type="Settings"><key>fileFormatVersion</key><int>4</int>
<key>dataFormat</key><string>cocos2d-v2</string>${fields}
<key>fileList</key><array>${files}</array></struct></data>`
}

const settings = `<key>autoSDSettings</key><array>
<struct type="AutoSDSettings"><key>scale</key><double>1</double><key>extension</key><string>-hd</string></struct>
<struct type="AutoSDSettings"><key>scale</key><double>0.5</double><key>extension</key><string></string></struct></array>
<key>allowRotation</key><false/><key>ditherType</key><enum type="SettingsBase::DitherType">NearestNeighbour</enum>
<key>shapePadding</key><uint>3</uint><key>borderPadding</key><uint>1</uint>
<key>textureFormat</key><enum type="SettingsBase::TextureFormat">pvr3ccz</enum>
<key>maxTextureSize</key><QSize><key>width</key><int>1024</int><key>height</key><int>1024</int></QSize>
<key>algorithmSettings</key><struct type="AlgorithmSettings"><key>sizeConstraints</key>
<enum type="AlgorithmSettings::SizeConstraints">WordAligned</enum><key>forceSquared</key><true/></struct>
<key>outputFormat</key><enum type="SettingsBase::OutputFormat">RGBA4444</enum>
<key>alphaHandling</key><enum type="SettingsBase::AlphaHandling">ReduceBorderArtifacts</enum>
<key>autoAliasEnabled</key><false/><key>ignoreFileList</key><array><string>*_old*</string></array>
<key>globalSpriteSettings</key><struct type="SpriteSettings"><key>scale</key><double>1</double><key>extrude</key><uint>2</uint>
<key>trimThreshold</key><uint>8</uint><key>trimMargin</key><uint>1</uint>
<key>trimMode</key><enum type="SpriteSettings::TrimMode">Polygon</enum></struct>
<key>individualSpriteSettings</key><map type="IndividualSpriteSettingsMap"><key type="filename">sparks/a.png</key>
<struct type="IndividualSpriteSettings"><key>pivotPoint</key><point_f>0.5,0</point_f></struct></map>`

async function imported (
  cwd: string,
  ...args: string[]
): Promise<{ status: number, out: string, err: string }> {
  const said = { out: '', err: '' }
  const sink = (name: keyof typeof said): CommandContext['stdout'] =>
    ({ write: (text: string) => (said[name] += text) !== '' }) as unknown as CommandContext['stdout']
  const status = await runCommandLine(['atlas', 'import', ...args], {
    environment: { LANG: 'en_US.UTF-8' },
    cwd,
    signal: new AbortController().signal,
    stdin: process.stdin,
    stdout: sink('out'),
    stderr: sink('err')
  })
  return { status, ...said }
}

t.test('a TexturePacker project becomes a rule that builds; what the rule lacks is listed', async t => {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  game.write({
    'art/effects.tps': tps(settings),
    'art/sparks/a.png': noisePng(20, 30, 1),
    'art/sparks/x/b.png': noisePng(7, 5, 2),
    'art/sparks/x/b_old.png': noisePng(8, 5, 3)
  })
  const { status, out, err } = await imported(game.folder, 'art/effects.tps')
  t.equal(status, 0)
  const rule = JSON.parse(out)
  t.same(rule, {
    name: 'effects',
    processor: 'atlas',
    include: ['art/sparks/'],
    exclude: ['**/*_old*'],
    output: 'effects',
    options: {
      maxSize: 1024,
      sizeConstraint: 'word-aligned',
      padding: 3,
      border: 1,
      rotation: false,
      alias: false,
      trimThreshold: 7,
      trimMargin: 1,
      extrude: 2,
      scales: [1, 0.5],
      format: 'cocos2d-2',
      textureFormat: 'pvr.ccz',
      pixelFormat: 'RGBA4444',
      dither: 'none',
      alphaBleeding: 'on'
    }
  })
  for (
    const setting of [
      'forceSquared (true)',
      'trimMode (Polygon)',
      'autoSDSettings (-hd)',
      'individualSpriteSettings ({sparks/a.png})'
    ]
  ) {
    t.match(err, `not taken over: ${setting}\n`)
  }

  game.rules(rule)
  await game.build()
  const { frames } = await readSheet(join(game.folder, 'out/effects.plist'))
  t.same(frames.map(frame => frame.name), ['a.png', 'x/b.png'], 'names as TexturePacker gives them')
})

t.test('several sources are one set; with --json the list is data', async t => {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  game.write({
    'e.tps': tps('<key>dataFormat</key><string>json-array</string>', ['sparks', 'shared/one.png']),
    'sparks/a.png': noisePng(20, 30, 1),
    'shared/one.png': noisePng(7, 5, 2)
  })
  const { out } = await imported(game.folder, 'e.tps', '--json')
  t.match(JSON.parse(out), {
    rule: { include: ['sparks/**', 'shared/one.png'] },
    left: [{ setting: 'dataFormat', value: 'json-array' }, { setting: 'fileList', value: '2' }]
  })
  const { rule } = JSON.parse(out)
  game.rules(rule)
  t.same((await game.build()).written, ['out/e.plist', 'out/e.png'])
  for (const bad of ['nowhere.tps', 'sparks/a.png', '../e.tps']) {
    const { status, err } = await imported(game.folder, bad)
    t.equal(status, 1)
    t.match(err, bad.replace('../', ''))
  }
})
