import t from 'tap'
import { isRunning, until } from '../../test/support/processes.js'
import { FirstOutput, LastOutput, OutputLines, WholeOutput } from './program-output.js'
import { runProgram, runSuccessfully } from './run-program.js'
import type { ProgramRun } from './run-program.js'

const environment = { PATH: process.env.PATH }
const node = { file: process.execPath, environment }
const shell = (script: string): Pick<ProgramRun, 'file' | 'args' | 'environment'> => ({
  file: 'sh',
  args: ['-c', script],
  environment
})

async function said (run: ProgramRun): Promise<string> {
  const stdout = new WholeOutput(1 << 20)
  await runSuccessfully({ ...run, stdout })
  return stdout.text
}

/** Resolves with the first number that a program prints. */
function announcedPid (): { stdout: OutputLines, pid: Promise<number> } {
  let stdout: OutputLines | undefined
  const pid = new Promise<number>(resolve => {
    stdout = new OutputLines(line => {
      resolve(Number(line))
    })
  })
  if (stdout === undefined) throw new Error('a promise calls at once')
  return { stdout, pid }
}

t.test('arguments and input reach the program as they are, and of the environment what was given', async t => {
  const odd = ['$(id)', '; exit 1', '-n', '', '精灵 图.png', "'", '"']
  const script = 'console.log(JSON.stringify(process.argv.slice(1)))'
  t.same(JSON.parse(await said({ ...node, args: ['-e', script, '--', ...odd] })), odd)
  t.equal(await said({ ...shell('cat'), input: '透过' }), '透过')
  const seen = await said({ file: '/usr/bin/env', args: [], environment: { ONE: '1', NONE: undefined } })
  // The test runner adds its own to what its children start.
  t.match(seen, /^ONE=1$/m)
  t.notMatch(seen, /^(PATH|HOME|NONE)=/m)
})

t.test('a program need not read its input, and gets none when there is none', async t => {
  t.equal(await said({ ...shell('echo done'), input: 'x'.repeat(1 << 20) }), 'done\n')
  t.equal(await said({ ...shell('cat; echo end') }), 'end\n')
})

t.test('how it ended by itself is told, and an error only where success is asked for', async t => {
  t.same(await runProgram(shell('exit 7')), { status: 7, killedBy: null })
  t.same(await runProgram(shell('kill -TERM $$')), { status: null, killedBy: 'SIGTERM' })
  await t.rejects(runSuccessfully(shell('exit 7')), { problem: 'failed', message: 'exit status 7' })
  await t.rejects(runSuccessfully(shell('kill -TERM $$')), {
    problem: 'failed',
    message: 'killed by SIGTERM'
  })
})

t.test('a program that is not there is told from one that cannot be started', async t => {
  const folder = t.testdir({ text: 'no program' })
  await t.rejects(runProgram({ file: 'no-such-program', args: [], environment }), {
    problem: 'not-found',
    message: /no such file/
  })
  await t.rejects(runProgram({ file: `${folder}/text`, args: [], environment }), {
    problem: 'not-started',
    message: /rights of this user/
  })
})

t.test('it is ended when the time is over, with what it started', async t => {
  const { stdout, pid } = announcedPid()
  const script = shell('sleep 1000 & echo $!; wait')
  const run = runProgram({ ...script, stdout, timeoutMs: 300, gracePeriodMs: 600_000 })
  await t.rejects(run, { problem: 'timed-out', message: 'no end within 300 ms' })
  await until('the grandchild is gone', async () => !isRunning(await pid))
})

t.test('one that does not follow is killed after the grace period', async t => {
  const { stdout, pid } = announcedPid()
  const stop = new AbortController()
  const run = runProgram({
    ...shell("trap '' TERM; echo $$; while :; do sleep 0.02; done"),
    stdout,
    gracePeriodMs: 100,
    signal: stop.signal
  })
  run.catch(() => {})
  await pid
  const reason = new Error('enough')
  stop.abort(reason)
  await t.rejects(run, reason)
  t.notOk(isRunning(await pid))
})

t.test('nothing runs when the signal is aborted already', async t => {
  const folder = t.testdir()
  const run = runProgram({
    ...shell(`touch '${folder}/ran'`),
    signal: AbortSignal.abort(new Error('before'))
  })
  await t.rejects(run, { message: 'before' })
  t.equal(await said({ file: 'ls', args: [folder], environment }), '')
})

t.test('more output than allowed ends it', async t => {
  const stdout = new WholeOutput(1000)
  await t.rejects(runProgram({ ...shell('yes'), stdout }), {
    problem: 'too-much-output',
    message: 'more than 1000 bytes of output'
  })
  t.ok(stdout.bytes.length <= 1000)
})

t.test('what it leaves behind in its group dies with it', async t => {
  const { stdout, pid } = announcedPid()
  await runSuccessfully({ ...shell('sleep 1000 >/dev/null 2>&1 & echo $!'), stdout })
  await until('the background process is gone', async () => !isRunning(await pid))
})

t.test('one that left the group with the output in its hand holds up nobody past the time', async t => {
  const { stdout, pid } = announcedPid()
  const script = `const { spawn } = require('node:child_process')
    const { pid } = spawn('sleep', ['1000'], { detached: true, stdio: 'inherit' })
    console.log(pid)
    process.exit(0)`
  const run = { ...node, args: ['-e', script], stdout, timeoutMs: 1000, gracePeriodMs: 50 }
  await t.rejects(runProgram(run), { problem: 'timed-out', message: /no end/ })
  process.kill(await pid, 'SIGKILL')
})

t.test('outputs are kept as far as they are asked for', async t => {
  const first = new FirstOutput(5)
  const last = new LastOutput(4)
  await runProgram({ ...shell('printf 123456789; printf 一二三四五 >&2'), stdout: first, stderr: last })
  t.same([first.text, last.text], ['12345', '二三四五'])
})

t.test('lines come whole, whatever ends them, with characters cut between chunks', async t => {
  const lines: string[] = []
  const output = new OutputLines(line => lines.push(line))
  const bytes = Buffer.from(`一\r\n二\n\n${'x'.repeat(5000)}\nend`)
  for (const byte of bytes) output.take(Buffer.from([byte]))
  output.end()
  t.same(lines.map(line => line.slice(0, 3)), ['一', '二', '', 'xxx', 'end'])
  t.equal(Math.max(...lines.map(line => line.length)), 4096)
})
