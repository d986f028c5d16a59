import { formatTable } from '../benchmarks/report/table.js'
import type { CheckedOrder } from './check-order.js'
import type { CheckedRun } from './check-run.js'

export interface ChaosFigures extends CheckedRun, CheckedOrder {
  faults: number
  recoveryLimitMs: number
}

interface Figure {
  name: string
  measured: number
  limit: number
  isFaultCount?: true
  isTiming?: true
}

/** The figures of a run beside their goals. */
export function figuresOf (run: ChaosFigures): Figure[] {
  return [
    { name: 'faults injected', measured: run.faults, limit: 1000, isFaultCount: true },
    {
      name: 'moments with more devices using the tool than seats (paused machines apart)',
      measured: run.momentsOverSeats,
      limit: 0
    },
    { name: 'moments with more jobs on a device than K', measured: run.momentsOverJobs, limit: 0 },
    { name: 'publishes with a stale token', measured: run.stalePublishes, limit: 0 },
    { name: 'tokens given to two devices', measured: run.tokensTwice, limit: 0 },
    { name: 'accepted jobs lost', measured: run.jobsLost, limit: 0 },
    { name: 'accepted jobs run to completion twice', measured: run.jobsTwice, limit: 0 },
    {
      name: "seats not recovered after their holder's death",
      measured: run.deaths - run.recoveryMs.length,
      limit: 0
    },
    {
      name: "recovery after a holder's death, p100, ms",
      measured: Math.max(0, ...run.recoveryMs),
      limit: run.recoveryLimitMs,
      isTiming: true
    },
    { name: 'wait order violations within a priority', measured: run.orderViolations, limit: 0 }
  ]
}

/** The goals that were missed. How many faults there are is the caller's choice. */
export function missedGoals (figures: Figure[]): string[] {
  return figures.filter(({ measured, limit, isFaultCount }) => isFaultCount !== true && measured > limit).map(
    ({ name, measured, limit }) => `${name}: ${measured}, at most ${limit}`
  )
}

export function figureTable (figures: Figure[]): string {
  return formatTable(
    ['', 'measured', 'goal'],
    figures.map((
      { name, measured, limit, isFaultCount }
    ) => [
      name,
      String(measured),
      isFaultCount === true ? `≥ ${limit} in a long run` : limit === 0 ? '0' : `≤ ${limit}`
    ])
  )
}
