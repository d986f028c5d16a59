import { environmentOf } from './site-variables.js'
import type { PlannedService, SitePlan } from './site-plan.js'

/** The Compose specification's document of a site. */
export function composeDocument (plan: SitePlan): object {
  const secrets = plan.services.flatMap(({ name, secrets }) =>
    Object.entries(secrets).map(([secret, file]) => [secretName(name, secret), { file }] as const)
  )
  return {
    name: plan.id,
    services: Object.fromEntries(plan.services.map(service => [service.name, composeService(plan, service)])),
    ...secrets.length > 0 && { secrets: Object.fromEntries(secrets) }
  }
}

function composeService (plan: SitePlan, service: PlannedService): object {
  const { name, image = '', arguments: words, ports, after, secrets } = service
  const names = Object.keys(secrets)
  return {
    image,
    ...words.length > 0 && { command: words.map(literal) },
    environment: Object.fromEntries(
      Object.entries(environmentOf(plan, service, '/run/secrets')).map((
        [key, value]
      ) => [key, literal(value)])
    ),
    ports: ports.map(port => `${port}:${port}`),
    ...after.length > 0 && { depends_on: after },
    ...names.length > 0 &&
      { secrets: names.map(secret => ({ source: secretName(name, secret), target: secret })) },
    restart: 'unless-stopped',
    security_opt: ['no-new-privileges:true'],
    labels: { 'packline.project': plan.project, 'packline.site': plan.site, 'packline.service': name }
  }
}

function secretName (service: string, secret: string): string {
  return `${service}-${secret}`
}

/** Compose puts variables in place of `$NAME`. */
function literal (text: string): string {
  return text.replaceAll('$', '$$$$')
}
