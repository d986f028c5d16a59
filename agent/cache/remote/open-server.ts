import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { RemoteCacheConfig } from '../../config/cache-schema.js'
import type { Environment } from '../../config/home.js'
import { readSecret } from '../../config/secret.js'
import type { CacheServer } from './cache-server.js'

interface Surroundings {
  environment: Environment
  /** What paths of the configuration are relative to. */
  cwd: string
}

/** The server at an address of HTTP or gRPC. Throws CONFIG_SECRET_MISSING. */
export async function openServer (
  { url, user, tokenFile, caFile }: RemoteCacheConfig,
  { environment, cwd }: Surroundings
): Promise<CacheServer> {
  const token = tokenFile === undefined ? undefined : await readSecret(tokenFile, environment, cwd)
  const ca = caFile === undefined ? undefined : await readFile(resolve(cwd, caFile), 'utf8')
  const settings = {
    url,
    ...token !== undefined && { authorization: authorizationOf(user, token) },
    ...ca !== undefined && { ca }
  }
  return /^grpcs?:/.test(url)
    ? (await import('./grpc-cache.js')).grpcCache(settings)
    : (await import('./http-cache.js')).httpCache(settings)
}

function authorizationOf (user: string | undefined, token: string): string {
  return user === undefined
    ? `Bearer ${token}`
    : `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`
}
