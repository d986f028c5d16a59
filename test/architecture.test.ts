import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { importCircle } from '../scripts/architecture/import-circles.js'
import { agentImports, agentSources } from '../scripts/architecture/imports.js'
import { places, wings } from '../scripts/architecture/places.js'
import { unusedExports } from '../scripts/architecture/unused-exports.js'

const root = join(import.meta.dirname, '..')

/**
 * Folders of agent/ that each folder may import from, besides itself; files at the top of agent/ are free to
 * all.
 */
const mayImport: Record<string, string[]> = {
  cli: ['*'],
  http: ['*'],
  messages: [],
  config: ['processes', 'messages'],
  files: ['messages'],
  formats: ['files', 'messages'],
  processes: ['messages'],
  cache: ['files', 'processes', 'config', 'messages'],
  coordination: ['files', 'formats', 'processes', 'cache', 'config', 'messages'],
  licence: ['files', 'formats', 'processes', 'coordination', 'cache', 'config', 'messages'],
  jobs: ['files', 'formats', 'processes', 'cache', 'config', 'messages'],
  telemetry: ['jobs'],
  resident: ['processes', 'config', 'messages'],
  assets: ['files', 'formats', 'processes', 'licence', 'cache', 'config', 'messages'],
  jenkins: ['files', 'formats', 'processes', 'config', 'messages'],
  trigger: [
    'files',
    'formats',
    'processes',
    'jenkins',
    'assets',
    'licence',
    'coordination',
    'cache',
    'config',
    'messages'
  ],
  release: ['files', 'formats', 'processes', 'coordination', 'cache', 'config', 'messages'],
  packaging: [
    'files',
    'formats',
    'processes',
    'release',
    'assets',
    'licence',
    'coordination',
    'cache',
    'config',
    'messages'
  ],
  health: [
    'files',
    'formats',
    'processes',
    'assets',
    'backup',
    'directory',
    'images',
    'licence',
    'coordination',
    'cache',
    'config',
    'messages'
  ],
  'self-test': [
    'files',
    'formats',
    'processes',
    'jobs',
    'health',
    'packaging',
    'assets',
    'licence',
    'coordination',
    'cache',
    'config',
    'messages'
  ],
  installation: ['files', 'processes', 'messages'],
  alert: ['files', 'formats', 'processes', 'cache', 'config', 'messages'],
  notice: ['alert', 'release', 'coordination', 'config', 'messages'],
  farm: [
    'files',
    'formats',
    'processes',
    'health',
    'alert',
    'jenkins',
    'licence',
    'coordination',
    'cache',
    'config',
    'messages'
  ],
  users: ['files', 'config', 'messages'],
  backup: ['files', 'formats', 'processes', 'config', 'messages'],
  sites: ['files', 'formats', 'processes', 'release', 'coordination', 'cache', 'config', 'messages'],
  staging: [
    'files',
    'formats',
    'processes',
    'sites',
    'release',
    'coordination',
    'cache',
    'config',
    'messages'
  ],
  directory: ['files', 'config', 'messages'],
  images: ['files', 'processes', 'release', 'cache', 'config', 'messages'],
  ui: [
    'users',
    'files',
    'formats',
    'processes',
    'farm',
    'health',
    'alert',
    'notice',
    'licence',
    'assets',
    'release',
    'cache',
    'config',
    'messages'
  ]
}

/**
 * The wings of agent/assets from the ground up, each free to import from those before it: what the art is
 * (sources, pictures), how work is done and kept (actions, outputs), the two packers of art, what their
 * results name of each other (references), what a rule may ask for (processors), one build of it all, and the
 * rules for a tree that has none.
 */
const wingsOfAssets = [
  'sources',
  'pictures',
  'actions',
  'outputs',
  'atlas',
  'ccsui',
  'references',
  'processors',
  'run',
  'proposal'
]

/**
 * The rooms of agent/assets/ccsui in the same way: the csd's XML, how tables are described and read, the
 * classes of nodes, a csd's tree of them, texts in other languages, the bytes of a csb, JSON and Lua,
 * projects, the export, Cocos' own exporters, and what checks all of these. Files beside the rooms are free to all.
 */
const roomsOfCcsui = [
  'csd',
  'tables',
  'classes',
  'tree',
  'texts',
  'csb',
  'json',
  'lua',
  'project',
  'export',
  'exporter',
  'checks'
]

const imports = agentImports(root).map(each => ({
  ...each,
  folder: each.file.includes('/') ? each.file.slice(0, each.file.indexOf('/')) : ''
}))

t.test('dependencies between folders point one way', async t => {
  t.ok(imports.length > 100)
  const wrong = imports.filter(({ folder, target }) => {
    const to = target.includes('/') && !target.startsWith('@') && !target.startsWith('node:')
      ? target.slice(0, target.indexOf('/'))
      : ''
    if (folder === '' || to === '' || to === folder || mayImport[to] === undefined) return false
    return !mayImport[folder]!.includes('*') && !mayImport[folder]!.includes(to)
  })
  t.same(wrong, [])
})

t.test('no line of production code is longer than 110 columns, but for regular expressions and addresses', async t => {
  const lines = agentSources(root)
    .filter(file => !file.includes('testing/'))
    .flatMap(file =>
      readFileSync(join(root, 'agent', file), 'utf8').split('\n').map((text, index) => ({
        at: `${file}:${index + 1}`,
        text
      }))
    )
  const mayBeLong = /\w:\/\/|(^|[\s(=,:!])\/[^/*\s].*\/[dgimsuvy]*/
  t.ok(lines.length > 10_000)
  t.same(lines.filter(({ text }) => text.length > 110 && !mayBeLong.test(text)).map(({ at }) => at), [])
})

t.test('every folder has its place in the table', async t => {
  const folders = [...new Set(imports.map(({ folder }) => folder))].filter(folder => folder !== '')
  t.same(folders.filter(folder => mayImport[folder] === undefined), [])
  t.same(places.map(({ folder }) => folder).sort(), folders.sort(), 'scripts/architecture/places.ts')
  t.same(
    wings.map(({ folder }) => folder).sort(),
    [...wingsOfAssets].sort(),
    'scripts/architecture/places.ts'
  )
})

t.test('the wings of assets stand on each other in one order', async t => {
  const wingOf = (path: string): string => path.split('/')[1] ?? ''
  const inside = imports.filter(({ folder, target }) => folder === 'assets' && target.startsWith('assets/'))
  const storeyOf = (path: string): number => wingsOfAssets.indexOf(wingOf(path))
  t.ok(inside.length > 100)
  t.same(inside.filter(({ file, target }) => storeyOf(file) === -1 || storeyOf(target) > storeyOf(file)), [])
})

t.test('the rooms of ccsui stand on each other in one order', async t => {
  const home = 'assets/ccsui/'
  const inside = imports.filter(({ file, target }) => file.startsWith(home) && target.startsWith(home))
  const roomOf = (path: string): string => {
    const [room = '', inRoom] = path.slice(home.length).split('/')
    return inRoom === undefined ? '' : room
  }
  const storeyOf = (path: string): number => roomsOfCcsui.indexOf(roomOf(path))
  t.ok(inside.length > 50)
  t.same(inside.filter(({ file, target }) => roomOf(file) === '' && roomOf(target) !== ''), [])
  t.same(inside.filter(({ file }) => roomOf(file) !== '' && storeyOf(file) === -1), [])
  t.same(inside.filter(({ file, target }) => storeyOf(target) > storeyOf(file)), [])
})

t.test('no files import each other in a circle', async t => {
  t.same(importCircle(imports), [])
})

t.test('no two sources have one name', async t => {
  const sources = agentSources(root)
  const first = new Map(sources.map(path => [basename(path), path]))
  t.same(sources.filter(path => first.get(basename(path)) !== path), [])
})

t.test('what a source exports, another one imports', async t => {
  t.same(unusedExports(root), [])
})

t.test('fastify stays in http, the ZooKeeper client in coordination', async t => {
  const users = (
    name: RegExp
  ) => [...new Set(imports.filter(({ target }) => name.test(target)).map(({ folder }) => folder))]
  t.same(users(/^@?fastify/).filter(folder => folder !== 'http' && folder !== ''), [])
  t.same(users(/^node-zookeeper-client/).filter(folder => folder !== 'coordination'), [])
})

t.test('programs are run in agent/processes only', async t => {
  // The guard's own process lives and ends with the agent, at the end of a pipe; it is no program that is run.
  const exceptions = ['licence/guard.ts']
  const users = imports.filter(({ target }) => /^(node:)?child_process$/.test(target)).map(({ file }) => file)
  t.same(users.filter(file => !file.startsWith('processes/') && !exceptions.includes(file)), [])
})

t.test('the environment, the folder and the process are looked at in the entries of processes and config only', async t => {
  const readers = readdirSync(join(root, 'agent'), { recursive: true, encoding: 'utf8' })
    .filter(path =>
      path.endsWith('.ts') && !path.endsWith('.test.ts') &&
      !/(^|\/)(((job|resident)-)?main\.ts$|config\/|testing\/|.*fixtures\/)/.test(path)
    )
    .filter(path => /process\.(env|cwd\()/.test(readFileSync(join(root, 'agent', path), 'utf8')))
  t.same(readers, [])
})

t.test('commands print through agent/cli/terminal.ts only', async t => {
  // A job's command has no terminal: what it prints becomes the job's events.
  const exceptions = ['cli/terminal.ts', 'cli/job-command.ts']
  const printing = /\b(?:stdout|stderr)\.write\(|\bconsole\.|\.padEnd\(/
  const printers = agentSources(root)
    .filter(file => file.startsWith('cli/') && !exceptions.includes(file))
    .filter(file => printing.test(readFileSync(join(root, 'agent', file), 'utf8')))
  t.same(printers.filter(file => file !== 'cli/release/edit-values.ts'), [])
})

t.test('what ships is MIT, BSD, Apache or ISC licensed, but for what CONTRIBUTING.md names', async t => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const usual = /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|\(MIT OR CC0-1\.0\))$/
  const others = Object
    .entries<{ dev?: boolean, license?: string }>(packages)
    .filter(([path, { dev, license = '' }]) => path !== '' && dev !== true && !usual.test(license))
    .map(([path]) => path.replace(/^.*node_modules\//, '').replace(/-(libvips|win32|wasm32).*/, ''))
  t.same([...new Set(others)].sort(), ['@img/sharp', 'pako'])
})
