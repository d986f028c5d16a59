import t from 'tap'
import { newLane } from './lane.js'
import type { Lane, Report, Run } from './lane.js'
import { effectsOf } from './lane-effects.js'
import { dueAt, limitsOf } from './lane-limits.js'
import type { Limits } from './lane-limits.js'
import { withRun } from './lane-run.js'

const limits: Limits = { quietMs: 5_000, maxWaitMs: 60_000, maxFiles: 100 }
const idle: Lane = newLane({ repository: 'dk', branch: 'main', pipeline: 'assets' }, 'c1', [], 0)
const waiting = { since: 1_000, last: 2_000, files: 1 }
const status: Report = {
  id: 'a',
  since: [],
  head: 'c1',
  state: 'running',
  url: null,
  count: 1,
  culprit: null
}

function running (change: Partial<Run>): Lane & { run: Run } {
  const { run, ...lane } = withRun(idle, { kind: 'batch', goal: 'c1', waitedSince: 0, at: 0 })
  if (run === null) throw new Error('it has no run')
  return { ...lane, run: { ...run, ...change } }
}

t.test('a lane without anything to do wants nothing', async t => {
  t.same(effectsOf(idle, limits), [])
})

t.test('each stage of a run wants its own work, and nothing besides', async t => {
  const starting = running({ stage: 'starting' })
  const following = running({ stage: 'following' })

  t.same(effectsOf(starting, limits), [{ type: 'start', run: starting.run }])
  t.same(effectsOf(following, limits), [{ type: 'follow', run: following.run }])
  t.same(
    effectsOf({ ...following, waiting }, limits),
    [{ type: 'follow', run: following.run }],
    'what waits is not waited for while a run is on'
  )
})

t.test('a batch keeps within maxFiles, but after a failure takes in all that may mend it', async t => {
  const lane = running({ stage: 'choosing' })

  t.same(effectsOf(lane, limits), [{ type: 'choose', run: lane.run, maxFiles: 100 }])
  t.same(
    effectsOf({ ...lane, failed: 'c0' }, limits),
    [{ type: 'choose', run: lane.run, maxFiles: Infinity }]
  )
})

t.test('what waits is waited for until it is due', async t => {
  t.same(effectsOf({ ...idle, waiting }, limits), [{ type: 'wait', until: 7_000 }])
})

t.test('one status after the other is set, beside the run', async t => {
  const lane = running({ stage: 'starting' })
  const reports: Report[] = [status, { ...status, id: 'b' }]

  t.same(effectsOf({ ...lane, reports }, limits), [
    { type: 'report', report: status },
    { type: 'start', run: lane.run }
  ])
})

t.test('a deleted branch is forgotten when its run has ended and its statuses are set', async t => {
  const following = running({ stage: 'following' })

  t.same(effectsOf({ ...idle, isGone: true }, limits), [{ type: 'remove' }])
  t.same(
    effectsOf({ ...idle, isGone: true, reports: [status] }, limits),
    [{ type: 'report', report: status }]
  )
  t.same(
    effectsOf({ ...following, isGone: true }, limits),
    [{ type: 'follow', run: following.run }]
  )
})

t.test('waiting ends after a quiet time, at the longest wait, or with too many files', async t => {
  t.equal(dueAt({ since: 0, last: 1_000, files: 99 }, limits), 6_000)
  t.equal(dueAt({ since: 0, last: 59_000, files: 99 }, limits), 60_000)
  t.equal(dueAt({ since: 0, last: 1_000, files: 100 }, limits), 0)
})

t.test('a pipeline gives its times in seconds', async t => {
  const pipeline = { project: '.', quietSeconds: 5, maxWaitSeconds: 60, maxFiles: 100, parameters: {} }

  t.same(limitsOf(pipeline), limits)
})
