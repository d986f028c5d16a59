import t from 'tap'
import { newLane } from './lane.js'
import type { Lane, Report, Result, Run } from './lane.js'
import { advance } from './lane-events.js'
import type { LaneEvent } from './lane-events.js'
import type { Limits } from './lane-limits.js'

const limits: Limits = { quietMs: 5_000, maxWaitMs: 60_000, maxFiles: 100 }
const handle = { queueItem: 1, number: null, url: null }

/** A lane whose first batch is at commit 4 of four, after commit 0, and was begun at `begun`. */
const begun = 10_000
const choosing = after(
  { ...newLane({ repository: 'dk', branch: 'main', pipeline: 'assets' }, '0', [], 0), lastGood: '0' },
  { type: 'seen', head: '4', asks: true, files: 100 }
)
const starting = after(choosing, {
  type: 'chosen',
  id: runOf(choosing).id,
  head: '4',
  isFull: false,
  commits: 4,
  files: 100
})
const following = after(
  starting,
  { type: 'attempt', id: runOf(starting).id },
  { type: 'following', id: runOf(starting).id, handle }
)

function after (lane: Lane, ...events: LaneEvent[]): Lane {
  return events.reduce((before, event) => advance(before, event, begun, limits), lane)
}

function runOf ({ run }: Lane): Run {
  if (run === null) throw new Error('it has no run')
  return run
}

function ended (lane: Lane, result: Result, now = begun): Lane {
  return advance(lane, { type: 'finished', id: runOf(lane).id, result }, now, limits)
}

t.test('a run that is begun knows its name, what it goes for and what came before', async t => {
  t.same(choosing.run, {
    id: 'dk/assets/main/0.1',
    kind: 'batch',
    since: ['0'],
    goal: '4',
    stage: 'choosing',
    head: '4',
    isFull: false,
    commits: 0,
    files: 0,
    at: begun,
    waitedSince: begun,
    attemptAt: null,
    retryAt: null,
    tries: 0,
    losses: 0,
    handle: null,
    problem: null
  })
  t.match(choosing, { runs: 1, waiting: null, isGone: false })
})

t.test('without a good commit a run leaves out what was there before the lane', async t => {
  const fresh = newLane({ repository: 'dk', branch: 'new', pipeline: 'assets' }, '7', ['3', '5'], 36)
  const lane = after(fresh, { type: 'seen', head: '7', asks: true, files: 100 })

  t.match(lane.run, { id: 'dk/assets/new/10.1', since: ['3', '5'] })
  t.match(ended(lane, 'succeeded'), { lastGood: '7', origin: [] })
})

t.test('a push that asks adds to what waits; one that does not moves only the head', async t => {
  const asking = advance(choosing, { type: 'seen', head: '5', asks: true, files: 3 }, begun + 1, limits)
  const more = advance(asking, { type: 'seen', head: '6', asks: true, files: 4 }, begun + 2, limits)
  const quiet = advance(more, { type: 'seen', head: '7', asks: false, files: 9 }, begun + 3, limits)

  t.match(asking, { head: '5', waiting: { since: begun + 1, last: begun + 1, files: 3 } })
  t.match(more, { head: '6', waiting: { since: begun + 1, last: begun + 2, files: 7 } })
  t.match(quiet, { head: '7', waiting: { since: begun + 1, last: begun + 2, files: 7 } })
})

t.test('a batch that was cut short leaves the rest due at once', async t => {
  const cut = after(choosing, {
    type: 'chosen',
    id: runOf(choosing).id,
    head: '2',
    isFull: false,
    commits: 2,
    files: 50
  })

  t.match(cut, { run: { stage: 'starting', head: '2', commits: 2, files: 50 } })
  t.same(cut.waiting, { since: begun, last: begun, files: Number.MAX_SAFE_INTEGER })
  t.match(ended(cut, 'succeeded').run, { kind: 'batch', goal: '4', since: ['2'] })
})

t.test('a problem is noted with the time of the next try; a build that is there ends it', async t => {
  const problem = { code: 'JENKINS_UNREACHABLE', message: 'no answer' }
  const id = runOf(starting).id
  const stuck = after(
    starting,
    { type: 'attempt', id },
    { type: 'problem', id, problem, retryAt: 20_000 },
    { type: 'problem', id, problem, retryAt: 30_000 }
  )

  t.match(stuck.run, { problem, retryAt: 30_000, tries: 2, attemptAt: begun })
  t.match(after(stuck, { type: 'attempt', id }).run, { retryAt: null, tries: 2 })
  t.match(after(stuck, { type: 'following', id, handle }).run, {
    stage: 'following',
    handle,
    problem: null,
    retryAt: null,
    tries: 0
  })
})

t.test('a status is set when a batch has a build and when that has an address, not in between', async t => {
  const id = runOf(following).id
  const running: Report = {
    id,
    since: ['0'],
    head: '4',
    state: 'running',
    url: null,
    count: 4,
    culprit: null
  }
  const told = after(following, { type: 'reported', id, state: 'running' })
  const moved = after(told, { type: 'following', id, handle: { ...handle, number: 7 } })
  const placed = after(moved, { type: 'following', id, handle: { ...handle, number: 7, url: 'http://ci/7' } })

  t.same(following.reports, [running])
  t.same(told.reports, [])
  t.same(moved.reports, [])
  t.same(placed.reports, [{ ...running, url: 'http://ci/7' }])
})

t.test('a status that was set is crossed out, and no other', async t => {
  const id = runOf(following).id

  t.equal(after(following, { type: 'reported', id, state: 'succeeded' }).reports.length, 1)
  t.equal(after(following, { type: 'reported', id: 'another', state: 'running' }).reports.length, 1)
  t.equal(after(following, { type: 'reported', id, state: 'running' }).reports.length, 0)
})

t.test('what was kept of a run that ended says how, when and where', async t => {
  const id = runOf(following).id
  const placed = after(following, { type: 'following', id, handle: { ...handle, url: 'http://ci/7' } })
  const done = ended(placed, 'succeeded', 90_000)

  t.same(done.history, [{
    id,
    kind: 'batch',
    head: '4',
    result: 'succeeded',
    commits: 4,
    files: 100,
    waitedSince: begun,
    at: begun,
    endedAt: 90_000,
    url: 'http://ci/7'
  }])
  t.match(done.reports, [{ id, state: 'succeeded', url: 'http://ci/7', count: 4 }], 'the newest one only')
  t.equal(done.reports.length, 1)
})

t.test('of many runs the newest twenty are kept', async t => {
  let lane = following
  const ids: string[] = []
  for (let run = 0; run < 25; run++) {
    ids.unshift(runOf(lane).id)
    lane = after(ended(lane, 'aborted'), { type: 'seen', head: String(run), asks: true, files: 100 })
  }

  t.same(lane.history.map(({ id }) => id), ids.slice(0, 20))
})

t.test('a build that vanished is asked for anew under another name; the third time it is given up', async t => {
  const small: Lane = { ...following, run: { ...runOf(following), files: 50 } }
  const second = ended(small, 'lost')
  t.match(second, {
    runs: 2,
    run: { id: 'dk/assets/main/0.2', stage: 'starting', attemptAt: null, handle: null, losses: 1 },
    history: []
  })
  const third = ended(second, 'lost')
  t.match(third.run, { id: 'dk/assets/main/0.3', losses: 2 })
  const given = ended(third, 'lost', 50_000)

  t.match(given, {
    run: null,
    waiting: { since: 50_000, last: 50_000, lostAt: 50_000, files: 50 },
    history: [{ id: 'dk/assets/main/0.3', result: 'lost' }],
    reports: [{ state: 'running' }, { state: 'aborted' }]
  }, 'and asked for again after a pause')
  t.match(ended({ ...third, isGone: true }, 'lost'), { waiting: null }, 'but not where the branch is gone')
})

t.test('a batch that somebody ended leaves its commits to the next one', async t => {
  const aborted = ended(following, 'aborted')

  t.match(aborted, { run: null, waiting: null, bisect: null, failed: null, lastGood: '0' })
  t.match(aborted.reports, [{ state: 'aborted' }])
})

t.test('a failed batch is searched, and a probe takes its turn between two batches', async t => {
  const probing = ended(following, 'failed')
  t.match(probing, { failed: '4', bisect: { bad: '4' }, reports: [{ state: 'failed', culprit: null }] })
  t.match(probing.run, { kind: 'probe', goal: '4', since: ['0'], at: begun, waitedSince: begun })

  const pushed = after(probing, { type: 'seen', head: '5', asks: true, files: 100 })
  const batch = after(pushed, chosenAt(pushed, '2'), finishedAt(pushed, 'failed'))
  t.match(batch, { run: { kind: 'batch', goal: '5' }, bisect: { bad: '2' } }, 'a batch that is due')
  const pushedAgain = after(batch, { type: 'seen', head: '6', asks: true, files: 100 })
  const next = after(pushedAgain, chosenAt(pushedAgain, '5'), finishedAt(pushedAgain, 'failed'))
  t.match(next.run, { kind: 'probe', goal: '2' }, 'then the search goes on')
  t.match(ended(next, 'aborted'), { bisect: null, reports: batch.reports }, 'until somebody ends it')
})

t.test('a good probe moves the good commit and leaves the search on', async t => {
  const probing = ended(following, 'failed')
  const found = after(probing, chosenAt(probing, '2'), finishedAt(probing, 'succeeded'))

  t.match(found, { lastGood: '2', failed: '4', bisect: { bad: '4' }, run: { kind: 'probe', since: ['2'] } })
})

t.test('the commit at fault is told, and known until a run succeeds with it in', async t => {
  const probing = ended(following, 'failed')
  const id = runOf(probing).id
  const found = after(probing, { type: 'culprit', id, commit: '1' })

  t.match(found, { run: null, bisect: null, culprit: '1' })
  t.match(found.reports.at(-1), { id, since: [], head: '1', state: 'culprit', url: null, count: 1 })
  const pushed = after(found, { type: 'seen', head: '5', asks: true, files: 100 })
  const failed = ended(pushed, 'failed')
  t.match(failed, { run: null, bisect: null, failed: '5' }, 'it is not searched again')
  t.match(failed.reports.at(-1), { state: 'failed', culprit: '1' })
  const mended = ended(after(failed, { type: 'seen', head: '6', asks: true, files: 100 }), 'succeeded')
  t.match(mended, { culprit: null, failed: null, bisect: null, lastGood: '6' })
})

t.test('nothing is searched for where everything was built, nothing was good, or the branch is gone', async t => {
  const full = after(choosing, { ...chosenAt(choosing, '4'), isFull: true })

  t.match(ended(full, 'failed'), { run: null, bisect: null })
  t.match(ended({ ...following, lastGood: null }, 'failed'), { run: null, bisect: null })
  t.match(ended({ ...following, isGone: true }, 'failed'), { run: null, bisect: null })
})

t.test('with another history what was found in the old one is past', async t => {
  const found = { ...choosing, bisect: { bad: '3' }, culprit: '2' }

  t.match(after(found, { ...chosenAt(found, '4'), isFull: true }), { bisect: null, culprit: null })
  t.match(after(found, chosenAt(found, '4')), { bisect: { bad: '3' }, culprit: '2' })
})

t.test('of a deleted branch only a build that may exist is followed', async t => {
  const gone: LaneEvent = { type: 'gone' }
  const attempted = after(starting, { type: 'attempt', id: runOf(starting).id })
  const waiting = after(following, { type: 'seen', head: '5', asks: true, files: 1 })

  t.match(after(choosing, gone), { run: null, isGone: true })
  t.match(after(starting, gone), { run: null })
  t.match(after(attempted, gone).run, { stage: 'starting' })
  t.match(after({ ...waiting, bisect: { bad: '4' } }, gone), {
    run: { stage: 'following' },
    waiting: null,
    bisect: null
  })
})

t.test('time alone begins what is due, and not before', async t => {
  const pushed = advance(
    { ...choosing, run: null },
    { type: 'seen', head: '5', asks: true, files: 1 },
    0,
    limits
  )
  const tick: LaneEvent = { type: 'tick' }

  t.equal(advance(pushed, tick, 4_999, limits).run, null)
  t.match(advance(pushed, tick, 5_000, limits).run, { kind: 'batch', goal: '5', waitedSince: 0, at: 5_000 })
  t.equal(advance({ ...pushed, isGone: true }, tick, 5_000, limits).run, null)
})

t.test('no more than a hundred statuses wait to be set', async t => {
  const reports = Array.from({ length: 100 }, (_, index) => ({ ...reportNamed(`old ${index}`) }))
  const lane = ended({ ...following, reports }, 'aborted')

  t.equal(lane.reports.length, 100)
  t.equal(lane.reports[0]?.id, 'old 1', 'the oldest one goes')
  t.equal(lane.reports.at(-1)?.state, 'aborted')
})

function chosenAt (lane: Lane, head: string): LaneEvent & { type: 'chosen' } {
  return { type: 'chosen', id: runOf(lane).id, head, isFull: false, commits: 1, files: 1 }
}

function finishedAt (lane: Lane, result: Result): LaneEvent {
  return { type: 'finished', id: runOf(lane).id, result }
}

function reportNamed (id: string): Report {
  return { id, since: [], head: '1', state: 'running', url: null, count: 1, culprit: null }
}

t.test('a batch that loses every build pauses, however many files wait', async t => {
  let lane = following
  for (let lost = 0; lost < 3; lost++) {
    lane = ended(lane, 'lost')
    if (lane.run !== null) {
      const { id } = runOf(lane)
      lane = after(lane, { type: 'attempt', id }, { type: 'following', id, handle })
    }
  }
  t.match(lane, { run: null, waiting: { files: 100, lostAt: begun } }, 'it is not due at once')

  const pushed = after(lane, { type: 'seen', head: '5', asks: true, files: 200 })
  t.equal(pushed.run, null, 'nor when more is pushed')
  const due = begun + limits.maxWaitMs
  t.equal(advance(pushed, { type: 'tick' }, due - 1, limits).run, null)
  t.match(advance(pushed, { type: 'tick' }, due, limits), { run: { goal: '5' }, waiting: null })
})

t.test('a range that cannot be read is remembered until a batch succeeds', async t => {
  const unread = { code: 'REPOSITORY_RANGE_UNREADABLE', message: 'odd' }
  const seen = after(choosing, { type: 'seen', head: '5', asks: true, files: 0, unread })
  t.same(seen.unread, { ...unread, head: '5', at: begun })
  const { id } = runOf(seen)
  const chosen = after(seen, { type: 'chosen', id, head: '4', isFull: true, commits: 1, files: 0, unread })
  t.match(chosen, { unread: { head: '4' }, run: { isFull: true } })
  t.match(ended(chosen, 'failed').unread, unread)
  t.equal(ended(chosen, 'succeeded').unread, null)
})

t.test('a search among commits that cannot be read ends without a culprit', async t => {
  const searching = ended(following, 'failed')
  t.match(searching, { run: { kind: 'probe' }, bisect: { bad: '4' } })
  const unread = { code: 'REPOSITORY_RANGE_UNREADABLE', message: 'odd' }
  t.match(after(searching, { type: 'unsearchable', id: runOf(searching).id, unread }), {
    run: null,
    bisect: null,
    culprit: null,
    failed: '4',
    unread
  })
})
