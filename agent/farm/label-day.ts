import type { FarmRow } from './farm-row.js'
import { meanBusy } from './busy-day.js'
import { slots } from './day-of-grades.js'

/** What the machines with one label can do and have to do, now and in each quarter of an hour of the day. */
export interface LabelDay {
  label: string
  machines: number
  atWork: number
  running: number
  waiting: number
  /** Machines that were not poor, the oldest quarter first. */
  capacity: readonly number[]
  /** The most jobs that waited at them. */
  queue: readonly number[]
  /** How busy they were on the mean, from 0 to 1; undefined where nobody tells. */
  busy: number | undefined
}

/** Those of most machines first. A drained machine counts in the past: nobody noted drains. */
export function labelDays (rows: readonly FarmRow[]): LabelDay[] {
  const byLabel = new Map<string, FarmRow[]>()
  for (const row of rows) {
    for (const label of new Set(row.labels)) byLabel.set(label, [...byLabel.get(label) ?? [], row])
  }
  return [...byLabel]
    .map(([label, machines]) => labelDay(label, machines))
    .sort((a, b) => b.machines - a.machines || a.label.localeCompare(b.label, 'en', { numeric: true }))
}

function labelDay (label: string, rows: readonly FarmRow[]): LabelDay {
  const capacity = Array<number>(slots).fill(0)
  const queue = Array<number>(slots).fill(0)
  for (const { day } of rows) {
    for (let slot = 0; slot < slots; slot++) {
      const grade = day?.grades[slot]
      if (grade === 'g' || grade === 'd') capacity[slot] = (capacity[slot] ?? 0) + 1
      const waited = parseInt(day?.queue?.[slot] ?? '', 36)
      if (waited > 0) queue[slot] = (queue[slot] ?? 0) + waited
    }
  }
  const sum = (of: (row: FarmRow) => number): number => rows.reduce((all, row) => all + of(row), 0)
  const waiting = sum(row => row.waiting)
  queue[slots - 1] = Math.max(queue[slots - 1] ?? 0, waiting)
  return {
    label,
    machines: rows.length,
    atWork: rows.filter(row => row.grade !== 'poor' && row.drain === null).length,
    running: sum(row => row.running),
    waiting,
    capacity,
    queue,
    busy: meanBusy(rows.map(({ day }) => day))
  }
}
