import type { Service } from '../config/environment-schema.js'
import type { ReleaseDefinition } from '../config/release-schema.js'
import type { Sites } from '../config/site-schema.js'
import { PacklineError } from '../errors.js'
import { hostOf } from './service-endpoint.js'

interface HostedService {
  environment: string
  service: string
  addresses: string[]
  namespace?: string
}

interface ResolvingTarget {
  id: string
  kind: string
  /** Releases that are live there. */
  live: string[]
}

export interface HostVariables {
  packline_services: HostedService[]
  /** The targets whose clients are sent to this host. */
  packline_targets: ResolvingTarget[]
}

/** What Ansible's inventory scripts answer: groups by name, and what is known of each host. */
export interface Inventory {
  groups: Record<string, string[]>
  hosts: Record<string, HostVariables>
}

export interface InventorySource extends Pick<ReleaseDefinition, 'environments' | 'targets'> {
  sites: Sites
  /** Releases that are live, by target. */
  live: Readonly<Record<string, readonly string[]>>
}

/** Hosts by target, environment and service. Throws INVENTORY_HOST_INVALID, INVENTORY_GROUP_TWICE. */
export function inventoryOf (source: InventorySource): Inventory {
  const groups = new Map<string, { of: string, hosts: Set<string> }>()
  const hosts: Record<string, HostVariables> = {}
  const add = (group: string, of: string, host: string): void => {
    const known = groups.get(group) ?? { of, hosts: new Set() }
    if (known.of !== of) throw new PacklineError('INVENTORY_GROUP_TWICE', { group, one: known.of, other: of })
    groups.set(group, { of, hosts: known.hosts.add(host) })
  }
  for (const { host, environment, service, of, targets } of placements(source)) {
    const known = hosts[host] ??= { packline_services: [], packline_targets: [] }
    const { addresses = [], namespace } = of
    known.packline_services.push({
      environment,
      service,
      addresses,
      ...namespace !== undefined && { namespace }
    })
    add(groupName('environment', environment), environment, host)
    add(groupName('service', service), service, host)
    for (const target of targets) {
      add(groupName('target', target.id), target.id, host)
      if (!known.packline_targets.some(({ id }) => id === target.id)) known.packline_targets.push(target)
    }
  }
  return {
    groups: Object.fromEntries(
      [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([name, { hosts }]) => [name, [...hosts].sort()])
    ),
    hosts
  }
}

/** The hosts of a target's services, by service and in the order of the environment. */
export function serversOf (
  source: InventorySource,
  { environment }: { environment: string }
): Array<{ service: string, hosts: string[] }> {
  const services = source.environments[environment]?.services ?? {}
  return Object.entries(services).map(([service, given]) => ({
    service,
    hosts: hostsOf(source, environment, service, given)
  }))
}

interface Placement {
  host: string
  environment: string
  service: string
  of: Service
  targets: ResolvingTarget[]
}

/** A service that is lent stands in its own environment; who borrows it resolves there too. */
function placements (source: InventorySource): Placement[] {
  const { environments, targets, live } = source
  return Object.entries(environments).flatMap(([environment, { services }]) =>
    Object.entries(services).flatMap(([service, of]) => {
      if (of.from !== undefined) return []
      const resolving = targets.filter(target =>
        target.environment === environment ||
        environments[target.environment]?.services[service]?.from === environment
      )
      return hostsOf(source, environment, service, of).map(host => ({
        host,
        environment,
        service,
        of,
        targets: resolving.map(({ id, kind }) => ({ id, kind, live: [...live[id] ?? []] }))
      }))
    })
  )
}

/** The machine of a site, where there is one: the names of its addresses are for clients. */
function hostsOf (
  source: InventorySource,
  environment: string,
  service: string,
  { from, addresses = [] }: Service
): string[] {
  if (from !== undefined) {
    const lent = source.environments[from]?.services[service]
    return lent === undefined || lent.from !== undefined ? [] : hostsOf(source, from, service, lent)
  }
  const sites = Object.values(source.sites).filter(site =>
    site.environment === environment && Object.hasOwn(site.services, service)
  )
  if (sites.length > 0) return [...new Set(sites.map(({ machine }) => machine))]
  return [...new Set(addresses.map(address => checkedHost(address, environment, service)))]
}

/** What Ansible would read as a pattern or an option is no name of a host. */
function checkedHost (address: string, environment: string, service: string): string {
  const host = hostOf(address)
  if (/^[a-z0-9][a-z0-9._-]*$|^[0-9a-f:]+$/.test(host)) return host
  throw new PacklineError('INVENTORY_HOST_INVALID', { address, environment, service })
}

/** Ansible's groups are named as variables are. */
export function groupName (kind: 'target' | 'environment' | 'service' | 'site', name: string): string {
  return `${kind}_${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`
}
