import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setsIn } from '../assets/run/shard-plan.js'
import { planShards } from '../assets/run/shard-run.js'
import type { ShardPlan, ShardSets } from '../assets/run/shard-run.js'
import { isJsonObject } from '../json-object.js'
import type { SharedCacheSummary } from '../cache/remote/shared-cache.js'
import { PacklineError } from '../errors.js'
import { durationText } from '../messages/durations.js'
import { message, wordedLater, worded } from '../messages/message.js'
import { phrase } from '../messages/phrase.js'
import { runOnce, settingsOf } from './assets-run.js'
import type { Choice } from './assets-run.js'
import { limiterOf } from './build-limiter.js'
import type { CommandContext } from './command.js'
import { namedValues } from './named-values.js'
import { cacheAccessOf, chosenProject } from './project-options.js'
import { sharedCacheOf } from './run-cache.js'
import type { CacheAccess } from './run-cache.js'
import type { RunOutput } from './run-summary.js'
import { show } from './terminal.js'

const mostShards = 1000

interface PlanOptions {
  project: string | undefined
  only: string | undefined
  profile: 'fast' | 'release' | undefined
  cache: CacheAccess | undefined
  parameter: string[]
  json: boolean
  shards: string | undefined
  'shards-at-most': number | undefined
  'shard-node': string[] | undefined
  'shard-time': number
}

/** Who would build what, as a document for Jenkins or lines for people. */
export async function printShards (context: CommandContext, options: PlanOptions): Promise<number> {
  const count = options.shards === 'auto' ? 'auto' : wholeNumber(options.shards ?? '')
  if (count === undefined) throw badValue('--shards', options.shards ?? '', 'expected.shards')
  const limiter = limiterOf(context)
  const shared = sharedCacheOf(context, cacheAccessOf(options.cache, context.environment), true)
  const { 'shards-at-most': given = mostShards, 'shard-node': nodes = [] } = options
  const atMost = nodes.length === 0 ? given : Math.min(given, await countFree(nodes, context))
  let plan: ShardPlan
  let summary: SharedCacheSummary | undefined
  try {
    plan = await planShards({
      ...settingsOf(context, shared, limiter, namedValues(options.parameter)),
      ...chosenProject(options, context.cwd),
      isDryRun: true,
      keepGoing: true,
      emit: () => {}
    }, { count, targetMs: options['shard-time'], atMost })
  } finally {
    await limiter.close()
    summary = await shared.close()
  }
  if (summary?.refusal !== undefined) {
    throw new PacklineError('SHARD_CACHE_READ_ONLY', { place: summary.place })
  }
  // Nodes could neither read the plan there nor leave what they made.
  const problem = summary?.problem ??
    ((summary?.unsent ?? 0) > 0 ? phrase('sharedCache.planNotSent') : undefined)
  const told = problem === undefined ? plan : { ...plan, shards: [], problem }
  return show(context, options.json, told, () => lines(context, told))
}

const controllerMs = 5000

/** All of them where there is no controller to ask, or none that answers. */
async function countFree (nodes: readonly string[], { environment, cwd }: CommandContext): Promise<number> {
  const [{ loadAgentConfig }, { configuredJenkins }] = await Promise.all([
    import('../config/agent-config.js'),
    import('../jenkins/configured-jenkins.js')
  ])
  const { config } = await loadAgentConfig(environment, cwd)
  try {
    const jenkins = await configuredJenkins(config, environment, cwd)
    const signal = AbortSignal.timeout(controllerMs)
    return await jenkins?.nodes.countFree(nodes, environment.NODE_NAME, { signal }) ?? nodes.length
  } catch {
    return nodes.length
  }
}

function lines (
  { locale }: CommandContext,
  { project, shards, sets, made, estimatedMs, problem }: ShardPlan
): string[] {
  const time = (ms: number): string => durationText((key, given) => message(locale, key, given), ms)
  const count = shards.length
  return [
    message(locale, 'shards.planned', { project, sets, made, shards: count, time: time(estimatedMs) }),
    ...problem === undefined ? [] : [message(locale, 'shards.problem', { reason: worded(locale, problem) })],
    ...shards.map(({ sets: { length }, estimatedMs: ms, licensed }, index) =>
      message(locale, licensed ? 'shards.licensedShard' : 'shards.shard', {
        shard: `${index + 1}/${count}`,
        sets: length,
        time: time(ms)
      })
    )
  ]
}

/** Builds one part into the shared cache. */
export async function buildOneShard (
  context: CommandContext,
  choice: Choice,
  options: RunOutput & { shard: string | undefined, plan: string | undefined }
): Promise<number> {
  const [, i = '', n = ''] = /^(\d+)\/(\d+)$/.exec(options.shard ?? '') ?? []
  const [index, count] = [wholeNumber(i), wholeNumber(n)]
  if (index === undefined || count === undefined || index > count) {
    throw badValue('--shard', options.shard ?? '', 'expected.shard')
  }
  const { plan } = options
  const isKept = plan === undefined || /^[0-9a-f]{64}$/.test(plan)
  if (isKept) {
    const shard = { index, count, ...plan !== undefined && { plan } }
    return await runOnce(context, { ...choice, shard }, options)
  }
  const { shard, parameters } = await plannedIn(resolve(context.cwd, plan), index, count)
  return await runOnce(
    context,
    { ...choice, shard, parameters: { ...parameters, ...choice.parameters } },
    options
  )
}

/** Where the plan is kept, and the values of parameters that it was made with. */
async function plannedIn (
  file: string,
  index: number,
  count: number
): Promise<{ shard: ShardSets, parameters: Record<string, string> }> {
  const shard = `${index}/${count}`
  const text = await readFile(file, 'utf8')
  try {
    const document: unknown = JSON.parse(text)
    const { plan, parameters } = isJsonObject(document) ? document : {}
    const values = Object.entries(isJsonObject(parameters) ? parameters : {})
    if (setsIn(document, index, count) !== undefined && typeof plan === 'string') {
      return {
        shard: { index, count, plan },
        parameters: Object.fromEntries(values.map(([name, value]) => [name, String(value)]))
      }
    }
  } catch (error) {
    throw new PacklineError('SHARD_PLAN_UNREADABLE', { file, shard }, { cause: error })
  }
  throw new PacklineError('SHARD_PLAN_UNREADABLE', { file, shard })
}

function wholeNumber (text: string): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= mostShards ? number : undefined
}

function badValue (
  option: string,
  value: string,
  expected: 'expected.shards' | 'expected.shard'
): PacklineError {
  return new PacklineError('USAGE_BAD_VALUE', { option, value, expected: wordedLater(expected) })
}
