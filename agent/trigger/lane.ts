/**
 * What one pipeline does for one branch of a repository, as plain data: it is kept as it is. Times are
 * milliseconds since 1970.
 */
export interface Lane {
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
  reports: Report[]
  /** The last runs, newest first. */
  history: PastRun[]
}

/** Commits that ask for a run and are in none yet. */
export interface Waiting {
  since: number
  last: number
  files: number
}

export interface Run {
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
export interface Handle {
  queueItem: number | null
  number: number | null
  url: string | null
}
export interface Problem {
  code: string
  message: string
}
export type ReportState = 'running' | 'succeeded' | 'failed' | 'aborted' | 'culprit'
/**
 * A status that is still to be set on the commits that `head` has and `since` have not; `culprit` has been at
 * fault since before.
 */
export interface Report {
  id: string
  since: string[]
  head: string
  state: ReportState
  url: string | null
  count: number
  culprit: string | null
}
export type Result = 'succeeded' | 'failed' | 'aborted' | 'lost'
export interface PastRun {
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

export interface Limits {
  quietMs: number
  maxWaitMs: number
  maxFiles: number
}

export type LaneEvent =
  /** The branch stands at `head`; `asks`: commits that are new since the last look want a run. */
  | { type: 'seen', head: string, asks: boolean, files: number }
  | { type: 'gone' }
  | { type: 'tick' }
  | { type: 'chosen', id: string, head: string, isFull: boolean, commits: number, files: number }
  /** There is no commit between the good one and the bad one: the bad one is at fault. */
  | { type: 'culprit', id: string, commit: string }
  | { type: 'attempt', id: string }
  | { type: 'problem', id: string, problem: Problem, retryAt: number }
  | { type: 'following', id: string, handle: Handle }
  | { type: 'finished', id: string, result: Result }
  | { type: 'reported', id: string, state: ReportState }

/**
 * What is to be done next. It follows from the lane alone, so that after a crash it is the same as before.
 */
export type Effect =
  | { type: 'choose', run: Run, maxFiles: number }
  | { type: 'start', run: Run }
  | { type: 'follow', run: Run }
  | { type: 'report', report: Report }
  | { type: 'wait', until: number }
  | { type: 'remove' }

const maxLosses = 3
/** What loses every build is not asked for builds without a pause; maxWaitSeconds may end it earlier. */
const lossPauseMs = 600_000
const maxHistory = 20
const maxReports = 100

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
    reports: [],
    history: []
  }
}

/** The lane after `event`. An event about a run that is not the current one changes nothing. */
export function advance (lane: Lane, event: LaneEvent, now: number, limits: Limits): Lane {
  return begin(handle(lane, event, now), now, limits)
}

export function effectsOf (lane: Lane, limits: Limits): Effect[] {
  const effects: Effect[] = []
  const { run, waiting, reports } = lane
  if (reports[0] !== undefined) effects.push({ type: 'report', report: reports[0] })
  if (run?.stage === 'choosing') {
    effects.push({
      type: 'choose',
      run,
      maxFiles: lane.failed === null
        ? limits.maxFiles
        : Infinity
    })
  }
  if (run?.stage === 'starting') effects.push({ type: 'start', run })
  if (run?.stage === 'following') effects.push({ type: 'follow', run })
  if (run === null && waiting !== null) effects.push({ type: 'wait', until: dueAt(waiting, limits) })
  if (run === null && lane.isGone && reports.length === 0) effects.push({ type: 'remove' })
  return effects
}

export function dueAt ({ since, last, files }: Waiting, { quietMs, maxWaitMs, maxFiles }: Limits): number {
  return files >= maxFiles ? since : Math.min(last + quietMs, since + maxWaitMs)
}

function handle (lane: Lane, event: LaneEvent, now: number): Lane {
  const { run } = lane
  if (event.type === 'seen') return seen(lane, event, now)
  if (event.type === 'gone') {
    return {
      ...lane,
      isGone: true,
      waiting: null,
      bisect: null,
      run: run !== null && mayExist(run) ? run : null
    }
  }
  if (event.type === 'reported') {
    return {
      ...lane,
      reports: lane.reports.filter(each => each.id !== event.id || each.state !== event.state)
    }
  }
  if (event.type === 'tick' || run === null || run.id !== event.id) return lane
  switch (event.type) {
    case 'chosen':
      return chosen(lane, run, event)
    case 'culprit':
      return report({ ...lane, run: null, bisect: null, culprit: event.commit }, {
        id: run.id,
        since: [],
        head: event.commit,
        state: 'culprit',
        url: null,
        count: 1,
        culprit: null
      })
    case 'attempt':
      return { ...lane, run: { ...run, attemptAt: now, retryAt: null } }
    case 'problem':
      return {
        ...lane,
        run: { ...run, problem: event.problem, retryAt: event.retryAt, tries: run.tries + 1 }
      }
    case 'following':
      return following(lane, run, event.handle)
    case 'finished':
      return finished(lane, run, event.result, now)
  }
}

function seen (lane: Lane, { head, asks, files }: LaneEvent & { type: 'seen' }, now: number): Lane {
  const waiting = asks
    ? { since: lane.waiting?.since ?? now, last: now, files: (lane.waiting?.files ?? 0) + files }
    : lane.waiting
  return { ...lane, head, isGone: false, waiting }
}

/** A batch that was cut short leaves the rest waiting, due at once. */
function chosen (
  lane: Lane,
  run: Run,
  { head, isFull, commits, files }: LaneEvent & { type: 'chosen' }
): Lane {
  const isCut = run.kind === 'batch' && head !== run.goal
  const rest = { since: run.waitedSince, last: run.waitedSince, files: Number.MAX_SAFE_INTEGER }
  const next = {
    ...lane,
    run: { ...run, stage: 'starting' as const, head, isFull, commits, files },
    waiting: isCut ? rest : lane.waiting
  }
  // With another history, what was searched or found in the old one is past.
  return isFull ? { ...next, bisect: null, culprit: null } : next
}

function following (lane: Lane, run: Run, handle: Handle): Lane {
  const next = {
    ...lane,
    run: { ...run, stage: 'following' as const, handle, problem: null, retryAt: null, tries: 0 }
  }
  const isNews = run.kind === 'batch' && (run.stage === 'starting' || run.handle?.url !== handle.url)
  return isNews ? report(next, reportOf(run, 'running', handle.url)) : next
}

function finished (lane: Lane, run: Run, result: Result, now: number): Lane {
  const { kind, head, id, commits, files, waitedSince, at } = run
  const url = run.handle?.url ?? null
  if (result === 'lost' && run.losses + 1 < maxLosses) {
    // Another name: the one that was lost may still turn up.
    return {
      ...lane,
      runs: lane.runs + 1,
      run: {
        ...run,
        id: runId(lane),
        stage: 'starting',
        attemptAt: null,
        handle: null,
        losses: run.losses + 1
      }
    }
  }
  const past: PastRun = { id, kind, head, result, commits, files, waitedSince, at, endedAt: now, url }
  const ended = { ...lane, run: null, history: [past, ...lane.history].slice(0, maxHistory) }
  if (result === 'succeeded') {
    const good = { ...ended, lastGood: head, origin: [] }
    return report(
      kind === 'probe' ? good : { ...good, failed: null, bisect: null, culprit: null },
      reportOf(run, 'succeeded', url)
    )
  }
  if (result === 'failed') {
    if (kind === 'probe') return { ...ended, bisect: lane.bisect === null ? null : { bad: head } }
    // Without a good commit in its past there is nothing to search between.
    const isSearched = !run.isFull && lane.lastGood !== null && lane.culprit === null && !lane.isGone
    return report(
      { ...ended, failed: head, bisect: isSearched ? lane.bisect ?? { bad: head } : lane.bisect },
      reportOf(run, 'failed', url, lane.culprit)
    )
  }
  // Nobody knows whether the commits are good. Who ends a probe ends the search; who ends a batch leaves its
  // commits to the next one.
  if (kind === 'probe') return { ...ended, bisect: null }
  const again = result === 'lost' && !lane.isGone ? { since: now, last: now + lossPauseMs, files } : null
  return report({ ...ended, waiting: lane.waiting ?? again }, reportOf(run, 'aborted', url))
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
  if (isProbesTurn) return { ...lane, runs: lane.runs + 1, run: newRun(lane, 'probe', bisect.bad, now, now) }
  if (isDue) {
    return {
      ...lane,
      runs: lane.runs + 1,
      waiting: null,
      run: newRun(
        lane,
        'batch',
        lane.head,
        waiting.since,
        now
      )
    }
  }
  return lane
}

function newRun (lane: Lane, kind: Run['kind'], goal: string, waitedSince: number, at: number): Run {
  return {
    id: runId(lane),
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
}

function runId ({ repository, pipeline, branch, epoch, runs }: Lane): string {
  return `${repository}/${pipeline}/${branch}/${epoch.toString(36)}.${runs + 1}`
}

function mayExist ({ stage, attemptAt }: Run): boolean {
  return stage === 'following' || (stage === 'starting' && attemptAt !== null)
}

function reportOf (
  { id, since, head, commits }: Run,
  state: ReportState,
  url: string | null,
  culprit: string | null = null
): Report {
  return { id, since, head, state, url, count: commits, culprit }
}

/** Of a run's reports only the newest matters, but the culprit's is another matter. */
function report (lane: Lane, next: Report): Lane {
  return { ...lane, reports: [...lane.reports.filter(({ id }) => id !== next.id), next].slice(-maxReports) }
}
