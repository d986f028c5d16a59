import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { exportCsd } from '../../assets/ccsui/export/export-csd.js'
import { installExporterStandIn } from '../../assets/ccsui/testing/exporter-stand-in.js'
import { csdWith } from '../../assets/ccsui/fixtures/csd-text.js'
import { runPackline } from '../../../test/support/command-line.js'
import type { CommandResult } from '../../../test/support/command-line.js'

type Outcome = CommandResult & { json: () => Record<string, never> }

async function packline (cwd: string, ...argv: string[]): Promise<Outcome> {
  const result = await runPackline({
    cwd,
    environment: { PATH: process.env.PATH, PACKLINE_HOME: join(cwd, 'home') }
  }, ['ccsui', ...argv])
  return { ...result, json: () => JSON.parse(result.stdout) as Record<string, never> }
}

/** The folder, with these files in it. */
function folderWith (folder: string, files: Record<string, string | Uint8Array>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

const csd = (name: string) => csdWith(`<Children><AbstractNodeData Name="${name}"/></Children>`)
const csbOf = (text: string) => Buffer.from(exportCsd(Buffer.from(text), 'x').csb)
const allFiles = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

t.test('export of one file writes the csb and makes its folder', async t => {
  const folder = folderWith(t.testdir({}), { 'a.csd': csd('A') })

  const { status, json } = await packline(folder, 'export', 'a.csd', '--output', 'out/deep/b.csb', '--json')

  t.equal(status, 0)
  t.match(json(), { written: [{ output: join(folder, 'out/deep/b.csb') }] })
  t.same(readFileSync(join(folder, 'out/deep/b.csb')), csbOf(csd('A')))
  t.same(allFiles(join(folder, 'out')), ['deep/b.csb'])
})

t.test('export writes over a csb, and over what it has written, but over nothing else', async t => {
  const folder = folderWith(t.testdir({}), {
    'a.csd': csd('A'),
    'a.csb': 'of the studio',
    'hero.png': 'portrait'
  })
  t.equal((await packline(folder, 'export', 'a.csd', '--output', 'a.csb')).status, 0)
  const refused = await packline(folder, 'export', 'a.csd', '--output', 'hero.png')
  t.equal(refused.status, 1)
  t.match(refused.stderr, 'OUTPUT_NOT_OURS')
  t.equal(readFileSync(join(folder, 'hero.png'), 'utf8'), 'portrait')
  for (let run = 0; run < 2; run++) {
    t.equal((await packline(folder, 'export', 'a.csd', '--output', 'a.ui')).status, 0)
  }
})

t.test('export of a folder keeps relative paths, so that equal base names do not collide', async t => {
  const folder = folderWith(t.testdir({}), {
    'ui/Main.csd': csd('A'),
    'ui/shop/Main.csd': csd('B'),
    'ui/shop/公会.v2.csd': csd('C'),
    'ui/note.txt': 'x',
    'ui/.git/Main.csd': 'x'
  })

  t.equal((await packline(folder, 'export', 'ui', '--output', 'out')).status, 0)

  t.same(allFiles(join(folder, 'out')), ['Main.csb', 'shop/Main.csb', 'shop/公会.v2.csb'])
  t.same(readFileSync(join(folder, 'out/shop/Main.csb')), csbOf(csd('B')))
})

t.test('export of a project takes the entries that exist and names the others', async t => {
  const folder = folderWith(t.testdir({}), {
    'Game.ccs':
      '<Solution><PropertyGroup Name="Game"/><SolutionFolder><Group ctype="ResourceGroup"><RootFolder Name="."><Folder Name="ui"><Folder Name="shop"><Project Name="Main.csd" Type="Layer"/></Folder><Image Name="a.png"/></Folder><Project Name="Main.csd" Type="Scene"/><Project Name="Gone.csd" Type="Layer"/></RootFolder></Group></SolutionFolder></Solution>',
    'cocosstudio/Main.csd': csd('A'),
    'cocosstudio/ui/shop/Main.csd': csd('B'),
    'cocosstudio/Unlisted.csd': csd('C')
  })

  const { status, json, stderr } = await packline(folder, 'export', 'Game.ccs', '--output', 'out', '--json')

  t.equal(status, 0)
  t.same(json().missing, ['Gone.csd'])
  t.match(stderr, /Gone\.csd is listed in the project/)
  t.same(allFiles(join(folder, 'out')), ['Main.csb', 'ui/shop/Main.csb'])
})

t.test('several bad files are all reported and nothing is written', async t => {
  const folder = folderWith(t.testdir({}), {
    'ui/A.csd': csd('A'),
    'ui/B.csd': '<GameFile>',
    'ui/C.csd': csdWith('').replace('GameLayer', 'Strange')
  })

  const { status, stderr, json } = await packline(folder, 'export', 'ui', '--output', 'out', '--json')

  t.equal(status, 1)
  t.match(stderr, /B\.csd:1:11: .*CCSUI_TRUNCATED[\s\S]*C\.csd:6:7: .*CCSUI_UNKNOWN_CLASS/)
  t.match(json(), {
    error: {
      code: 'CCSUI_EXPORT_FAILED',
      details: {
        failed: 2,
        total: 3,
        written: 0,
        failures: [{ code: 'CCSUI_TRUNCATED' }, { code: 'CCSUI_UNKNOWN_CLASS' }]
      }
    }
  })
  t.notOk(existsSync(join(folder, 'out')))
})

t.test('--keep-going writes the good files and still fails', async t => {
  const folder = folderWith(t.testdir({}), { 'ui/A.csd': csd('A'), 'ui/B.csd': '<GameFile>' })

  t.equal((await packline(folder, 'export', 'ui', '--output', 'out', '--keep-going')).status, 1)
  t.same(allFiles(join(folder, 'out')), ['A.csb'])
})

t.test('a failed export leaves an older csb as it was', async t => {
  const folder = folderWith(t.testdir({}), { 'a.csd': '<GameFile>', 'a.csb': 'older' })

  t.equal((await packline(folder, 'export', 'a.csd', '--output', 'a.csb')).status, 1)
  t.equal(readFileSync(join(folder, 'a.csb'), 'utf8'), 'older')
  t.same(allFiles(folder), ['a.csb', 'a.csd'])
})

t.test('an output that cannot be written leaves no temporary file', async t => {
  const folder = folderWith(t.testdir({}), {
    'ui/A.csd': csd('A'),
    'ui/B.csd': csd('B'),
    'out/B.csb/keep': ''
  })

  t.equal((await packline(folder, 'export', 'ui', '--output', 'out')).status, 1)
  t.notOk(allFiles(folder).some(name => name.endsWith('.tmp')))
})

t.test('two inputs that differ only in case are refused', async t => {
  const folder = folderWith(t.testdir({}), { 'ui/Main.csd': csd('A'), 'ui/main.csd': csd('B') })

  const { status, stderr } = await packline(folder, 'export', 'ui', '--output', 'out')

  t.equal(status, 1)
  t.match(stderr, /CCSUI_DUPLICATE_OUTPUT/)
})

t.test('wrong use has exit status 2', async t => {
  const folder = folderWith(t.testdir({}), { 'a.csd': csd('A'), 'empty/x.txt': '' })

  t.equal((await packline(folder, 'export', 'a.csd')).status, 2)
  t.equal((await packline(folder, 'export', 'empty', '--output', 'out')).status, 2)
  t.equal((await packline(folder, 'export', 'a.csd', '--output', 'o', '--texture-type', 'atlas')).status, 2)
  t.match(
    (await packline(folder, 'export', 'gone.csd', '--output', 'o')).stderr,
    /gone\.csd.*CCSUI_UNREADABLE/
  )
})

t.test('prefixes go before files, sheets, nested csbs and fonts, never before frames or nothing', async t => {
  const folder = folderWith(t.testdir({}), {
    'a.csd': csdWith(`<Children>
      <AbstractNodeData Name="S" ctype="SpriteObjectData"><FileData Type="MarkedSubImage" Path="f.png" Plist="s.plist"/></AbstractNodeData>
      <AbstractNodeData Name="P" ctype="SpriteObjectData"><FileData Type="Normal" Path="p.png" Plist=""/></AbstractNodeData>
      <AbstractNodeData Name="E" ctype="SpriteObjectData"/>
      <AbstractNodeData Name="N" ctype="ProjectNodeObjectData"><FileData Path="n.csd"/></AbstractNodeData>
      <AbstractNodeData Name="T" ctype="TextObjectData"><FontResource Type="Normal" Path="t.ttf" Plist=""/></AbstractNodeData>
    </Children>`)
  })

  await packline(
    folder,
    'export',
    'a.csd',
    '--output',
    'a.csb',
    '--texture-prefix',
    'tex/',
    '--csb-prefix',
    'csb/',
    '--font-prefix',
    'font/'
  )
  const tree = (await packline(folder, 'dump', 'a.csb', '--json')).json() as unknown as {
    textures: string[]
    nodeTree: { children: Array<{ options: Record<string, unknown> }> }
  }

  t.same(tree.textures, ['tex/s.plist'])
  t.match(tree.nodeTree.children.map(child => child.options), [
    { fileNameData: { path: 'f.png', plistFile: 'tex/s.plist', resourceType: 1 } },
    { fileNameData: { path: 'tex/p.png', plistFile: '', resourceType: 0 } },
    { fileNameData: { path: '', plistFile: '', resourceType: 0 } },
    { fileName: 'csb/n.csb' },
    { fontResource: { path: 'font/t.ttf' } }
  ])
})

t.test('the texture type writes frames as files or files as frames', async t => {
  const sprites = csdWith(`<Children>
    <AbstractNodeData ctype="SpriteObjectData"><FileData Type="MarkedSubImage" Path="f.png" Plist="s.plist"/></AbstractNodeData>
    <AbstractNodeData ctype="SpriteObjectData"><FileData Type="Normal" Path="p.png" Plist=""/></AbstractNodeData>
    <AbstractNodeData ctype="SpriteObjectData"><FileData Type="Default" Path="Default/x.png" Plist=""/></AbstractNodeData>
  </Children>`)
  const folder = folderWith(t.testdir({}), { 'a.csd': sprites })
  const data = async (type: string) => {
    await packline(folder, 'export', 'a.csd', '--output', 'a.csb', '--texture-type', type)
    const tree = (await packline(folder, 'dump', 'a.csb', '--json')).json() as unknown as {
      textures: string[]
      nodeTree: {
        children: Array<{ options: { fileNameData: { plistFile: string, resourceType: number } } }>
      }
    }
    return [
      tree.textures,
      ...tree.nodeTree.children.map(child =>
        `${child.options.fileNameData.resourceType} ${child.options.fileNameData.plistFile}`
      )
    ]
  }

  t.same(await data('keep'), [['s.plist'], '1 s.plist', '0 ', '0 '])
  t.same(await data('normal'), [[], '0 ', '0 ', '0 '])
  t.same(await data('plist'), [['s.plist'], '1 s.plist', '1 ', '0 '])
})

t.test('dump shows a csb to people, one line a node', async t => {
  const folder = folderWith(t.testdir({}), { 'a.csb': csbOf(csd('A')) })

  const { status, stdout } = await packline(folder, 'dump', 'a.csb')

  t.equal(status, 0)
  t.match(stdout, /^csb 2\.1\.0\.0\nNode name="Layer" tag=5.*\n {2}Node name="A"/)
  t.equal((await packline(folder, 'dump', 'gone.csb')).status, 1)
})

t.test('diff has exit status 0 for what holds the same, else 1 with the places', async t => {
  const folder = folderWith(t.testdir({}), {
    'a.csb': csbOf(csd('A')),
    'b.csb': csbOf(csd('B')),
    'c.csb': csbOf(csd('A'))
  })

  t.equal((await packline(folder, 'diff', 'a.csb', 'c.csb')).status, 0)
  const { status, stdout } = await packline(folder, 'diff', 'a.csb', 'b.csb')
  t.equal(status, 1)
  t.equal(stdout, 'nodeTree.children[0].options.name: "A" != "B"\n')
  t.match((await packline(folder, 'diff', 'a.csb', 'b.csb', '--json')).json(), {
    same: false,
    differences: [{ first: 'A', second: 'B' }]
  })
})

t.test('check lists what is missing with file and node, and has exit status 1', async t => {
  const sprite = csdWith(
    '<Children><AbstractNodeData Name="S" ctype="SpriteObjectData"><FileData Type="Normal" Path="gone.png"/></AbstractNodeData></Children>'
  )
  const folder = folderWith(t.testdir({}), { 'good/a.csd': csd('A'), 'bad/b.csd': sprite })

  t.equal((await packline(folder, 'check', 'good')).status, 0)
  const { status, stdout } = await packline(folder, 'check', 'bad')
  t.equal(status, 1)
  t.match(stdout, /b\.csd:8:63: Layer\/S: the game has no picture gone\.png\n/)
  t.match((await packline(folder, 'check', 'bad', '--json')).json(), {
    ok: false,
    missing: [{ path: 'gone.png', nodePath: 'Layer/S' }]
  })
})

t.test('verify compares with an external exporter, here a stand-in that always writes the same csb', async t => {
  const folder = folderWith(t.testdir({}), { 'good/a.csd': csd('A'), 'bad/b.csd': csd('B') })
  const { file: tool } = installExporterStandIn(join(folder, 'tool'), 'CCSUIExporter', csd('A'))

  t.equal((await packline(folder, 'verify', 'good', '--against', 'external', '--tool', tool)).status, 0)
  const { status, stdout } = await packline(folder, 'verify', 'bad', '--tool', tool)
  t.equal(status, 1)
  t.equal(stdout, 'b.csd: nodeTree.children[0].options.name: "B" != "A"\n')
  t.equal((await packline(folder, 'verify', 'bad', '--tool', 'nowhere')).status, 3)
})

t.test('verify compares a whole project with what Cocos.Tool publishes, here a stand-in', async t => {
  const ccs =
    '<Solution><RootFolder><Project Name="a.csd"/><Folder Name="ui"><Project Name="b.csd"/></Folder></RootFolder></Solution>'
  const folder = folderWith(t.testdir({}), {
    'Game.ccs': ccs,
    'cocosstudio/a.csd': csd('A'),
    'cocosstudio/ui/b.csd': csd('B')
  })
  const { file: tool, called } = installExporterStandIn(join(folder, 'tool'), 'Cocos.Tool', csd('A'))

  const { status, json } = await packline(
    folder,
    'verify',
    'Game.ccs',
    '--against',
    'external',
    '--tool',
    tool,
    '--json'
  )

  t.equal(status, 1)
  t.match(json(), {
    same: false,
    tool: { name: 'Cocos.Tool', file: tool },
    files: [{ differences: [] }, {
      differences: [{ path: 'nodeTree.children[0].options.name', first: 'B', second: 'A' }]
    }]
  })
  t.match(called().slice(0, 2), ['publish', '-f'])
  t.notOk(existsSync(join(folder, 'Game.cfg')), 'the tool works on a copy')
  t.equal(
    (await packline(folder, 'verify', 'cocosstudio', '--against', 'cocos-tool', '--tool', tool)).status,
    2,
    'Cocos.Tool needs the project'
  )
})

t.test('check knows the frames that the project around the folder packs, without packing them', async t => {
  const sprite = (path: string) =>
    csdWith(
      `<Children><AbstractNodeData Name="S" ctype="SpriteObjectData"><FileData Type="MarkedSubImage" Path="${path}" Plist="units/orc.plist"/></AbstractNodeData></Children>`
    )
  const rule = { name: 'units', processor: 'atlas', include: ['art/units/*/'], output: 'units/{dir}' }
  const folder = folderWith(t.testdir({}), {
    'packline.json': JSON.stringify({ project: 'game', assets: { output: 'out', rules: [rule] } }),
    'art/units/orc/a.png': 'never read',
    'studio/good/a.csd': sprite('a.png'),
    'studio/bad/b.csd': sprite('gone.png')
  })

  t.equal((await packline(folder, 'check', 'studio/good')).status, 0)
  const { status, stdout } = await packline(folder, 'check', 'studio/bad')
  t.equal(status, 1)
  t.match(stdout, /Layer\/S: the sheet units\/orc\.plist has no frame gone\.png/)
  t.notOk(existsSync(join(folder, 'out')))
})

t.test('a pipe as input is refused, not waited for', async t => {
  const folder = t.testdir({})
  execFileSync('mkfifo', [join(folder, 'a.csd')])
  for (
    const args of [['export', 'a.csd', '--output', 'a.csb'], ['dump', 'a.csd'], ['diff', 'a.csd', 'a.csd']]
  ) {
    t.equal((await packline(folder, ...args)).status, 2, args.join(' '))
  }
})

t.test('a reader that has read enough ends nothing with a stack', async t => {
  const folder = folderWith(t.testdir({}), { 'a.csd': csdWith(''), 'b.csd': csdWith('<Position X="1"/>') })
  await packline(folder, 'export', '.', '--output', '.')
  const main = join(import.meta.dirname, '../../main.ts')
  const command =
    `node --import ./scripts/register.mjs ${main} ccsui dump ${folder}/a.csb | true; echo "$PIPESTATUS"`
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
  t.same([stdout, stderr], ['0\n', ''])
})

t.test('publish makes the whole project, and nothing the second time; the .cfg says where', async t => {
  const folder = folderWith(t.testdir({}), {
    'Game (1).ccs':
      '<Solution><SolutionFolder><Group><RootFolder Name="."><Project Name="Main.csd"/></RootFolder></Group></SolutionFolder></Solution>',
    'Game (1).cfg': '<SolutionConfig><PublishDirectory Value="../res/"/></SolutionConfig>',
    'cocosstudio/Main.csd': csdWith(
      '<Children><AbstractNodeData Name="S" ctype="SpriteObjectData"><FileData Type="Normal" Path="a.png"/></AbstractNodeData></Children>'
    ),
    'cocosstudio/a.png': 'picture'
  })
  const json = async (...args: string[]) =>
    (await packline(folder, 'publish', 'Game (1).ccs', ...args, '--json')).json()

  t.match(await json('--output', 'out'), { status: 'done', written: ['out/Main.csb', 'out/a.png'] })
  t.match(await json('--output', 'out'), { actions: { executed: 0 }, written: [] })
  t.match(await json('--dry-run'), {
    status: 'planned',
    outputs: [{ path: '../res/Main.csb' }, { path: '../res/a.png' }]
  })
  t.equal((await packline(folder, 'publish', 'cocosstudio')).status, 2, 'a folder says nothing of where')
  t.equal((await packline(folder, 'publish', 'cocosstudio/Main.csd', '--output', 'out')).status, 2)
})

t.test('check prints the rule that would publish what is missing', async t => {
  const rule = { name: 'ui', processor: 'ccsui', include: ['cocosstudio/**/*.csd'], output: 'ui' }
  const folder = folderWith(t.testdir({}), {
    'packline.json': JSON.stringify({ project: 'game', assets: { rules: [rule] } }),
    'cocosstudio/Main.csd': csdWith(
      '<Children><AbstractNodeData Name="S" ctype="SpriteObjectData"><FileData Type="Normal" Path="a.png"/></AbstractNodeData></Children>'
    ),
    'cocosstudio/a.png': 'picture'
  })
  const { status, stdout } = await packline(folder, 'check', '.', '--fix')
  t.equal(status, 1)
  const fix = JSON.parse(stdout.trim().split('\n').at(-1)!) as unknown
  t.same(fix, { name: 'ui', processor: 'cocos-publish', include: ['cocosstudio/'], output: 'ui' })
  folderWith(folder, { 'packline.json': JSON.stringify({ project: 'game', assets: { rules: [fix] } }) })
  t.equal((await packline(folder, 'check', '.')).status, 0)
})

t.test('recover writes the csd of a csb or of a whole folder, and says what cannot be one', async t => {
  const folder = folderWith(t.testdir({}), {
    'a.csd': csdWith('<Position X="1.5"/>'),
    'sub/b.csd': csdWith('')
  })
  await packline(folder, 'export', '.', '--output', 'csb')

  t.equal((await packline(folder, 'recover', 'csb/a.csb', '--output', 'one.csd')).status, 0)
  t.match(readFileSync(join(folder, 'one.csd'), 'utf8'), /<Position X="1.5" \/>/)
  const mine = readFileSync(join(folder, 'a.csd'), 'utf8')
  t.match(
    (await packline(folder, 'recover', 'csb/a.csb', '--output', 'a.csd', '--json')).json(),
    { error: { code: 'OUTPUT_NOT_OURS' } }
  )
  t.equal(readFileSync(join(folder, 'a.csd'), 'utf8'), mine)
  t.equal((await packline(folder, 'recover', 'csb', '--output', 'all')).status, 0)
  t.ok(existsSync(join(folder, 'all/sub/b.csd')))
  folderWith(folder, { 'csb/bad.csb': 'no csb' })
  const { status, json } = await packline(folder, 'recover', 'csb', '--output', 'all', '--json')
  t.equal(status, 1)
  t.match(json(), { ok: false, recovered: [{ differences: [] }, { error: { code: 'CCSUI_NOT_CSB' } }, {}] })
  t.equal((await packline(folder, 'recover', 'sub', '--output', 'all')).status, 2, 'there is no csb')
})
