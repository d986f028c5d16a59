// Takes 29 s.
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { JobFolder } from './job-folder.js'
import type { Job } from './job.js'
import type { JobQueue, JobQueueOptions } from './job-queue.js'
import { QueueBench, build, ended, until } from './testing/queue-bench.js'

build()
const never = new AbortController().signal

async function read (queue: JobQueue, id: string, from = 0, follow = true): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of queue.events(id, from, follow, never)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const typesOf = (text: string): string[] =>
  text.trim().split('\n').map(line => (JSON.parse(line) as { type: string }).type)

t.test('a job runs in a process of its own and leaves events, a report and its outcome', async t => {
  const bench = new QueueBench(t)
  const queue = await bench.open()
  const job = await bench.submit(queue, ['start', bench.log, 'report', 'hello'])
  t.match(job, { state: 'queued', caller: 'tester', attempt: 0 })
  const events = await read(queue, job.id)
  t.same(
    typesOf(events),
    ['accepted', 'started', 'step', 'step', 'report', 'ended'],
    'a follower gets everything up to the end'
  )
  t.match(queue.get(job.id), { state: 'done', exitStatus: 0, attempt: 1 })
  t.equal(queue.report(job.id), '{"text":"hello"}')
  t.equal(bench.lines().length, 1)

  for (const from of [0, events.indexOf('\n') + 1, events.length]) {
    t.equal(
      await read(queue, job.id, from),
      events.slice(from),
      `resumed from ${from}`
    )
  }
  await t.rejects(read(queue, job.id, events.length + 1), { code: 'JOB_OFFSET_INVALID' })
  t.throws(() => queue.get('nothing'), { code: 'JOB_UNKNOWN' })
})

t.test('what a job starts stands in the trace of whoever handed it in, not in one of its agent', async t => {
  const environment = { PATH: process.env.PATH, TRACEPARENT: 'of the agent' }
  const seen = async (t: Test, options: Partial<JobQueueOptions>, traceparent?: string) => {
    const bench = new QueueBench(t, {}, { environment, ...options })
    const queue = await bench.open()
    const parameters = { words: ['variable', 'TRACEPARENT'] }
    const { job } = await queue.submit(
      { kind: 'test', workspace: bench.folder, parameters },
      'tester',
      traceparent
    )
    await ended(queue, job)
    return queue.report(job.id)
  }
  await t.test('as it came', async t => t.equal(await seen(t, {}, 'of a step'), '"of a step"'))
  await t.test('none', async t => t.equal(await seen(t, {}), 'null'))
  const own = { traceparentOf: () => 'of the job' }
  await t.test("the job's own", async t => t.equal(await seen(t, own, 'of a step'), '"of the job"'))
})

t.test('failures and crashes end their job and touch no other', async t => {
  const bench = new QueueBench(t)
  const queue = await bench.open()
  const [failing, crashing] = [await bench.submit(queue, ['fail']), await bench.submit(queue, ['crash'], 'b')]
  t.match(await ended(queue, failing), { state: 'failed', exitStatus: 1, error: { code: 'RUN_FAILED' } })
  t.match(await ended(queue, crashing), {
    state: 'failed',
    error: { code: 'JOB_CRASHED', details: { end: 'SIGKILL', lastWords: /last words/ } }
  })
  t.match(await ended(queue, await bench.submit(queue, [])), { state: 'done' })
})

t.test('a key is one job, however often and at once it is handed in', async t => {
  const bench = new QueueBench(t)
  const queue = await bench.open()
  const jobs = await Promise.all(
    Array.from({ length: 20 }, async () => await bench.submit(queue, ['start', bench.log], 'a', 'build-1'))
  )
  t.equal(new Set(jobs.map(({ id }) => id)).size, 1)
  await ended(queue, jobs[0]!)
  t.equal(
    (await bench.submit(queue, ['start', bench.log], 'a', 'build-1')).id,
    jobs[0]!.id,
    'after its end too'
  )
  await t.rejects(bench.submit(queue, ['fail'], 'a', 'build-1'), {
    code: 'JOB_KEY_REUSED',
    details: { id: jobs[0]!.id }
  })
  await t.rejects(bench.submit(queue, ['start', bench.log], 'b', 'build-1'), { code: 'JOB_KEY_REUSED' })
  t.equal(bench.lines().length, 1)
  await queue.close()
  t.equal(
    (await bench.submit(await bench.open(), ['start', bench.log], 'a', 'build-1')).id,
    jobs[0]!.id,
    'by the next agent too'
  )
})

t.test('so many run at once as the kind may, and one in a workspace', async t => {
  const bench = new QueueBench(t)
  mkdirSync(join(bench.folder, 'c'))
  const queue = await bench.open()
  const [first, second, third, fourth] = [
    await bench.submitWaiting(queue, 'first', 'b'),
    await bench.submitWaiting(queue, 'second', 'b/deep'),
    await bench.submitWaiting(queue, 'third', 'a'),
    await bench.submitWaiting(queue, 'fourth', 'c')
  ]
  await until(() => bench.lines().length === 2)
  t.same([first, second, third, fourth].map(({ id }) => queue.get(id).state), [
    'running',
    'queued',
    'running',
    'queued'
  ])
  bench.release('third')
  await until(() => queue.get(fourth.id).state === 'running')
  t.equal(queue.get(second.id).state, 'queued', 'its folder is below that of the first')
  bench.release('first')
  await until(() => queue.get(second.id).state === 'running')
  for (const name of ['second', 'fourth']) bench.release(name)
  t.match([await ended(queue, second), await ended(queue, fourth)], [{ state: 'done' }, { state: 'done' }])
})

t.test('cancelling ends a job that waits, runs or does not listen; an ended one stays', async t => {
  const bench = new QueueBench(t, { concurrency: { test: 1 } }, { killAfterMs: 200 })
  const queue = await bench.open()
  const [running, waiting] = [
    await bench.submitWaiting(queue, 'go'),
    await bench.submitWaiting(queue, 'go', 'b')
  ]
  await until(() => bench.lines().length === 1)
  t.match(await queue.cancel(waiting.id), { state: 'cancelled', exitStatus: 130 })
  await queue.cancel(running.id)
  t.match(await ended(queue, running), { state: 'cancelled', exitStatus: 130 })
  t.equal(bench.lines().length, 1, 'the one that waited never began')

  const deaf = await bench.submit(queue, ['start', bench.log, 'deaf'])
  await until(() => bench.lines().length === 2)
  await queue.cancel(deaf.id)
  t.match(await ended(queue, deaf), { state: 'cancelled' })
  const done = await ended(queue, await bench.submit(queue, []))
  t.same(await queue.cancel(done.id), done)
})

t.test('many are cancelled at once, and none of those that wait begins meanwhile', async t => {
  const bench = new QueueBench(t, { concurrency: { test: 1 } })
  const queue = await bench.open()
  const running = await bench.submitWaiting(queue, 'go')
  const [deep, waiting] = [
    await bench.submitWaiting(queue, 'go', 'b/deep'),
    await bench.submitWaiting(queue, 'go')
  ]
  await until(() => bench.lines().length === 1)
  t.match(await queue.cancelAll({ state: 'queued', kind: 'other' }), [])
  t.match(await queue.cancelAll({ workspace: join(bench.folder, 'b') }), [{
    id: deep.id,
    state: 'cancelled'
  }])
  const more = await Promise.all(
    ['a', 'b', 'a'].map(async place => await bench.submitWaiting(queue, 'go', place))
  )
  const ids = (await queue.cancelAll({})).map(({ id }) => id)
  t.same(ids, [running, waiting, ...more].map(({ id }) => id).sort())
  t.match(await ended(queue, running), { state: 'cancelled' })
  t.equal(bench.lines().length, 1)
})

t.test('a job whose workspace is gone or leads elsewhere when its turn comes says so', async t => {
  const bench = new QueueBench(t, { concurrency: { test: 1 } })
  const queue = await bench.open()
  mkdirSync(join(bench.folder, 'c'))
  const first = await bench.submitWaiting(queue, 'go')
  const [gone, moved, next] = [
    await bench.submit(queue, ['start', bench.log], 'b/deep'),
    await bench.submit(queue, ['start', bench.log], 'c'),
    await bench.submit(queue, ['start', bench.log])
  ]
  rmSync(join(bench.folder, 'b/deep'), { recursive: true })
  rmSync(join(bench.folder, 'c'), { recursive: true })
  symlinkSync('/tmp', join(bench.folder, 'c'))
  bench.release('go')
  await ended(queue, first)
  for (const { id, workspace } of [gone, moved]) {
    t.match(await ended(queue, { id }), {
      state: 'failed',
      exitStatus: 3,
      attempt: 1,
      error: { code: 'JOB_WORKSPACE_GONE', retryable: true, details: { id, workspace } }
    })
  }
  t.match(await ended(queue, next), { state: 'done' }, 'the others go on')
  t.same(typesOf(await read(queue, gone.id)), ['accepted', 'ended'])
})

t.test('a later job has a greater id, and is kept longer, also when the clock was put back', async t => {
  const bench = new QueueBench(t, { keepCount: 1 })
  let queue = await bench.open()
  const first = await ended(queue, await bench.submit(queue, []))
  await queue.close()
  bench.now = () => Date.now() - 86_400_000
  queue = await bench.open()
  const second = await ended(queue, await bench.submit(queue, []))
  t.ok(second.id > first.id)
  await queue.tidy()
  t.same(queue.list({ limit: 9 }).map(({ id }) => id), [second.id])
})

t.test('a job goes on while its agent is restarted, and is not started twice', async t => {
  const bench = new QueueBench(t)
  const first = await bench.open()
  const job = await bench.submitWaiting(first, 'go')
  await until(() => bench.lines().length === 1)
  await first.close()
  const second = await bench.open()
  t.equal(second.get(job.id).state, 'running')
  bench.release('go')
  t.match(await ended(second, job), { state: 'done', attempt: 1 })
  t.same(bench.lines(), [`start ${job.id} 1`, `end ${job.id} 1`])

  const other = await bench.submitWaiting(second, 'again', 'b')
  await until(() => bench.lines().length === 3)
  await second.close()
  bench.release('again')
  await until(() => bench.lines().length === 4)
  t.match(
    await ended(await bench.open(), other),
    { state: 'done', attempt: 1 },
    'it ended while no agent was up'
  )
})

t.test('a job whose process was lost with its agent is started again, but not for ever', async t => {
  const bench = new QueueBench(t)
  let queue = await bench.open()
  const job = await bench.submitWaiting(queue, 'never')
  for (const attempt of [1, 2, 3]) {
    await until(() => bench.lines().length === attempt)
    await queue.close()
    process.kill(
      Number.parseInt(readFileSync(join(bench.folder, 'home', job.id, `attempt-${attempt}`), 'utf8')),
      'SIGKILL'
    )
    queue = await bench.open()
  }
  t.match(await ended(queue, job), { state: 'failed', error: { code: 'JOB_LOST', retryable: true } })
  t.same(typesOf(await read(queue, job.id)).filter(type => type !== 'step'), [
    'accepted',
    'started',
    'queued-again',
    'started',
    'queued-again',
    'started',
    'ended'
  ])
})

t.test('a process that comes too late for its attempt does nothing', async t => {
  const bench = new QueueBench(t)
  const queue = await bench.open()
  const job = await bench.submitWaiting(queue, 'go')
  await until(() => bench.lines().length === 1)
  const folder = new JobFolder(join(bench.folder, 'home', job.id))
  t.equal(folder.claim(2, 'agent'), undefined, 'the first one has it')
  t.equal(folder.claim(2, 'late'), 'agent')
})

t.test('draining lets running jobs end, starts nothing, and hands back what is late', async t => {
  const bench = new QueueBench(t, { concurrency: { test: 2 } })
  const queue = await bench.open()
  const [quick, slow, waiting] = [
    await bench.submitWaiting(queue, 'quick'),
    await bench.submitWaiting(queue, 'slow', 'b'),
    await bench.submitWaiting(queue, 'quick', 'a')
  ]
  await until(() => bench.lines().length === 2)
  const deadline = new AbortController()
  const drained = queue.drain(deadline.signal)
  await t.rejects(bench.submit(queue, []), { code: 'AGENT_DRAINING' })
  bench.release('quick')
  t.match(await ended(queue, quick), { state: 'done' })
  t.equal(queue.get(waiting.id).state, 'queued')
  deadline.abort()
  await drained
  t.equal(queue.get(slow.id).state, 'queued')
  await queue.close()
  bench.release('slow')
  const next = await bench.open()
  t.match([await ended(next, slow), await ended(next, waiting)], [{ state: 'done', attempt: 2 }, {
    state: 'done',
    attempt: 1
  }])
})

t.test('an agent that is restarted leaves running jobs to the next one, once they have begun', async t => {
  const bench = new QueueBench(t)
  const queue = await bench.open()
  const [job, waiting] = [await bench.submitWaiting(queue, 'go'), await bench.submitWaiting(queue, 'go', 'a')]
  await until(() => queue.get(job.id).state === 'running')
  await queue.drain(AbortSignal.abort(), true)
  t.ok(new JobFolder(join(bench.folder, 'home', job.id)).isClaimed(1))
  t.equal(queue.get(waiting.id).state, 'queued')
  await t.rejects(bench.submit(queue, []), { code: 'AGENT_RESTARTING' })
  await queue.close()
  const next = await bench.open()
  bench.release('go')
  t.match([await ended(next, job), await ended(next, waiting)], [{ state: 'done', attempt: 1 }, {
    state: 'done',
    attempt: 1
  }])
})

t.test('a pause starts nothing until it is undone', async t => {
  const bench = new QueueBench(t)
  const queue = await bench.open()
  const resume = queue.pause()
  const job = await bench.submit(queue, [])
  t.equal(queue.get(job.id).state, 'queued')
  resume()
  resume()
  t.match(await ended(queue, job), { state: 'done' })
})

t.test('ended jobs are forgotten by age and by number, running ones never', async t => {
  const bench = new QueueBench(t, { keepDays: 1, keepCount: 2 })
  const queue = await bench.open()
  const running = await bench.submitWaiting(queue, 'go', 'b')
  const jobs: Job[] = []
  for (let count = 0; count < 3; count++) {
    jobs.push(await ended(queue, await bench.submit(queue, [], 'a', `key ${count}`)))
  }
  await queue.tidy()
  t.throws(() => queue.get(jobs[0]!.id), { code: 'JOB_UNKNOWN' })
  t.ok(queue.get(jobs[1]!.id))
  bench.now = () => Date.now() + 2 * 86_400_000
  await queue.tidy()
  t.equal(queue.list({ limit: 9 }).length, 3, 'nothing is gone at once when the clock jumps')
  for (let round = 0; round < 25; round++) await queue.tidy()
  t.same(queue.list({ limit: 9 }).map(({ id }) => id), [running.id])
  const again = await bench.submit(queue, [], 'a', 'key 0')
  t.not(again.id, jobs[0]!.id, 'its key is free again')
  bench.release('go')
  // Jobs outlive their queue, and would write into a folder that is being removed.
  await Promise.all([ended(queue, running), ended(queue, again)])
})

t.test('what may not be is refused before anything is accepted', async t => {
  const bench = new QueueBench(t, { maxQueued: 1, concurrency: { test: 1 } })
  symlinkSync('/', join(bench.folder, 'a', 'out'))
  const queue = await bench.open()
  const submit = async (change: object) =>
    await queue.submit(
      { kind: 'test', workspace: join(bench.folder, 'a'), parameters: {}, ...change },
      'tester'
    )
  await t.rejects(submit({ kind: 'tests' }), { code: 'JOB_KIND_UNKNOWN', details: { known: 'test' } })
  await t.rejects(submit({ parameters: { word: [] } }), {
    code: 'JOB_PARAMETERS_INVALID',
    details: { mistakes: /did you mean words/i }
  })
  await t.rejects(submit({ parameters: { words: 'x' } }), { code: 'JOB_PARAMETERS_INVALID' })
  const places = [
    '/',
    '/etc',
    join(bench.folder, 'none'),
    `${bench.folder}x`,
    join(bench.folder, 'a', '..', '..'),
    join(bench.folder, 'a', 'out', 'etc'),
    'a',
    '',
    `${bench.folder}\0`,
    join(bench.folder, 'log')
  ]
  for (const workspace of places) {
    await t.rejects(submit({ workspace }), { code: 'JOB_WORKSPACE_NOT_ALLOWED' }, workspace)
  }
  for (const input of ['../b', '/etc/passwd', 'out/etc/passwd', 'out/new/file', 'new/../../b', '..']) {
    await t.rejects(submit({ parameters: { input } }), { code: 'JOB_PATH_OUTSIDE' }, input)
  }
  t.same(queue.list({ limit: 9 }), [])
  await ended(queue, (await submit({ parameters: { input: 'new/file' } })).job)

  await bench.submitWaiting(queue, 'go', 'b')
  await until(() => queue.counts().running === 1)
  await bench.submit(queue, [], 'b')
  await t.rejects(bench.submit(queue, [], 'b'), { code: 'JOB_QUEUE_FULL' })
})

t.test('a second agent on the same folder is refused', async t => {
  const bench = new QueueBench(t)
  await bench.open()
  await t.rejects(bench.open(), { code: 'AGENT_ALREADY_RUNNING' })
})
