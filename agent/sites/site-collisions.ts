import { addressParts, isSameDatabase } from '../release/shared-database.js'
import { wordedLater } from '../messages/message.js'
import type { Worded } from '../messages/message.js'
import { portOf } from './service-endpoint.js'
import type { PlannedService, SitePlan } from './site-plan.js'

/** What stands against a site, or what it does not do. */
export interface SiteFinding {
  kind: 'name' | 'environment' | 'port' | 'address' | 'namespace' | 'listening' | 'answer' | 'database'
  project: string
  site: string
  service?: string
  /** The port, address or name. */
  subject: string
  problem: Worded
}

interface Claim {
  kind: Exclude<SiteFinding['kind'], 'listening' | 'answer' | 'database'>
  plan: SitePlan
  service?: PlannedService
  /** Claims with one key collide. */
  key: string
  subject: string
}

/** What two services or sites claim, over all of them; each finding stands at the later one. */
export function siteCollisions (plans: readonly SitePlan[]): SiteFinding[] {
  const byKey = new Map<string, Claim>()
  const findings: SiteFinding[] = []
  for (const claim of plans.flatMap(claimsOf)) {
    const first = byKey.get(`${claim.kind} ${claim.key}`)
    if (first === undefined) byKey.set(`${claim.kind} ${claim.key}`, claim)
    else findings.push(collision(claim, first))
  }
  return [...findings, ...namespaceFindings(plans)]
}

function claimsOf (plan: SitePlan): Claim[] {
  const { project, environment, machine, id, services } = plan
  const host = machine.toLowerCase()
  return [
    { kind: 'name', plan, key: `${host} ${id}`, subject: id },
    { kind: 'environment', plan, key: `${project} ${environment}`, subject: environment },
    ...services.flatMap(service => [
      ...service.ports.map((port): Claim => ({
        kind: 'port',
        plan,
        service,
        key: `${host} ${port}`,
        subject: String(port)
      })),
      ...[...new Set(service.addresses.map(placeOf))].map((place): Claim => ({
        kind: 'address',
        plan,
        service,
        key: place,
        subject: place
      }))
    ])
  ]
}

/** Two services may share a name and a port, as behind one proxy, but then not the path. */
function placeOf (address: string): string {
  const { host, name } = addressParts(address)
  return `${host}:${portOf(address) ?? ''}${name === '' ? '' : `/${name}`}`
}

function collision (
  { kind, plan, service, subject }: Omit<Claim, 'key'>,
  first: Pick<Claim, 'plan' | 'service'>
): SiteFinding {
  return {
    kind,
    project: plan.project,
    site: plan.site,
    ...service !== undefined && { service: service.name },
    subject,
    problem: wordedLater('site.collision', {
      kind: wordedLater(`site.kind.${kind}`),
      subject,
      other: claimantOf(first)
    })
  }
}

function claimantOf ({ plan, service }: Pick<Claim, 'plan' | 'service'>): string {
  return [plan.project, plan.site, ...service === undefined ? [] : [service.name]].join('/')
}

/** Services of one environment may share a namespace; those of two would write over each other. */
function namespaceFindings (plans: readonly SitePlan[]): SiteFinding[] {
  const uses = plans.flatMap(plan =>
    plan.services.flatMap(service =>
      service.databases.map(database => ({ plan, service, database, namespace: service.namespace ?? '' }))
    )
  )
  return uses.flatMap((use, index) => {
    const first = uses.slice(0, index).find(({ plan, database, namespace }) =>
      (plan.project !== use.plan.project || plan.environment !== use.plan.environment) &&
      namespace.toLowerCase() === use.namespace.toLowerCase() && isSameDatabase(database, use.database)
    )
    if (first === undefined) return []
    const { plan, service, namespace } = use
    return [collision({ kind: 'namespace', plan, service, subject: namespace }, first)]
  })
}
