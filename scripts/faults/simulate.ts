import { errorText } from '../../agent/error-text.js'
import { Simulation } from './simulation.js'
import type { Break } from './simulation.js'

export interface SimulationReport {
  schedules: number
  steps: number
  grants: number
  publishes: number
  failed?: { seed: number, reason: string }
}

/** Runs schedules from `seed` on until one fails. */
export function simulate (
  { schedules, seed = 1, steps = 300, broken }: {
    schedules: number
    seed?: number
    steps?: number
    broken?: Break | undefined
  }
): SimulationReport {
  const report: SimulationReport = { schedules: 0, steps, grants: 0, publishes: 0 }
  for (let each = seed; each < seed + schedules; each++) {
    const simulation = new Simulation(each, broken)
    try {
      simulation.run(steps)
    } catch (error) {
      return { ...report, failed: { seed: each, reason: String(errorText(error)) } }
    }
    report.schedules++
    report.grants += simulation.grants
    report.publishes += simulation.publishes
  }
  return report
}
