import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { planShards, setsIn } from '../assets/run/shard-run.js'
import type { ShardPlan, ShardSets } from '../assets/run/shard-run.js'
import { PacklineError } from '../errors.js'
import { durationText } from '../messages/durations.js'
import { message, wordedLater } from '../messages/message.js'
import { runOnce, settingsOf } from './assets-run.js'
import type { Choice } from './assets-run.js'
import { limiterOf } from './build-limiter.js'
import type { CommandContext } from './command.js'
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
  json: boolean
  shards: string | undefined
  'shards-at-most': number | undefined
  'shard-time': number
}

/** Who would build what, as a document for Jenkins or lines for people. */
export async function printShards (context: CommandContext, options: PlanOptions): Promise<number> {
  const count = options.shards === 'auto' ? 'auto' : wholeNumber(options.shards ?? '')
  if (count === undefined) throw badValue('--shards', options.shards ?? '', 'expected.shards')
  const limiter = limiterOf(context)
  const shared = sharedCacheOf(context, cacheAccessOf(options.cache, context.environment), true)
  try {
    const plan = await planShards({
      ...settingsOf(context, shared, limiter),
      ...chosenProject(options, context.cwd),
      isDryRun: true,
      keepGoing: true,
      emit: () => {}
    }, { count, targetMs: options['shard-time'], atMost: options['shards-at-most'] ?? mostShards })
    return show(context, options.json, plan, () => lines(context, plan))
  } finally {
    await limiter.close()
    await shared.close()
  }
}

function lines (
  { locale }: CommandContext,
  { project, shards, sets, made, estimatedMs }: ShardPlan
): string[] {
  const time = (ms: number): string => durationText((key, given) => message(locale, key, given), ms)
  const count = shards.length
  return [
    message(locale, 'shards.planned', { project, sets, made, shards: count, time: time(estimatedMs) }),
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
  const shard = isKept
    ? { index, count, ...plan !== undefined && { plan } }
    : await plannedSets(resolve(context.cwd, plan), index, count)
  return await runOnce(context, { ...choice, shard }, options)
}

async function plannedSets (file: string, index: number, count: number): Promise<ShardSets> {
  const shard = `${index}/${count}`
  try {
    const sets = setsIn(JSON.parse(await readFile(file, 'utf8')), index, count)
    if (sets !== undefined) return sets
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
