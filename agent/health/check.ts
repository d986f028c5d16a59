import { checkKinds, type CheckKind } from '../config/check-kinds.js'
import type { Wording } from '../messages/phrase.js'

export type CheckState = 'ok' | 'warn' | 'fail'
export type Grade = 'good' | 'degraded' | 'poor'
/** Numbers from good to bad, for metrics and history. */
export const severityOf: Record<CheckState, number> = { ok: 0, warn: 1, fail: 2 }
export const grades: readonly Grade[] = ['good', 'degraded', 'poor']

export function isCheckState (value: unknown): value is CheckState {
  return typeof value === 'string' && Object.hasOwn(severityOf, value)
}

export function isGrade (value: unknown): value is Grade {
  return grades.some(grade => grade === value)
}

/** What a probe saw of one thing. */
export interface Reading {
  kind: CheckKind
  /** Tells several of a kind apart, as in `disk.workspace`. */
  name?: string
  /** A number is compared with the kind's limits; text and null carry their `state`. */
  value: number | Wording | null
  state?: CheckState
  /** What it is about, for people: a path, a device, an address. */
  subject?: string
  /** What went wrong in the system's own words. */
  problem?: Wording
  /** Sizes over time, the newest last. */
  trend?: number[]
  /** What it is that was seen, such as a digest. */
  detail?: string
}

/** One line of a machine's health. `hint` says what to do while the state is not ok. */
export interface Check {
  id: string
  state: CheckState
  value: number | Wording | null
  unit: string
  warn: number | null
  fail: number | null
  since: string
  hint: string | null
  subject?: string
  problem?: Wording
  trend?: number[]
  detail?: string
}

export interface Limits {
  warn: number | null
  fail: number | null
}

export function checkId ({ kind, name }: Pick<Reading, 'kind' | 'name'>): string {
  return name === undefined ? kind : `${kind}.${name}`
}

export function isCheckKind (value: unknown): value is CheckKind {
  return typeof value === 'string' && Object.hasOwn(checkKinds, value)
}

/** The kind in a check's id. */
export function kindOf (id: string): CheckKind | undefined {
  const [kind] = id.split('.', 1)
  return isCheckKind(kind) ? kind : undefined
}

/** What a reading says by itself, before hysteresis. */
export function stateOf (reading: Reading, limits: Limits): CheckState {
  const own = reading.state ?? 'ok'
  if (typeof reading.value !== 'number') return own
  if (!Number.isFinite(reading.value)) return 'warn'
  const { worse } = checkKinds[reading.kind]
  const { value } = reading
  const isPast = (limit: number | null): boolean =>
    limit !== null && (worse === 'above' ? value > limit : value < limit)
  const byLimit = isPast(limits.fail) ? 'fail' : isPast(limits.warn) ? 'warn' : 'ok'
  return severityOf[byLimit] > severityOf[own] ? byLimit : own
}
