import { stringify } from 'yaml'
import { databaseKind } from './service-endpoint.js'
import type { SitePlan } from './site-plan.js'
import { composeDocument } from './render-compose.js'
import { renderUnits } from './render-units.js'
import { siteInventory } from './site-inventory.js'

/** The files of a site by their paths: the same plan gives the same bytes. No secret is in them. */
export function renderSite (plan: SitePlan): Record<string, string> {
  return {
    ...plan.runtime === 'compose' ? { 'compose.yaml': yaml(composeDocument(plan)) } : renderUnits(plan),
    'inventory.yml': yaml(siteInventory(plan)),
    'namespaces.json': `${JSON.stringify({ namespaces: namespacesOf(plan) }, null, 2)}\n`
  }
}

/** Texts are quoted: readers of YAML 1.1 take `no` for false and `22:22` for a number. */
function yaml (document: unknown): string {
  return `# packline site render\n${
    stringify(document, {
      version: '1.1',
      lineWidth: 0,
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN'
    })
  }`
}

/** What to create in databases that other sites use too. */
function namespacesOf ({ services }: SitePlan): object[] {
  return services.flatMap(({ name, namespace = '', databases }) =>
    databases.map(address => ({
      service: name,
      address,
      ...{
        mongodb: { kind: 'mongodb', database: namespace, roles: [{ role: 'readWrite', db: namespace }] },
        redis: {
          kind: 'redis',
          user: namespace,
          rules: [`~${namespace}:*`, `&${namespace}:*`, '+@all', '-@admin', '-@dangerous']
        },
        other: { kind: 'other', namespace }
      }[databaseKind(address)]
    }))
  )
}
