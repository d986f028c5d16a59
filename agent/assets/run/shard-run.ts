import { actionKey } from '../../cache/action-cache.js'
import type { ActionInputs } from '../../cache/action-cache.js'
import type { ParameterValues } from '../../config/option-parameters.js'
import type { SharedCache } from '../../cache/remote/shared-cache.js'
import { PacklineError } from '../../errors.js'
import { fromFileSystem } from '../../files/file-system-errors.js'
import { packlineVersion } from '../../version.js'
import { throwAll } from '../actions/throw-all.js'
import { buildGroup } from '../processors/processors.js'
import type { Group } from '../sources/group.js'
import { groupsOf } from '../sources/groups.js'
import type { OpenProject } from '../sources/project-scan.js'
import type { Wording } from '../../messages/phrase.js'
import { planRun } from './plan-run.js'
import { costOf, countActions, reasonsOf } from './run-report.js'
import type { RunReport } from './run-report.js'
import { reportOfScanned } from './scanned-report.js'
import { openResources } from './run-resources.js'
import type { RunResources } from './run-resources.js'
import type { BuildSettings, LocalCache, ScannedRun } from './run-settings.js'
import { scanRun } from './scan-run.js'
import { keepPlan, plannedShard } from './shard-plan.js'
import type { PlannedShard } from './shard-plan.js'
import { shardCount, shardUnits, splitUnits } from './shard-split.js'
import type { Shard, ShardUnit } from './shard-split.js'

/**
 * By name, as a plan has them; a part of the plan that the shared cache keeps; or of the split that every
 * node comes to by itself.
 */
export type ShardSets = readonly string[] | { index: number, count: number, plan?: string }

export interface ShardChoice {
  count: number | 'auto'
  /** For `auto`: how much processor time a shard should take, and how many nodes there are. */
  targetMs: number
  atMost: number
}

export interface ShardPlan {
  /** Under this name the shared cache has it, for those who build the shards. */
  plan: string
  project: string
  /** The values of parameters that it was made with: those who build and join its shards need the same. */
  parameters?: ParameterValues
  shards: Shard[]
  /** Sets in all, and those that the shared cache has already. */
  sets: number
  made: number
  estimatedMs: number
  /** Why the shared cache is of no use now: there are no shards, and whoever joins makes everything. */
  problem?: Wording
}

/** Who builds what on several nodes. Throws what a run of it all would throw before any work. */
export async function planShards (settings: BuildSettings, choice: ShardChoice): Promise<ShardPlan> {
  return await withFileSystemErrors(settings, async () => {
    const run = await scanRun({ ...settings, isLookOnly: true })
    const { resources, shared } = await openShared(settings, run)
    const { groups } = await planRun(resources)
    keepTable(run)
    const units = shardUnits(groups, run.state?.setCosts ?? {})
    const made = await Promise.all(
      units.map(async unit => await shared.find(actionKey(setInputs(unit, resources)), false) !== undefined)
    )
    const left = units.filter((_, index) => made[index] !== true)
    const estimatedMs = left.reduce((sum, { costMs }) => sum + costMs, 0)
    const places = run.states.readShardPlaces()
    const count = choice.count === 'auto'
      ? shardCount(left, choice.targetMs, choice.atMost)
      : Math.max(1, Math.min(choice.count, left.length))
    const plan = {
      project: run.project.file.project,
      ...run.project.parameters !== undefined && { parameters: run.project.parameters.values },
      shards: left.length === 0 ? [] : splitUnits(left, count, places),
      sets: units.length,
      made: units.length - left.length,
      estimatedMs: Math.round(estimatedMs)
    }
    const name = await keepPlan(plan, groupsFor(units, groups), resources, shared)
    // A single shard is left to whoever would join it.
    run.states.writeShards(plan.shards.length < 2 ? undefined : { makingMs: plan.estimatedMs })
    if (plan.shards.length > 1) run.states.writeShardPlaces(placesAfter(places, plan.shards, units))
    return { plan: name, ...plan }
  })
}

/** Of the sets that there are: sets come and go. */
function placesAfter (
  before: Readonly<Record<string, number>>,
  shards: readonly Shard[],
  units: readonly ShardUnit[]
): Record<string, number> {
  const now = new Map(shards.flatMap(({ sets }, index) => sets.map(set => [set, index] as const)))
  return Object.fromEntries(units.flatMap(({ id }) => {
    const place = now.get(id) ?? before[id]
    return place === undefined ? [] : [[id, place]]
  }))
}

/** Whoever joins here, or plans the next push, need not read the files once more. */
function keepTable ({ scanned, states, state }: ScannedRun): void {
  if (!scanned.isTableNew) return
  states.writeFiles(scanned.table)
  const { published } = state ?? {}
  if (state === undefined || published?.files !== scanned.previousId || !scanned.isUnchanged) return
  states.write({ ...state, published: { ...published, files: scanned.table.id } })
}

/** The whole groups of some sets, with those that are called the same: by all of them, names stay apart. */
function groupsFor (
  units: readonly ShardUnit[],
  groups: readonly Group[]
): (sets: readonly string[]) => readonly Group[] {
  const groupIds = new Map(units.map(({ id, group }) => [id, group.id]))
  return sets => {
    const wanted = new Set(sets.map(set => groupIds.get(set)))
    return groups.filter(({ id }) => wanted.has(id))
  }
}

/**
 * Builds some sets into the shared cache and publishes nothing: whoever joins the shards takes them from
 * there. All that fails is told; the other sets are built all the same.
 */
export async function buildShard (given: BuildSettings, sets: ShardSets): Promise<RunReport> {
  const settings = { ...given, isShard: true, keepGoing: true }
  return await withFileSystemErrors(settings, async () => {
    let planned: PlannedShard | undefined
    const run = await scanRun(settings, async (project, local) => {
      if (!('plan' in sets) || sets.plan === undefined) return undefined
      const shared = await openCache(settings, project, local)
      planned = await plannedShard(sets.plan, sets.index, sets.count, { project, store: local.store, shared })
      return planned.files
    })
    const { resources } = await openShared(settings, run)
    // Without a plan every node has to come to the same split: by the sources alone.
    const costs = planned === undefined && 'index' in sets ? {} : run.state?.setCosts ?? {}
    const units = shardUnits(await groupsIn(resources), costs)
    const chosen = unitsNamed(units, planned?.sets ?? namesIn(sets, units))
    await run.phases.during('execute', async () => {
      await buildUnits(chosen, resources)
    })
    return reportOf(resources)
  })
}

/** What a plan told was found good there; in a part of the files, some rules take nothing. */
async function groupsIn (resources: RunResources): Promise<readonly Group[]> {
  const { project, scanned, scannedBy } = resources.run
  if (scannedBy === 'SCAN_FILE_CHANGED') return (await planRun(resources)).groups
  return project.matchers.flatMap(matcher => groupsOf(matcher, scanned.table))
}

function namesIn (sets: ShardSets, units: readonly ShardUnit[]): readonly string[] {
  return 'index' in sets ? splitUnits(units, sets.count)[sets.index - 1]?.sets ?? [] : sets
}

function unitsNamed (units: readonly ShardUnit[], names: readonly string[]): ShardUnit[] {
  const wanted = new Set(names)
  return units.filter(({ id }) => wanted.has(id))
}

function reportOf ({ run, runner, settings, warnings }: RunResources): RunReport {
  return {
    ...reportOfScanned(run, settings.now()),
    actions: countActions(runner.outcomes),
    savedMs: costOf(runner.outcomes.filter(({ state }) => state === 'cached')),
    timings: run.phases.timings,
    why: reasonsOf(runner.outcomes),
    warnings
  }
}

async function withFileSystemErrors<T> ({ folder }: BuildSettings, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw fromFileSystem(error, folder)
  }
}

async function openShared (
  settings: BuildSettings,
  run: ScannedRun
): Promise<{ resources: RunResources, shared: SharedCache }> {
  await run.outputs.close()
  const shared = await openCache(settings, run.project, run.local)
  return { resources: openResources(settings, run), shared }
}

async function openCache (
  { sharedCache }: BuildSettings,
  { file: { project } }: OpenProject,
  local: LocalCache
): Promise<SharedCache> {
  const shared = await sharedCache?.(local, project)
  if (shared === undefined) throw new PacklineError('SHARD_WITHOUT_CACHE')
  if (!shared.mayWrite) throw new PacklineError('SHARD_CACHE_READ_ONLY', { place: shared.place })
  return shared
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
