import type { Environment, Service } from '../config/environment-schema.js'
import type { ProjectFile } from '../config/project-schema.js'
import type { Site, SiteService } from '../config/site-schema.js'
import { configInvalid } from '../config/validate.js'
import { PacklineError } from '../errors.js'
import { nearest } from '../nearest.js'
import { portOf } from './service-endpoint.js'
import { siteMistakes } from './site-mistakes.js'

export interface PlannedService extends Omit<SiteService, 'ports'> {
  name: string
  ports: number[]
  addresses: string[]
  databases: string[]
  namespace?: string
}

/** A service of the environment that another one runs. */
interface BorrowedService {
  name: string
  from: string
  addresses: string[]
}

export interface SitePlan extends Pick<Site, 'environment' | 'machine' | 'user' | 'contacts'> {
  project: string
  site: string
  /** What its units, containers and folders are called on the machine. */
  id: string
  runtime: 'compose' | 'systemd'
  /** In the order in which they start. */
  services: PlannedService[]
  borrowed: BorrowedService[]
}

/** What a site is, from its environment as it is in force. Throws SITE_UNKNOWN, CONFIG_INVALID. */
export function sitePlan (where: string, project: ProjectFile, name: string): SitePlan {
  const site = Object.hasOwn(project.sites, name) ? project.sites[name] : undefined
  if (site === undefined) {
    const suggestion = nearest(name, Object.keys(project.sites))
    throw new PacklineError('SITE_UNKNOWN', {
      site: name,
      file: where,
      known: Object.keys(project.sites).join(', '),
      ...suggestion !== undefined && { suggestion }
    })
  }
  const { environments } = project
  const environment = Object.hasOwn(environments, site.environment)
    ? environments[site.environment]
    : undefined
  const mistakes = siteMistakes(`sites.${name}`, site, environment, Object.keys(environments))
  if (mistakes.length > 0 || environment === undefined) throw configInvalid(where, mistakes)
  const { machine, user, contacts } = site
  return {
    project: project.project,
    site: name,
    id: `${project.project}-${name}`.toLowerCase().replaceAll('.', '-'),
    environment: site.environment,
    machine,
    ...user !== undefined && { user },
    contacts,
    runtime: Object.values(site.services).some(({ program }) => program !== undefined)
      ? 'systemd'
      : 'compose',
    services: inStartOrder(site.services)
      .map(service => plannedService(service, site.services, environment)),
    borrowed: borrowedServices(environment, environments)
  }
}

/** Every site of a project, in the order of their names. */
export function sitePlans (where: string, project: ProjectFile): SitePlan[] {
  return Object.keys(project.sites).sort().map(name => sitePlan(where, project, name))
}

function plannedService (
  name: string,
  services: Site['services'],
  environment: Environment
): PlannedService {
  const { ports, ...service } = ownOf(services, name)
  const { addresses = [], databases, namespace } = ownOf<Service>(environment.services, name)
  const ofAddresses = addresses.flatMap(address => portOf(address) ?? [])
  return {
    name,
    ...service,
    ports: ports ?? [...new Set(ofAddresses)],
    addresses,
    databases,
    ...namespace !== undefined && { namespace }
  }
}

function ownOf<T> (all: Record<string, T>, name: string): T {
  const found = all[name]
  if (found === undefined) throw new TypeError(`no ${name}`)
  return found
}

/** Each after those that it names; otherwise by name. Circles were refused before. */
function inStartOrder (services: Site['services']): string[] {
  const order: string[] = []
  const add = (name: string): void => {
    if (order.includes(name)) return
    for (const other of services[name]?.after.toSorted() ?? []) add(other)
    order.push(name)
  }
  for (const name of Object.keys(services).sort()) add(name)
  return order
}

function borrowedServices (
  { services }: Environment,
  environments: ProjectFile['environments']
): BorrowedService[] {
  return Object
    .entries(services)
    .flatMap(([name, { from }]) =>
      from === undefined
        ? []
        : [{ name, from, addresses: environments[from]?.services[name]?.addresses ?? [] }]
    )
}
