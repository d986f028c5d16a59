import { isCheckState, kindOf, type Check, type CheckState } from '../health/check.js'
import { isProofKind } from '../health/proof-kinds.js'
import type { ProofKind } from '../health/proof-kinds.js'
import { type Wording, shortened, isWording } from '../messages/phrase.js'

/** When something that must be proved again and again was last found good, as the farm is told. */
export interface ProofItem {
  /** Of the check, such as `drill.art`. */
  id: string
  state: CheckState
  /** Null where it never was. */
  lastGood: string | null
  problem?: Wording
  /** Sizes of the last backups in bytes, the newest last. */
  trend?: number[]
  /** What was good, such as a digest. */
  detail?: string
}

const most = 40
const mostTrend = 15

export function proofKind (id: string): ProofKind | undefined {
  const kind = kindOf(id)
  return isProofKind(kind) ? kind : undefined
}

/** To the minute, and sizes to three digits: what is a second older is nothing to tell the farm. */
export function proofItems (
  checks: ReadonlyArray<Pick<Check, 'id' | 'state' | 'value' | 'problem' | 'trend' | 'detail'>>,
  checkedAt: string
): ProofItem[] {
  return checks.filter(({ id }) => proofKind(id) !== undefined).slice(0, most).map((
    { id, state, value, problem, trend, detail }
  ) => ({
    id,
    state,
    lastGood: typeof value === 'number' ? minuteOf(Date.parse(checkedAt) - value) : null,
    ...problem !== undefined && { problem: shortened(problem, 300) },
    ...detail !== undefined && { detail: detail.slice(0, 200) },
    ...trend !== undefined && { trend: trend.slice(-mostTrend).map(size => Number(size.toPrecision(3))) }
  }))
}

/** What another machine tells. */
export function proofItemsIn (value: unknown): ProofItem[] {
  return Array.isArray(value) ? value.slice(0, most).flatMap(proofItemIn) : []
}

function proofItemIn (value: unknown): ProofItem[] {
  if (typeof value !== 'object' || value === null) return []
  const { id, state, lastGood, problem, trend, detail }: Partial<Record<keyof ProofItem, unknown>> = value
  if (typeof id !== 'string' || id.length > 200 || proofKind(id) === undefined || !isCheckState(state)) {
    return []
  }
  const isMoment = typeof lastGood === 'string' && Number.isFinite(Date.parse(lastGood))
  const sizes = Array.isArray(trend)
    ? trend.filter((each): each is number => typeof each === 'number' && each >= 0).slice(-mostTrend)
    : []
  return [{
    id,
    state,
    lastGood: isMoment ? lastGood : null,
    ...isWording(problem) && { problem: shortened(problem, 300) },
    ...typeof detail === 'string' && { detail: detail.slice(0, 200) },
    ...sizes.length > 0 && { trend: sizes }
  }]
}

function minuteOf (ms: number): string | null {
  return Number.isFinite(ms) ? new Date(Math.floor(ms / 60_000) * 60_000).toISOString() : null
}
