import type { BuildSettings, LocalCache } from '../assets/run/run-settings.js'
import type { SharedCache, SharedCacheSummary } from '../cache/remote/shared-cache.js'
import { packlineHome } from '../config/home.js'
import { toPacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import type { CommandContext } from './command.js'
import { warn } from './terminal.js'

export const cacheAccesses = ['read-write', 'read', 'off'] as const
export type CacheAccess = typeof cacheAccesses[number]

export interface LazySharedCache {
  /** The cache that this machine shares with others, opened when the first action asks for it. */
  get: NonNullable<BuildSettings['sharedCache']>
  /** What it did; undefined when nobody asked. */
  close: () => Promise<SharedCacheSummary | undefined>
}

/** Ends what is sent after a run: a share of its time, so that no run is longer by more than that. */
const closingShare = 1 / 40
const shardClosingMs = 600_000

/**
 * @param access what the run may do; the configuration may allow less
 * @param isShard whether what it sends is all that it is for
 */
export function sharedCacheOf (
  context: CommandContext,
  access: CacheAccess,
  isShard = false
): LazySharedCache {
  const startedAt = Date.now()
  let opened: Promise<SharedCache | undefined> | undefined
  return {
    get: async (local, project) =>
      await (opened ??= open(context, access, local, project).catch((error: unknown) => {
        const { message: reason } = describeError(context.locale, toPacklineError(error))
        warn(context, 'run.sharedCacheNotOpened', { reason })
        return undefined
      })),
    close: async () => {
      const cache = await opened
      const runMs = Date.now() - startedAt
      return await cache?.close(isShard ? shardClosingMs : runMs * closingShare)
    }
  }
}

async function open (
  { environment, cwd, signal }: CommandContext,
  access: CacheAccess,
  local: LocalCache,
  project: string
): Promise<SharedCache | undefined> {
  if (access === 'off') return undefined
  const { loadAgentConfig } = await import('../config/agent-config.js')
  const { remote } = (await loadAgentConfig(environment, cwd)).config.cache
  if (remote === undefined) return undefined
  const [{ SharedCache }, { openCacheServer }] = await Promise.all([
    import('../cache/remote/shared-cache.js'),
    import('../release/store/open-cache-server.js')
  ])
  const cache = new SharedCache({
    ...local,
    server: await openCacheServer(remote, { environment, cwd }),
    home: packlineHome(environment),
    namespace: project,
    mayWrite: access === 'read-write' && remote.access === 'read-write',
    now: Date.now
  })
  // Whoever ends a run waits for no server: what is left unsent, the agent sends, or the next run.
  const abort = (): void => {
    cache.abort()
  }
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  return cache
}
