import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ActionCache, actionKey } from '../../cache/action-cache.js'
import type { ActionInputs } from '../../cache/action-cache.js'
import type { ContentStore } from '../../cache/content-store.js'
import type { SharedCache } from '../../cache/remote/shared-cache.js'
import type { ParameterValues } from '../../config/option-parameters.js'
import { projectFileName } from '../../config/project-file-name.js'
import { PacklineError } from '../../errors.js'
import { sha256Of } from '../../files/file-digest.js'
import { FileTable } from '../../files/file-table.js'
import { staysBelow } from '../../files/stays-below.js'
import { isJsonObject } from '../../json-object.js'
import type { Group } from '../sources/group.js'
import type { OpenProject } from '../sources/project-scan.js'
import type { RunResources } from './run-resources.js'
import type { Shard } from './shard-split.js'

/** What a node is told of its part. */
export interface PlannedShard {
  sets: readonly string[]
  /** Its files as the plan saw them; undefined where that did not arrive. */
  files?: FileTable
}

/** What a node that never saw the files takes to look at one, and at a megabyte of them. */
const lookMsPerFile = 0.1
const lookMsPerMegabyte = 10

/**
 * Leaves each shard's part in the shared cache: its sets, and what the files are that they are made of, so
 * that nobody has to look at the others. Returns the name of the whole.
 */
export async function keepPlan (
  plan: { project: string, shards: readonly Shard[] },
  groupsOf: (sets: readonly string[]) => readonly Group[],
  { run, store, settings }: RunResources,
  shared: SharedCache
): Promise<string> {
  const cache = new ActionCache(join(settings.home, 'cache', 'ac'))
  const { table } = run.scanned
  const parts = await Promise.all(plan.shards.map(async ({ sets }) => {
    const groups = groupsOf(sets)
    const own = new Set(
      groups.flatMap(({ files, beside = [] }) => [...files, ...beside]).map(file => file.path)
    )
    const files = table.contents(path => own.has(path))
    return { sets, files: await store.put(files.format()), lookMs: lookMsAt(files) }
  }))
  const projectFile = digestOfProject(run.project)
  const name = actionKey({
    kind: 'shards',
    version: 2,
    options: { ...plan, projectFile },
    inputs: parts.map(({ files: { sha256 } }, index) => [`${index}`, sha256])
  })
  for (const [index, { sets, files, lookMs }] of parts.entries()) {
    const inputs = partOf(name, index + 1, parts.length)
    const record = {
      inputs,
      value: { sets, projectFile, parameters: valuesOf(run.project) },
      blobs: { files },
      durationMs: lookMs
    }
    cache.put(actionKey(inputs), record)
    shared.offer(actionKey(inputs), record)
  }
  return name
}

function lookMsAt (files: FileTable): number {
  const bytes = files.paths.reduce((sum, _, row) => sum + files.sizeAt(row), 0)
  return Math.ceil(files.length * lookMsPerFile + bytes / 1e6 * lookMsPerMegabyte)
}

function partOf (plan: string, index: number, count: number): ActionInputs {
  return { kind: 'shard', version: 1, options: { plan, index, count }, inputs: [] }
}

/** Throws where there is no such part, or none comes, or the node's project is not as the plan saw it. */
export async function plannedShard (
  plan: string,
  index: number,
  count: number,
  { project, store, shared }: { project: OpenProject, store: ContentStore, shared: SharedCache }
): Promise<PlannedShard> {
  const key = actionKey(partOf(plan, index, count))
  const found = await shared.obtain(key)
  const value = found?.record.value
  const sets = isJsonObject(value) ? textsIn(value.sets) : undefined
  if (sets === undefined || !isJsonObject(value)) {
    throw new PacklineError('SHARD_PLAN_UNREADABLE', { file: plan, shard: `${index}/${count}` })
  }
  if (value.projectFile !== digestOfProject(project)) {
    throw new PacklineError('SHARD_CHECKOUT_DIFFERS', { file: projectFileName })
  }
  const { parameters = {} } = value
  if (!isDeepStrictEqual(parameters, valuesOf(project))) {
    const values = Object.entries(parameters ?? {}).map(([name, each]) =>
      `--parameter ${name}=${String(each)}`
    )
    throw new PacklineError('SHARD_PARAMETERS_DIFFER', {
      shard: `${index}/${count}`,
      options: values.join(' ')
    })
  }
  const blob = found?.isWhole === true ? found.record.blobs.files : undefined
  const bytes = blob && store.read(blob.sha256)
  const files = bytes && tableIn(bytes)
  return { sets, ...files !== undefined && { files } }
}

/** A cache may hold anything: undefined for what is no table of files below the project. */
function tableIn (bytes: Buffer): FileTable | undefined {
  try {
    const table = FileTable.parse(bytes)
    return table?.paths.every(staysBelow) === true ? table : undefined
  } catch {
    return undefined
  }
}

/** The sets of a shard, of a document that should be a plan. */
export function setsIn (plan: unknown, index: number, count: number): readonly string[] | undefined {
  const shards: unknown = isJsonObject(plan) ? plan.shards : undefined
  const shard: unknown = Array.isArray(shards) && shards.length === count ? shards[index - 1] : undefined
  return isJsonObject(shard) ? textsIn(shard.sets) : undefined
}

function textsIn (list: unknown): string[] | undefined {
  return Array.isArray(list) ? list.filter(each => typeof each === 'string') : undefined
}

function valuesOf ({ parameters }: OpenProject): ParameterValues {
  return parameters?.values ?? {}
}

/** Of its bytes: what other versions make of them is their own. */
function digestOfProject ({ root }: OpenProject): string {
  return sha256Of(readFileSync(join(root, projectFileName)))
}
