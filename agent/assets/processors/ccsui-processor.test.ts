import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { PacklineError } from '../../errors.js'
import { english } from '../../messages/testing/english.js'
import { csdWith } from '../ccsui/fixtures/csd-text.js'
import { installExporterStandIn } from '../ccsui/testing/exporter-stand-in.js'
import { exportCsd } from '../ccsui/export/export-csd.js'
import type { BuildSettings } from '../run/run-settings.js'
import { testProject } from '../testing/project.js'

// External exporters are a stand-in here (ccsui/fixtures/exporter-stand-in.mjs), none of the real tools.

const csd = (name: string, body = '') =>
  csdWith(`<Children><AbstractNodeData Name="${name}">${body}</AbstractNodeData></Children>`)
const csbOf = (text: string) => Buffer.from(exportCsd(Buffer.from(text), 'a').csb)
const ccs = (...names: string[]) =>
  `<Solution><SolutionFolder><Group ctype="ResourceGroup"><RootFolder Name=".">${
    names.map(name => `<Project Name="${name}" Type="Layer"/>`).join('')
  }<Folder Name="ui"><Project Name="Shop.csd" Type="Layer"/></Folder></RootFolder></Group></SolutionFolder></Solution>`

function scene (t: Test) {
  const game = testProject()
  t.teardown(game.remove)
  const tool = installExporterStandIn(join(game.home, 'tool'), 'CCSUIExporter', csd('Other'))
  const leases: string[] = []
  const limiter = async () => ({
    withLease: async (name: string) => {
      leases.push(name)
      throw new PacklineError('LICENCE_UNKNOWN', { licence: 'none', known: [] })
    },
    close: async () => {}
  })
  const build = async (settings?: Partial<BuildSettings>) =>
    await game.build({ environment: tool.environment, limiter, ...settings })
  return { game, tool, leases, build, output: (path: string) => readFileSync(join(game.folder, 'out', path)) }
}

t.test('the embedded exporter needs no tool, and a csd that did not change is not exported again', async t => {
  const { game, tool, build, output } = scene(t)
  game.write({ 'ui/Main.csd': csd('A'), 'ui/deep/Main.csd': csd('B') })
  game.rules({ name: 'ui', processor: 'ccsui', include: ['ui/**/*.csd'], output: 'ui' })

  t.same((await build()).written, ['out/ui/Main.csb', 'out/ui/deep/Main.csb'])
  t.same(output('ui/deep/Main.csb'), csbOf(csd('B')))
  t.same(tool.folders(), [])
  game.write({ 'ui/Main.csd': csd('C') })
  t.match(await build(), { written: ['out/ui/Main.csb'], actions: { executed: 1, cached: 1 } })
})

t.test('another option exports again, and back again it is known', async t => {
  const { game, build, output } = scene(t)
  game.write({
    'ui/Main.csd': csdWith(
      '<Children><AbstractNodeData Name="S" ctype="SpriteObjectData"><FileData Type="Normal" Path="a.png"/></AbstractNodeData></Children>'
    ),
    'ui/a.png': 'x'
  })
  const rule = (texturePrefix: string) => ({
    name: 'ui',
    processor: 'ccsui',
    include: ['ui/*.csd'],
    output: 'ui',
    options: { texturePrefix, external: ['**/a.png'] }
  })
  game.rules(rule(''))
  await build()
  const before = output('ui/Main.csb')

  game.rules(rule('tex/'))
  t.match(await build(), { actions: { executed: 1 }, written: ['out/ui/Main.csb'] })
  t.ok(output('ui/Main.csb').includes('tex/a.png'))
  game.rules(rule(''))
  t.match(await build(), { actions: { executed: 0, cached: 1 }, written: ['out/ui/Main.csb'] })
  t.same(output('ui/Main.csb'), before)
})

t.test('a rule with ccsuiexporter uses that program; its version and digest are part of the key', async t => {
  const { game, tool, leases, build, output } = scene(t)
  tool.set('warn', 'CCSUIExporter 1.4.2')
  game.write({ 'ui/Main.csd': csd('A'), 'ui/公会 1.csd': csd('B') })
  game.rules({
    name: 'ui',
    processor: 'ccsui',
    tool: 'ccsuiexporter',
    include: ['ui/*.csd'],
    output: 'ui',
    options: { texturePrefix: 'tex/' }
  })

  const first = await build()
  const second = await build()

  t.same(output('ui/公会 1.csb'), tool.csb)
  t.same(leases, ['ccsuiexporter', 'ccsuiexporter'])
  t.same(first.warnings.toSorted(), ['ui/Main.csd: placeholder used', 'ui/公会 1.csd: placeholder used'])
  t.same(second.warnings.toSorted(), first.warnings.toSorted(), 'warnings are told again')
  t.match(second, { actions: { executed: 0, cached: 3 }, written: [] })
  t.equal(second.staging, undefined, 'nothing ran, so nothing was measured')

  tool.set('good', 'CCSUIExporter 1.5.0')
  writeFileSync(tool.file, `${readFileSync(tool.file, 'utf8')}\n`)
  const { why } = await build()
  t.match(
    why.find(({ action }) => action === 'ui Main.csd')?.reasons.join(),
    /tool CCSUIExporter changed from "1\.4\.2 sha256:.* to "1\.5\.0 sha256:/
  )

  writeFileSync(tool.file, `${readFileSync(tool.file, 'utf8')}\n`)
  const other = (await build()).why.find(({ action }) => action === 'ui Main.csd')?.reasons.join()
  t.match(
    other,
    /tool CCSUIExporter changed from "1\.5\.0 sha256:.* to "1\.5\.0 sha256:/,
    'another program of the same version exports again'
  )
})

t.test('a rule never falls back to the embedded exporter', async t => {
  const { game, build } = scene(t)
  game.write({ 'ui/Main.csd': csd('A') })
  game.rules({ name: 'ui', processor: 'ccsui', tool: 'ccsuiexporter', include: ['ui/*.csd'] })

  await t.rejects(build({ environment: { PATH: t.testdirName } }), { code: 'TOOL_NOT_FOUND' })
  t.notOk(existsSync(join(game.folder, 'out')))
})

t.test('a failing exporter publishes nothing and leaves nothing', async t => {
  const { game, tool, build } = scene(t)
  tool.set('fail')
  game.write({ 'ui/Main.csd': csd('A') })
  game.rules({ name: 'ui', processor: 'ccsui', tool: 'ccsuiexporter', include: ['ui/*.csd'] })

  await t.rejects(build(), {
    code: 'TOOL_FAILED',
    details: { reason: 'Parse error: node Panel_1 is broken' }
  })
  t.notOk(existsSync(join(game.folder, 'out')))
  t.same(
    readdirSync(join(game.folder, '.packline/out'), { recursive: true }).filter(name =>
      String(name).includes('packline-tool-')
    ),
    []
  )
})

t.test('a rule with cocos-tool publishes the projects that it names, once for all their files', async t => {
  const { game, tool, leases, build, output } = scene(t)
  const before = {
    'studio/Game.ccs': ccs('Main.csd', 'Gone.csd'),
    'studio/cocosstudio/Main.csd': csd('A'),
    'studio/cocosstudio/ui/Shop.csd': csd('B'),
    'studio/cocosstudio/ui/a.png': 'picture',
    'studio/cocosstudio/Unlisted.csd': csd('C'),
    'studio/cocosstudio/Main.udf': '1'
  }
  game.write(before)
  game.rules({ name: 'ui', processor: 'ccsui', tool: 'cocos-tool', include: ['studio/*.ccs'], output: 'ui' })

  const first = await build()
  t.same(first.written, ['out/ui/Main.csb', 'out/ui/ui/Shop.csb'], 'no copies of pictures')
  t.same(output('ui/ui/Shop.csb'), tool.csb)
  t.match(first.warnings, [/studio\/cocosstudio\/Gone\.csd is listed/])
  t.same(leases, ['cocos-tool'])
  t.notOk(
    existsSync(join(game.folder, 'studio/Game.cfg')),
    'what the tool writes beside its input stays in its private folder'
  )
  t.match(first.staging, { inPlace: 1, staged: 0, files: 5 })

  game.write({ 'studio/cocosstudio/Main.udf': '2' })
  t.match(await build(), { actions: { executed: 0, cached: 2 } })
  game.write({ 'studio/cocosstudio/ui/a.png': 'other' })
  t.match(english((await build()).why), [{
    action: 'ui Game.ccs',
    reasons: ['input studio/cocosstudio/ui/a.png changed']
  }])
  tool.set('nothing')
  game.write({ 'studio/cocosstudio/Main.csd': csd('D') })
  await t.rejects(build(), { code: 'TOOL_FAILED', details: { tool: 'Cocos.Tool' } })
  t.same(output('ui/Main.csb'), tool.csb, 'the older one stays')
})

t.test('Cocos.Tool takes projects only, and the other exporters none', async t => {
  const { game, build } = scene(t)
  game.write({ 'a.csd': csd('A'), 'Game.ccs': ccs() })
  for (
    const [tool, include] of [['cocos-tool', 'a.csd'], ['embedded', 'Game.ccs'], [
      'ccsuiexporter',
      'Game.ccs'
    ]] as const
  ) {
    game.rules({ name: 'ui', processor: 'ccsui', tool, include: [include] })
    await t.rejects(build(), { code: 'CCSUI_WRONG_INPUT', details: { file: include } }, tool)
  }
  game.rules({
    name: 'ui',
    processor: 'ccsui',
    tool: 'cocos-tool',
    include: ['Game.ccs'],
    options: { texturePrefix: 'x/' }
  })
  await t.rejects(build(), { code: 'CONFIG_INVALID' }, 'it knows no prefixes')

  game.write({ 'a/A.ccs': 'no XML', 'b/B.ccs': 'no XML' })
  game.rules({ name: 'ui', processor: 'ccsui', tool: 'cocos-tool', include: ['*/*.ccs'] })
  await t.rejects(build({ keepGoing: true }), { code: 'RUN_FAILED', details: { count: 2 } })
})

const sprite = (path: string, plist: string) =>
  csdWith(
    `<Children><AbstractNodeData Name="S" ctype="SpriteObjectData"><FileData Type="MarkedSubImage" Path="${path}" Plist="${plist}"/></AbstractNodeData><AbstractNodeData Name="N" ctype="ProjectNodeObjectData"><FileData Type="Normal" Path="Item.csd"/></AbstractNodeData></Children>`
  )

t.test('the report lists what each csb needs, when a rule wants it, also when nothing is to do', async t => {
  const { game, build } = scene(t)
  game.write({ 'ui/Main.csd': sprite('a.png', 'x.plist'), 'ui/Item.csd': csd('B') })
  const rule = {
    name: 'ui',
    processor: 'ccsui',
    include: ['ui/*.csd'],
    output: 'ui',
    options: { reportDependencies: true, checkReferences: false }
  }
  game.rules(rule)
  const expected = [{ path: 'ui/Item.csb', needs: [] }, {
    path: 'ui/Main.csb',
    needs: ['Item.csb', 'x.plist']
  }]

  t.same((await build()).dependencies, expected)
  t.same((await build()).dependencies, expected)
  game.write({ 'ui/Item.csd': null })
  t.same((await build()).dependencies, expected.slice(1))
  game.rules({ ...rule, options: { checkReferences: false } })
  t.notOk('dependencies' in await build())
})

t.test('a rule exports JSON or Lua in place of csb, each with what belongs to it', async t => {
  const { game, build } = scene(t)
  const label =
    '<AbstractNodeData Name="F" ctype="TextBMFontObjectData"><LabelBMFontFile_CNB Type="Normal" Path="d.fnt"/></AbstractNodeData>'
  const cell =
    '<AbstractNodeData Name="N" ctype="ProjectNodeObjectData"><FileData Type="Normal" Path="sub/Cell.csd"/></AbstractNodeData>'
  const font = (page: string) => `page id=0 file="${page}"\n`
  game.write({
    'cocosstudio/Main.csd': csdWith(`<Children>${cell}</Children>`),
    'cocosstudio/sub/Cell.csd': csdWith(`<Children>${label}</Children>`),
    'cocosstudio/d.fnt': font('d.png'),
    'cocosstudio/d.png': 'pixels',
    'cocosstudio/e.png': 'pixels'
  })
  const rules = (serializer: string) => {
    game.rules(
      {
        name: 'ui',
        processor: 'ccsui',
        include: ['cocosstudio/**/*.csd'],
        output: 'ui',
        options: { serializer }
      },
      { name: 'rest', processor: 'copy', include: ['cocosstudio/*.fnt', 'cocosstudio/*.png'], output: 'ui' }
    )
  }
  const used = () =>
    JSON.parse(readFileSync(join(game.folder, 'out/ui/sub/Cell.json'), 'utf8')).Content.Content.UsedResources

  rules('json')
  t.same((await build()).written.filter(path => path.endsWith('n')), [
    'out/ui/Main.json',
    'out/ui/sub/Cell.json'
  ])
  t.same(used(), ['../d.fnt', '../d.png'])
  t.match(await build(), { written: [], actions: { executed: 0 } })
  game.write({ 'cocosstudio/d.fnt': font('e.png') })
  t.ok((await build()).written.includes('out/ui/sub/Cell.json'))
  t.same(used(), ['../d.fnt', '../e.png'])
  rules('lua')
  t.same((await build()).written, ['out/ui/LuaExtend.lua', 'out/ui/Main.lua', 'out/ui/sub/Cell.lua'])
  t.notOk(existsSync(join(game.folder, 'out/ui/Main.json')))
  game.write({ 'cocosstudio/sub/Cell.csd': null })
  await t.rejects(build(), {
    code: 'CCSUI_MISSING_REFERENCE',
    details: { missing: [{ path: 'sub/Cell.csd' }] }
  })
})
