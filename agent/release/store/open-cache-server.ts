import type { CacheServer } from '../../cache/remote/cache-server.js'
import { serverPlace } from '../../cache/remote/server-place.js'
import type { RemoteCacheConfig } from '../../config/cache-schema.js'
import type { Environment } from '../../config/home.js'

/** The server of the configuration, by the protocol of its address. Throws CONFIG_SECRET_MISSING. */
export async function openCacheServer (
  remote: RemoteCacheConfig,
  surroundings: { environment: Environment, cwd: string }
): Promise<CacheServer> {
  if (!/^(s3|oss):/.test(remote.url)) {
    return await (await import('../../cache/remote/open-server.js')).openServer(remote, surroundings)
  }
  const [{ openStore }, { cacheInStore }] = await Promise.all([
    import('./open-store.js'),
    import('./cache-in-store.js')
  ])
  const store = await openStore(remote.url, undefined, surroundings)
  // Health knows every server by the address in the configuration.
  return { ...cacheInStore(store), place: serverPlace(remote.url) }
}
