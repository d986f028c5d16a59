import type { Wording } from '../messages/phrase.js'
/**
 * What one pipeline does for one branch of a repository, as plain data: it is kept as it is, which is why
 * these are types and no interfaces. Times are milliseconds since 1970.
 */
export type Lane = {
  repository: string
  branch: string
  pipeline: string
  /**
   * When the lane began; part of the names of its runs, so that those of an earlier branch of this name are
   * never taken for its own.
   */
  epoch: number
  /** The newest commit that was looked through. */
  head: string
  /** Everything up to here is in a successful run. */
  lastGood: string | null
  /** Without lastGood: commits that are not this lane's to build, because they were there before it. */
  origin: string[]
  waiting: Waiting | null
  run: Run | null
  /** Runs so far. */
  runs: number
  /** The head of the last batch, when that failed. */
  failed: string | null
  /** A run at `bad` failed; the commit at fault lies between lastGood and it. */
  bisect: { bad: string } | null
  /** The commit that broke the branch, until a run succeeds with it in. */
  culprit: string | null
  isGone: boolean
  /** A range that could not be read, and so counts as everything changed, until a batch succeeds. */
  unread: Unread | null
  reports: Report[]
  /** The last runs, newest first. */
  history: PastRun[]
}

/** Commits that ask for a run and are in none yet. */
export type Waiting = {
  since: number
  last: number
  files: number
  /** When every build of the last run was lost. */
  lostAt?: number
}

export type Unread = Problem & {
  head: string
  at: number
}

export type Run = {
  id: string
  kind: 'batch' | 'probe'
  /** The run takes in what these do not hold. */
  since: string[]
  /** A batch goes for this commit; a probe looks for one before it. */
  goal: string
  /** choosing the commit to run at, asking for the build, waiting for its end. */
  stage: 'choosing' | 'starting' | 'following'
  /** The commit that is built, once chosen. */
  head: string
  isFull: boolean
  commits: number
  files: number
  at: number
  /** Began to wait: what maxWaitSeconds counts from. */
  waitedSince: number
  /** When the build was last asked for: from then on there may be one. */
  attemptAt: number | null
  retryAt: number | null
  tries: number
  /** How often its build vanished without a result. */
  losses: number
  handle: Handle | null
  problem: Problem | null
}

/** Where a run's build is. */
export type Handle = {
  queueItem: number | null
  number: number | null
  url: string | null
}
export type Problem = {
  code: string
  message: Wording
}
export type ReportState = 'running' | 'succeeded' | 'failed' | 'aborted' | 'culprit'
/**
 * A status that is still to be set on the commits that `head` has and `since` have not; `culprit` has been at
 * fault since before.
 */
export type Report = {
  id: string
  since: string[]
  head: string
  state: ReportState
  url: string | null
  count: number
  culprit: string | null
}
export type Result = 'succeeded' | 'failed' | 'aborted' | 'lost'
export type PastRun = {
  id: string
  kind: Run['kind']
  head: string
  result: Result
  commits: number
  files: number
  waitedSince: number
  at: number
  endedAt: number
  url: string | null
}

export function newLane (
  name: Pick<Lane, 'repository' | 'branch' | 'pipeline'>,
  head: string,
  origin: string[],
  now: number
): Lane {
  return {
    ...name,
    epoch: now,
    head,
    lastGood: null,
    origin,
    waiting: null,
    run: null,
    runs: 0,
    failed: null,
    bisect: null,
    culprit: null,
    isGone: false,
    unread: null,
    reports: [],
    history: []
  }
}
