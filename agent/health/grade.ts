import { severityOf, type Check, type CheckState, type Grade } from './check.js'

/**
 * `failAfter` bad looks out of the last `failAfter + 1` make a check bad, `recoverAfter` good ones in a row
 * make it good again.
 */
export interface Hysteresis {
  failAfter: number
  recoverAfter: number
}

/** What is remembered of one check between two looks. */
export interface Track {
  readonly state: CheckState
  /** Since when `state` holds. */
  readonly sinceMs: number
  /** The last looks, newest last. */
  readonly recent: readonly CheckState[]
}

/**
 * The next state of a check. Counting bad looks in a window, not in a row, also catches what flaps: it turns
 * bad, and stays bad until it has been quiet for a while.
 */
export function nextTrack (
  before: Track | undefined,
  observed: CheckState,
  atMs: number,
  { failAfter, recoverAfter }: Hysteresis
): Track {
  const recent = [...before?.recent ?? [], observed].slice(-Math.max(failAfter + 1, recoverAfter))
  const state = before?.state ?? 'ok'
  const next = settled(state, recent, failAfter, recoverAfter)
  return { state: next, recent, sinceMs: before === undefined || next !== state ? atMs : before.sinceMs }
}

function settled (
  state: CheckState,
  recent: readonly CheckState[],
  failAfter: number,
  recoverAfter: number
): CheckState {
  const window = recent.slice(-(failAfter + 1))
  const worse = (['fail', 'warn'] as const).find(each =>
    severityOf[each] > severityOf[state] &&
    window.filter(seen => severityOf[seen] >= severityOf[each]).length >= failAfter
  )
  if (worse !== undefined) return worse
  const quiet = recent.slice(-recoverAfter)
  if (quiet.length < recoverAfter) return state
  const worst = worstOf(quiet)
  return severityOf[worst] < severityOf[state] ? worst : state
}

export function worstOf (states: readonly CheckState[]): CheckState {
  return states.reduce<CheckState>((worst, each) => severityOf[each] > severityOf[worst] ? each : worst, 'ok')
}

export type Reason = Pick<Check, 'id' | 'state' | 'value' | 'unit' | 'since' | 'hint' | 'subject' | 'problem'>

/** The worst check decides. Its reasons are all checks that are not ok, the worst and oldest first. */
export function gradeOf (checks: readonly Check[]): { grade: Grade, reasons: Reason[] } {
  const grade =
    ({ ok: 'good', warn: 'degraded', fail: 'poor' } as const)[worstOf(checks.map(({ state }) => state))]
  const reasons = checks
    .filter(({ state }) => state !== 'ok')
    .sort((a, b) =>
      severityOf[b.state] - severityOf[a.state] || a.since.localeCompare(b.since) || a.id.localeCompare(b.id)
    )
    .map(({ warn: _, fail: __, ...reason }) => reason)
  return { grade, reasons }
}
