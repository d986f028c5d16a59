import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { checkReferences } from './check-folder.js'
import { csdWith } from '../fixtures/csd-text.js'

const plist = (frames: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>frames</key><dict>${
    frames.map(name => `<key>${name}</key><dict><key>rotated</key><false/></dict>`).join('')
  }</dict><key>metadata</key><dict/></dict></plist>`

const everything = csdWith(`<Children>
<AbstractNodeData Name="Picture" ctype="SpriteObjectData"><FileData Type="Normal" Path="ui/a.png" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Frame" ctype="SpriteObjectData"><FileData Type="PlistSubImage" Path="b.png" Plist="ui/s.plist"/></AbstractNodeData>
<AbstractNodeData Name="Default" ctype="SpriteObjectData"><FileData Type="Default" Path="Default/x.png" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Font" ctype="TextObjectData"><FontResource Type="Normal" Path="fonts/a.ttf" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Map" ctype="GameMapObjectData"><FileData Type="Normal" Path="city.tmx" Plist=""/></AbstractNodeData>
<AbstractNodeData Name="Box" ctype="PanelObjectData"><Children><AbstractNodeData Name="Cell" ctype="ProjectNodeObjectData"><FileData Type="Normal" Path="ui/Cell.csd" Plist=""/></AbstractNodeData></Children></AbstractNodeData>
</Children>`)

const complete = {
  'cocosstudio/ui/a.png': '',
  'cocosstudio/ui/s.plist': plist(['b.png']),
  'cocosstudio/fonts/a.ttf': '',
  'cocosstudio/city.tmx': '',
  'cocosstudio/ui/Cell.csd': csdWith(''),
  'cocosstudio/Main.csd': everything
}

/** Writes all files but those named, and checks. */
async function check (
  folder: string,
  changes: Record<string, string | null>,
  packed = new Map<string, ReadonlySet<string>>()
) {
  for (const [name, content] of Object.entries<string | null>({ ...complete, ...changes })) {
    if (content === null) continue
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return await checkReferences(folder, packed, new AbortController().signal)
}

t.test('a complete project has nothing missing, wherever it lies', async t => {
  t.match(await check(t.testdir({}), {}), { checked: 2, references: 5, missing: [], failed: [] })
})

for (
  const [gone, kind, node] of [['ui/a.png', 'picture', 'Picture'], ['fonts/a.ttf', 'font', 'Font'], [
    'city.tmx',
    'map',
    'Map'
  ], ['ui/Cell.csd', 'csb', 'Box/Cell']] as const
) {
  t.test(`a missing ${kind} is named with its node`, async t => {
    const { missing } = await check(t.testdir({}), { [`cocosstudio/${gone}`]: null })

    t.match(missing, [{ kind, path: gone, reason: 'file', nodePath: `Layer/${node}`, file: /Main\.csd$/ }])
    t.ok(missing[0]!.line >= 9)
  })
}

t.test('a frame that its sheet does not have is missing', async t => {
  t.match((await check(t.testdir({}), { 'cocosstudio/ui/s.plist': plist(['renamed.png']) })).missing, [{
    kind: 'frame',
    path: 'b.png',
    plist: 'ui/s.plist',
    reason: 'frame'
  }])
})

t.test('a sheet that is not there is missing, unless the project packs it', async t => {
  const gone = { 'cocosstudio/ui/s.plist': null }

  t.match((await check(t.testdir({}), gone)).missing, [{ reason: 'sheet', plist: 'ui/s.plist' }])
  t.same((await check(t.testdir({}), gone, new Map([['ui/s.plist', new Set(['b.png'])]]))).missing, [])
  t.same((await check(t.testdir({}), gone, new Map([['units.plist', new Set(['b.png'])]]))).missing, [])
  t.match((await check(t.testdir({}), gone, new Map([['ui/s.plist', new Set(['c.png'])]]))).missing, [{
    reason: 'frame'
  }])
})

t.test('a name in another case is missing with the right spelling', async t => {
  t.match(
    (await check(t.testdir({}), { 'cocosstudio/ui/a.png': null, 'cocosstudio/ui/A.png': '' })).missing,
    [{ reason: 'case', path: 'ui/a.png', suggestion: 'ui/A.png' }]
  )
})

t.test('a csd that cannot be read does not hide the others', async t => {
  const { failed, missing } = await check(t.testdir({}), {
    'cocosstudio/ui/Cell.csd': '<GameFile>',
    'cocosstudio/city.tmx': null
  })

  t.match(failed, [{ error: { code: 'CCSUI_TRUNCATED' } }])
  t.equal(missing.length, 1)
})

t.test('a sheet with entities of its own is refused, not expanded', async t => {
  const { failed } = await check(t.testdir({}), {
    'cocosstudio/ui/s.plist': '<!DOCTYPE plist [<!ENTITY a "x">]><plist/>'
  })

  t.match(failed, [{ error: { code: 'CCSUI_DOCTYPE' } }])
})
