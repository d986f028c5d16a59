import { emptyReport } from './run-report.js'
import type { RunReport } from './run-report.js'
import type { ScannedRun } from './run-settings.js'

/** The report of a run that has looked at its project and done nothing yet. */
export function reportOfScanned (
  { project: { file, parameters }, startedAt, scanned }: ScannedRun,
  now: number
): RunReport {
  return {
    ...emptyReport(file.project, startedAt, now),
    ...parameters !== undefined && { parameters: parameters.values },
    scanned: scanned.table.length,
    hashed: scanned.hashed
  }
}
