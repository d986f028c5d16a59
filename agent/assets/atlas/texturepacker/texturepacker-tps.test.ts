import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { PacklineError } from '../../../errors.js'
import { english } from '../../../messages/testing/english.js'
import { effects, fixture, png, solid, tps } from './testing/texturepacker-fixture.js'

// All of these run a stand-in for TexturePacker (testing/texturepacker-stand-in.mjs), not the licensed
// program itself.

t.test("a .tps is packed as it says, into the rule's output, and again when a file changes that it names", async t => {
  const { game, tool, build, rule } = fixture(t)
  game.write({
    'art/e.tps': tps(['sparks', '../shared/one.png']),
    'art/sparks/a.png': png(4, 4, 1),
    'art/sparks/x/b.png': png(4, 4, 2),
    'art/sparks/notes.txt': 'x',
    'shared/one.png': png(4, 4, 3)
  })
  rule({}, effects)
  const first = await build()
  t.same(first.written, ['out/art/e.plist', 'out/art/e.png'])
  t.same(tool.runs()[0]?.args, ['./in/art/e.tps', '--sheet', './out/e.png', '--data', './out/e.plist'])
  t.match(await build(), { actions: { executed: 0 } })

  for (
    const [change, reason] of [
      [{ 'art/sparks/x/b.png': png(4, 4, 7) }, 'input art/sparks/x/b.png changed'],
      [{ 'shared/one.png': png(4, 4, 8) }, 'input shared/one.png changed'],
      [{ 'art/sparks/new.png': png() }, 'input art/sparks/new.png was added'],
      [{ 'art/sparks/new.png': null }, undefined],
      [{ 'art/sparks/notes.txt': 'y' }, undefined]
    ] as const
  ) {
    game.write(change)
    const { why, actions } = await build()
    if (reason === undefined) t.equal(actions.executed, 0)
    else t.same(english(why.map(({ reasons }) => reasons)), [[reason]])
  }
  rule({ scales: [0.5] }, { ...effects, output: 'fx/{dir}' })
  t.same((await build()).written, ['out/fx/e@0.5x.plist', 'out/fx/e@0.5x.png'])
})

t.test('what a .tps names is read when it changed, not in every run', async t => {
  const { game, build, rule } = fixture(t)
  game.write({
    'art/e.tps': tps(['sparks', '../shared/one.png']),
    'art/sparks/a.png': png(4, 4, 1),
    'art/sparks/b.png': png(4, 4, 2),
    'shared/one.png': png(4, 4, 3)
  })
  rule({}, effects)
  t.equal((await build()).hashed, 4)
  // Files that were written right before the scan are read once more.
  await build()

  t.equal((await build()).hashed, 0)
  game.write({ 'art/sparks/b.png': png(4, 4, 4) })
  t.match(await build(), { hashed: 1, actions: { executed: 1 } })
})

t.test('pages and variants of a .tps get names that TexturePacker can number', async t => {
  const { game, tool, build, rule } = fixture(t)
  const variants =
    '<key>autoSDSettings</key><array><struct type="AutoSDSettings"/><struct type="AutoSDSettings"/></array>'
  game.write({
    'art/e.tps': tps(
      ['sparks'],
      `<key>multiPackMode</key><enum type="SettingsBase::MultiPackMode">MultiPackAuto</enum>${variants}`
    ),
    'art/sparks/a.png': png()
  })
  rule({}, effects)
  await build()
  t.same(tool.runs()[0]?.args.slice(1), ['--sheet', './out/e{v}-{n}.png', '--data', './out/e{v}-{n}.plist'])
  rule({ pages: 'single' }, effects)
  await t.rejects(build(), { code: 'TEXTUREPACKER_PAGES', details: { where: 'art/e.tps' } })
  game.write({ 'art/e.tps': tps(['sparks']) })
  rule({ pages: 'numbered' }, effects)
  await build()
  t.same(tool.runs()[1]?.args.slice(2), ['./out/e-{n}.png', '--data', './out/e-{n}.plist', '--multipack'])
})

t.test('a .tps whose sheets lack a picture or show another is an error; names may be replaced', async t => {
  const { game, tool, build, rule } = fixture(t)
  rule({}, effects)
  game.write({
    'art/e.tps': tps(['sparks', '../shared/one.png']),
    'art/sparks/a.png': solid(4, 4, [200, 200, 200, 255]),
    'art/sparks/x/b.png': solid(4, 4, [10, 200, 30, 255]),
    'shared/one.png': solid(5, 4, [10, 20, 255, 255])
  })
  const wrong = [
    [{ leavesOut: 'x/b.png' }, { code: 'TEXTUREPACKER_FRAMES', details: { missing: 'art/sparks/x/b.png' } }],
    [{ loses: 'one.png' }, { code: 'TEXTUREPACKER_PIXELS', details: { frames: 'one.png' } }],
    [{ reddens: 'a.png' }, { code: 'TEXTUREPACKER_DEMO_OUTPUT' }],
    [{ renames: { 'a.png': 'glow' }, loses: 'a.png' }, {
      code: 'TEXTUREPACKER_PIXELS',
      details: { frames: 'glow' }
    }]
  ] as const
  for (const [control, error] of wrong) {
    tool.control(control)
    await t.rejects(build(), error)
  }
  tool.control({ renames: { 'a.png': 'glow' } })
  t.match(await build(), { warnings: [], written: { length: 2 } })
  tool.control({ leavesOut: 'x/b.png' })
  game.write({
    'art/e.tps': tps(
      ['sparks', '../shared/one.png'],
      '<key>ignoreFileList</key><array><string>*/x/*</string></array>'
    )
  })
  t.match(await build(), { warnings: [], written: { length: 2 } })
})

t.test('a .tps that cannot be used is one clear error', async t => {
  const { game, tool, build, rule } = fixture(t)
  rule({}, effects)
  game.write({ 'art/sparks/a.png': png() })
  mkdirSync(join(game.folder, 'art/empty'))
  mkdirSync(join(game.folder, 'links'))
  symlinkSync('/etc', join(game.folder, 'links/etc'))
  const bad: Array<[string, string, RegExp?]> = [
    ['', 'TEXTUREPACKER_TPS_INVALID'],
    [tps(['sparks']).slice(0, -20), 'TEXTUREPACKER_TPS_INVALID', /line \d+, column \d+/],
    ['<!DOCTYPE data [<!ENTITY a "aaaa">]>' + tps(['sparks']), 'TEXTUREPACKER_TPS_INVALID'],
    [tps(['&xxe;']), 'TEXTUREPACKER_TPS_INVALID'],
    ['<plist/>', 'TEXTUREPACKER_TPS_INVALID', /no TexturePacker project/],
    [tps([]), 'TEXTUREPACKER_TPS_INVALID', /names no sprites/],
    [tps(['../../outside']), 'TEXTUREPACKER_TPS_INVALID', /outside of the project/],
    [tps(['/etc']), 'TEXTUREPACKER_TPS_INVALID', /outside of the project/],
    [tps(['C:\\art']), 'TEXTUREPACKER_TPS_INVALID', /outside of the project/],
    [tps(['nowhere']), 'TEXTUREPACKER_TPS_INVALID', /art\/nowhere, which is not there/],
    [tps(['empty']), 'TEXTUREPACKER_TPS_INVALID', /no pictures/],
    [tps(['../links/etc']), 'SCAN_LINK_LEAVES_PROJECT'],
    [tps(['sparks'], '<key>packNormalMaps</key><true/>'), 'TEXTUREPACKER_TPS_UNSUPPORTED'],
    [
      tps(['sparks']).replace(
        '</map>',
        '<key>header</key><struct type="DataFile"><key>name</key><filename>e.h</filename></struct></map>'
      ),
      'TEXTUREPACKER_TPS_UNSUPPORTED'
    ]
  ]
  for (const [text, code, reason] of bad) {
    game.write({ 'art/e.tps': text })
    const error = await build().catch((error: unknown) => error as PacklineError)
    t.match(error, { code, ...reason !== undefined && { details: { reason } } }, text.slice(0, 80))
  }
  t.same(tool.runs(), [])
})

t.test('a frame that two sheets hold is an error, also when one comes from a .tps', async t => {
  const { game, build } = fixture(t)
  game.rules(effects, { name: 'ui', processor: 'atlas', include: ['ui/'], output: 'ui' })
  game.write({
    'art/e.tps': tps(['sparks']),
    'art/f.tps': tps(['glow']),
    'art/sparks/a.png': png(),
    'art/glow/b.png': png(),
    'ui/c.png': png()
  })
  await build()
  game.write({ 'ui/a.png': png(4, 4, 200) })
  await t.rejects(build(), {
    code: 'ATLAS_DUPLICATE_FRAME',
    details: { frame: 'a.png', files: 'ui/a.png, art/e.tps' }
  })
  game.write({ 'ui/a.png': null, 'art/glow/a.png': png() })
  await t.rejects(build(), { code: 'ATLAS_DUPLICATE_FRAME', details: { frame: 'a.png' } })
  game.write({ 'art/glow/a.png': null, 'art/e.tps': tps(['sparks', 'more']), 'art/more/a.png': png(9, 9) })
  await t.rejects(build(), { code: 'ATLAS_DUPLICATE_FRAME', details: { frame: 'a.png', files: 'art/e.tps' } })
})
