import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import type { Test } from 'tap'
import { csdWith } from '../ccsui/fixtures/csd-text.js'
import { readSheet } from '../atlas/sheets/read-sheet.js'
import { noisePng } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'

interface Csi {
  pictures?: string[]
  attributes?: string
  size?: string
}

const csi = ({
  pictures = ['img/red.png', 'img/blue.png'],
  attributes = 'PicturePadding="1" AllowRotation="False" AllowAnySize="True" AllowTrim="False"',
  size = 'Width="64" Height="64"'
}: Csi = {}) =>
  `<PlistInfoProjectFile><PropertyGroup Name="All" Type="Plist"/><Content ExportType="Png" SortAlgorithm="MaxRects" ${attributes} ctype="PlistInfoData"><ImageFiles>${
    pictures.map(path => `<FilePathData Path="${path}" />`).join('')
  }</ImageFiles><MaxSize ${size} /></Content></PlistInfoProjectFile>`
const node = (name: string, ctype: string, content: string) =>
  `<AbstractNodeData Name="${name}" ctype="${ctype}ObjectData">${content}</AbstractNodeData>`
const csd = (...nodes: string[]) => csdWith(`<Children>${nodes.join('')}</Children>`)
const packed = (path: string, plist = 'All.plist') =>
  node('S', 'Sprite', `<FileData Type="MarkedSubImage" Path="${path}" Plist="${plist}"/>`)

const pictures = {
  'cocosstudio/img/red.png': noisePng(20, 12, 1),
  'cocosstudio/img/blue.png': noisePng(8, 8, 2),
  'cocosstudio/img/loose.png': noisePng(4, 4, 3)
}
const sheets = { name: 'sheets', processor: 'atlas', include: ['cocosstudio/**/*.csi'], output: 'ui' }
const ui = { name: 'ui', processor: 'ccsui', include: ['cocosstudio/**/*.csd'], output: 'ui' }

function scene (t: Test) {
  const game = testProject()
  t.teardown(game.remove)
  game.write({
    ...pictures,
    'cocosstudio/sub/All.csi': csi(),
    'cocosstudio/Main.csd': csd(packed('img/red.png', 'sub/All.plist'))
  })
  game.rules(sheets, ui)
  return { game, output: (path: string) => join(game.folder, 'out', path) }
}

t.test('a csi is packed beside its place, with frames named by their paths', async t => {
  const { game, output } = scene(t)

  t.same((await game.build()).written, ['out/ui/Main.csb', 'out/ui/sub/All.plist', 'out/ui/sub/All.png'])
  const { frames, textureFile } = await readSheet(output('ui/sub/All.plist'))
  t.equal(textureFile, 'All.png')
  t.same(frames.map(({ name }) => name).toSorted(), ['img/blue.png', 'img/red.png'])
  for (const { name, x, y, width, height } of frames) {
    const part = { left: x, top: y, width, height }
    const drawn = await sharp(output('ui/sub/All.png')).extract(part).ensureAlpha().raw().toBuffer()
    const source = await sharp(join(game.folder, 'cocosstudio', name)).ensureAlpha().raw().toBuffer()
    t.ok(drawn.equals(source), name)
  }
})

t.test('a changed picture of a csi packs its sheet anew, another one packs nothing', async t => {
  const { game } = scene(t)
  await game.build()

  game.write({ 'cocosstudio/img/loose.png': noisePng(4, 4, 9) })
  t.match(await game.build(), { written: [], actions: { executed: 0 } })
  game.write({ 'cocosstudio/img/blue.png': noisePng(8, 8, 9) })
  t.same((await game.build()).written, ['out/ui/sub/All.png'])
  t.match(await game.build(), { written: [], actions: { executed: 0 } })
})

t.test('what a csi says of size, padding, trim and rotation is what is packed', async t => {
  const { game, output } = scene(t)
  const wide = {
    'cocosstudio/img/red.png': noisePng(60, 10, 1),
    'cocosstudio/img/blue.png': noisePng(10, 60, 2)
  }
  const attributes = (padding: number, rotation: string, any: string) =>
    `PicturePadding="${padding}" AllowRotation="${rotation}" AllowAnySize="${any}" AllowTrim="False"`
  game.write({ ...wide, 'cocosstudio/sub/All.csi': csi({ attributes: attributes(1, 'True', 'True') }) })
  await game.build()
  const turned = await readSheet(output('ui/sub/All.plist'))
  t.ok(turned.frames.some(({ rotated }) => rotated))
  t.same([turned.width, turned.height].toSorted((a, b) => a - b), [21, 60])

  game.write({
    'cocosstudio/sub/All.csi': csi({
      attributes: attributes(0, 'False', 'False'),
      size: 'Width="128" Height="128"'
    })
  })
  await game.build()
  const upright = await readSheet(output('ui/sub/All.plist'))
  t.notOk(upright.frames.some(({ rotated }) => rotated))
  for (const side of [upright.width, upright.height]) t.ok(Number.isInteger(Math.log2(side)), `${side}`)
})

t.test('the one page of a csi may be wide or high, and is filled to the last', async t => {
  const { game, output } = scene(t)
  const squares = Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [`cocosstudio/img/s${index}.png`, noisePng(30, 30, index)])
  )
  const any = 'PicturePadding="2" AllowRotation="True" AllowAnySize="True" AllowTrim="False"'
  const sized = (size: string, attributes = any) =>
    csi({ pictures: Object.keys(squares).map(path => path.slice('cocosstudio/'.length)), size, attributes })
  const page = async (content: string) => {
    game.write({ 'cocosstudio/sub/All.csi': content })
    await game.build()
    const { width, height } = await readSheet(output('ui/sub/All.plist'))
    return [width, height]
  }
  game.write({ ...squares, 'cocosstudio/Main.csd': csd() })
  t.same(await page(sized('Width="1024" Height="32"')), [192, 32])
  t.same(await page(sized('Width="32" Height="1024"')), [32, 192])
  const pot = any.replace('AnySize="True"', 'AnySize="False"').replace('"2"', '"0"')
  t.same(await page(sized('Width="256" Height="32"', pot)), [256, 32])
  game.write({ 'cocosstudio/sub/All.csi': sized('Width="128" Height="32"') })
  await t.rejects(game.build(), { code: 'CCSUI_CSI_TOO_LARGE' })
  game.write({ 'cocosstudio/sub/All.csi': sized('Width="1024" Height="29"') })
  await t.rejects(game.build(), {
    code: 'RUN_FAILED',
    details: { errors: [{ code: 'ATLAS_SPRITE_TOO_LARGE' }] }
  })
})

t.test('a csi without pictures has no sheet and is no error', async t => {
  const { game } = scene(t)
  game.write({ 'cocosstudio/Empty.csi': csi({ pictures: [] }) })
  t.notMatch((await game.build()).written, ['out/ui/Empty.plist'])
})

for (
  const [what, content, code] of [
    ['names what is not there', csi({ pictures: ['img/gone.png'] }), 'CCSUI_CSI_MISSING'],
    ['leaves the project', csi({ pictures: ['../../secret.png'] }), 'CCSUI_REFERENCE_OUTSIDE'],
    ['names itself', csi({ pictures: ['sub/All.csi'] }), 'CCSUI_CSI_ENTRY'],
    ['is too small for its pictures', csi({ size: 'Width="16" Height="16"' }), 'ATLAS_SPRITE_TOO_LARGE'],
    ['needs two pages', csi({ size: 'Width="20" Height="20"' }), 'CCSUI_CSI_TOO_LARGE'],
    [
      'is higher than it may be',
      csi({ size: 'Width="64" Height="14"', attributes: 'PicturePadding="60" AllowAnySize="True"' }),
      'CCSUI_CSI_TOO_LARGE'
    ],
    ['says a size that is none', csi({ size: 'Width="-1" Height="64"' }), 'CCSUI_CSI_VALUE'],
    ['has entities of its own', `<!DOCTYPE a [<!ENTITY b "c">]>${csi()}`, 'CCSUI_DOCTYPE'],
    ['is a csd', csdWith(''), 'CCSUI_NOT_CSI']
  ] as const
) {
  t.test(`a csi that ${what} is refused, and nothing is published`, async t => {
    const { game } = scene(t)
    game.write({ 'cocosstudio/sub/All.csi': content })
    await t.rejects(game.build(), { code })
    t.same(game.outputs(), {})
  })
}

t.test('the build fails for what the game would not find, wherever it lies among the sources', async t => {
  const { game } = scene(t)
  const loose = node('L', 'Sprite', '<FileData Type="Normal" Path="img/loose.png"/>')
  const none = node(
    'N',
    'Sprite',
    '<FileData Type="MarkedSubImage" Path="img/loose.png" Plist="sub/All.plist"/>'
  )
  game.write({ 'cocosstudio/Main.csd': csd(loose, none) })

  await t.rejects(game.build(), {
    code: 'CCSUI_MISSING_REFERENCE',
    details: {
      missing: [{ reason: 'file', path: 'img/loose.png' }, { reason: 'frame', plist: 'sub/All.plist' }]
    }
  })
  t.same(game.outputs(), {})

  game.rules(sheets, { ...ui, options: { external: ['img/*', 'sub/All.plist'] } })
  t.equal((await game.build()).status, 'done', 'what the game gets elsewhere is not asked for')
  game.write({ 'cocosstudio/Main.csd': csd(loose) })
  game.rules(sheets, { ...ui, options: { searchPaths: ['art'] } }, {
    name: 'pictures',
    processor: 'copy',
    include: ['cocosstudio/**/loose.png'],
    output: 'art'
  })
  t.equal((await game.build()).status, 'done', 'a search path of the game finds it')
})

t.test('a rule that mixes csi and pictures, or gives csi to TexturePacker, is refused', async t => {
  const { game } = scene(t)
  game.rules({ ...sheets, include: ['cocosstudio/**/*.csi', 'cocosstudio/img/'] })
  await t.rejects(game.build(), { code: 'CCSUI_CSI_MIXED' })
  game.rules({ ...sheets, tool: 'texturepacker' })
  await t.rejects(game.build(), { code: 'CCSUI_CSI_TOOL' })
})

t.test('pictures of the Studio that are not published are warned about, all in one', async t => {
  const { game } = scene(t)
  const button = (name: string) =>
    node('B', 'Button', `<NormalFileData Type="Default" Path="Default/${name}.png"/>`)
  game.write({
    'cocosstudio/Main.csd': csd(button('Button_Normal'), button('Button_Press'), button('Button_Normal'))
  })
  const { warnings } = await game.build()
  t.match(warnings, [/Default\/Button_Normal\.png, Default\/Button_Press\.png$/])
  t.equal(warnings.length, 1)
  t.notOk(readFileSync(join(game.folder, 'out/ui/Main.csb')).includes('nothing'))
})

const ccs = (...entries: string[]) =>
  `<Solution><SolutionFolder><Group ctype="ResourceGroup"><RootFolder Name=".">${
    entries.join('')
  }</RootFolder></Group></SolutionFolder></Solution>`
const sprite = (path: string) => node('P', 'Sprite', `<FileData Type="Normal" Path="${path}"/>`)
const nested = (path: string) => node('N', 'ProjectNode', `<FileData Type="Normal" Path="${path}"/>`)
const publish = { name: 'ui', processor: 'cocos-publish', include: ['studio/*.ccs'], output: 'ui' }

/** A project with everything that publishing knows; Cell is held by Main, and listed nowhere. */
function studio (t: Test, assets: Record<string, unknown> = {}) {
  const game = testProject(assets)
  t.teardown(game.remove)
  const sources: Record<string, string | Buffer> = {
    'Main.csd': csd(
      packed('img/red.png'),
      sprite('img/loose.png'),
      nested('ui/Cell.csd'),
      node('B', 'Button', '<NormalFileData Type="Default" Path="Default/Button_Normal.png"/>')
    ),
    'ui/Cell.csd': csd(node('D', 'TextBMFont', '<LabelBMFontFile_CNB Type="Normal" Path="fonts/d.fnt"/>')),
    'Unlisted.csd': csd(),
    'All.csi': csi(),
    'img/red.png': noisePng(20, 12, 1),
    'img/blue.png': noisePng(8, 8, 2),
    'img/loose.png': noisePng(4, 4, 3),
    'img/never.png': noisePng(4, 4, 4),
    'fonts/d.fnt': 'page id=0 file="d.png"\n',
    'fonts/d.png': noisePng(4, 4, 5),
    'Main.udf': 'editor state'
  }
  game.write({
    'studio/Game.ccs': ccs(
      '<Project Name="Main.csd" Type="Scene"/><PlistInfo Name="All.csi" Type="Plist"/>',
      '<Folder Name="img"><Image Name="red.png"/><Image Name="loose.png"/><Image Name="never.png"/></Folder>'
    ),
    ...Object.fromEntries(
      Object.entries(sources).map(([name, content]) => [`studio/cocosstudio/${name}`, content])
    )
  })
  game.rules(publish)
  return game
}

const referenced = [
  'ui/All.plist',
  'ui/All.png',
  'ui/Default/Button_Normal.png',
  'ui/Main.csb',
  'ui/fonts/d.fnt',
  'ui/fonts/d.png',
  'ui/img/loose.png',
  'ui/ui/Cell.csb'
]

t.test('a project is published with all that its csd name, transitively', async t => {
  const game = studio(t)

  const { warnings } = await game.build()

  t.same(Object.keys(game.outputs()).sort(), referenced)
  t.match(warnings, [/Default\/Button_Normal\.png/])
  const standIn = await sharp(join(game.folder, 'out/ui/Default/Button_Normal.png')).stats()
  t.equal(standIn.channels[3]?.max, 0, 'what stands in is transparent')
  t.match(readFileSync(join(game.folder, 'out/ui/All.plist'), 'utf8'), /<key>format<\/key>\s*<integer>2</)
  t.match(await game.build(), { written: [], actions: { executed: 0 } })
})

t.test('one changed source makes anew what is made of it', async t => {
  const game = studio(t)
  await game.build()
  const change = async (name: string, content: string | Buffer) => {
    game.write({ [`studio/cocosstudio/${name}`]: content })
    return (await game.build()).written
  }

  t.same(await change('Main.udf', 'other'), [])
  t.same(await change('img/never.png', noisePng(4, 4, 9)), [])
  t.same(await change('img/loose.png', noisePng(4, 4, 9)), ['out/ui/img/loose.png'])
  t.same(await change('img/red.png', noisePng(20, 12, 9)), ['out/ui/All.png'])
  t.same(await change('ui/Cell.csd', csd()), ['out/ui/ui/Cell.csb'])
  t.notOk('ui/fonts/d.fnt' in game.outputs(), 'what nobody names any more is gone')
})

t.test('what the .cfg says holds unless the rule says otherwise', async t => {
  const game = studio(t)
  const cfg = (type: string) => `<SolutionConfig><PublishType Value="${type}" /></SolutionConfig>`
  const published = async () => {
    await game.build()
    return Object.keys(game.outputs()).sort()
  }
  game.write({ 'studio/Game.cfg': cfg('All') })
  t.same(
    await published(),
    [...referenced, 'ui/img/never.png'].sort(),
    'members of a csi are no files of their own'
  )
  game.rules({ ...publish, options: { resources: 'reference' } })
  t.same(await published(), referenced)
  game.write({ 'studio/Game.cfg': cfg('None') })
  game.rules({ ...publish, options: { checkReferences: false } })
  t.same(await published(), ['ui/All.plist', 'ui/All.png', 'ui/Main.csb', 'ui/ui/Cell.csb'])
})

t.test('what a project lists and lacks is one warning, however much it is', async t => {
  const game = studio(t)
  const entries = Array.from({ length: 300 }, (_, index) => `<Project Name="gone${index}.csd"/>`)
  game.write({ 'studio/Game.ccs': ccs('<Project Name="Main.csd"/>', ...entries) })
  const { warnings } = await game.build()
  t.match(warnings.filter(warning => warning.includes('gone')), [/^300 files .*gone0\.csd.*gone19\.csd …$/])
})

t.test('csd are published as the .cfg says, by what was chosen last', async t => {
  const game = studio(t)
  const cfg = (serializer: string) =>
    `<SolutionConfig><DefaultSerializer Value="Serializer_FlatBuffers" /><CustomSerializer Value="${serializer}" />
    </SolutionConfig>`
  const names = (extension: string) => referenced.map(name => name.replace(/csb$/, extension)).sort()
  game.write({ 'studio/Game.cfg': cfg('Serializer_Json') })
  await game.build()
  t.same(Object.keys(game.outputs()).sort(), names('json'))
  const read = (path: string) =>
    JSON.parse(readFileSync(join(game.folder, 'out/ui', path), 'utf8')).Content.Content
  t.match(read('Main.json').ObjectData.Children[2], { FileData: { Path: 'ui/Cell.json' } })
  t.same(
    read('ui/Cell.json').UsedResources,
    ['../fonts/d.fnt', '../fonts/d.png'],
    'with the pages of the font'
  )
  t.match(await game.build(), { written: [], actions: { executed: 0 } })
  game.write({
    'studio/cocosstudio/fonts/d.fnt': 'page id=0 file="e.png"\n',
    'studio/cocosstudio/fonts/e.png': noisePng(4, 4, 5)
  })
  await game.build()
  t.same(read('ui/Cell.json').UsedResources, ['../fonts/d.fnt', '../fonts/e.png'])
  game.write({ 'studio/Game.cfg': cfg('Serializer_Lua') })
  await game.build()
  t.same(Object.keys(game.outputs()).filter(name => name.endsWith('.lua')), [
    'ui/LuaExtend.lua',
    'ui/Main.lua',
    'ui/ui/Cell.lua'
  ])
  game.rules({ ...publish, options: { serializer: 'csb' } })
  await game.build()
  t.ok('ui/Main.csb' in game.outputs() && !('ui/Main.lua' in game.outputs()), 'the rule decides')
})

t.test("the Studio's own pictures come from the folder that the rule names", async t => {
  const game = studio(t)
  const picture = noisePng(46, 36, 7)
  game.write({ 'old/Default/Button_Normal.png': picture })
  game.rules({ ...publish, options: { defaultPictures: 'old/Default' } })

  t.same((await game.build()).warnings, [])
  t.same(readFileSync(join(game.folder, 'out/ui/Default/Button_Normal.png')), picture)
  game.write({ 'old/Default/Button_Normal.png': noisePng(46, 36, 8) })
  t.same((await game.build()).written, ['out/ui/Default/Button_Normal.png'])

  const include = ['studio/cocosstudio/']
  game.rules({ ...publish, include, options: { defaultPictures: 'old/Default' } })
  t.same((await game.build()).warnings, [], 'of a folder in place of a .ccs, too')
})

t.test('a folder is published as a project that lists all of it', async t => {
  const game = studio(t)
  game.rules({ ...publish, include: ['studio/cocosstudio/'] })
  await game.build()
  t.same(Object.keys(game.outputs()).sort(), [...referenced, 'ui/Unlisted.csb'].sort())
})

t.test('what a project names in vain publishes nothing', async t => {
  const game = studio(t)
  game.write({ 'studio/cocosstudio/ui/Cell.csd': csd(sprite('img/gone.png')) })
  await t.rejects(game.build(), {
    code: 'CCSUI_MISSING_REFERENCE',
    details: { missing: [{ file: 'studio/cocosstudio/ui/Cell.csd', path: 'img/gone.png' }] }
  })
  t.same(game.outputs(), {})
  game.write({ 'studio/Game.ccs': ccs('<Folder Name=".."><Project Name="../../Out.csd"/></Folder>') })
  await t.rejects(game.build(), { code: 'CCSUI_REFERENCE_OUTSIDE' })
})

t.test('a project is published once for each platform, language and quality', async t => {
  const game = studio(t, {
    variants: {
      platforms: { android: {}, ios: { atlas: { textureFormat: 'pvr.ccz', format: 'json' } } },
      qualities: { hd: {}, sd: { scale: 0.5 } }
    }
  })
  game.rules({ ...publish, output: '{platform}/{quality}' })
  const sheet = async (variant: string) => await readSheet(join(game.folder, 'out', variant, 'All.plist'))

  t.equal((await game.build()).status, 'done')
  const names = referenced.map(name => name.slice('ui/'.length))
  t.same(
    Object.keys(game.outputs()).sort(),
    ['android/hd', 'android/sd', 'ios/hd', 'ios/sd']
      .flatMap(variant =>
        names.map(name =>
          `${variant}/${variant.startsWith('ios') ? name.replace('All.png', 'All.pvr.ccz') : name}`
        )
      )
      .sort()
  )
  const [large, small, other] = await Promise.all(['android/hd', 'android/sd', 'ios/sd'].map(sheet))
  const size = (of: typeof large) =>
    of?.frames.map(({ name, width, height }) => [name, width, height]).sort((a, b) => a < b ? -1 : 1)
  t.same(size(large), [['img/blue.png', 8, 8], ['img/red.png', 20, 12]])
  t.same(size(small), [['img/blue.png', 4, 4], ['img/red.png', 10, 6]])
  t.equal(other?.textureFile, 'All.pvr.ccz', 'a csd names plists, so format "json" is not taken over')
  t.match(await game.build(), { written: [], actions: { executed: 0 } })
})

t.test('sheets of csi come in the scales of the rule', async t => {
  const game = studio(t)
  game.rules({ ...publish, options: { scales: [1, 0.5] } })
  t.equal((await game.build()).status, 'done')
  t.same(
    Object.keys(game.outputs()).sort(),
    [...referenced, 'ui/All@0.5x.plist', 'ui/All@0.5x.png'].sort()
  )
})

t.test('csi of an atlas rule are named by the quality, too', async t => {
  const game = testProject({ variants: { qualities: { sd: { scale: 0.5 } } } })
  t.teardown(game.remove)
  game.write({ ...pictures, 'cocosstudio/sub/All.csi': csi() })
  game.rules({ ...sheets, output: '{quality}' })
  t.same((await game.build()).written, ['out/sd/sub/All.plist', 'out/sd/sub/All.png'])
})

t.test('for axmol a skeleton of Spine is published with its data, atlas and pages', async t => {
  const game = studio(t)
  const spine =
    '<AbstractNodeData Name="H" DataFile="spine/hero.json" AtlasFile="spine/hero.atlas" ctype="SpineSkeletonObjectData"/>'
  const page = 'size: 4,4\nformat: RGBA8888\nfilter: Linear,Linear\nrepeat: none\nhead\n  rotate: false\n'
  game.write({
    'studio/cocosstudio/Main.csd': csd(spine),
    'studio/cocosstudio/spine/hero.json': '{}',
    'studio/cocosstudio/spine/hero.atlas': `\nhero.png\n${page}\nhero2.png\n${page}`,
    'studio/cocosstudio/spine/hero.png': noisePng(4, 4, 1),
    'studio/cocosstudio/spine/hero2.png': noisePng(4, 4, 2)
  })
  await t.rejects(game.build(), { code: 'CCSUI_UNKNOWN_CLASS' })
  game.rules({ ...publish, options: { engine: 'axmol' } })
  const parts = ['ui/spine/hero.atlas', 'ui/spine/hero.json', 'ui/spine/hero.png', 'ui/spine/hero2.png']
  t.equal((await game.build()).status, 'done')
  t.same(Object.keys(game.outputs()).filter(path => path.startsWith('ui/spine/')).sort(), parts)
  game.write({ 'studio/cocosstudio/spine/hero2.png': null })
  await t.rejects(game.build(), {
    code: 'CCSUI_MISSING_REFERENCE',
    details: { missing: [{ reason: 'part', part: 'ui/spine/hero2.png' }] }
  })
})

/** What somebody who means harm writes into a project, each with the one error that tells it. */
const bomb = (root: string) =>
  `<!DOCTYPE ${root} [<!ENTITY a "aaaaaaaaaa">${
    Array
      .from(
        { length: 9 },
        (_, index) => `<!ENTITY ${'bcdefghij'[index]} "${`&${'abcdefghi'[index]};`.repeat(10)}">`
      )
      .join('')
  }]><${root}>&j;</${root}>`
const nestedIn = (element: string, depth: number, inner: string) =>
  `${`<${element} Name="d">`.repeat(depth)}${inner}${`</${element}>`.repeat(depth)}`
const hostile: ReadonlyArray<readonly [what: string, file: string, content: () => string, code: string]> = [
  ['an entity bomb as project', 'Game.ccs', () => bomb('Solution'), 'CCSUI_DOCTYPE'],
  ['an entity bomb as settings', 'Game.cfg', () => bomb('SolutionConfig'), 'CCSUI_DOCTYPE'],
  ['an entity bomb as csi', 'cocosstudio/All.csi', () => bomb('PlistInfoProjectFile'), 'CCSUI_DOCTYPE'],
  ['a million entries', 'Game.ccs', () => ccs('<Image Name="a"/>'.repeat(1_000_001)), 'CCSUI_TOO_MANY'],
  [
    'more pictures in a sheet than one page holds',
    'cocosstudio/All.csi',
    () => csi({ pictures: Array.from({ length: 20_000 }, (_, index) => `img/${index}.png`) }),
    'CCSUI_TOO_MANY'
  ],
  ['folders without end', 'Game.ccs', () => ccs(nestedIn('Folder', 1000, '')), 'CCSUI_TOO_DEEP'],
  [
    'a csd above the project by its folders',
    'Game.ccs',
    () => ccs(nestedIn('Folder', 3, '<Project Name="../../../../Out.csd"/>')),
    'CCSUI_REFERENCE_OUTSIDE'
  ],
  ['a csd of the system', 'Game.ccs', () => ccs('<Project Name="/etc/Out.csd"/>'), 'CCSUI_REFERENCE_OUTSIDE'],
  ['a csd of a drive', 'Game.ccs', () => ccs('<Project Name="C:\\Out.csd"/>'), 'CCSUI_REFERENCE_OUTSIDE'],
  [
    'a picture above the project',
    'cocosstudio/All.csi',
    () => csi({ pictures: ['../s.png'] }),
    'CCSUI_REFERENCE_OUTSIDE'
  ],
  ['a csi that packs itself', 'cocosstudio/All.csi', () => csi({ pictures: ['All.csi'] }), 'CCSUI_CSI_ENTRY'],
  [
    'a csi that packs its own sheet',
    'cocosstudio/All.csi',
    () => csi({ pictures: ['All.png'] }),
    'CCSUI_CSI_MISSING'
  ],
  [
    'a csd that holds itself',
    'cocosstudio/Main.csd',
    () => csd(nested('Main.csd')),
    'CCSUI_MISSING_REFERENCE'
  ]
]

t.test('a hostile project is one clear error, and nothing is published', async t => {
  for (const [what, file, content, code] of hostile) {
    const game = studio(t)
    game.write({ [`studio/${file}`]: content() })
    const error = await game.build().then(() => undefined, (error: unknown) => error)
    t.equal((error as { code?: string } | undefined)?.code, code, what)
    t.same(game.outputs(), {}, what)
  }
})

t.test('a run that keeps going tells each csd and csi that cannot be published, once', async t => {
  const game = studio(t)
  const broken = {
    'Main.csd': 'no XML',
    'ui/Cell.csd': 'no XML',
    'All.csi': csi({ pictures: ['img/gone.png'] }),
    'Size.csi': csi({ size: 'Width="-1" Height="64"' })
  }
  for (const [name, content] of Object.entries(broken)) {
    game.write({ [`studio/cocosstudio/${name}`]: content })
  }
  const csis = { ...sheets, include: ['studio/cocosstudio/*.csi'] }
  for (
    const [rule, count] of [
      [{ ...publish, include: ['studio/cocosstudio/'] }, 4],
      [{ ...publish, include: ['studio/cocosstudio/'], options: { resources: 'all' } }, 4],
      [csis, 2]
    ] as const
  ) {
    game.rules(rule)
    await t.rejects(game.build({ keepGoing: true }), { code: 'RUN_FAILED', details: { count } })
    await t.rejects(game.build(), { code: /^CCSUI_/ })
  }
  game.write({ 'studio/Game.ccs': 'no XML', 'studio/Other.ccs': 'no XML' })
  game.rules(publish)
  await t.rejects(game.build({ keepGoing: true }), { code: 'RUN_FAILED', details: { count: 2 } })
  t.same(game.outputs(), {})
})
