import t from 'tap'
import type { Test } from 'tap'
import { csdWith } from '../ccsui/fixtures/csd-text.js'
import { effects, fixture, png, tps } from '../atlas/texturepacker/testing/texturepacker-fixture.js'
import { testProject } from '../testing/project.js'

const sprite = (path: string, plist = 'units/orc.plist') =>
  csdWith(
    `<Children><AbstractNodeData Name="S" ctype="SpriteObjectData"><FileData Type="MarkedSubImage" Path="${path}" Plist="${plist}"/></AbstractNodeData></Children>`
  )
const units = { name: 'units', processor: 'atlas', include: ['art/units/*/'], output: 'units/{dir}' }
const ui = { name: 'ui', processor: 'ccsui', include: ['ui/*.csd'], output: 'ui' }

function scene (t: Test) {
  const game = testProject()
  t.teardown(game.remove)
  game.write({
    'art/units/orc/a.png': png(4, 4, 1),
    'art/units/orc/b.png': png(4, 4, 2),
    'ui/Main.csd': sprite('a.png')
  })
  game.rules(units, ui)
  return game
}

t.test('--only of a ccsui rule checks references against the sheets that the other rules would pack', async t => {
  const game = scene(t)
  await game.build({ only: 'ui' })

  game.write({ 'ui/Main.csd': sprite('gone.png') })
  await t.rejects(game.build({ only: 'ui' }), {
    code: 'CCSUI_MISSING_REFERENCE',
    details: { missing: [{ path: 'gone.png' }] }
  })
})

t.test('--only of an atlas rule does not take away a frame that a csd of another rule names', async t => {
  const game = scene(t)
  await game.build()
  const before = game.outputs()

  game.write({ 'art/units/orc/a.png': null, 'art/units/orc/renamed.png': png(4, 4, 1) })
  await t.rejects(game.build({ only: 'units' }), {
    code: 'CCSUI_MISSING_REFERENCE',
    details: { missing: [{ path: 'a.png', file: 'ui/Main.csd', nodePath: 'Layer/S' }] }
  })

  t.same(game.outputs(), before)
  game.write({ 'ui/Main.csd': sprite('renamed.png') })
  await game.build({ only: 'units' })
})

t.test('--only of an atlas rule does not fail for what a csd lacks otherwise', async t => {
  const game = scene(t)
  game.write({ 'ui/Main.csd': sprite('x.png', 'elsewhere.plist'), 'ui/Broken.csd': '<GameFile>' })

  t.same((await game.build({ only: 'units' })).written, ['out/units/orc.plist', 'out/units/orc.png'])
})

t.test('--only sees the frames of a .tps of another rule, as they were published', async t => {
  const { game, build } = fixture(t)
  game.write({
    'art/e.tps': tps(['sparks']),
    'art/sparks/spark.png': png(),
    'art/units/orc/a.png': png(4, 4, 1),
    'ui/Main.csd': sprite('spark.png', 'art/e.plist')
  })
  game.rules(units, ui, effects)
  await build()
  t.match(await build({ only: 'ui' }), { status: 'done' })

  // Packed alone, the rule knows the same frames as with the others.
  game.write({ 'art/units/orc/spark.png': png(4, 4, 9) })
  await t.rejects(build({ only: 'units' }), {
    code: 'ATLAS_DUPLICATE_FRAME',
    details: { frame: 'spark.png' }
  })
})
