import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'

const root = join(import.meta.dirname, '..')
const launcherFiles = [
  'scripts/packline',
  'scripts/prepare',
  'scripts/launcher.sh',
  'agent/start.cjs',
  'agent/bundle-file.cjs',
  'agent/node-version.cjs'
]
/** A user that may read and not write; root needs another one. */
const reader = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/**
 * A checkout with the real launcher. What takes its time in a real one notes that it was called: npm writes its
 * list last, the build the stamp.
 */
function checkout (t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'packline-launcher-'))
  t.teardown(() => {
    chmodSync(folder, 0o755)
    rmSync(folder, { recursive: true, force: true })
  })
  chmodSync(folder, 0o755)
  for (const name of ['scripts', 'agent', 'bin']) mkdirSync(join(folder, name))
  for (const file of launcherFiles) copyFileSync(join(root, file), join(folder, file))
  writeFileSync(join(folder, 'package-lock.json'), '{}')
  writeFileSync(
    join(folder, 'bin/npm'),
    `#!/bin/sh
case $2 in --omit=dev) echo installed ;; *) mkdir -p node_modules/tap; echo "installed $2" ;; esac >> calls
mkdir -p node_modules
[ ! -e stop ] || kill -9 $PPID $$
echo > node_modules/.package-lock.json
`,
    { mode: 0o755 }
  )
  writeFileSync(
    join(folder, 'scripts/build.mjs'),
    `import { appendFileSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
appendFileSync('calls', 'compiled\\n')
while (existsSync('busy')) await new Promise(resolve => setTimeout(resolve, 10))
mkdirSync('dist', { recursive: true })
for (const name of ['start.cjs', 'bundle-file.cjs', 'node-version.cjs']) copyFileSync('agent/' + name, 'dist/' + name)
writeFileSync('dist/main.js', "console.log('ran')")
writeFileSync('dist/.stamp', '')
`
  )
  for (const name of ['bundle.mjs', 'blank-types.cjs']) writeFileSync(join(folder, 'scripts', name), '')

  const start = (user: object = {}, environment: NodeJS.ProcessEnv = {}) => {
    const child = spawn(join(folder, 'scripts/packline'), ['--version'], {
      ...user,
      env: {
        PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter),
        PACKLINE_LANG: 'en',
        ...environment
      }
    })
    return Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
      ([stdout, stderr, [status]]) => ({ status: status as number | null, stdout, stderr })
    )
  }
  const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
  /** As `git pull` leaves it. */
  const age = () => {
    execFileSync('touch', ['-d', '2020-01-01', join(folder, 'dist/.stamp')])
  }
  return { folder, start, calls, age }
}

t.test('many that find nothing built install once and compile once', async t => {
  const { start, calls } = checkout(t)
  const results = await Promise.all(Array.from({ length: 4 }, async () => await start()))
  for (const result of results) t.match(result, { status: 0, stdout: 'ran\n' })
  t.same(calls(), ['installed', 'compiled'])
})

t.test('an installation of somebody else that is out of date is one line, at once', async t => {
  const { folder, start, age } = checkout(t)
  await start()
  age()
  if (process.getuid?.() !== 0) chmodSync(folder, 0o555)
  const english = await start(reader)
  t.equal(english.status, 3)
  const owner = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim()
  t.match(
    english.stderr,
    new RegExp(
      `^packline: The installation in ${folder} is out of date, .* Have ${owner} run: .*packline --version\n$`
    )
  )
  const chinese = await start(reader, { PACKLINE_LANG: '', LANG: 'zh_CN.UTF-8' })
  t.match(chinese.stderr, /^packline：.* 中的安装已过期，.*\n$/)
})

t.test('who may not build waits for somebody who builds', async t => {
  const { folder, start, calls, age } = checkout(t)
  await start()
  age()
  writeFileSync(join(folder, 'busy'), '')
  const building = start()
  while (calls().length < 3) await new Promise(resolve => setTimeout(resolve, 10))
  const waiting = start(reader)
  const isFirst = await Promise.race([
    waiting.then(() => true),
    new Promise(resolve => setTimeout(resolve, 300)).then(() => false)
  ])
  t.equal(isFirst, false, 'it waits')
  rmSync(join(folder, 'busy'))
  t.match(await building, { status: 0, stdout: 'ran\n' })
  t.match(await waiting, { status: 0, stdout: 'ran\n', stderr: '' })
})

t.test('a lock file that is newer and says the same installs nothing', async t => {
  const { folder, start, calls } = checkout(t)
  await start()
  const later = () => new Date(Date.now() + 5000)
  utimesSync(join(folder, 'package-lock.json'), later(), later())
  t.match(await start(), { status: 0, stdout: 'ran\n' })
  t.same(calls(), ['installed', 'compiled', 'compiled'])
  writeFileSync(join(folder, 'package-lock.json'), '{ }')
  utimesSync(join(folder, 'package-lock.json'), later(), later())
  await start()
  t.same(calls().slice(3), ['installed', 'compiled'])
})

t.test('what tests need is installed for them, and then stays', async t => {
  const { folder, start, calls } = checkout(t)
  await start()
  const forTests = () => {
    execFileSync(join(folder, 'scripts/prepare'), ['--all'], {
      env: { PATH: [join(folder, 'bin'), process.env.PATH].join(delimiter) },
      stdio: 'pipe'
    })
  }
  forTests()
  forTests()
  t.same(calls(), ['installed', 'compiled', 'installed --include=dev'])
  rmSync(join(folder, 'node_modules/.package-lock.json'))
  await start()
  t.equal(calls().at(-1), 'installed --include=dev')
})

t.test('an installation that was cut off is not taken for one, and its lock holds nobody', async t => {
  const { folder, start, calls } = checkout(t)
  await start()
  rmSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(join(folder, 'stop'), '')
  t.equal((await start()).status, 3)
  t.ok(existsSync(join(folder, 'node_modules')), 'some of it is there')
  rmSync(join(folder, 'stop'))
  t.match(await start(), { status: 0, stdout: 'ran\n' })
  t.same(calls(), ['installed', 'compiled', 'installed', 'installed'])
  t.ok(existsSync(join(folder, 'node_modules/.package-lock.json')))
})

t.test('an old Node, and none, is one line', async t => {
  const { folder, start } = checkout(t)
  await start()
  const none = await start({}, { PATH: dirnameOf('sh', folder) })
  t.same(none, {
    status: 3,
    stdout: '',
    stderr:
      'packline: Node 20.19 or newer is needed, and there is no node on the PATH. Install it, or name its ' +
      'folder in PATH.\n'
  })
  for (const language of ['en', 'zh-CN']) {
    const { status, stderr } = await start({}, { ...oldNode(folder), PACKLINE_LANG: language })
    t.equal(status, 3)
    t.match(
      stderr,
      language === 'en' ? /^packline: .* is 18\.20\.8 \(.*\)\.\n$/ : /^packline：.* 是 18\.20\.8（.*）。\n$/
    )
  }
})

t.test('a release builds nothing, and starts its own Node where it has one', async t => {
  const { folder, start } = checkout(t)
  await start()
  rmSync(join(folder, 'scripts/prepare'))
  rmSync(join(folder, 'dist/.stamp'))
  const environment = { PATH: dirnameOf('sh', folder) }
  t.match(await start({}, environment), { status: 3, stderr: /there is no node/ })
  mkdirSync(join(folder, 'node/bin'), { recursive: true })
  symlinkSync(process.execPath, join(folder, 'node/bin/node'))
  t.match(await start({}, environment), { status: 0, stdout: 'ran\n', stderr: '' })
})

/** A PATH with what a shell has and no node. */
function dirnameOf (program: string, folder: string): string {
  const bin = join(folder, 'no-node')
  mkdirSync(bin)
  for (const name of [program, 'readlink', 'find']) {
    const path = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
    execFileSync('ln', ['-s', path, join(bin, name)])
  }
  return bin
}

/** This Node that says an older number: what it may run of the launcher is checked by its syntax below. */
function oldNode (folder: string): NodeJS.ProcessEnv {
  const lie = join(folder, 'old.cjs')
  writeFileSync(
    lie,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } })\n"
  )
  return {
    NODE_OPTIONS: `--require=${lie}`,
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter)
  }
}

t.test('the launcher for Windows is what cmd.exe reads without surprises', t => {
  const text = readFileSync(join(root, 'scripts/packline.cmd'), 'latin1')
  t.same(text.split('\r\n').filter(line => /[\n\r]/.test(line)), [], 'each line ends with CRLF')
  t.notMatch(text, /[^\t\r\n\x20-\x7e]/, "its code page is anybody's guess")
  t.match(
    text,
    'setlocal EnableExtensions DisableDelayedExpansion\r\n',
    'a ! of an argument stays, also in "cmd /v:on"'
  )
  t.notMatch(text, /^\s*:|\bgoto\b|\bcall\b|![A-Za-z]/mi)
  const attributes = execFileSync('git', ['check-attr', 'eol', 'scripts/packline.cmd'], {
    cwd: root,
    encoding: 'utf8'
  })
  t.match(attributes, /eol: crlf/, 'also in what git archives for a release')
  t.end()
})

t.test('what runs before the version is known has no syntax that old ones lack', async t => {
  const { transformSync } = await import('esbuild')
  for (const file of ['agent/start.cjs', 'agent/bundle-file.cjs', 'agent/node-version.cjs']) {
    const source = readFileSync(join(root, file), 'utf8')
    const compact = (target: string) => transformSync(source, { target, minifyWhitespace: true }).code
    t.equal(compact('node14'), compact('esnext'), file)
  }
})
