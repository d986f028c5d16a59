import { join } from 'node:path'
import { PacklineError } from '../../errors.js'
import { fromFileSystem } from '../../files/file-system-errors.js'
import { digestOfFile } from '../../files/file-digest.js'
import { reportsDependencies } from '../references/csb-dependencies.js'
import { checkOutputs } from '../outputs/intact-outputs.js'
import { openProject, scanProject } from '../sources/project-scan.js'
import { workFolderOf } from '../outputs/published-tree.js'
import { inProject, RunPhases } from './run-phases.js'
import { emptyReport } from './run-report.js'
import type { RunReport } from './run-report.js'
import type { BuildSettings, ScannedRun } from './run-settings.js'
import type { RunState } from './run-state.js'
import { RunStateStore } from './run-state.js'

/**
 * One run: scan, plan, execute, publish. A tree in which nothing changed is recognised by the status of its
 * files alone; nothing is locked, loaded or written then. Throws errors of the catalogue; a run that fails
 * publishes nothing.
 */
export async function buildAssets (settings: BuildSettings): Promise<RunReport> {
  try {
    return await build(settings)
  } catch (error) {
    throw fromFileSystem(error, settings.folder)
  }
}

async function build (settings: BuildSettings): Promise<RunReport> {
  const run = await scanRun(settings)
  const report = await unchangedReport(settings, run)
  if (report !== undefined) return report
  const { executeRun } = await import('./execute-run.js')
  if (settings.isDryRun) return await executeRun(settings, run)
  const { lockFile } = await import('../../files/file-lock.js')
  let hasWaited = false
  const lock = await lockFile(join(workFolderOf(run.project.output), 'lock'), {
    signal: settings.signal,
    command: settings.command,
    onWait: holder => {
      hasWaited = true
      settings.emit({ type: 'waiting', holder })
    }
  })
  try {
    // Another run may have published since the scan: what it saw is newer, and it may have done all there is
    // to do.
    if (!hasWaited && run.states.stamp() === run.stamp) return await executeRun(settings, run)
    const current = await scanRun(settings)
    return await unchangedReport(settings, current) ?? await executeRun(settings, current)
  } finally {
    lock.close()
  }
}

async function scanRun (settings: BuildSettings): Promise<ScannedRun> {
  const startedAt = settings.now()
  const phases = new RunPhases(settings.emit)
  return await phases.during('scan', async () => {
    let states: RunStateStore | undefined
    let stamp = ''
    const { state, ...project } = await openProject(settings.folder, root => {
      states = new RunStateStore(settings.home, root)
      stamp = states.stamp()
      return states.read()
    })
    const { only } = settings
    if (only !== undefined && !project.file.assets.rules.some(rule => rule.name === only)) {
      const { nearest } = await import('../../nearest.js')
      const suggestion = nearest(only, project.file.assets.rules.map(rule => rule.name))
      throw new PacklineError(
        'PLAN_UNKNOWN_RULE',
        suggestion === undefined ? { rule: only } : { rule: only, suggestion }
      )
    }
    const outputs = checkOutputs(project.output)
    const scanned = await scanProject(project, states!.readFiles(), settings.signal, settings.now).catch(
      async (error: unknown) => {
        await outputs.close()
        throw error
      }
    )
    settings.emit({ type: 'scanned', files: scanned.table.length, hashed: scanned.hashed })
    return {
      project,
      state,
      scanned,
      profile: settings.profile ?? project.file.assets.profile,
      states: states!,
      stamp,
      phases,
      startedAt,
      outputs
    }
  })
}

/** The report of a run with nothing to do, or undefined when there may be something to do. */
async function unchangedReport (settings: BuildSettings, run: ScannedRun): Promise<RunReport | undefined> {
  const { state, scanned, project } = run
  const published = state?.published
  const intact = published !== undefined && isWholeRunUnchanged(run, published)
    ? await run.outputs.verdict()
    : undefined
  await run.outputs.close()
  if (published === undefined || intact === undefined) return undefined
  if (scanned.isTableNew) {
    run.states.writeFiles(scanned.table)
    run.states.write({ ...state!, published: { ...published, files: scanned.table.id } })
  }
  const { output } = project.file.assets
  return {
    ...emptyReport(project.file.project, run.startedAt, settings.now()),
    ...settings.isDryRun && { status: 'planned' },
    scanned: scanned.table.length,
    hashed: scanned.hashed,
    actions: { total: published.actions, cached: published.actions, executed: 0, failed: 0 },
    savedMs: published.costMs ?? 0,
    outputCount: intact.count,
    // Made when somebody asks: people get the number only.
    get outputs () {
      return intact
        .files()
        .map(({ path, size, sha256, md5 }) => ({ path: inProject(output, path), size, sha256, md5 }))
        .sort((a, b) => a.path < b.path ? -1 : 1)
    },
    timings: run.phases.timings,
    ...reportsDependencies(project.file.assets.rules) && { dependencies: run.states.readDependencies() }
  }
}

function isWholeRunUnchanged (
  { scanned, project, profile }: ScannedRun,
  published: NonNullable<RunState['published']>
): boolean {
  return scanned.isUnchanged && published.files === scanned.previousId && published.profile === profile &&
    project.file.assets.rules.every(rule => rule.tool === 'embedded') &&
    Object.entries(published.layoutFiles).every(([path, digest]) =>
      digestOfFile(join(project.root, path)) === digest
    )
}
