import type { PackageState, Way } from './package-state.js'
import type { RowPlan } from './row-plan.js'

/** Milliseconds a megabyte as first measured; each machine replaces them by its own. */
const firstRates: Record<Way, number> = { reuse: 0, copy: 1, stamp: 1.5, repack: 60, build: 100 }
const baseMs = 20
const weight = 0.3

export function estimateRow (plan: Pick<RowPlan, 'way' | 'baseline' | 'row'>, state: PackageState): number {
  if (plan.way === 'reuse') return 0
  const before = state.rows[plan.row.id]
  if (before?.way === plan.way) return before.durationMs
  return Math.round(
    baseMs + megabytes(plan.baseline?.size ?? 0) * (state.rates[plan.way] ?? firstRates[plan.way])
  )
}

export function learn (state: PackageState, way: Way, sizeBytes: number, durationMs: number): void {
  const rate = Math.max(0, durationMs - baseMs) / Math.max(1, megabytes(sizeBytes))
  const before = state.rates[way]
  state.rates[way] = before === undefined ? rate : before * (1 - weight) + rate * weight
}

function megabytes (bytes: number): number {
  return bytes / 1_000_000
}
