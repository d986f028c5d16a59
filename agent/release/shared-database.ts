import type { Environment } from '../config/environment-schema.js'

/** A service and a database that it writes to, under its namespace. */
interface DatabaseUse {
  environment: string
  service: string
  database: string
  namespace: string
}

/**
 * Pairs of services of different environments that would write over each other: the same database, the same
 * namespace.
 */
export function namespaceCollisions (
  environments: Record<string, Environment>
): Array<[DatabaseUse, DatabaseUse]> {
  const uses = Object.entries(environments).flatMap(([environment, { services }]) =>
    Object.entries(services).flatMap(([service, { databases, namespace }]) =>
      namespace === undefined
        ? []
        : databases.map(database => ({ environment, service, database, namespace }))
    )
  )
  const byNamespace = new Map<string, DatabaseUse[]>()
  const collisions: Array<[DatabaseUse, DatabaseUse]> = []
  for (const use of uses) {
    // Many databases do not tell upper from lower case in names.
    const key = use.namespace.toLowerCase()
    const others = byNamespace.get(key) ?? []
    for (const other of others) {
      if (other.environment !== use.environment && isSameDatabase(other.database, use.database)) {
        collisions.push([other, use])
      }
    }
    byNamespace.set(key, [...others, use])
  }
  return collisions
}

/** Host names in any case; a missing port may be any port, a missing database name any name. */
export function isSameDatabase (a: string, b: string): boolean {
  const [one, other] = [addressParts(a), addressParts(b)]
  return one.host === other.host && areSame(one.port, other.port) && areSame(one.name, other.name)
}

function areSame (a: string, b: string): boolean {
  return a === '' || b === '' || a === b
}

/** What `HOST:PORT` or a URL names; '' for what it leaves out. */
export function addressParts (
  address: string
): Record<'scheme' | 'host' | 'port' | 'name', string> {
  const [, scheme = '', host = '', port = '', name = ''] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?\/?([^?#]*)/i.exec(address) ?? []
  return {
    scheme: scheme.toLowerCase(),
    host: host.toLowerCase().replace(/\.$/, ''),
    port,
    name: name.replace(/\/+$/, '').toLowerCase()
  }
}
