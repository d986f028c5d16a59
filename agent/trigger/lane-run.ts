import type { Handle, Lane, Run } from './lane.js'
import { reportOf, withReport } from './lane-reports.js'

/** The lane with its next run begun. */
export function withRun (
  lane: Lane,
  { kind, goal, waitedSince, at }: Pick<Run, 'kind' | 'goal' | 'waitedSince' | 'at'>
): Lane {
  const run: Run = {
    id: nextRunId(lane),
    kind,
    since: lane.lastGood === null ? lane.origin : [lane.lastGood],
    goal,
    stage: 'choosing',
    head: goal,
    isFull: false,
    commits: 0,
    files: 0,
    at,
    waitedSince,
    attemptAt: null,
    retryAt: null,
    tries: 0,
    losses: 0,
    handle: null,
    problem: null
  }
  return { ...lane, runs: lane.runs + 1, run }
}

/** A batch that was cut short leaves the rest waiting, due at once. */
export function withChoice (
  lane: Lane,
  run: Run,
  { head, isFull, commits, files }: Pick<Run, 'head' | 'isFull' | 'commits' | 'files'>
): Lane {
  const isCut = run.kind === 'batch' && head !== run.goal
  const rest = { since: run.waitedSince, last: run.waitedSince, files: Number.MAX_SAFE_INTEGER }
  const next: Lane = {
    ...lane,
    run: { ...run, stage: 'starting', head, isFull, commits, files },
    waiting: isCut ? rest : lane.waiting
  }
  // With another history, what was searched or found in the old one is past.
  return isFull ? { ...next, bisect: null, culprit: null } : next
}

/** The run has a build, or its build has moved. */
export function withBuild (lane: Lane, run: Run, handle: Handle): Lane {
  const next: Lane = {
    ...lane,
    run: { ...run, stage: 'following', handle, problem: null, retryAt: null, tries: 0 }
  }
  const isNews = run.kind === 'batch' && (run.stage === 'starting' || run.handle?.url !== handle.url)
  return isNews ? withReport(next, reportOf(run, 'running', handle.url)) : next
}

/** The run's build is asked for anew, under another name: the one that was lost may still turn up. */
export function withNewBuild (lane: Lane, run: Run): Lane {
  return {
    ...lane,
    runs: lane.runs + 1,
    run: {
      ...run,
      id: nextRunId(lane),
      stage: 'starting',
      attemptAt: null,
      handle: null,
      losses: run.losses + 1
    }
  }
}

/** Whether a build was asked for, so that there may be one. */
export function mayHaveBuild ({ stage, attemptAt }: Run): boolean {
  return stage === 'following' || (stage === 'starting' && attemptAt !== null)
}

function nextRunId ({ repository, pipeline, branch, epoch, runs }: Lane): string {
  return `${repository}/${pipeline}/${branch}/${epoch.toString(36)}.${runs + 1}`
}
