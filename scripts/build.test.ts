// Takes 7 s.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import type { PacklineError } from '../agent/errors.js'
import { commandTable } from '../agent/cli/command-table.js'
import { parseProjectFile } from '../agent/config/project-file.js'

// The first may have to build.
t.setTimeout(120_000)
const launcher = join(import.meta.dirname, 'packline')
const environment = (home: string) => ({
  PATH: process.env.PATH,
  PACKLINE_HOME: home,
  PACKLINE_DEVICE_ID: 'host',
  HOME: process.env.HOME
})

t.test('the compiled packline starts a tool under its guard', async t => {
  const output = execFileSync(launcher, ['licence', 'run', 'texturepacker', '--', 'echo', 'granted'], {
    encoding: 'utf8',
    env: environment(t.testdir())
  })
  t.equal(output, 'granted\n')
})

t.test('every command of the bundle starts', async t => {
  const env = environment(t.testdir())
  for (const name of Object.keys(commandTable).filter(name => /^(assets|atlas|ccsui) /.test(name))) {
    const help = execFileSync(launcher, [...name.split(' '), '--help'], { encoding: 'utf8', env })
    t.match(help, `packline ${name}`)
  }
})

t.test('a bundle, of which start.cjs takes each byte for a character, has no others', async t => {
  const dist = join(import.meta.dirname, '../dist')
  for (const name of ['assets.bundle.cjs', 'all.bundle.cjs']) {
    const others = readFileSync(join(dist, name)).filter(byte => byte > 0x7f)
    t.equal(others.length, 0, name)
  }
})

t.test('the checks that are compiled by the build say what those compiled at once say', async t => {
  const mistaken = {
    project: 'Not a name!',
    assets: { rules: [{ name: 'a', processor: 'atlas', include: [], optoins: { maxSize: '8' } }] },
    targets: [{ id: 'formal', kind: 'formel' }]
  }
  const folder = t.testdir({ 'packline.json': JSON.stringify(mistaken) })
  const file = join(folder, 'packline.json')
  const { status, stderr } = spawnSync(launcher, ['assets', 'plan', '--project', folder], {
    encoding: 'utf8',
    env: { ...environment(join(folder, 'home')), PACKLINE_DEBUG: '1' }
  })
  t.equal(status, 2)
  t.ok(existsSync(join(import.meta.dirname, '../dist/config/compiled-checks.cjs')))
  try {
    parseProjectFile(file, readFileSync(file))
    t.fail('it is wrong')
  } catch (error) {
    const { list } = (error as PacklineError).details as { list: Array<{ text: string }> }
    t.ok(list.length >= 4)
    for (const { text } of list) t.match(stderr.replaceAll(/\s+/g, ' '), text.replaceAll(/\s+/g, ' '))
  }
})

t.test('every command is among the modules and in the bundle', async t => {
  execFileSync(launcher, ['jobs', 'list', '--help'], { env: environment(t.testdir()) })
  // One process for all: most of the time would go into starting them.
  const dist = pathToFileURL(join(import.meta.dirname, '../dist/'))
  const runnable = execFileSync(process.execPath, [
    '--input-type=module',
    '-e',
    `
    const { commandTable } = await import('${dist.href}cli/command-table.js')
    const { default: bundle } = await import('${dist.href}all.bundle.cjs')
    for (const table of [commandTable, bundle.commands()]) {
      const commands = await Promise.all(Object.entries(table).map(async ([name, load]) => [name, await load()]))
      console.log(JSON.stringify(commands.filter(([, { run }]) => run instanceof Function).map(([name]) => name)))
    }
  `
  ], { encoding: 'utf8' })
  const names = Object.keys(commandTable)
  t.same(runnable.trim().split('\n').map(line => JSON.parse(line) as unknown), [names, names])
})

t.test('a packline without its bundle, with a damaged or foreign code file, works all the same', async t => {
  execFileSync(launcher, ['--version'])
  const folder = t.testdir({ home: {} })
  const root = join(import.meta.dirname, '..')
  mkdirSync(join(folder, 'install'))
  cpSync(join(root, 'dist/'), join(folder, 'install/dist'), { recursive: true, dereference: true })
  cpSync(join(root, 'package.json'), join(folder, 'install/package.json'))
  const run = (): string =>
    execFileSync(process.execPath, [join(folder, 'install/dist/start.cjs'), 'assets', 'plan', '--help'], {
      encoding: 'utf8',
      env: environment(join(folder, 'home'))
    })
  const codeFiles = (): string[] =>
    readdirSync(join(folder, 'install/dist')).filter(name => name.startsWith('assets.bundle.cjs.'))
  const expected = run()

  for (const name of codeFiles()) writeFileSync(join(folder, 'install/dist', name), 'damaged')
  t.equal(run(), expected, 'a damaged code file is replaced')
  rmSync(join(folder, 'install/dist/assets.bundle.cjs'))
  t.equal(run(), expected)
})
