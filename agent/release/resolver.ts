import type { Range } from '../config/match-schema.js'
import type { ResolveDocument, ResolveTarget } from './resolve-document.js'
import { buckets, bucketOf, shareAt } from './rollout.js'
import { compareNumbers, parseVersion } from './game-version.js'
import type { VersionNumbers } from './game-version.js'

/** What is known of a client. A field that is missing matches no rule about it. */
export interface ResolveContext {
  appId?: string
  platform?: string
  channel?: string
  version?: string
  build?: number
  deviceId?: string
  userId?: string
}

type ResolveReason =
  | { code: 'matched' }
  | { code: 'rollout', bucket: number | null, share: number }
  | { code: 'no-target' }

interface ResolvedHotUpdate {
  version: string
  url: string | null
  ended?: true
}

export interface Resolution {
  target: string | null
  environment: string | null
  servers: Record<string, readonly string[]>
  /** `ended`: there will be no more for this version of the app; players have to update it. */
  hotUpdate: ResolvedHotUpdate | null
  reason: ResolveReason
}

/** Why a target was passed over: the first rule that did not hold. */
export type Refusal = 'appId' | 'platform' | 'channel' | 'version' | 'build' | 'rollout'

export interface Resolver {
  resolve: (context: ResolveContext, nowMs: number) => Resolution
  /** Every target up to the one taken, with the rule that it was passed over for. */
  explain: (context: ResolveContext, nowMs: number) => Array<{ target: string, refusal: Refusal | null }>
}

interface Compiled {
  appId: ReadonlySet<unknown> | undefined
  platform: ReadonlySet<unknown> | undefined
  channel: ReadonlySet<unknown> | undefined
  version: ReturnType<typeof compileVersions> | undefined
  build: Range<number> | undefined
  rollout: ResolveTarget['rollout']
  answer: Resolution
  /** Answers by native version, and the one for versions without a line; undefined where all get the same. */
  lines: { byVersion: ReadonlyMap<string, Resolution>, others: Resolution } | undefined
}

const nobody: Resolution = {
  target: null,
  environment: null,
  servers: {},
  hotUpdate: null,
  reason: { code: 'no-target' }
}

/**
 * The one place that chooses a target; docs/resolve.md says the same in words, and resources/release/vectors
 * in cases.
 */
export function createResolver (document: ResolveDocument): Resolver {
  const targets = document.targets.map(target => compile(target, document))
  return {
    resolve: (context, nowMs) => {
      for (const target of targets) {
        if (refusalOf(target, context) !== undefined) continue
        const { rollout } = target
        const answer = answerTo(target, context)
        if (rollout === undefined) return answer
        const share = shareAt(rollout, nowMs)
        const bucket = bucketIn(rollout, context)
        if (isInside(bucket, share)) return { ...answer, reason: { code: 'rollout', bucket, share } }
      }
      return nobody
    },
    explain: (context, nowMs) => {
      const asked: Array<{ target: string, refusal: Refusal | null }> = []
      for (const target of targets) {
        const { rollout, answer } = target
        const isOut = rollout !== undefined && !isInside(bucketIn(rollout, context), shareAt(rollout, nowMs))
        const refusal = refusalOf(target, context) ?? (isOut ? 'rollout' : null)
        asked.push({ target: String(answer.target), refusal })
        if (refusal === null) break
      }
      return asked
    }
  }
}

function compile (target: ResolveTarget, { environments }: ResolveDocument): Compiled {
  const { id, environment, match, rollout, hotUpdate } = target
  const setOf = (list: readonly string[] | undefined): ReadonlySet<unknown> | undefined =>
    list === undefined ? undefined : new Set(list)
  const services = Object.entries(environments[environment] ?? {})
  const answerWith = (told: ResolvedHotUpdate | null): Resolution => ({
    target: id,
    environment,
    servers: Object.fromEntries(services.map(([name, { addresses }]) => [name, addresses])),
    hotUpdate: told,
    reason: { code: 'matched' }
  })
  return {
    appId: setOf(match.appId),
    platform: setOf(match.platform),
    channel: setOf(match.channel),
    version: match.version === undefined ? undefined : compileVersions(match.version),
    build: match.build,
    rollout,
    answer: answerWith(
      hotUpdate === undefined ? null : { version: hotUpdate.version, url: hotUpdate.url ?? null }
    ),
    lines: hotUpdate?.lines === undefined
      ? undefined
      : {
        byVersion: new Map(
          Object.entries(hotUpdate.lines).map(([native, { version, url = null, ended }]) => [
            String(parseVersion(native)),
            answerWith({ version, url, ...ended === undefined ? {} : { ended } })
          ])
        ),
        others: answerWith(null)
      }
  }
}

function answerTo ({ answer, lines }: Compiled, { version }: ResolveContext): Resolution {
  if (lines === undefined || typeof version !== 'string') return answer
  const numbers = parseVersion(version)
  return numbers === undefined ? answer : lines.byVersion.get(String(numbers)) ?? lines.others
}

function compileVersions (
  { from, below, equals }: Range<string>
): {
  from: VersionNumbers | undefined
  below: VersionNumbers | undefined
  equals: VersionNumbers | undefined
} {
  const numbers = (text: string | undefined): VersionNumbers | undefined =>
    text === undefined ? undefined : parseVersion(text)
  return { from: numbers(from), below: numbers(below), equals: numbers(equals) }
}

function refusalOf (
  { appId, platform, channel, version, build }: Compiled,
  context: ResolveContext
): Refusal | undefined {
  if (appId !== undefined && !appId.has(context.appId)) return 'appId'
  if (platform !== undefined && !platform.has(context.platform)) return 'platform'
  if (channel !== undefined && !channel.has(context.channel)) return 'channel'
  if (version !== undefined && !isInVersions(version, context.version)) return 'version'
  if (build !== undefined && !isInBuilds(build, context.build)) return 'build'
  return undefined
}

function isInVersions ({ from, below, equals }: ReturnType<typeof compileVersions>, text: unknown): boolean {
  const version = typeof text === 'string' ? parseVersion(text) : undefined
  return version !== undefined && (equals === undefined || compareNumbers(version, equals) === 0) &&
    (from === undefined || compareNumbers(version, from) >= 0) &&
    (below === undefined || compareNumbers(version, below) < 0)
}

function isInBuilds ({ from, below, equals }: Range<number>, build: unknown): boolean {
  return typeof build === 'number' && (equals === undefined || build === equals) &&
    (from === undefined || build >= from) && (below === undefined || build < below)
}

/** Null for a client without the id that decides: it is in no part, only in the whole. */
function bucketIn (
  { by, salt }: NonNullable<ResolveTarget['rollout']>,
  context: ResolveContext
): number | null {
  const id: unknown = context[by]
  return typeof id === 'string' && id !== '' ? bucketOf(salt, id) : null
}

function isInside (bucket: number | null, share: number): boolean {
  return bucket === null ? share >= buckets : bucket < share
}
