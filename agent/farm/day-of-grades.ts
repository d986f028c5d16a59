import { grades } from '../health/check.js'
import type { Span } from '../health/history.js'

/** A machine's worst grade in each quarter of an hour of a day: small enough to travel with every report. */
export interface DayOfGrades {
  /** When the last quarter ends. */
  untilMs: number
  /** One character for each quarter, the oldest first: g, d, p, or - where nobody looked. */
  grades: string
  /** The longest queue in each: 0 to 9, a to z for 10 to 35 and more, or - where nobody looked. */
  queue?: string
  /** How busy the machine was in each: 0 to z, from nothing to all that it does at once. */
  busy?: string
}

export const slotMs = 900_000
export const slots = 96
export const dayMs = slots * slotMs

export function dayOfGrades (
  spans: readonly Span[],
  nowMs: number,
  queue?: readonly Span[],
  busy?: string
): DayOfGrades {
  const untilMs = (Math.floor(nowMs / slotMs) + 1) * slotMs
  const inSlots = (all: ReadonlyArray<{ atMs: number, value: number }>): number[] => {
    const most = Array<number>(slots).fill(-1)
    for (const { atMs, value } of all) {
      const slot = slots - 1 - Math.floor((untilMs - 1 - atMs) / slotMs)
      const known = most[slot]
      if (known !== undefined) most[slot] = Math.max(known, value)
    }
    return most
  }
  const worst = inSlots(spans.map(({ atMs, worst }) => ({ atMs, value: worst })))
  const longest = queue && inSlots(queue.map(({ atMs, max }) => ({ atMs, value: max })))
  return {
    untilMs,
    grades: worst.map(severity => grades[severity]?.[0] ?? '-').join(''),
    ...longest && { queue: longest.map(digitOf).join('') },
    ...busy !== undefined && { busy }
  }
}

function digitOf (length: number): string {
  return length < 0 ? '-' : Math.min(35, Math.round(length)).toString(36)
}

/** The same day seen later: what has passed leaves it, and of the time since nothing is known. */
export function shiftedTo ({ untilMs, grades, queue, busy }: DayOfGrades, nowMs: number): DayOfGrades {
  const passed = Math.max(0, Math.min(slots, Math.floor(nowMs / slotMs) + 1 - untilMs / slotMs))
  const shifted = (slots: string): string => slots.slice(passed) + '-'.repeat(passed)
  return {
    untilMs: untilMs + passed * slotMs,
    grades: shifted(grades),
    ...queue !== undefined && { queue: shifted(queue) },
    ...busy !== undefined && { busy: shifted(busy) }
  }
}

export function isDayOfGrades (value: unknown): value is DayOfGrades {
  if (typeof value !== 'object' || value === null || !('grades' in value) || !('untilMs' in value)) {
    return false
  }
  const { grades, untilMs } = value
  if ('queue' in value && !isDigits(value.queue) || 'busy' in value && !isDigits(value.busy)) return false
  return typeof grades === 'string' && grades.length === slots && /^[gdp-]+$/.test(grades) &&
    typeof untilMs === 'number' && Number.isSafeInteger(untilMs) && untilMs % slotMs === 0
}

function isDigits (value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-z-]{96}$/.test(value)
}
