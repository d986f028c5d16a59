import type { BuiltOutput } from '../actions/planned-output.js'
import { runnerOfSet } from '../actions/set-runner.js'
import { throwAll } from '../actions/throw-all.js'
import { checkCollisions } from '../outputs/output-collisions.js'
import { buildGroup, checkBuilt } from '../processors/processors.js'
import { setOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'
import type { RunPlan } from './plan-run.js'
import type { RunResources } from './run-resources.js'

/** Builds the groups of a plan. Throws for what failed, and for what does not go together. */
export async function executePlan (plan: RunPlan, resources: RunResources): Promise<BuiltOutput[]> {
  const { run, settings: { only }, published, context } = resources
  const outputs = await run.phases.during('execute', async () => await buildGroups(plan.groups, resources))
  checkCollisions(outputs)
  const outputFolder = run.project.output
  await checkBuilt(
    { groups: plan.all, outputs, published, outputFolder, ...only !== undefined && { only } },
    context
  )
  return outputs
}

async function buildGroups (
  groups: readonly Group[],
  { context, settings, stop }: RunResources
): Promise<BuiltOutput[]> {
  const errors: unknown[] = []
  const built = await Promise.all(groups.map(async group => {
    try {
      const outputs = await buildGroup(group, {
        ...context,
        runner: runnerOfSet(context.runner, setOf(group))
      })
      return outputs.map(output => ({ group, output }))
    } catch (error) {
      // What failed only because another action failed first is not worth telling.
      if (!stop.signal.aborted || settings.keepGoing) errors.push(error)
      if (!settings.keepGoing) stop.abort()
      return []
    }
  }))
  settings.signal.throwIfAborted()
  throwAll(errors)
  return built.flat()
}
