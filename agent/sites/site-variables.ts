import type { PlannedService, SitePlan } from './site-plan.js'

/** What a service finds in its environment: of its site, its settings, and where its secrets are. */
export function environmentOf (
  { environment }: SitePlan,
  { settings, namespace, databases, secrets }: PlannedService,
  folderOfSecrets: string
): Record<string, string> {
  return {
    SITE_ENVIRONMENT: environment,
    ...namespace !== undefined && { SITE_NAMESPACE: namespace },
    ...databases.length > 0 && { SITE_DATABASES: databases.join(',') },
    ...settings,
    ...Object.fromEntries(Object.keys(secrets).map(name => [`${name}_FILE`, `${folderOfSecrets}/${name}`]))
  }
}
