import type { RunReport } from '../assets/run/run-report.js'
import type { StagingSummary } from '../assets/actions/tool-workspace.js'
import { message } from '../messages/message.js'
import type { CommandContext } from './command.js'

export interface RunOutput {
  json: boolean
  events: boolean
  explain: boolean
}

/** What a run printed in the end, as the command line asked for it. */
export function printReport (
  context: CommandContext,
  report: RunReport,
  exitStatus: number,
  output: RunOutput
): void {
  if (output.events) context.stdout.write(`${JSON.stringify({ type: 'report', report })}\n`)
  else if (output.json) context.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  if (exitStatus !== 0) return
  if (output.explain) printExplanation(context, report)
  printSummary(context, report)
  printLayouts(context, report)
  if (report.staging?.fileSystem.isSlow === true) printStaging(context, report.staging)
}

/** The closing lines of a run, on standard error. */
function printSummary ({ stderr, locale }: CommandContext, report: RunReport): void {
  const { actions } = report
  const key = report.status === 'planned'
    ? 'run.planned'
    : actions.executed === 0 && report.written.length === 0 && report.removed.length === 0
    ? 'run.unchanged'
    : 'run.done'
  stderr.write(`${
    message(locale, key, {
      project: report.project,
      seconds: (report.durationMs / 1000).toFixed(2),
      executed: actions.executed,
      cached: actions.cached,
      outputs: report.outputCount,
      written: report.written.length,
      removed: report.removed.length,
      size: readableSize(report.bytesWritten)
    })
  }\n`)
}

/** What had to move although its layout is kept. */
function printLayouts ({ stderr, locale }: CommandContext, { layouts = [] }: Partial<RunReport>): void {
  for (const { set, sprites, moved, repacked, efficiency } of layouts.filter(each => each.moved > 0)) {
    stderr.write(`${
      message(locale, repacked ? 'run.layoutRepacked' : 'run.layoutMoved', {
        set,
        sprites,
        moved,
        efficiency: (efficiency * 100).toFixed(1)
      })
    }\n`)
  }
}

/** Where tools worked, when the workspace is slow. */
function printStaging (
  { stderr, locale }: CommandContext,
  { fileSystem: { type }, staged, inPlace, estimatedSavedMs }: StagingSummary
): void {
  if (staged > 0) {
    stderr.write(`${
      message(locale, 'run.staged', {
        type,
        count: staged,
        seconds: (estimatedSavedMs / 1000).toFixed(1)
      })
    }\n`)
  }
  if (inPlace > 0) stderr.write(`${message(locale, 'run.notStaged', { type, count: inPlace })}\n`)
}

/** Why each action ran that was not cached. */
function printExplanation ({ stderr }: CommandContext, report: RunReport): void {
  for (const { action, reasons } of report.why) {
    stderr.write(`${action}\n${reasons.map(reason => `  ${reason}\n`).join('')}`)
  }
}

export function readableSize (bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1]}`
}
