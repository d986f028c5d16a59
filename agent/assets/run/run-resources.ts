import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ByteBudget, decodingBudgetBytes, pixelBudgetBytes } from '../../byte-budget.js'
import type { ContentStore } from '../../cache/content-store.js'
import { PacklineError } from '../../errors.js'
import { hasCode } from '../../errors.js'
import { ActionRunner } from '../actions/action-runner.js'
import type { BuildContext, KeptFiles, LayoutReport } from '../actions/build-context.js'
import { SharedResources } from '../actions/shared-resources.js'
import { ToolWorkspace } from '../actions/tool-workspace.js'
import { PublishedTree, workFolderOf } from '../outputs/published-tree.js'
import type { PublishedFile } from '../outputs/published-tree.js'
import { readSource, readSourceLater, takeScanned } from '../sources/read-source.js'
import { isTracked } from '../sources/tracked-file.js'
import { warnInto } from './run-warnings.js'
import type { BuildSettings, ScannedRun } from './run-settings.js'
import { changedParameters } from './changed-parameters.js'

/** What the steps of a run work with, and what gathers on the way. */
export interface RunResources {
  settings: BuildSettings
  run: ScannedRun
  store: ContentStore
  /** Outputs of the run before. */
  published: readonly PublishedFile[]
  runner: ActionRunner
  tools: ToolWorkspace
  context: BuildContext
  /** Aborted when one action has failed, so that the others end. */
  stop: AbortController
  /** What processors want to keep in the project, by path. */
  keptFiles: Map<string, Buffer>
  publishChecks: Array<() => Promise<void>>
  warnings: string[]
  layouts: LayoutReport[]
}

export function openResources (settings: BuildSettings, run: ScannedRun): RunResources {
  const { store } = run.local
  const tree = PublishedTree.read(join(workFolderOf(run.project.output), 'published'))
  const published = tree?.files() ?? []
  const isIntact = tree?.isIntact(run.project.output) === true
  const stop = new AbortController()
  const signal = AbortSignal.any([settings.signal, stop.signal])
  const runner = openRunner(settings, run, isIntact ? published : [], signal)
  const tools = openTools(settings, run, signal)
  const gathered = {
    keptFiles: new Map<string, Buffer>(),
    publishChecks: new Array<() => Promise<void>>(),
    warnings: new Array<string>(),
    layouts: new Array<LayoutReport>()
  }
  const { keptFiles, publishChecks, warnings, layouts } = gathered
  const { root } = run.project
  const context: BuildContext = {
    project: root,
    profile: run.profile,
    runner,
    tools,
    namedFiles: run.states,
    setRecords: run.states.sets,
    keepsGoing: settings.keepGoing,
    noteHashed: count => {
      run.scanned.hashed += count
    },
    now: settings.now,
    limiter: settings.limiter,
    signal,
    environment: settings.environment,
    pixels: run.pictures?.pixels ?? new ByteBudget(pixelBudgetBytes),
    ...run.pictures !== undefined && { measuredAhead: run.pictures.measured },
    decoding: new ByteBudget(decodingBudgetBytes),
    takeScanned: file => takeScanned(run.scanned.bytes, file),
    readSource: async file => run.scanned.bytes.get(file.path) ?? readSource(root, file, run.scannedBy),
    takeSource: async file => takeScanned(run.scanned.bytes, file) ?? readSource(root, file, run.scannedBy),
    keptFiles: keepIn(keptFiles, root),
    shared: new SharedResources(),
    beforePublish: check => {
      publishChecks.push(check)
    },
    isLayoutFrozen: async file =>
      settings.frozenLayouts === 'all' ||
      (settings.frozenLayouts === 'tracked' && await isTracked(root, file, settings.environment, signal)),
    tellLayout: layout => {
      layouts.push(layout)
    },
    warn: warnInto(warnings, settings)
  }
  return { settings, run, store, published, runner, tools, context, stop, ...gathered }
}

/** Gathers what is to be kept; two who want the same file are an error. */
function keepIn (keptFiles: Map<string, Buffer>, root: string): KeptFiles {
  const owners = new Map<string, string>()
  return {
    read: path => readIfThere(join(root, path)),
    write: (path, bytes, owner) => {
      const first = owners.get(path)
      if (first !== undefined) {
        throw new PacklineError('PLAN_OUTPUT_COLLISION', { path, first, second: owner })
      }
      owners.set(path, owner)
      keptFiles.set(path, bytes)
    }
  }
}

function openRunner (
  settings: BuildSettings,
  { state, project, local }: ScannedRun,
  intactFiles: readonly PublishedFile[],
  signal: AbortSignal
): ActionRunner {
  const intact = new Set(intactFiles.map(file => file.sha256))
  return new ActionRunner({
    ...local,
    shared: async () => await settings.sharedCache?.(local, project.file.project),
    previousKeys: new Map(Object.entries(state?.actions ?? {}).map(([id, [key]]) => [id, key])),
    changedParameters: changedParameters(state?.parameters, project.parameters),
    isDryRun: settings.isDryRun,
    isShard: settings.isShard === true,
    isPublished: sha256 => intact.has(sha256),
    lastDurationMs: id => state?.actions[id]?.[1],
    emit: settings.emit,
    signal,
    now: settings.now,
    ...settings.processorMs !== undefined && { processorMs: settings.processorMs }
  })
}

function openTools (
  { environment, classifyFileSystem }: BuildSettings,
  { project, scanned, scannedBy }: ScannedRun,
  signal: AbortSignal
): ToolWorkspace {
  return new ToolWorkspace({
    project: project.root,
    workFolder: workFolderOf(project.output),
    environment,
    read: async file => scanned.bytes.get(file.path) ?? await readSourceLater(project.root, file, scannedBy),
    signal,
    ...classifyFileSystem !== undefined && { classify: classifyFileSystem }
  })
}

function readIfThere (path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined
    throw error
  }
}
