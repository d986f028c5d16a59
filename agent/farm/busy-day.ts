import { slotMs, slots, type DayOfGrades } from './day-of-grades.js'

/** When a job ran. */
export interface BusySpan {
  kind: string
  startMs: number
  endMs: number
}

const steps = 35

/**
 * How busy each quarter of an hour of the last day was: 0 to z, from nothing to all places of the kind of job
 * that had the least room. Of the running quarter what has passed of it.
 */
export function busyDay (
  spans: readonly BusySpan[],
  places: ReadonlyMap<string, number>,
  nowMs: number
): string {
  const untilMs = (Math.floor(nowMs / slotMs) + 1) * slotMs
  const fullest = Array<number>(slots).fill(0)
  for (const [kind, count] of places) {
    const busyMs = Array<number>(slots).fill(0)
    for (const { startMs, endMs } of spans.filter(span => span.kind === kind)) {
      for (let slot = 0; slot < slots; slot++) {
        const fromMs = untilMs - (slots - slot) * slotMs
        const overlapMs = Math.min(endMs, fromMs + slotMs, nowMs) - Math.max(startMs, fromMs)
        if (overlapMs > 0) busyMs[slot] = (busyMs[slot] ?? 0) + overlapMs
      }
    }
    for (const [slot, ms] of busyMs.entries()) {
      const lastedMs = Math.max(1, Math.min(slotMs, nowMs - (untilMs - (slots - slot) * slotMs)))
      fullest[slot] = Math.max(fullest[slot] ?? 0, count === 0 ? 0 : ms / (lastedMs * count))
    }
  }
  return fullest.map(digitOf).join('')
}

/** Little is not nothing. */
function digitOf (share: number): string {
  return share <= 0 ? '0' : Math.max(1, Math.min(steps, Math.round(share * steps))).toString(36)
}

/** Each quarter's share from 0 to 1; undefined where nobody looked. */
export function busyShares ({ grades, busy }: DayOfGrades): Array<number | undefined> {
  return [...grades].map((grade, slot) => {
    const digit = parseInt(busy?.[slot] ?? '', 36)
    return grade === '-' || Number.isNaN(digit) ? undefined : digit / steps
  })
}

/** The mean over all quarters in which the machines were looked at; undefined when there is none. */
export function meanBusy (days: ReadonlyArray<DayOfGrades | null>): number | undefined {
  const known = days.flatMap(day => day === null ? [] : busyShares(day)).filter(share => share !== undefined)
  return known.length === 0 ? undefined : known.reduce((a, b) => a + b, 0) / known.length
}
