import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import type { PacklineError } from '../../errors.js'
import { readSheet } from '../atlas/sheets/read-sheet.js'
import { noisePng } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'
import type { TestProject } from '../testing/project.js'

const variants = {
  platforms: {
    android: {},
    ios: { atlas: { textureFormat: 'pvr.ccz', premultiplyAlpha: true }, image: { textureFormat: 'webp' } }
  },
  languages: ['en', 'zh'],
  qualities: { hd: {}, sd: { scale: 0.5 } }
}

function project (t: Test, ...rules: Array<Record<string, unknown>>): TestProject {
  const game = testProject({ variants })
  t.teardown(game.remove)
  game.rules(...rules.map((rule, index) => ({ name: `r${index}`, processor: 'atlas', ...rule })))
  return game
}

const pathsOf = (game: TestProject): string[] => Object.keys(game.outputs())

t.test('one art for two platforms is measured and laid out once, and comes in the format of each', async t => {
  const game = project(
    t,
    { include: ['art/*/'], output: '{platform}/{dir}' },
    { processor: 'image', include: ['photo/*.png'], output: '{platform}/photo' }
  )
  game.write({
    'art/orc/a.png': noisePng(20, 30, 1),
    'art/orc/b.png': noisePng(40, 10, 2),
    'photo/p.png': noisePng(9, 9, 3)
  })
  const report = await game.build()

  t.same(pathsOf(game), [
    'android/orc.plist',
    'android/orc.png',
    'android/photo/p.png',
    'ios/orc.plist',
    'ios/orc.pvr.ccz',
    'ios/photo/p.webp'
  ])
  const [android, ios] = await Promise.all(
    ['android', 'ios'].map(async platform => await readSheet(join(game.folder, 'out', platform, 'orc.plist')))
  )
  t.same(ios?.frames, android?.frames)
  t.match([android, ios], [{ premultiplyAlpha: false }, {
    premultiplyAlpha: true,
    textureFile: 'orc.pvr.ccz'
  }])
  // Sprites and layout once; of each platform a page, a sheet and a photo.
  t.match(report.actions, { total: 10, executed: 8, cached: 2 })
  t.match((await game.build()).actions, { executed: 0 })

  game.write({ 'art/orc/a.png': noisePng(20, 30, 9) })
  t.same((await game.build()).written, ['out/android/orc.png', 'out/ios/orc.pvr.ccz'])
})

t.test('languages and qualities have names of their own; what is loaded with all of them does not', async t => {
  const game = project(
    t,
    { include: ['i18n/{language}/'], output: 'ui-{language}' },
    { include: ['art/'], output: '{quality}/art' }
  )
  game.write({
    'i18n/en/title.png': noisePng(20, 10, 1),
    'i18n/zh/title.png': noisePng(24, 10, 2),
    'art/orc.png': noisePng(40, 20, 3)
  })
  await game.build()
  t.same(pathsOf(game).filter(path => path.endsWith('.plist')), [
    'hd/art.plist',
    'sd/art.plist',
    'ui-en.plist',
    'ui-zh.plist'
  ])
  const frameIn = async (sheet: string) => (await readSheet(join(game.folder, 'out', sheet))).frames[0]
  t.match(await frameIn('ui-zh.plist'), { name: 'title.png', sourceWidth: 24 })
  t.match(await frameIn('hd/art.plist'), { name: 'orc.png', sourceWidth: 40 })
  t.match(await frameIn('sd/art.plist'), { name: 'orc.png', sourceWidth: 20 })

  game.write({ 'art/title.png': noisePng(8, 8, 4) })
  await t.rejects(game.build(), {
    code: 'ATLAS_DUPLICATE_FRAME',
    details: { frame: 'title.png', files: 'i18n/en/title.png, i18n/zh/title.png, art/title.png' }
  })
})

t.test('folders of a quality hold its art', async t => {
  const game = project(t, { include: ['{quality}/ui/'], output: '{quality}/ui', options: { scales: [1] } })
  game.write({ 'hd/ui/b.png': noisePng(20, 20, 1), 'sd/ui/b.png': noisePng(12, 12, 2) })
  await game.build()
  t.same(pathsOf(game).filter(path => path.endsWith('.png')), ['hd/ui.png', 'sd/ui.png'])
})

t.test('the same file under the same name is no conflict, nor are sets that are never loaded together', async t => {
  const game = project(t, { include: ['art/'], output: 'a/art' }, {
    include: ['art/'],
    output: 'b/art',
    options: { textureFormat: 'pvr.ccz' }
  }, { include: ['levels/*/'], output: 'levels/{dir}', options: { frameScope: 'set' } })
  game.write({
    'art/a.png': noisePng(9, 9, 1),
    'levels/1/back.png': noisePng(9, 9, 2),
    'levels/2/back.png': noisePng(9, 9, 3)
  })
  t.equal((await game.build()).outputCount, 8)

  game.write({ 'levels/1/x/back.png': noisePng(7, 7, 7) })
  game.rules({
    name: 'levels',
    processor: 'atlas',
    include: ['levels/*/'],
    output: 'levels/{dir}',
    options: { frameScope: 'set', frameName: '{name}' }
  })
  await t.rejects(game.build(), {
    code: 'ATLAS_DUPLICATE_FRAME',
    details: { frame: 'back', files: 'levels/1/back.png, levels/1/x/back.png' }
  }, 'within one set a name is one frame')
})

t.test('a placeholder without values, and options that do not exist, are mistakes of the project file', async t => {
  const game = testProject({
    variants: { platforms: { ios: { atlas: { textureFormt: 'png', scales: [1] } } } }
  })
  t.teardown(game.remove)
  game.rules({ name: 'a', processor: 'atlas', include: ['i18n/{language}/'], output: '{platform}/{dir}' })
  const mistakes = async (): Promise<string> =>
    await game.build().then(() => '', (error: PacklineError) => JSON.stringify(error.details))
  t.match(
    await mistakes(),
    /assets\.variants\.platforms\.ios\.atlas\.textureFormt[^]*textureFormat[^]*scales/
  )
  const text = readFileSync(join(game.folder, 'packline.json'), 'utf8')
  game.write({ 'packline.json': text.replace(/\{"textureFormt.*?\}/, '{}') })
  t.match(
    await mistakes(),
    /assets\.rules\[0\]\.include\[0\].*values for \{language\} in assets\.variants\.languages/
  )
})
