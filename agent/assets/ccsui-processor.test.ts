import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { PacklineError } from '../errors.js'
import { noisePng } from './testing/pictures.js'
import { testProject } from './testing/project.js'

function csd (plist: string, frame: string): string {
  return `<GameFile><PropertyGroup Name="a" Type="Node" ID="1" Version="3.10.0.0" /><Content ctype="GameProjectContent"><Content>
  <Animation Duration="0" Speed="1.0000" />
  <ObjectData Name="Node" Tag="1" ctype="GameNodeObjectData"><Size X="0" Y="0" /><Children>
    <AbstractNodeData Name="hero" ActionTag="7" Tag="2" ctype="SpriteObjectData"><Size X="8" Y="8" /><FileData Type="PlistSubImage" Path="${frame}" Plist="${plist}" /></AbstractNodeData>
  </Children></ObjectData></Content></Content></GameFile>`
}

t.test('each csd is one action, its frames are checked against the sheets that the same run packs', async t => {
  const game = testProject()
  t.teardown(() => { game.remove() })
  game.rules(
    { name: 'units', processor: 'atlas', include: ['art/units/'], output: 'units/{dir}' },
    { name: 'ui', processor: 'ccsui', include: ['cocosstudio/**/*.csd'], output: 'ui' }
  )
  game.write({ 'art/units/orc.png': noisePng(8, 8, 1), 'cocosstudio/a.csd': csd('units/units.plist', 'orc.png'), 'cocosstudio/sub/a.csd': csd('units/units.plist', 'orc.png') })

  await game.build()
  t.same(Object.keys(game.outputs()), ['ui/a.csb', 'ui/sub/a.csb', 'units/units.plist', 'units/units.png'])
  t.ok(readFileSync(join(game.folder, 'out/ui/a.csb')).includes('units/units.plist'))

  game.write({ 'cocosstudio/a.csd': csd('units/units.plist', 'orc.png').replace('hero', 'heroine') })
  t.same((await game.build()).why.map(each => each.action), ['ui a.csd'])

  const good = game.outputs()
  game.write({ 'art/units/orc.png': null, 'art/units/ork.png': noisePng(8, 8, 1) })
  const error = await game.build().then(() => undefined, (thrown: PacklineError) => thrown)
  t.match(error, { code: 'CCSUI_MISSING_REFERENCE', details: { count: 2, missing: [{ file: 'cocosstudio/a.csd', path: 'orc.png' }, { file: 'cocosstudio/sub/a.csd' }] } })
  t.same(game.outputs(), good, 'nothing is published')
})

t.test('a reference that is not there is let through where the rule says so', async t => {
  const game = testProject()
  t.teardown(() => { game.remove() })
  game.rules({ name: 'ui', processor: 'ccsui', include: ['*.csd'], output: 'ui', options: { checkReferences: false } })
  game.write({ 'a.csd': csd('none.plist', 'none.png') })
  t.match(await game.build(), { status: 'done' })
})

t.test('a csd that is no csd fails the run with its place', async t => {
  const game = testProject()
  t.teardown(() => { game.remove() })
  game.rules({ name: 'ui', processor: 'ccsui', include: ['*.csd'], output: 'ui' })
  game.write({ 'a.csd': '<GameFile><Content>' })
  await t.rejects(game.build(), { code: 'CCSUI_TRUNCATED', details: { file: 'a.csd' } })
})
