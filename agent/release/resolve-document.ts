import type { Environment } from '../config/environment-schema.js'
import type { Match, Range } from '../config/match-schema.js'
import type { ReleaseDefinition } from '../config/release-schema.js'
import type { Target } from '../config/target-schema.js'
import { compareVersions } from './game-version.js'
import type { Lines } from './hot-update-line.js'

export interface HeldRelease {
  version: string
  build: number
  state: 'in-review' | 'live'
  /** The target whose packages these are, where they were reviewed elsewhere. */
  packagesOf?: string
}

/**
 * What a target holds at the moment: one release at most, and the hot-update version that was published to it
 * last.
 */
export interface Current {
  release: HeldRelease | null
  /** The version of the release's line. */
  hotUpdate: string | null
  lines?: Lines
  since: string
  by: string
}

interface ResolveService {
  addresses: readonly string[]
  databases: readonly string[]
  namespace: string | null
}

export interface ResolveTarget {
  id: string
  environment: string
  match: Omit<Match, 'submitted'>
  rollout?: {
    by: 'deviceId' | 'userId'
    salt: string
    share: number
    schedule: Array<{ at: number, share: number }>
    pausedAt?: number
  }
  hotUpdate?: ResolveHotUpdate
}

interface ResolveHotUpdate {
  version: string
  url?: string
  /** By native version; a client gets the line of its own version and no other. */
  lines?: Record<string, { version: string, url?: string, ended?: true }>
}

/**
 * All that a service needs to resolve by itself, in one document: docs/resolve.md is its specification.
 * Targets stand in the order in which they are asked; moments are milliseconds since 1970.
 */
export interface ResolveDocument {
  format: 1
  project: string
  revision: number
  environments: Record<string, Record<string, ResolveService>>
  targets: ResolveTarget[]
}

export function resolveDocument (
  project: string,
  revision: number,
  definition: ReleaseDefinition,
  current: ReadonlyMap<string, Current>
): ResolveDocument {
  const targets = [...definition.targets]
    .sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1))
    .flatMap(target => resolveTarget(target, current.get(target.id)))
  const used = new Set(targets.map(({ environment }) => environment))
  return {
    format: 1,
    project,
    revision,
    environments: Object.fromEntries(
      Object.entries(definition.environments).filter(([name]) => used.has(name)).map((
        [name, environment]
      ) => [name, servicesOf(environment, definition)])
    ),
    targets
  }
}

/** Services by name, with those of other environments in place of their names. */
export function servicesOf (
  { services }: Environment,
  { environments }: Pick<ReleaseDefinition, 'environments'>
): Record<string, ResolveService> {
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => {
      const { addresses = [], databases, namespace = null } = service.from === undefined
        ? service
        : environments[service.from]?.services[name] ?? service
      return [name, { addresses, databases, namespace }]
    })
  )
}

function resolveTarget (target: Target, current: Current | undefined): ResolveTarget[] {
  const match = submittedMatch(target.match, current)
  if (match === undefined) return []
  const { id, environment, rollout, hotUpdate } = target
  const told = hotUpdateOf(hotUpdate, current)
  return [{
    id,
    environment,
    match,
    ...rollout === undefined
      ? {}
      : {
        rollout: {
          by: rollout.by,
          salt: rollout.salt ?? id,
          share: rollout.share,
          schedule: rollout.schedule.map(({ at, share }) => ({ at: Date.parse(at), share })),
          ...rollout.pausedAt === undefined ? {} : { pausedAt: Date.parse(rollout.pausedAt) }
        }
      },
    ...told === undefined ? {} : { hotUpdate: told }
  }]
}

/** A version that is pinned goes for everybody. */
function hotUpdateOf (
  pinned: Target['hotUpdate'],
  current: Current | undefined
): ResolveHotUpdate | undefined {
  const lines = Object.entries(current?.lines ?? {}).flatMap(([native, { update, isEnded }]) =>
    update === undefined ? [] : [
      [native, {
        version: update.version,
        ...update.url === undefined ? {} : { url: update.url },
        ...isEnded === undefined ? {} : { ended: isEnded }
      }] as const
    ]
  )
  const last = lines.map(([, { version }]) => version).sort(compareVersions).at(-1)
  const version = pinned?.version ?? current?.hotUpdate ?? last
  if (version === undefined) return undefined
  const held = lines.find(([, each]) => each.version === version)?.[1].url
  const url = pinned?.version === undefined ? held ?? pinned?.url : pinned.url
  return {
    version,
    ...url === undefined ? {} : { url },
    ...pinned?.version !== undefined || lines.length === 0 ? {} : { lines: Object.fromEntries(lines) }
  }
}

/** The match with the submitted version and build in it; nothing where nobody can match. */
function submittedMatch (
  { submitted = false, ...match }: Match,
  current: Current | undefined
): Omit<Match, 'submitted'> | undefined {
  if (!submitted) return match
  if (current?.release?.state !== 'in-review') return undefined
  const { version, build } = current.release
  if (match.version?.equals !== undefined && compareVersions(match.version.equals, version) !== 0) {
    return undefined
  }
  if (match.build?.equals !== undefined && match.build.equals !== build) return undefined
  return { ...match, version: exactly(match.version, version), build: exactly(match.build, build) }
}

function exactly<T> (range: Range<T> | undefined, equals: T): Range<T> {
  return { ...range, equals }
}
