import { join } from 'node:path'
import { packlineHome } from '../config/home.js'
import { buildAssets } from '../assets/run/build-assets.js'
import type { BuildSettings } from '../assets/run/run-settings.js'
import type { RunEvent } from '../assets/actions/run-events.js'
import type { ShardSets } from '../assets/run/shard-run.js'
import type { RunReport } from '../assets/run/run-report.js'
import type { CommandContext } from './command.js'
import { failedReport } from './failed-report.js'
import { limiterOf } from './build-limiter.js'
import { RunProgress } from './run-progress.js'
import { printReport } from './run-summary.js'
import type { RunOutput } from './run-summary.js'
import { parametersOf } from './run-parameters.js'
import { sharedCacheOf } from './run-cache.js'
import type { CacheAccess, LazySharedCache } from './run-cache.js'
import { errorText } from '../error-text.js'
import { printEvent, warn } from './terminal.js'

export interface Choice extends
  Pick<
    BuildSettings,
    'folder' | 'inline' | 'only' | 'profile' | 'isDryRun' | 'keepGoing' | 'frozenLayouts'
  > {
  /** What the run may do with the cache of several machines. */
  cache?: CacheAccess
  /** Values of parameters for this run, as the command line has them. */
  parameters?: Readonly<Record<string, string>>
  /** Only these sets, for others. */
  shard?: ShardSets
}

/**
 * One run with its output. A run that failed prints its report too, and returns the exit status of its first
 * error.
 */
export async function runOnce (context: CommandContext, choice: Choice, output: RunOutput): Promise<number> {
  return (await runWithReport(context, choice, output)).exitStatus
}

export async function runWithReport (
  context: CommandContext,
  choice: Choice,
  output: RunOutput
): Promise<{ exitStatus: number, report: RunReport }> {
  const progress = new RunProgress(context, Date.now)
  const limiter = limiterOf(context)
  const { cache = 'read-write', parameters = {}, shard, ...chosen } = choice
  const shared = sharedCacheOf(context, cache, shard !== undefined)
  const startedAt = new Date()
  let report: RunReport
  let exitStatus = 0
  try {
    const settings = {
      ...settingsOf(context, shared, limiter, parameters),
      ...chosen,
      emit: (event: RunEvent) => {
        context.onRunEvent?.(event)
        if (output.events) printEvent(context, event)
        else progress.handle(event)
      }
    }
    report = shard === undefined
      ? await buildAssets(settings)
      : await (await import('../assets/run/shard-run.js')).buildShard(settings, shard)
  } catch (thrown) {
    progress.clear()
    const failed = failedReport(thrown, context, choice.folder, startedAt)
    failed.print()
    report = failed.report
    exitStatus = failed.exitStatus
  } finally {
    await limiter.close()
  }
  const sharedCache = await shared.close()
  // Not a copy: what a report makes when it is asked for stays unmade.
  if (sharedCache !== undefined) report.sharedCache = sharedCache
  progress.clear()
  if (report.actions.executed > 0) await collect(context)
  context.onReport?.(report, exitStatus)
  printReport(context, report, exitStatus, output)
  return { exitStatus, report }
}

/** What a run gets from this machine, whatever it is to do. */
export function settingsOf (
  context: CommandContext,
  shared: LazySharedCache,
  limiter: ReturnType<typeof limiterOf>,
  parameters: Readonly<Record<string, string>>
): Pick<
  BuildSettings,
  | 'home'
  | 'command'
  | 'limiter'
  | 'sharedCache'
  | 'parameters'
  | 'environment'
  | 'memory'
  | 'signal'
  | 'now'
  | 'processorMs'
> {
  const { environment, signal, memory } = context
  return {
    home: packlineHome(environment),
    command: 'packline assets build',
    limiter: limiter.get,
    sharedCache: shared.get,
    parameters: parametersOf(context, parameters),
    environment,
    ...memory !== undefined && { memory },
    signal,
    now: Date.now,
    processorMs
  }
}

function processorMs (): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Keeps the cache under its limit; a cache that cannot be tidied is no reason for a build to fail. */
async function collect (context: CommandContext): Promise<void> {
  const { collectDaily } = await import('../cache/collect-daily.js')
  const limitBytes = async (): Promise<number> => {
    const { loadAgentConfig } = await import('../config/agent-config.js')
    return (await loadAgentConfig(context.environment, context.cwd)).config.cacheSizeMb * 1_000_000
  }
  try {
    await collectDaily(join(packlineHome(context.environment), 'cache'), limitBytes, Date.now())
  } catch (error) {
    warn(context, 'run.warning', { warning: errorText(error) })
  }
}
