import type { Lane, Report, Run } from './lane.js'
import { dueAt } from './lane-limits.js'
import type { Limits } from './lane-limits.js'

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

export function effectsOf (lane: Lane, limits: Limits): Effect[] {
  const effects: Effect[] = []
  const { run, waiting, reports } = lane
  if (reports[0] !== undefined) effects.push({ type: 'report', report: reports[0] })
  if (run?.stage === 'choosing') {
    // After a failure one run takes in all that may mend it.
    const maxFiles = lane.failed === null ? limits.maxFiles : Infinity
    effects.push({ type: 'choose', run, maxFiles })
  }
  if (run?.stage === 'starting') effects.push({ type: 'start', run })
  if (run?.stage === 'following') effects.push({ type: 'follow', run })
  if (run === null && waiting !== null) effects.push({ type: 'wait', until: dueAt(waiting, limits) })
  if (run === null && lane.isGone && reports.length === 0) effects.push({ type: 'remove' })
  return effects
}
