// Takes 25 s.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { listProcesses } from './process-list.js'

const root = join(import.meta.dirname, '../..')

/** Runs test files in a project of their own: its test files fail on purpose. */
async function runTests (
  t: Test,
  files: Record<string, string | Record<string, string>>,
  ...options: string[]
) {
  const folder = t.testdir({
    'package.json': JSON.stringify({
      type: 'module',
      tap: { 'node-arg': [`--import=${join(root, 'scripts/register.mjs')}`], jobs: 2 }
    }),
    ...files
  })
  mkdirSync(join(folder, 'pids'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const run = spawn(
    process.execPath,
    ['--import', join(root, 'scripts/register.mjs'), join(root, 'scripts/test-run/main.ts'), ...options],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/TAP|^CI$/.test(name)))
    }
  )
  const [output, [status]] = await Promise.all([text(run.stdout), once(run, 'close')])
  return { output, status: status as number, folder }
}

const hanging = `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import t from 'tap'
t.test('hangs', async () => {
  // One holds this test's output; one is a process group of its own and knows nothing of the environment.
  const children = [
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }),
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true, env: {} })
  ]
  for (const { pid } of children) writeFileSync('pids/' + pid, '')
  for (;;) {
    WAIT
  }
})
`

for (
  const [name, wait] of Object.entries({
    'waits for something': 'await new Promise(resolve => setTimeout(resolve, 1000))',
    'is busy': '// nothing else comes to run'
  })
) {
  t.test(`a test file that ${name} until its time is over leaves no process behind`, async t => {
    const { output, status, folder } = await runTests(
      t,
      { 'hanging.test.mjs': hanging.replace('WAIT', wait) },
      '--timeout=2'
    )
    t.equal(status, 1, output)
    t.match(output, 'timeout!')
    t.equal(output.match(/^left behind by hanging\.test\.mjs, ended now: /gm)?.length, 2, output)
    const started = readdirSync(join(folder, 'pids')).map(Number)
    t.equal(started.length, 2)
    t.same(listProcesses().filter(({ id }) => started.includes(id)), [])
  })
}

t.test('only the test files that are named run; a name of none is an error', async t => {
  const files = { a: { 'one.test.mjs': "import t from 'tap'\nt.ok(true)\n" }, 'b.test.mjs': 'throw 1\n' }
  const named = await runTests(t, files, 'a')
  t.match(named, {
    status: 0,
    output: /^ok {5}a\/one\.test\.mjs(?: \(\d+ s\))?\n\nin \d+ s\n1 passed, 0 failed, 0 skipped\n$/
  })
  const { status, output } = await runTests(t, files, 'c.test.mjs')
  t.same({ status, output }, { status: 2, output: '' })
})

t.test('a test file that ends without a word is a failure', async t => {
  const { output, status } = await runTests(t, { 'empty.test.mjs': 'process.exit(0)\n' })
  t.equal(status, 1, output)
  t.match(output, 'FAILED empty.test.mjs')
})

t.test('a failure tells its reason when it happens, and its name once more at the end', async t => {
  const { output, status } = await runTests(t, {
    'sum.test.mjs': "import t from 'tap'\nt.test('adds', async t => { t.equal(1 + 1, 3, 'is three') })\n"
  })
  t.equal(status, 1)
  const title = 'FAILED sum.test.mjs › adds › is three\n'
  t.ok(output.startsWith(`\n${title}`), output)
  t.match(output, /^ +-3\n +\+2$/m)
  t.ok(output.indexOf('FAILED sum.test.mjs\n') < output.lastIndexOf(title))
  t.match(output, /\n0 passed, 1 failed, 0 skipped\n$/)
})

t.test('short test files share a process, long ones have one, and each is told by itself', async t => {
  const { output, status } = await runTests(t, {
    'agent': {
      'a.test.ts': `import t from 'tap'
t.test('one', async t => { t.equal(process.pid, globalThis.shared ??= process.pid); t.ok(t.testdir()) })
t.test('two', async t => { t.ok(true) })
`,
      'b.test.ts':
        "import t from 'tap'\nt.equal(globalThis.shared, process.pid)\nt.equal(1 + 1, 3, 'is three')\n",
      'c.test.ts': 'export {}\n',
      'd.test.ts': "throw new Error('nothing')\n",
      'e.test.ts': "import t from 'tap'\nt.ok(true)\n",
      'f.test.ts': "import t from 'tap'\nt.test('ends', async t => { t.ok(1); process.exit(0) })\n",
      'g.test.ts': "import t from 'tap'\nt.ok(true)\n",
      'h.test.ts': "// Takes 9 s.\nimport t from 'tap'\nt.equal(globalThis.shared, undefined)\n"
    }
  })
  t.equal(status, 1)
  t.match(output, /^ok {5}agent\/a\.test\.ts(?: \(\d+ s\))?$/m)
  t.match(output, /^FAILED agent\/b\.test\.ts › is three$/m)
  t.match(output, /^FAILED agent\/c\.test\.ts tests nothing$/m)
  t.match(output, /^FAILED agent\/d\.test\.ts › nothing$/m)
  t.match(output, /^ok {5}agent\/e\.test\.ts(?: \(\d+ s\))?$/m)
  t.match(output, /^FAILED agent\/f\.test\.ts$/m)
  t.match(output, /^FAILED agent\/g\.test\.ts$/m)
  t.match(output, /^ok {5}agent\/h\.test\.ts(?: \(\d+ s\))?$/m)
  t.match(output, /\n7 passed, 5 failed, 0 skipped\n$/)
})
