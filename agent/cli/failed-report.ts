import { emptyReport } from '../assets/run/run-report.js'
import type { RunReport } from '../assets/run/run-report.js'
import { PacklineError, toPacklineError } from '../errors.js'
import { basename } from 'node:path'
import type { CommandContext } from './command.js'
import { errorDocument, printError } from './error-output.js'

interface FailedRun {
  report: RunReport
  exitStatus: number
  print: () => void
}

/**
 * A run that threw, as a report for programs and as text for people: every error of the run, not only the
 * first.
 */
export function failedReport (
  thrown: unknown,
  context: CommandContext,
  folder: string,
  startedAt: Date
): FailedRun {
  const error = context.signal.aborted
    ? new PacklineError('INTERRUPTED', {}, { cause: thrown })
    : toPacklineError(thrown)
  const errors = error.code === 'RUN_FAILED' ? error.details.errors as PacklineError[] : [error]
  return {
    exitStatus: errors[0]!.exitStatus,
    print: () => {
      for (const each of errors) printError(each, context)
    },
    report: {
      ...emptyReport(basename(folder), startedAt.getTime(), Date.now()),
      status: 'failed',
      actions: { total: 0, cached: 0, executed: 0, failed: errors.length },
      errors: errors.map(each => errorDocument(each))
    }
  }
}
