import { hostname } from 'node:os'
import type { AgentConfig } from '../config/agent-schema.js'
import { isReachableByOthers, parseListen } from './listen.js'

/** Where others reach this agent; null for a socket or a loopback address. */
export function ownAddress (
  { farm, listen, http }: Pick<AgentConfig, 'farm' | 'listen' | 'http'>
): string | null {
  if (farm.address !== undefined) return farm.address
  const place = parseListen(listen)
  if (!('host' in place) || !isReachableByOthers(listen)) return null
  const isAny = place.host === '0.0.0.0' || place.host === '::'
  const host = isAny ? hostname() : place.host
  return `${http.tls === undefined ? 'http' : 'https'}://${host}:${place.port}`
}
