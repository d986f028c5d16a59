import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { tableJson } from '../../assets/ccsui/csb/csb-json.js'
import { readCsb } from '../../assets/ccsui/csb/csb-reader.js'
import { csdWith } from '../../assets/ccsui/fixtures/csd-text.js'
import { runPackline } from '../../../test/support/command-line.js'

const label = (name: string, text: string): string =>
  `<AbstractNodeData Name="${name}" LabelText="${text}" ctype="TextObjectData"/>`
const main = (...labels: string[]): string => csdWith(`<Children>${labels.join('')}</Children>`)
const texts = 'texts/{language}.csv'
const options = { texts, checkReferences: false }
const project = {
  project: 'game',
  assets: {
    output: 'res',
    variants: { languages: ['en', 'fr'] },
    rules: [
      { name: 'ui', processor: 'ccsui', include: ['cocosstudio/**/*.csd'], output: 'ui/{language}', options },
      {
        name: 'json',
        processor: 'cocos-publish',
        include: ['*.ccs'],
        output: 'json/{language}',
        options: { ...options, serializer: 'json' }
      },
      { name: 'all', processor: 'cocos-publish', include: ['*.ccs'], output: 'all/{language}', options }
    ]
  }
}
const ccs =
  '<Solution><SolutionFolder><Group ctype="ResourceGroup"><RootFolder Name="."><Folder Name="sub"><Project Name="Main.csd" Type="Layer"/></Folder></RootFolder></Group></SolutionFolder></Solution>'

function scene (t: Test) {
  const folder = t.testdir({})
  const write = (files: Record<string, string>): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
  }
  write({
    'packline.json': JSON.stringify(project),
    'Game.ccs': ccs,
    'cocosstudio/sub/Main.csd': main(label('Start', '开始'), label('Back', '返回'))
  })
  const packline = async (...argv: string[]) =>
    await runPackline({
      cwd: folder,
      environment: { PATH: process.env.PATH, PACKLINE_HOME: join(folder, 'home') }
    }, argv)
  const table = (language: string): string => readFileSync(join(folder, `texts/${language}.csv`), 'utf8')
  const shown = (csb: string): string[] => {
    const json = JSON.stringify(tableJson(readCsb(readFileSync(join(folder, 'res', csb)), csb)))
    return [...json.matchAll(/"text":"([^"]*)"/g)].map(([, text = '']) => text)
  }
  const json = (path: string): string => readFileSync(join(folder, 'res', path), 'utf8')
  return { folder, write, packline, table, shown, json }
}

t.test('one csd is published in many languages', async t => {
  const { write, packline, table, shown, json } = scene(t)
  for (const language of ['en', 'fr']) {
    const exported = await packline(
      'ccsui',
      'texts',
      'export',
      'Game.ccs',
      '--output',
      `texts/${language}.csv`
    )
    t.match(exported, { status: 0, stdout: /sub\/Main\.csd: Layer\/Start LabelText: not translated/ })
  }
  write({
    'back.csv': table('en').replace(/"开始",""/, '"开始","Start"').replace(/"返回",""/, '"返回","Back"')
  })

  const imported = await packline(
    ...['ccsui', 'texts', 'import', 'back.csv', 'cocosstudio', '--output', 'texts/en.csv', '--json']
  )
  t.match(JSON.parse(imported.stdout), { texts: 2, missing: 0, changed: 0, stale: 0, gaps: [] })
  const built = await packline('assets', 'build', '--local')
  t.equal(built.status, 0, built.stderr)
  for (const rule of ['ui', 'all']) {
    t.same(shown(`${rule}/en/sub/Main.csb`), ['Start', 'Back'])
    t.same(shown(`${rule}/fr/sub/Main.csb`), ['开始', '返回'])
  }
  t.match(json('json/en/sub/Main.json'), /"LabelText": "Start"/)
  t.match(built.stderr, /texts\/fr\.csv: 2 texts have no translation/)
  t.notMatch(built.stderr, /texts\/en\.csv/)

  write({ 'texts/fr.csv': table('fr').replace(/"开始",""/, '"开始","Débuter"') })
  const again = await packline('assets', 'build', '--local', '--json')
  t.match(
    JSON.parse(again.stdout),
    { actions: { executed: 2, cached: 4 } },
    'one csd of one language, as csb and as JSON'
  )
  t.same(shown('ui/fr/sub/Main.csb'), ['Débuter', '返回'])

  write({ 'cocosstudio/sub/Main.csd': main(label('Start', '开始游戏'), label('Exit', '离开')) })
  const { stderr } = await packline('assets', 'build', '--local')
  t.match(
    stderr,
    /texts\/en\.csv: 1 texts have no translation.*, 1 are translations of an earlier text, 1 rows/
  )
})

t.test('a table that is not there, or is none, stops the build and keeps what is published', async t => {
  const { write, packline } = scene(t)
  t.match(await packline('assets', 'build', '--local'), { status: 1, stderr: /CCSUI_NO_TEXTS/ })
  write({ 'texts/en.csv': 'a,b\n', 'texts/fr.csv': 'a,b\n' })
  t.match(await packline('assets', 'build', '--local'), { status: 1, stderr: /CCSUI_NOT_TEXTS/ })
  const noLanguages = { ...project.assets, variants: {} }
  write({ 'packline.json': JSON.stringify({ ...project, assets: noLanguages }) })
  t.match(await packline('assets', 'build', '--local'), { status: 2, stderr: /rules\[0\]\.options\.texts/ })
})

t.test('wrong use is told, and a file that is no table is not overwritten', async t => {
  const { folder, write, packline } = scene(t)
  write({ 'notes.csv': 'my notes\n' })
  t.match(await packline('ccsui', 'texts', 'export', 'Game.ccs'), { status: 2, stderr: /--output/ })
  t.match(
    await packline('ccsui', 'texts', 'export', 'Game.ccs', '--output', 'notes.csv'),
    { status: 1, stderr: /CCSUI_NOT_TEXTS/ }
  )
  t.equal(readFileSync(join(folder, 'notes.csv'), 'utf8'), 'my notes\n')
  // A pipe would be waited for until somebody writes to it.
  execFileSync('mkfifo', [join(folder, 'pipe.csv')])
  for (const output of ['cocosstudio', 'pipe.csv']) {
    t.match(
      await packline('ccsui', 'texts', 'export', 'Game.ccs', '--output', output),
      { status: 2, stderr: /CCSUI_NOT_FILE/ },
      output
    )
  }
  t.match(
    await packline('ccsui', 'texts', 'export', 'Game.ccs', '--output', 'notes.csv/en.csv'),
    { status: 1, stderr: /CCSUI_UNREADABLE/ }
  )
  t.match(
    await packline('ccsui', 'texts', 'import', 'no.csv', 'Game.ccs', '--output', 'a.csv'),
    { status: 1, stderr: /CCSUI_UNREADABLE/ }
  )
})
