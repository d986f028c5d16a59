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
  // Whoever planned shards joins them.
  const shards = settings.isDryRun ? undefined : run.states.readShards()
  if (shards !== undefined) {
    const shared = await settings.sharedCache?.(run.local, run.project.file.project)
    shared?.awaitResults(shards.makingMs)
  }
  const built = await executePlan(plan, resources)
  const report = await finishRun(built, resources)
  if (shards !== undefined) run.states.writeShards(undefined)
  return report
}
