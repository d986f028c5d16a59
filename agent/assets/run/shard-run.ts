import { ActionCache, actionKey } from '../../cache/action-cache.js'
import type { ActionInputs } from '../../cache/action-cache.js'
import type { SharedCache } from '../../cache/remote/shared-cache.js'
import { PacklineError } from '../../errors.js'
import { fromFileSystem } from '../../files/file-system-errors.js'
import { isJsonObject } from '../../json-object.js'
import { packlineVersion } from '../../version.js'
import { throwAll } from '../actions/throw-all.js'
import { buildGroup } from '../processors/processors.js'
import { join } from 'node:path'
import { planRun } from './plan-run.js'
import { costOf, countActions, emptyReport, reasonsOf } from './run-report.js'
import type { RunReport } from './run-report.js'
import { openResources } from './run-resources.js'
import type { RunResources } from './run-resources.js'
import type { BuildSettings } from './run-settings.js'
import { scanRun } from './scan-run.js'
import { shardUnits, splitUnits } from './shard-split.js'
import type { Shard, ShardUnit } from './shard-split.js'

/**
 * By name, as a plan has them; a part of the plan that the shared cache keeps; or of the split that every
 * node comes to by itself.
 */
export type ShardSets = readonly string[] | { index: number, count: number, plan?: string }

export interface ShardChoice {
  count: number | 'auto'
  /** For `auto`: how long a shard should take, and how many nodes there are. */
  targetMs: number
  atMost: number
}

export interface ShardPlan {
  /** Under this name the shared cache has it, for those who build the shards. */
  plan: string
  project: string
  shards: Shard[]
  /** Sets in all, and those that the shared cache has already. */
  sets: number
  made: number
  estimatedMs: number
  /** Why the shared cache is of no use now: there are no shards, and whoever joins makes everything. */
  problem?: string
}

/** Who builds what on several nodes. Throws what a run of it all would throw before any work. */
export async function planShards (settings: BuildSettings, choice: ShardChoice): Promise<ShardPlan> {
  return await onScannedRun(settings, async (resources, shared, cache) => {
    const units = await unitsOf(resources)
    const made = await Promise.all(
      units.map(async unit => await shared.find(actionKey(setInputs(unit, resources)), false) !== undefined)
    )
    const left = units.filter((_, index) => made[index] !== true)
    const estimatedMs = left.reduce((sum, { costMs }) => sum + costMs, 0)
    const wanted = choice.count === 'auto'
      ? Math.min(choice.atMost, Math.ceil(estimatedMs / choice.targetMs))
      : choice.count
    const plan = {
      project: resources.run.project.file.project,
      shards: left.length === 0 ? [] : splitUnits(left, Math.max(1, Math.min(wanted, left.length))),
      sets: units.length,
      made: units.length - left.length,
      estimatedMs: Math.round(estimatedMs)
    }
    const inputs = { kind: 'shards', version: 1, options: plan, inputs: [] }
    const record = { inputs, value: plan, blobs: {}, durationMs: 0 }
    const name = actionKey(inputs)
    cache.put(name, record)
    shared.offer(name, record)
    return { plan: name, ...plan }
  })
}

/**
 * Builds some sets into the shared cache and publishes nothing: whoever joins the shards takes them from
 * there. All that fails is told; the other sets are built all the same.
 */
export async function buildShard (
  settings: BuildSettings,
  sets: ShardSets
): Promise<RunReport> {
  return await onScannedRun({ ...settings, isShard: true, keepGoing: true }, async (resources, shared) => {
    const names = 'plan' in sets && sets.plan !== undefined
      ? await plannedSets(sets.plan, sets, shared)
      : sets
    // Without a plan every node has to come to the same split: by the sources alone.
    const units = await unitsOf(resources, 'index' in names ? {} : undefined)
    const { phases } = resources.run
    await phases.during('execute', async () => await buildUnits(chosen(units, names), resources))
    const { runner, run, warnings } = resources
    return {
      ...emptyReport(run.project.file.project, run.startedAt, settings.now()),
      scanned: run.scanned.table.length,
      hashed: run.scanned.hashed,
      actions: countActions(runner.outcomes),
      savedMs: costOf(runner.outcomes.filter(({ state }) => state === 'cached')),
      timings: phases.timings,
      why: reasonsOf(runner.outcomes),
      warnings
    }
  })
}

async function onScannedRun<T> (
  settings: BuildSettings,
  work: (resources: RunResources, shared: SharedCache, cache: ActionCache) => Promise<T>
): Promise<T> {
  try {
    const run = await scanRun(settings)
    await run.outputs.close()
    const resources = openResources(settings, run)
    const cache = new ActionCache(join(settings.home, 'cache', 'ac'))
    const shared = await settings.sharedCache?.({ store: resources.store, cache }, run.project.file.project)
    if (shared === undefined) throw new PacklineError('SHARD_WITHOUT_CACHE')
    if (!shared.mayWrite) throw new PacklineError('SHARD_CACHE_READ_ONLY', { place: shared.place })
    return await work(resources, shared, cache)
  } catch (error) {
    throw fromFileSystem(error, settings.folder)
  }
}

async function unitsOf (
  resources: RunResources,
  costs = resources.run.state?.setCosts ?? {}
): Promise<ShardUnit[]> {
  const { groups } = await planRun(resources)
  return shardUnits(groups, costs)
}

function chosen (
  units: readonly ShardUnit[],
  sets: ShardSets
): ShardUnit[] {
  const names = new Set('index' in sets ? splitUnits(units, sets.count)[sets.index - 1]?.sets : sets)
  return units.filter(({ id }) => names.has(id))
}

async function plannedSets (
  plan: string,
  { index, count }: { index: number, count: number },
  shared: SharedCache
): Promise<readonly string[]> {
  const sets = setsIn((await shared.find(plan, false))?.value, index, count)
  if (sets === undefined) {
    throw new PacklineError('SHARD_PLAN_UNREADABLE', { file: plan, shard: `${index}/${count}` })
  }
  return sets
}

/** The sets of a shard, of a document that should be a plan. */
export function setsIn (plan: unknown, index: number, count: number): readonly string[] | undefined {
  const shards: unknown = isJsonObject(plan) ? plan.shards : undefined
  const shard: unknown = Array.isArray(shards) && shards.length === count ? shards[index - 1] : undefined
  const sets: unknown = isJsonObject(shard) ? shard.sets : undefined
  return Array.isArray(sets) ? sets.filter(set => typeof set === 'string') : undefined
}

async function buildUnits (units: readonly ShardUnit[], resources: RunResources): Promise<void> {
  const { context, settings } = resources
  const ends = await Promise.allSettled(units.map(async unit => {
    await buildGroup(unit.group, context)
    await context.runner.run({
      id: `${unit.id} set`,
      rule: unit.group.rule.name,
      inputs: setInputs(unit, resources),
      run: async () => ({ value: true })
    })
  }))
  settings.signal.throwIfAborted()
  throwAll(ends.flatMap(end => end.status === 'rejected' ? [end.reason as unknown] : []))
}

/** Of the mark that a set is in the shared cache. It saves work where it is right, and else costs none. */
function setInputs (
  { id, group: { rule, files, beside = [] } }: ShardUnit,
  { run }: RunResources
): ActionInputs {
  return {
    kind: 'set',
    version: 1,
    options: { id, rule, profile: run.profile, packline: packlineVersion },
    inputs: [...files, ...beside].map(({ path, sha256 }) => [path, sha256])
  }
}
