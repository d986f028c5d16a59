import { join } from 'node:path'
import { fromFileSystem } from '../../files/file-system-errors.js'
import type { FileLock } from '../../files/file-lock.js'
import { workFolderOf } from '../outputs/published-tree.js'
import type { RunReport } from './run-report.js'
import type { BuildSettings, ScannedRun } from './run-settings.js'
import { scanRun } from './scan-run.js'
import { unchangedReport } from './unchanged-run.js'

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
  return await closingPictures(run, async () => {
    const report = await unchangedReport(settings, run)
    if (report !== undefined) return report
    const { executeRun } = await import('./execute-run.js')
    if (settings.isDryRun) return await executeRun(settings, run)
    const { lock, hasWaited } = await lockOutput(settings, run)
    try {
      // Another run may have published since the scan: what it saw is newer, and it may have done all there
      // is to do.
      if (!hasWaited && run.states.stamp() === run.stamp) return await executeRun(settings, run)
      run.pictures?.measured.close()
      const current = await scanRun(settings)
      return await closingPictures(
        current,
        async () => await unchangedReport(settings, current) ?? await executeRun(settings, current)
      )
    } finally {
      lock.close()
    }
  })
}

async function closingPictures<T> ({ pictures }: ScannedRun, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    pictures?.measured.close()
  }
}

async function lockOutput (
  { signal, command, emit }: BuildSettings,
  { project }: ScannedRun
): Promise<{ lock: FileLock, hasWaited: boolean }> {
  const { lockFile } = await import('../../files/file-lock.js')
  let hasWaited = false
  const lock = await lockFile(join(workFolderOf(project.output), 'lock'), {
    signal,
    command,
    onWait: holder => {
      hasWaited = true
      emit({ type: 'waiting', holder })
    }
  })
  return { lock, hasWaited }
}
