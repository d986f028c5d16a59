import { join } from 'node:path'
import { ActionCache } from '../action-cache.js'
import { ContentStore } from '../content-store.js'
import type { CacheServer } from './cache-server.js'
import { isLeftAlone } from './circuit-breaker.js'
import { readRemoteState } from './remote-state.js'
import { SharedCache } from './shared-cache.js'
import type { SharedCacheSummary } from './shared-cache.js'

interface Outbox {
  /** PACKLINE_HOME. */
  home: string
  /** By which `openServer`'s server is known. */
  place: string
  openServer: () => Promise<CacheServer>
  now: () => number
  signal: AbortSignal
}

const longestMs = 600_000

/**
 * Sends what runs had no time to send, or no server to send to. Undefined where there is nothing, or where
 * the server is left alone.
 */
export async function sendUnsent (
  { home, place, openServer, now, signal }: Outbox
): Promise<SharedCacheSummary | undefined> {
  const { unsent = [], breaker } = readRemoteState(home, place)
  if (unsent.length === 0 || breaker !== undefined && isLeftAlone(breaker, now())) return undefined
  const folder = join(home, 'cache')
  const cache = new SharedCache({
    server: await openServer(),
    store: new ContentStore(join(folder, 'cas')),
    cache: new ActionCache(join(folder, 'ac')),
    home,
    // Each of them says its own.
    namespace: '',
    mayWrite: true,
    now
  })
  const abort = (): void => {
    cache.abort()
  }
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    return await cache.close(longestMs)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
