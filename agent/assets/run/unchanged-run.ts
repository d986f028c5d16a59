import { join } from 'node:path'
import { digestOfFile } from '../../files/file-digest.js'
import { reportsDependencies } from './dependency-report.js'
import type { Rule } from '../../config/rule-schema.js'
import { reportedOutputs } from './reported-outputs.js'
import { remember, warnInto } from './run-warnings.js'
import type { RunReport } from './run-report.js'
import { reportOfScanned } from './scanned-report.js'
import type { BuildSettings, ScannedRun } from './run-settings.js'
import type { RunState } from './run-state.js'

/** The report of a run with nothing to do, or undefined when there may be something to do. */
export async function unchangedReport (
  settings: BuildSettings,
  run: ScannedRun
): Promise<RunReport | undefined> {
  const { state, scanned, project, states } = run
  const published = state?.published
  const intact = published !== undefined && isWholeRunUnchanged(run, published)
    ? await run.outputs.verdict()
    : undefined
  await run.outputs.close()
  if (state === undefined || published === undefined || intact === undefined) return undefined
  const warnings: string[] = []
  if (scanned.isTableNew) {
    remember(
      () => {
        states.writeFiles(scanned.table)
        states.write({ ...state, published: { ...published, files: scanned.table.id } })
      },
      settings,
      warnInto(warnings, settings)
    )
  }
  return {
    ...reportOfScanned(run, settings.now()),
    ...settings.isDryRun && { status: 'planned' },
    actions: { total: published.actions, cached: published.actions, executed: 0, failed: 0 },
    savedMs: published.costMs ?? 0,
    outputCount: intact.count,
    // Made when somebody asks: people get the number only.
    get outputs () {
      return reportedOutputs(intact.files(), run, settings)
    },
    timings: run.phases.timings,
    warnings,
    ...reportsDependencies(project.file.assets.rules) && { dependencies: states.readDependencies() }
  }
}

function isWholeRunUnchanged (
  { scanned, project, profile }: ScannedRun,
  { files, keptFiles, ...published }: NonNullable<RunState['published']>
): boolean {
  return scanned.isUnchanged && files === scanned.previousId && published.profile === profile &&
    !project.file.assets.rules.some(asksTheMachine) && keptFiles !== undefined &&
    Object.entries(keptFiles).every(([path, digest]) => digestOfFile(join(project.root, path)) === digest)
}

/** Tools have versions and keys have values that no file of the project tells. */
function asksTheMachine (rule: Rule): boolean {
  if (rule.tool !== 'embedded') return true
  return rule.processor === 'atlas' &&
    (rule.options.contentProtection !== undefined || rule.options.textureFormat === 'astc')
}
