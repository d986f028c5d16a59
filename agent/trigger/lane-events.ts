import type { Handle, Lane, Problem, ReportState, Result, Run } from './lane.js'
import { dueAt } from './lane-limits.js'
import type { Limits } from './lane-limits.js'
import { culpritReport, withReport } from './lane-reports.js'
import { withResult } from './lane-result.js'
import { mayHaveBuild, withBuild, withChoice, withRun } from './lane-run.js'

/** What happens to a lane as a whole. */
type BranchEvent =
  /** The branch stands at `head`; `asks`: commits that are new since the last look want a run. */
  | { type: 'seen', head: string, asks: boolean, files: number, unread?: Problem }
  | { type: 'gone' }
  | { type: 'tick' }
  | { type: 'reported', id: string, state: ReportState }

/** What happens to the run of that name. */
type RunEvent =
  | {
    type: 'chosen'
    id: string
    head: string
    isFull: boolean
    commits: number
    files: number
    unread?: Problem
  }
  /** The commits to look through cannot be told: nobody finds the one at fault. */
  | { type: 'unsearchable', id: string, unread: Problem }
  /** There is no commit between the good one and the bad one: the bad one is at fault. */
  | { type: 'culprit', id: string, commit: string }
  | { type: 'attempt', id: string }
  | { type: 'problem', id: string, problem: Problem, retryAt: number }
  | { type: 'following', id: string, handle: Handle }
  | { type: 'finished', id: string, result: Result }

export type LaneEvent = BranchEvent | RunEvent

/** The lane after `event`. An event about a run that is not the current one changes nothing. */
export function advance (lane: Lane, event: LaneEvent, now: number, limits: Limits): Lane {
  return begin(handle(lane, event, now), now, limits)
}

function handle (lane: Lane, event: LaneEvent, now: number): Lane {
  switch (event.type) {
    case 'tick':
      return lane
    case 'seen':
      return seen(lane, event, now)
    case 'gone':
      return gone(lane)
    case 'reported':
      return {
        ...lane,
        reports: lane.reports.filter(each => each.id !== event.id || each.state !== event.state)
      }
    case 'chosen':
    case 'culprit':
    case 'unsearchable':
    case 'attempt':
    case 'problem':
    case 'following':
    case 'finished':
      return lane.run?.id === event.id ? handleRun(lane, lane.run, event, now) : lane
  }
}

function handleRun (lane: Lane, run: Run, event: RunEvent, now: number): Lane {
  switch (event.type) {
    case 'chosen':
      return withChoice(withUnread(lane, event, now), run, event)
    case 'unsearchable':
      return { ...withUnread(lane, { head: run.goal, unread: event.unread }, now), run: null, bisect: null }
    case 'culprit':
      return withReport(
        { ...lane, run: null, bisect: null, culprit: event.commit },
        culpritReport(run, event.commit)
      )
    case 'attempt':
      return { ...lane, run: { ...run, attemptAt: now, retryAt: null } }
    case 'problem':
      return {
        ...lane,
        run: { ...run, problem: event.problem, retryAt: event.retryAt, tries: run.tries + 1 }
      }
    case 'following':
      return withBuild(lane, run, event.handle)
    case 'finished':
      return withResult(lane, run, event.result, now)
  }
}

function seen (lane: Lane, event: LaneEvent & { type: 'seen' }, now: number): Lane {
  const { head, asks, files } = event
  const waiting = asks
    ? {
      ...lane.waiting,
      since: lane.waiting?.since ?? now,
      last: now,
      files: (lane.waiting?.files ?? 0) + files
    }
    : lane.waiting
  return { ...withUnread(lane, event, now), head, isGone: false, waiting }
}

function withUnread (lane: Lane, { head, unread }: { head: string, unread?: Problem }, at: number): Lane {
  return unread === undefined ? lane : { ...lane, unread: { ...unread, head, at } }
}

function gone (lane: Lane): Lane {
  const run = lane.run !== null && mayHaveBuild(lane.run) ? lane.run : null
  return { ...lane, isGone: true, waiting: null, bisect: null, run }
}

/**
 * Starts what is due. After a failed batch the search goes on between two batches: neither can starve the
 * other.
 */
function begin (lane: Lane, now: number, limits: Limits): Lane {
  if (lane.run !== null || lane.isGone) return lane
  const { waiting, bisect } = lane
  const isDue = waiting !== null && now >= dueAt(waiting, limits)
  const isProbesTurn = bisect !== null && !(isDue && lane.history[0]?.kind === 'probe')
  if (isProbesTurn) return withRun(lane, { kind: 'probe', goal: bisect.bad, waitedSince: now, at: now })
  if (isDue) {
    const next: Lane = { ...lane, waiting: null }
    return withRun(next, { kind: 'batch', goal: lane.head, waitedSince: waiting.since, at: now })
  }
  return lane
}
