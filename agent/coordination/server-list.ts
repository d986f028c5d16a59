import { isIPv6 } from 'node:net'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface Server {
  host: string
  port: number
}

const defaultPort = 2181

/**
 * The servers of `host:port,host:port`. The client library cannot take IPv6 literals, so they are refused by
 * name.
 */
export function parseServers (servers: string): Server[] {
  const entries = servers.split(',').map(each => each.trim())
  return entries.map(entry => parseServer(entry, servers))
}

function parseServer (entry: string, servers: string): Server {
  const refuse = (expected: Wording): never => {
    throw new PacklineError('ZOOKEEPER_SERVERS_INVALID', { servers, entry, expected })
  }
  if (entry === '') refuse(phrase('servers.empty'))
  if (entry.includes('/')) refuse(phrase('servers.chroot'))
  if (isIPv6(entry) || entry.startsWith('[') || entry.split(':').length > 2) {
    refuse(phrase('servers.ipv6'))
  }
  const [host = '', port = String(defaultPort)] = entry.split(':')
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9.])?$/.test(host)) {
    refuse(phrase('servers.host'))
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    refuse(phrase('servers.port'))
  }
  return { host, port: Number(port) }
}
