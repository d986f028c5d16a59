import { join } from 'node:path'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { generatedTps } from '../assets/atlas/texturepacker/generated-tps.js'
import { ruleOfTps } from '../assets/atlas/texturepacker/tps-rule.js'
import { readTpsSettings } from '../assets/atlas/texturepacker/tps-settings.js'
import { spriteSettings } from '../assets/atlas/sprite-settings.js'
import { parseProjectFile } from '../config/project-file.js'
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
      pageShape: 'square',
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
      alphaBleeding: 'on',
      pages: 'single',
      sprites: [{ include: ['a.png'], pivot: { x: 0.5, y: 0 } }]
    }
  })
  t.same(err.split('\n'), [
    'not taken over: trimMode (Polygon)',
    'not taken over: autoSDSettings (-hd)',
    ''
  ])

  game.rules(rule)
  await game.build()
  const { frames } = await readSheet(join(game.folder, 'out/effects.plist'))
  t.same(frames.map(frame => frame.name), ['a.png', 'x/b.png'], 'names as TexturePacker gives them')
})

const names = ['a.png', 'b.png', 'x/a.png', '[1].png', '步 1.png', 'a&b.png']
const share = fc.constantFrom(0, 0.25, 0.5, 1, 1.5)
const width = fc.constantFrom(0, 1, 7)
const ownSettings = fc.array(
  fc.record({
    place: fc.constantFrom(...names),
    pivot: fc.option(fc.record({ x: share, y: share }, { noNullPrototype: true }), { nil: undefined }),
    borders: fc.option(
      fc.record(
        { left: width, top: width, right: width, bottom: width },
        { noNullPrototype: true }
      ),
      {
        nil: undefined
      }
    )
  }),
  { maxLength: 6 }
)
/** Each with what a rule has for it, or its name in the list of what is left. */
const others = {
  '<key>multiPackMode</key><enum type="SettingsBase::MultiPackMode">MultiPackOff</enum>': { pages: 'single' },
  '<key>multiPack</key><true/><key>dataFileNames</key><map type="GFileNameMap"><key>data</key><struct type="DataFile"><key>name</key><filename>../out/ui_{n}.plist</filename></struct></map>':
    { pages: 'numbered', pageName: 'ui_{n}' },
  '<key>fixedTextureSize</key><QSize><key>width</key><int>512</int><key>height</key><int>512</int></QSize>': {
    maxSize: 512,
    pageShape: 'fixed'
  },
  '<key>fixedTextureSize</key><QSize><key>width</key><int>512</int><key>height</key><int>256</int></QSize>':
    'fixedTextureSize',
  '<key>shapePadding</key><uint>64</uint>': { padding: 64 },
  '<key>shapePadding</key><uint>65</uint>': 'padding',
  '<key>maxTextureSize</key><QSize><key>width</key><int>99999</int><key>height</key><int>99999</int></QSize>':
    'maxSize',
  '<key>autoSDSettings</key><array><struct type="AutoSDSettings"><key>scale</key><double>8</double></struct></array>':
    'scales',
  '<key>autoSDSettings</key><array><struct type="AutoSDSettings"><key>scale</key><double>0.5</double></struct></array>':
    { scales: [0.5] },
  '<key>reduceBorderArtifacts</key><true/>': { alphaBleeding: 'on' },
  '<key>contentProtection</key><struct type="ContentProtection"><key>key</key><string>AB</string></struct>':
    'contentProtection',
  '<key>flipPVR</key><true/>': 'flipPVR',
  '<key>backgroundColor</key><uint>255</uint>': 'backgroundColor',
  '<key>backgroundColor</key><uint>0</uint>': {},
  '<key>replaceList</key><array><string>a=b</string></array>': 'replaceList',
  '<key>somethingNew</key><struct type="New"><key>amount</key><int>3</int></struct>': 'somethingNew',
  '<key>somethingNew</key><struct type="New"><key>amount</key><int>0</int></struct>': {}
} as const

t.test('whatever a project says is in its rule, which is valid, or in the list of what is left', async () => {
  const size = { width: 20, height: 20 }
  fc.assert(
    fc.property(ownSettings, fc.constantFrom(...Object.entries(others)), (own, [other, expected]) => {
      const sprites = own
        .filter(({ place }, at) => own.findIndex(each => each.place === place) === at)
        .map(({ place, pivot, borders }) => ({
          file: place,
          frame: place,
          place,
          ...pivot !== undefined && { pivot },
          ...borders !== undefined && { borders }
        }))
      const text = generatedTps({ sprites }, () => size)
        .replace('<key>fileList</key>', `${other}<key>fileList</key>`)
        .replace(/<key>contentProtection<\/key>(?=.*<key>contentProtection<\/key>)/s, '<key>shapeDebug</key>')
      const { rule, left } = ruleOfTps('e.tps', readTpsSettings('e.tps', Buffer.from(text)), {
        isFolder: path => path === 'in',
        sizeOf: () => size
      })
      const { assets } = parseProjectFile(
        'packline.json',
        Buffer.from(JSON.stringify({ project: 'dk', assets: { rules: [rule] } }))
      )
      const [read] = assets.rules
      if (read?.processor !== 'atlas' || read.tool !== 'embedded') throw new Error('no rule')
      const settingsOf = spriteSettings(read.options)
      const writesPivots = sprites.some(({ pivot }) => pivot !== undefined)
      for (const name of names) {
        const { pivot, borders } = settingsOf(name)
        const sprite = sprites.find(({ place }) => place === name)
        assert.deepEqual(pivot, writesPivots ? sprite?.pivot ?? { x: 0.5, y: 0.5 } : undefined, name)
        assert.deepEqual(borders, sprite?.borders, name)
      }
      if (typeof expected === 'string') assert.deepEqual(left.map(({ setting }) => setting), [expected])
      else {
        assert.deepEqual(left, [])
        assert.deepEqual({ ...rule.options, ...expected }, rule.options)
      }
    })
  )
})

t.test('borders of a picture that is not there, and what would leave the project, are listed', async t => {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  const sprite = (name: string): string =>
    `<key type="filename">${name}</key><struct type="IndividualSpriteSettings"><key>scale9Enabled</key><true/>
<key>scale9Borders</key><rect>5,6,7,8</rect><key>spriteScale</key><double>0.5</double></struct>`
  game.write({
    'e.tps': tps(
      `<key>individualSpriteSettings</key><map type="IndividualSpriteSettingsMap">${
        ['sparks/a.png', 'sparks/gone.png', '../outside.png'].map(sprite).join('')
      }</map>`
    ),
    'sparks/a.png': noisePng(20, 30, 1)
  })
  const { out, err } = await imported(game.folder, 'e.tps')
  t.same(JSON.parse(out).options.sprites, [
    { include: ['a.png'], borders: { left: 5, top: 6, right: 8, bottom: 16 } }
  ])
  for (const name of ['sparks/gone.png', '../outside.png']) {
    t.match(err, `not taken over: scale9Borders (${name}) (5,6,7,8)\n`)
    t.match(err, `not taken over: spriteScale (${name}) (0.5)\n`)
  }
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
