import { executePlan } from './execute-plan.js'
import { finishRun } from './finish-run.js'
import { planRun } from './plan-run.js'
import type { RunReport } from './run-report.js'
import { openResources } from './run-resources.js'
import type { BuildSettings, ScannedRun } from './run-settings.js'

/** Plans, executes and publishes a scanned run; in a dry run it only plans. */
export async function executeRun (settings: BuildSettings, run: ScannedRun): Promise<RunReport> {
  const resources = openResources(settings, run)
  const plan = await planRun(resources)
  const built = await executePlan(plan, resources)
  return await finishRun(built, resources)
}
