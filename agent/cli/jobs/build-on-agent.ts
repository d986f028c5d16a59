import type { RunReport } from '../../assets/run/run-report.js'
import type { Choice } from '../assets-run.js'
import { printError } from '../error-output.js'
import type { CommandContext } from '../command.js'
import { RunProgress } from '../run-progress.js'
import { printReport } from '../run-summary.js'
import type { RunOutput } from '../run-summary.js'
import { runEventOf } from './follow-job.js'
import { jobError, reportedError, runOnAgent } from './run-on-agent.js'
import { printEvent } from '../terminal.js'

/** Where people find the run; undefined where nobody said where the farm's pages are. */
async function runPage ({ environment, cwd }: CommandContext, id: string): Promise<string | undefined> {
  const { loadAgentConfig } = await import('../../config/agent-config.js')
  const { externalUrl } = (await loadAgentConfig(environment, cwd)).config.alerts
  return externalUrl === undefined ? undefined : new URL(`/runs/${encodeURIComponent(id)}`, externalUrl).href
}

/**
 * One assets run as a job of the agent, with the output that it has when it runs here. Undefined when it is
 * to run here.
 */
export async function buildOnAgent (
  context: CommandContext,
  choice: Omit<Choice, 'inline'>,
  key: string | undefined,
  output: RunOutput
): Promise<number | undefined> {
  const { folder, only, profile, isDryRun, keepGoing, frozenLayouts, cache, parameters: values = {} } = choice
  const parameters = {
    ...only !== undefined && { only },
    ...profile !== undefined && { profile },
    ...isDryRun && { dryRun: true },
    ...keepGoing && { keepGoing: true },
    // Also that none are: the agent's environment, which may have CI=true, says nothing about who asks.
    ...frozenLayouts !== undefined && { frozenLayouts },
    ...cache !== undefined && { cache },
    ...Object.keys(values).length > 0 && { parameters: values }
  }
  const progress = new RunProgress(context, Date.now)
  const run = await runOnAgent<RunReport>(
    context,
    { kind: 'assets', workspace: folder, parameters },
    key,
    event => {
      if (event.type === 'report') return
      if (output.events) printEvent(context, event)
      else progress.handle(runEventOf(event))
    }
  )
  progress.clear()
  if (run === undefined) return undefined
  const { report, state, exitStatus } = run
  if (state === 'cancelled' || report === undefined) throw jobError(run)
  for (const error of report.errors) printError(reportedError(error), context)
  const page = await runPage(context, run.id)
  printReport(context, { ...report, ...page !== undefined && { page } }, exitStatus, output)
  return exitStatus
}
