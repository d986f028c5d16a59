import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { md5Of, sha256Of } from '../../files/file-digest.js'
import type { DesiredFile } from '../outputs/tree-changes.js'
import type { RunReport } from './run-report.js'
import type { ScannedRun } from './run-settings.js'

/**
 * Outputs as a report lists them, when somebody asks: most runs are read by people, who get their number, and
 * md5 takes longer than all else that is done with a page's bytes. It is kept for whoever asks next.
 */
export function reportedOutputs (
  files: readonly DesiredFile[],
  { project, states, local: { store } }: Pick<ScannedRun, 'project' | 'states' | 'local'>,
  { isDryRun }: { isDryRun: boolean }
): RunReport['outputs'] {
  const known = states.readMd5s()
  const used: Record<string, string> = {}
  const listed = files.map(file => {
    const { path, size, sha256 } = file
    const bytes = known[sha256] === undefined && used[sha256] === undefined
      ? store.read(sha256) ?? publishedBytes(file, project.output)
      : undefined
    const md5 = used[sha256] ?? known[sha256] ?? (bytes === undefined ? '' : md5Of(bytes))
    if (md5 !== '') used[sha256] = md5
    return { path: posix.join(project.file.assets.output, path), size, sha256, md5 }
  })
  if (!isDryRun && Object.keys(used).some(sha256 => known[sha256] === undefined)) states.writeMd5s(used)
  return listed.sort((a, b) => a.path < b.path ? -1 : 1)
}

/** Of an output that the store does not hold, as it is published, or as it will be copied. */
function publishedBytes ({ path, sha256, copyFrom }: DesiredFile, output: string): Buffer | undefined {
  for (const file of [join(output, path), copyFrom]) {
    try {
      const bytes = file === undefined ? undefined : readFileSync(file)
      if (bytes !== undefined && sha256Of(bytes) === sha256) return bytes
    } catch {
      // It is not there, or no longer.
    }
  }
  return undefined
}
