import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { checkPublished, checkSources, isPublishedFolder } from './check-folder.js'
import { exportCsd } from '../export/export-csd.js'
import { csdWith } from '../fixtures/csd-text.js'
import { checkGame } from './game-check.js'
import { GameTree } from './game-tree.js'
import type { TreeFile } from './game-tree.js'

const plist = (frames: string[], texture = 's.png') =>
  `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>frames</key><dict>${
    frames.map(name => `<key>${name}</key><dict><key>rotated</key><false/></dict>`).join('')
  }</dict><key>metadata</key><dict><key>textureFileName</key><string>${texture}</string></dict></dict></plist>`
const particle = (texture: string, pixels = '') =>
  `<plist version="1.0"><dict><key>textureFileName</key><string>${texture}</string>` +
  `<key>textureImageData</key><string>${pixels}</string></dict></plist>`

const everything = csdWith(`<Children>
<AbstractNodeData Name="Picture" ctype="SpriteObjectData"><FileData Type="Normal" Path="ui/a.png" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Frame" ctype="SpriteObjectData"><FileData Type="PlistSubImage" Path="b.png" Plist="ui/s.plist"/></AbstractNodeData>
<AbstractNodeData Name="Packed" ctype="SpriteObjectData"><FileData Type="MarkedSubImage" Path="img/red.png" Plist="All.plist"/></AbstractNodeData>
<AbstractNodeData Name="Font" ctype="TextObjectData"><FontResource Type="Normal" Path="fonts/a.ttf" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Digits" ctype="TextBMFontObjectData"><LabelBMFontFile_CNB Type="Normal" Path="fonts/d.fnt" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Map" ctype="GameMapObjectData"><FileData Type="Normal" Path="city.tmx" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Fire" ctype="ParticleObjectData"><FileData Type="Normal" Path="fx/fire.plist" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Hero" ctype="ArmatureNodeObjectData"><FileData Type="Normal" Path="hero/Hero.ExportJson" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Box" ctype="PanelObjectData"><Children><AbstractNodeData Name="Cell" ctype="ProjectNodeObjectData"><FileData Type="Normal" Path="ui/Cell.csd" Plist=""/></AbstractNodeData></Children></AbstractNodeData>
</Children>`)

/** A published game; the csd and csi stand for their csb and sheet. */
const complete: Record<string, string> = {
  'ui/a.png': '',
  'ui/s.plist': plist(['b.png']),
  'ui/s.png': '',
  'All.csi':
    '<PlistInfoProjectFile><Content ExportType="Png"><ImageFiles><FilePathData Path="img/red.png"/></ImageFiles></Content></PlistInfoProjectFile>',
  'fonts/a.ttf': '',
  'fonts/d.fnt': 'info face="d"\npage id=0 file="d 0.png"\npage id=1 file=d1.png\n',
  'fonts/d 0.png': '',
  'fonts/d1.png': '',
  'city.tmx':
    '<map><tileset firstgid="1" source="tiles/town.tsx"/><tileset><image source="grass.png"/></tileset><imagelayer><image source="never.png"/></imagelayer></map>',
  'tiles/town.tsx': '<tileset><image source="town.png"/></tileset>',
  'tiles/town.png': '',
  'grass.png': '',
  // The engine takes the texture from beside the plist, whatever folder it names.
  'fx/fire.plist': particle('elsewhere/spark.png'),
  'fx/spark.png': '',
  'hero/Hero.ExportJson':
    '{"config_file_path":["Hero0.plist"],"config_png_path":["Hero0.png"],"armature_data":[]}',
  'hero/Hero0.plist': plist(['arm.png'], 'Hero0.png'),
  'hero/Hero0.png': '',
  'ui/Cell.csd': csdWith(''),
  'Main.csd': everything
}

function write (folder: string, files: Record<string, string | Uint8Array | null>): void {
  for (const [name, content] of Object.entries(files)) {
    if (content === null) continue
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

/** Writes all files with the changes, and checks. */
async function check (folder: string, changes: Record<string, string | null>) {
  write(join(folder, 'cocosstudio'), { ...complete, ...changes })
  return await checkSources(folder, new Map(), new AbortController().signal)
}

t.test('a complete project has nothing missing, wherever it lies', async t => {
  t.match(await check(t.testdir({}), {}), { checked: 2, references: 9, missing: [], failed: [] })
})

for (
  const [gone, reason, nodePath, told] of [
    ['ui/a.png', 'file', 'Picture', { kind: 'picture', path: 'ui/a.png' }],
    ['fonts/a.ttf', 'file', 'Font', { kind: 'font' }],
    ['city.tmx', 'file', 'Map', { kind: 'map' }],
    ['ui/Cell.csd', 'file', 'Box/Cell', { kind: 'csb', path: 'ui/Cell.csd' }],
    ['ui/s.plist', 'sheet', 'Frame', { kind: 'frame', path: 'b.png', plist: 'ui/s.plist' }],
    ['All.csi', 'sheet', 'Packed', { plist: 'All.plist' }],
    // What a file that is there needs: ccBMFontConfiguration, CCTMXXMLParser, CCParticleSystem,
    // CCSpriteFrameCache and CCDataReaderHelper of cocos2d-x 3.17 load these.
    ['ui/s.png', 'part', 'Frame', { part: 'cocosstudio/ui/s.png' }],
    ['fonts/d1.png', 'part', 'Digits', { part: 'cocosstudio/fonts/d1.png' }],
    ['tiles/town.tsx', 'part', 'Map', { part: 'cocosstudio/tiles/town.tsx' }],
    ['tiles/town.png', 'part', 'Map', { part: 'cocosstudio/tiles/town.png' }],
    ['grass.png', 'part', 'Map', { part: 'cocosstudio/grass.png' }],
    ['fx/spark.png', 'part', 'Fire', { part: 'cocosstudio/fx/spark.png' }],
    ['hero/Hero0.plist', 'part', 'Hero', { part: 'cocosstudio/hero/Hero0.plist' }]
  ] as const
) {
  t.test(`without ${gone}, ${nodePath} says so`, async t => {
    const { missing } = await check(t.testdir({}), { [gone]: null })

    t.match(missing, [{ reason, nodePath: `Layer/${nodePath}`, file: /Main\.csd$/, ...told }])
    t.equal(missing.length, 1)
    t.ok(missing[0]!.line >= 9)
  })
}

t.test('a frame that its sheet does not have is missing, also one of a csi', async t => {
  const { missing } = await check(t.testdir({}), {
    'ui/s.plist': plist(['renamed.png']),
    'All.csi': complete['All.csi']!.replace('red', 'blue')
  })
  t.match(missing, [{ path: 'b.png', reason: 'frame' }, { path: 'img/red.png', reason: 'frame' }])
})

t.test('a particle that holds its pixels needs no picture', async t => {
  const own = { 'fx/fire.plist': particle('spark.png', 'H4sI'), 'fx/spark.png': null }
  t.same((await check(t.testdir({}), own)).missing, [])
})

t.test('a name in another case is missing with the right spelling', async t => {
  t.match(
    (await check(t.testdir({}), { 'ui/a.png': null, 'ui/A.png': '' })).missing,
    [{ reason: 'case', path: 'ui/a.png', suggestion: 'cocosstudio/ui/A.png' }]
  )
})

t.test('csd that hold each other are told once, with their way', async t => {
  const back = csdWith(
    '<Children><AbstractNodeData Name="Up" ctype="ProjectNodeObjectData"><FileData Type="Normal" Path="Main.csd"/></AbstractNodeData></Children>'
  )
  t.match((await check(t.testdir({}), { 'ui/Cell.csd': back })).missing, [{
    reason: 'cycle',
    found: 'cocosstudio/Main.csb → cocosstudio/ui/Cell.csb → cocosstudio/Main.csb'
  }])
})

t.test('what is only a pointer of git-lfs is not there', async t => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`
  t.match((await check(t.testdir({}), { 'ui/a.png': pointer })).missing, [{
    reason: 'lfs',
    path: 'ui/a.png'
  }])
})

t.test('a csd that cannot be read does not hide the others', async t => {
  const { failed, missing } = await check(t.testdir({}), { 'ui/Cell.csd': '<GameFile>', 'city.tmx': null })

  t.match(failed, [{ error: { code: 'CCSUI_TRUNCATED' } }])
  t.equal(missing.length, 1)
})

t.test('pictures that no csd names are listed, those of sheets are not', async t => {
  const { unused } = await check(t.testdir({}), { 'old.png': '', 'img/red.png': '' })
  t.same(unused, ['cocosstudio/old.png'])
})

t.test('a published folder is checked by its csb', async t => {
  const folder = t.testdir({})
  const csb = (name: string) => exportCsd(Buffer.from(complete[`${name}.csd`]!), name).csb
  const { 'Main.csd': _main, 'ui/Cell.csd': _cell, 'All.csi': _csi, ...files } = complete
  write(folder, {
    ...files,
    'All.plist': plist(['img/red.png'], 'All.png'),
    'All.png': '',
    'Main.csb': csb('Main'),
    'sub/ui/Cell.csb': csb('ui/Cell')
  })
  const checked = async (searchPaths: string[]) =>
    await checkPublished(folder, searchPaths, new AbortController().signal)

  t.equal(await isPublishedFolder(folder), true)
  t.match(await checked(['sub']), { checked: 2, references: 9, missing: [], failed: [] })
  t.match((await checked([])).missing, [{ reason: 'file', kind: 'csb', nodePath: 'Layer/Box/Cell' }])
})

t.test('a sheet that many frames are taken from is read once, and one that the packer makes not at all', async t => {
  const reads: string[] = []
  const sheet = (path: string, frames?: string[]): [string, TreeFile] => [path, {
    sizeBytes: 5000,
    ...frames !== undefined && { frames },
    read: () => {
      reads.push(path)
      return Buffer.from(plist(['a.png', 'b.png']))
    }
  }]
  const tree = new GameTree(
    new Map([sheet('found.plist'), sheet('made.plist', ['a.png', 'b.png']), ['s.png', {}]])
  )
  const references = ['found.plist', 'made.plist'].flatMap(plist =>
    Array.from(
      { length: 50 },
      (_, line) =>
        ({
          kind: 'frame',
          path: line % 2 === 0 ? 'a.png' : 'b.png',
          plist,
          nodePath: '',
          line,
          column: 1
        }) as const
    )
  )
  const csb = { file: 'Main.csd', path: 'Main.csb', searchPaths: [''], references, isExternal: () => false }
  t.same(checkGame([csb], tree), [])
  t.same(reads, ['found.plist', 'found.plist'], 'for its frames and for its page')
})
