import { isIP } from 'node:net'
import { PacklineError } from '../errors.js'

/** Ways to write a path that routers, proxies and file systems read differently. */
const oddPath = /\/\/|\\|;|%(?:2f|5c|2e|00|25)|\/\.{1,2}(?:\/|$)|[^\x21-\x7e]/i

export function checkPath (url: string): void {
  const [path = ''] = url.split('?', 1)
  if (!path.startsWith('/') || oddPath.test(path)) {
    throw new PacklineError('HTTP_BAD_PATH', { path: path.slice(0, 200) })
  }
}

/**
 * A page that a person on this machine looks at can send requests here under a name of its own; addresses are
 * safe, since a name is what such an attack needs.
 */
export function checkHost (host: string | undefined, names: ReadonlySet<string>): void {
  const name = hostName(host ?? '')
  if (isIP(name) === 0 && !names.has(name)) {
    throw new PacklineError('HTTP_WRONG_HOST', { host: name.slice(0, 200) })
  }
}

/**
 * Browsers name the page that sends a request; the agent's own pages are the only ones that may change
 * something.
 */
export function checkOrigin (method: string, origin: string | undefined, host: string | undefined): void {
  if (origin === undefined || method === 'GET' || method === 'HEAD') return
  if (origin.replace(/^https?:\/\//, '') !== host) {
    throw new PacklineError('HTTP_FOREIGN_ORIGIN', { origin: origin.slice(0, 200) })
  }
}

/** The name in a Host header, without port and brackets. */
function hostName (host: string): string {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host)
  return (match?.[1] ?? match?.[2] ?? '').toLowerCase()
}
