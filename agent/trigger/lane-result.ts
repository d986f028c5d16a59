import type { Lane, PastRun, Result, Run } from './lane.js'
import { reportOf, withReport } from './lane-reports.js'
import { withNewBuild } from './lane-run.js'

const maxLosses = 3
const maxHistory = 20

/** The lane after the build of its run came to an end. */
export function withResult (lane: Lane, run: Run, result: Result, now: number): Lane {
  if (result === 'lost' && run.losses + 1 < maxLosses) return withNewBuild(lane, run)
  const past = pastRun(run, result, now)
  const ended: Lane = { ...lane, run: null, history: [past, ...lane.history].slice(0, maxHistory) }
  switch (result) {
    case 'succeeded':
      return succeeded(ended, run)
    case 'failed':
      return failed(ended, run)
    case 'aborted':
      return undecided(ended, run, lane.waiting)
    case 'lost':
      return undecided(ended, run, {
        ...lane.waiting ?? { since: now, last: now, files: run.files },
        lostAt: now
      })
  }
}

function succeeded (lane: Lane, run: Run): Lane {
  const good: Lane = { ...lane, lastGood: run.head, origin: [] }
  return withReport(
    run.kind === 'probe' ? good : { ...good, failed: null, bisect: null, culprit: null, unread: null },
    reportOf(run, 'succeeded', urlOf(run))
  )
}

function failed (lane: Lane, run: Run): Lane {
  const { bisect, culprit } = lane
  if (run.kind === 'probe') return { ...lane, bisect: bisect === null ? null : { bad: run.head } }
  // Without a good commit in its past there is nothing to search between.
  const isSearched = !run.isFull && lane.lastGood !== null && culprit === null && !lane.isGone
  return withReport(
    { ...lane, failed: run.head, bisect: isSearched ? bisect ?? { bad: run.head } : bisect },
    reportOf(run, 'failed', urlOf(run), culprit)
  )
}

/**
 * Nobody knows whether the commits are good. Who ends a probe ends the search; who ends a batch leaves its
 * commits to the next one; what was lost is asked for again.
 */
function undecided (lane: Lane, run: Run, waiting: Lane['waiting']): Lane {
  if (run.kind === 'probe') return { ...lane, bisect: null }
  return withReport({ ...lane, waiting: lane.isGone ? null : waiting }, reportOf(run, 'aborted', urlOf(run)))
}

function pastRun (run: Run, result: Result, endedAt: number): PastRun {
  const { id, kind, head, commits, files, waitedSince, at } = run
  return { id, kind, head, result, commits, files, waitedSince, at, endedAt, url: urlOf(run) }
}

function urlOf ({ handle }: Run): string | null {
  return handle?.url ?? null
}
