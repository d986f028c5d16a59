import { grades } from '../health/check.js'
import type { Span } from '../health/history.js'

/** A machine's worst grade in each quarter of an hour of a day: small enough to travel with every report. */
export interface DayOfGrades {
  /** When the last quarter ends. */
  untilMs: number
  /** One character for each quarter, the oldest first: g, d, p, or - where nobody looked. */
  grades: string
}

export const slotMs = 900_000
export const slots = 96
export const dayMs = slots * slotMs

export function dayOfGrades (spans: readonly Span[], nowMs: number): DayOfGrades {
  const untilMs = (Math.floor(nowMs / slotMs) + 1) * slotMs
  const worst = Array<number>(slots).fill(-1)
  for (const { atMs, worst: severity } of spans) {
    const slot = slots - 1 - Math.floor((untilMs - 1 - atMs) / slotMs)
    const known = worst[slot]
    if (known !== undefined) worst[slot] = Math.max(known, severity)
  }
  return { untilMs, grades: worst.map(severity => grades[severity]?.[0] ?? '-').join('') }
}

/** The same day seen later: what has passed leaves it, and of the time since nothing is known. */
export function shiftedTo ({ untilMs, grades }: DayOfGrades, nowMs: number): DayOfGrades {
  const passed = Math.max(0, Math.min(slots, Math.floor(nowMs / slotMs) + 1 - untilMs / slotMs))
  return { untilMs: untilMs + passed * slotMs, grades: grades.slice(passed) + '-'.repeat(passed) }
}

export function isDayOfGrades (value: unknown): value is DayOfGrades {
  if (typeof value !== 'object' || value === null || !('grades' in value) || !('untilMs' in value)) {
    return false
  }
  const { grades, untilMs } = value
  return typeof grades === 'string' && grades.length === slots && /^[gdp-]+$/.test(grades) &&
    typeof untilMs === 'number' && Number.isSafeInteger(untilMs) && untilMs % slotMs === 0
}
