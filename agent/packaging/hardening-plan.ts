import type { HardeningPlan } from './package-report.js'
import type { PackageRun, PlannedRow } from './package-run.js'

/** What is left to tools that harden packages; undefined where no row that is to be made needs one. */
export function plannedHardenings (
  planned: readonly PlannedRow[],
  { estimates, rates }: Pick<PackageRun, 'estimates' | 'rates'>
): HardeningPlan | undefined {
  const packages = new Set<string>()
  let [run, estimateMs] = [0, 0]
  for (const each of planned) {
    if (!('plan' in each) || each.plan.hardening === undefined || each.plan.way === 'reuse') continue
    packages.add(each.plan.hardening.key)
    if (!estimates.hardens(each.plan)) continue
    run++
    estimateMs += rates.estimate('harden', each.plan.baseline?.size ?? 0)
  }
  if (packages.size === 0) return undefined
  return { packages: packages.size, kept: packages.size - run, estimateMs: Math.round(estimateMs) }
}
