import type { RunReport } from '../assets/run/run-report.js'
import type { SharedCacheSummary } from '../cache/remote/shared-cache.js'
import type { StagingSummary } from '../assets/actions/tool-workspace.js'
import { durationText } from '../messages/durations.js'
import { message, worded } from '../messages/message.js'
import { actionName } from '../messages/recorded-words.js'
import { readableSize } from '../messages/readable-size.js'
import type { CommandContext } from './command.js'
import { printEvent, printJson, tell, tellLine, warn } from './terminal.js'

/** Less is not worth a line. */
const leastSavedMs = 1000
/** Of actions that ran for the same reason. */
const mostNamed = 8

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
  if (output.events) printEvent(context, { type: 'report', report })
  else if (output.json) printJson(context, report)
  if (exitStatus !== 0) return
  if (output.explain) printExplanation(context, report)
  printSummary(context, report)
  if (report.savedMs >= leastSavedMs) {
    tell(context, 'run.saved', {
      time: durationText((key, given) => message(context.locale, key, given), report.savedMs)
    })
  }
  if (report.sharedCache !== undefined) printSharedCache(context, report.sharedCache)
  printLayouts(context, report)
  if (report.staging?.fileSystem.isSlow === true) printStaging(context, report.staging)
}

/** The closing lines of a run, on standard error. */
function printSummary (context: CommandContext, report: RunReport): void {
  const { actions } = report
  const key = report.status === 'planned'
    ? 'run.planned'
    : actions.executed === 0 && report.written.length === 0 && report.removed.length === 0
    ? 'run.unchanged'
    : 'run.done'
  tell(context, key, {
    project: report.project,
    seconds: (report.durationMs / 1000).toFixed(2),
    executed: actions.executed,
    cached: actions.cached,
    outputs: report.outputCount,
    written: report.written.length,
    removed: report.removed.length,
    size: readableSize(report.bytesWritten)
  })
}

/** What came from other machines and went to them, and what is wrong with the cache in between. */
function printSharedCache (
  context: CommandContext,
  summary: SharedCacheSummary
): void {
  const { place, hits, fetchedBytes, sent, sentBytes, wrong, unsent, problem, refusal } = summary
  if (hits + sent > 0) {
    tell(context, 'run.sharedCache', {
      place,
      hits,
      fetched: readableSize(fetchedBytes),
      sent,
      size: readableSize(sentBytes)
    })
  }
  if (wrong > 0) warn(context, 'run.sharedCacheWrong', { place, count: wrong })
  if (problem !== undefined) {
    warn(context, 'run.sharedCacheLeft', { place, reason: worded(context.locale, problem) })
  }
  if (summary.isSlow) {
    warn(context, 'run.sharedCacheSlow', { place, late: summary.late, asked: hits + summary.misses })
  }
  if (refusal !== undefined) {
    warn(context, 'run.sharedCacheRefused', { place, reason: worded(context.locale, refusal) })
  }
  if (unsent > 0) tell(context, 'run.sharedCacheUnsent', { count: unsent })
}

/** What had to move although its layout is kept. */
function printLayouts (context: CommandContext, { layouts = [] }: Partial<RunReport>): void {
  for (const { set, sprites, moved, repacked, efficiency } of layouts.filter(each => each.moved > 0)) {
    tell(context, repacked ? 'run.layoutRepacked' : 'run.layoutMoved', {
      set,
      sprites,
      moved,
      efficiency: (efficiency * 100).toFixed(1)
    })
  }
}

/** Where tools worked, when the workspace is slow. */
function printStaging (
  context: CommandContext,
  { fileSystem: { type }, staged, inPlace, estimatedSavedMs }: StagingSummary
): void {
  if (staged > 0) {
    tell(context, 'run.staged', {
      type,
      count: staged,
      seconds: (estimatedSavedMs / 1000).toFixed(1)
    })
  }
  if (inPlace > 0) tell(context, 'run.notStaged', { type, count: inPlace })
}

/** Why each action ran that was not cached; many for one reason are named by the first of them. */
function printExplanation (context: CommandContext, report: RunReport): void {
  const byReason = new Map<string, string[]>()
  for (const { action, reasons } of report.why) {
    const text = reasons.map(reason => `  ${worded(context.locale, reason)}`).join('\n')
    const named = byReason.get(text) ?? []
    named.push(action)
    byReason.set(text, named)
  }
  for (const [text, actions] of byReason) {
    for (const action of actions.slice(0, mostNamed)) tellLine(context, actionName(context.locale, action))
    const more = actions.length - mostNamed
    if (more > 0) tell(context, 'run.moreActions', { count: more })
    for (const line of text.split('\n')) tellLine(context, line)
  }
}
