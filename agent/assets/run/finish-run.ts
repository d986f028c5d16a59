import type { BuiltOutput } from '../actions/planned-output.js'
import type { PublishResult } from '../outputs/output-publisher.js'
import type { DesiredFile } from '../outputs/tree-changes.js'
import { dependenciesAfter, reportsDependencies } from './dependency-report.js'
import type { OutputDependencies } from './dependency-report.js'
import { desiredFiles } from './desired-files.js'
import { publishRun, removedByRun } from './publish-run.js'
import { costOf, countActions, inProject, reasonsOf } from './run-report.js'
import { reportedOutputs } from './reported-outputs.js'
import type { RunReport } from './run-report.js'
import { reportOfScanned } from './scanned-report.js'
import type { RunResources } from './run-resources.js'
import { remember } from './run-warnings.js'
import { stateAfter } from './state-after-run.js'

/** Publishes what was built and keeps what the next run needs; a dry run only tells what would change. */
export async function finishRun (
  built: readonly BuiltOutput[],
  resources: RunResources
): Promise<RunReport> {
  const { run, settings } = resources
  const desired = desiredFiles(built, resources)
  const dependencies = dependenciesOf(built, desired, resources)
  if (settings.isDryRun) {
    const changes = {
      written: [],
      removed: removedByRun(desired, resources),
      bytesWritten: 0,
      isAtomic: true
    }
    return reportOf(desired, changes, dependencies, resources)
  }
  const changes = await run.phases.during('publish', async () => await publishRun(desired, resources))
  const { states, scanned } = run
  remember(
    () => {
      states.writeFiles(scanned.table)
      states.write(stateAfter(resources))
      if (dependencies !== undefined) states.writeDependencies(dependencies)
    },
    settings,
    resources.context.warn
  )
  return reportOf(desired, changes, dependencies, resources)
}

function dependenciesOf (
  built: readonly BuiltOutput[],
  desired: readonly DesiredFile[],
  { run }: RunResources
): OutputDependencies[] | undefined {
  if (!reportsDependencies(run.project.file.assets.rules)) return undefined
  return dependenciesAfter(built, run.states.readDependencies(), new Set(desired.map(file => file.path)))
}

function reportOf (
  desired: readonly DesiredFile[],
  { written, removed, bytesWritten, isAtomic }: PublishResult,
  dependencies: OutputDependencies[] | undefined,
  { run, settings, runner, tools, warnings, layouts }: RunResources
): RunReport {
  const { project, phases } = run
  const { output } = project.file.assets
  return {
    ...reportOfScanned(run, settings.now()),
    ...settings.isDryRun && { status: 'planned' },
    actions: countActions(runner.outcomes),
    savedMs: costOf(runner.outcomes.filter(({ state }) => state === 'cached')),
    outputCount: desired.length,
    get outputs () {
      return reportedOutputs(desired, run, settings)
    },
    removed: removed.map(path => inProject(output, path)).sort(),
    written: written.map(file => inProject(output, file.path)).sort(),
    bytesWritten,
    isAtomic,
    timings: phases.timings,
    why: reasonsOf(runner.outcomes),
    layouts: layouts.toSorted((a, b) => a.set < b.set ? -1 : 1),
    ...dependencies !== undefined && { dependencies },
    ...tools.summary !== undefined && { staging: tools.summary },
    warnings
  }
}
