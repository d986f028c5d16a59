import { EventEmitter, once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { heldRun, worker } from './testing/started-worker.js'
import { workersOf } from './worker-status.js'

t.test('a worker runs a command as its caller would, and tells of itself', async t => {
  const { call, home, project } = await worker(t, async ({ words, environment, cwd, stdout, stderr }) => {
    stdout.write(JSON.stringify({ words, colour: environment.COLOUR, cwd, here: process.cwd() }))
    stderr.write(`${String(stderr.isTTY)} ${stderr.columns}\n`)
    return 3
  })
  const { status, stdout, stderr } = await call(['--json'], {
    stderr: { isTTY: true, columns: 99, write: () => {} }
  })
  const cwd = join(project, 'art')

  t.match({ status, stderr }, { status: 3, stderr: '' })
  t.same(JSON.parse(stdout), { words: ['assets', 'build', '--json'], colour: 'red', cwd, here: cwd })
  t.equal((await call()).stderr, 'false undefined\n')
  t.match(workersOf(home), [{ pid: process.pid, project, runs: 2 }])
})

t.test('what a worker does for later runs comes after the answer', async t => {
  const done: string[] = []
  const later = new EventEmitter()
  const run = async (): Promise<number> => {
    await new Promise(setImmediate)
    done.push('run')
    return 7
  }
  const afterRun = (): void => {
    done.push('later')
    later.emit('done')
  }
  const { call } = await worker(t, run, { afterRun })
  const [{ status }] = await Promise.all([call(), once(later, 'done')])

  t.equal(status, 7)
  t.same(done, ['run', 'later'])
})

t.test('what a worker cannot do as its caller would, or at once, is left to the caller', async t => {
  const { run, begun, release } = heldRun()
  const { call, home, project, server } = await worker(t, run)
  const named = (PACKLINE_AGENT: string) => ({ environment: { PACKLINE_HOME: home, PACKLINE_AGENT } })
  const left = [
    await call([], { build: '/opt/packline-2' }),
    await call([], named('none')),
    await call([], { environment: { PACKLINE_HOME: home, PACKLINE_JOB_KEY: 'build-7' } }),
    await call(['--watch']),
    await call(['--key=7']),
    await call(['--local']),
    await call([], { words: ['assets', 'run'] }),
    await call([], { cwd: home }),
    await call(['--project', join(home, 'nothing')])
  ]
  const first = call([`--project=${project}`], { cwd: home })
  await begun
  left.push(await call())
  server.stop('idle')
  left.push(await call())
  release(0)

  t.same(left.map(({ status, isLost }) => status ?? isLost), left.map(() => false))
  t.equal((await first).status, 0)
  t.equal(await server.ended, 'idle')
  t.equal((await call()).status, undefined, 'nobody is there')
  t.same(workersOf(home), [])
})

t.test('plans and shards are left to a worker, also under a key that would make a build a job', async t => {
  const { call, home, project } = await worker(t, async ({ words }) => words.length)
  const environment = { PACKLINE_HOME: home, PACKLINE_JOB_KEY: 'build-7' }
  const commands = [['plan', '--shards=2', '--json'], ['build', '--shard=1/2', '--plan=4f'], [
    'build',
    '--json'
  ]]
  const ends: unknown[] = []
  for (const words of commands) {
    ends.push((await call([], { words: ['assets', ...words], environment, cwd: project })).status)
  }

  t.same(ends, [4, 4, undefined])
})

t.test('a worker in other mounts sees other files', async t => {
  const { call } = await worker(t, async () => 0, { mounts: 'mnt:[1]' })
  t.equal((await call()).status, undefined)
})

t.test('a socket that others could have put there is not asked', async t => {
  const { call, home } = await worker(t, async () => 0)
  t.equal((await call()).status, 0)
  const workers = join(home, 'workers')
  chmodSync(workers, 0o777)
  t.equal((await call()).status, undefined)
  chmodSync(workers, 0o700)
  t.equal((await call()).status, 0)
  // Only root can give it away, and root meets those of all users.
  if (process.getuid?.() !== 0) return
  for (const path of [workers, ...readdirSync(workers).map(name => join(workers, name))]) {
    chownSync(path, 65_534, 65_534)
    t.equal((await call()).status, path.endsWith('.json') ? 0 : undefined, path)
    chownSync(path, 0, 0)
  }
})

t.test('a signal and the end of the caller reach the run', async t => {
  const told: string[] = []
  const { call } = await worker(t, async ({ signal, onSignal, stdout }) => {
    await new Promise<void>(resolve => {
      onSignal(name => {
        told.push(name)
        resolve()
      })
      stdout.write('begun')
    })
    return signal.aborted ? 130 : 0
  })
  const interrupted = await call([], {
    onSignal: listener => {
      setImmediate(listener, 'SIGINT')
      return () => {}
    }
  })
  t.equal(interrupted.status, 130)
  t.same(told, ['SIGINT'])
})

t.test('a run that was told to end and does not is left after five seconds', async t => {
  const { run, begun, release } = heldRun()
  const { call } = await worker(t, run)
  let interrupt: (signal: NodeJS.Signals) => void = () => {}
  const left = call([], {
    onSignal: listener => {
      interrupt = listener
      return () => {}
    }
  })
  const { signal } = await begun
  const told = once(signal, 'abort')
  const timers = t.capture(globalThis, 'setTimeout')
  interrupt('SIGTERM')
  timers.restore()
  const [end, ms, status] = timers()[0]?.args ?? []
  t.equal(ms, 5000)
  end?.(status)

  t.match(await left, { status: 130, isLost: false })
  t.match(await call(), { status: undefined, isLost: false }, 'it is busy until then')
  await told
  release(1)
})

t.test('a worker that dies over a document leaves no half of it, and events are streamed', async t => {
  const { call } = await worker(t, async ({ stdout, stderr, words }) => {
    stdout.write('{"cut":')
    stderr.write('busy\n')
    if (words.includes('--ends')) return 0
    throw new Error('a defect')
  })
  const defects: unknown[] = []
  const collect = (error: unknown): void => {
    defects.push(error)
  }
  process.setUncaughtExceptionCaptureCallback(collect)
  const lost = await call()
  const streamed = await call(['--events'])
  process.setUncaughtExceptionCaptureCallback(null)

  t.same(lost, { status: undefined, stdout: '', stderr: 'busy\n', isLost: true })
  t.equal(streamed.stdout, '{"cut":')
  t.match(defects, [{ message: 'a defect' }, { message: 'a defect' }])
  t.equal((await call(['--ends'])).stdout, '{"cut":')
})

t.test('a worker that is too large or too old ends when its run has', async t => {
  const held = heldRun()
  let memory = 1e8
  const large = await worker(t, held.run, { memoryBytes: () => memory })
  const run = large.call()
  await held.begun
  memory = 2e9
  held.release(0)
  t.equal((await run).status, 0)
  t.equal(await large.server.ended, 'limit')

  let nowMs = 0
  let wallMs = 0
  const old = await worker(t, async ({ words }) => {
    if (words.includes('--long')) nowMs = 2e9
    return 0
  }, { steadyMs: () => nowMs, now: () => wallMs })
  // Somebody sets the clock of the machine, which makes nothing older.
  for (wallMs of [2e9, -2e9, 0]) t.equal((await old.call()).status, 0)
  t.equal((await old.call(['--long'])).status, 0)
  t.equal(await old.server.ended, 'limit')
})

t.test('a home with a long name has workers too', async t => {
  const long = join(t.testdir(), 'a-home-with-a-name-that-no-socket-takes-'.repeat(3))
  mkdirSync(long, { recursive: true })
  const { call } = await worker(t, async () => 0, { home: long })
  t.equal((await call([], { environment: { PACKLINE_HOME: long } })).status, 0)
})
