import type { Environment } from '../config/environment-schema.js'
import { isSecretVariable } from '../config/redaction.js'
import type { Site, SiteService } from '../config/site-schema.js'
import { mistake, oneOfKnown } from '../config/validate.js'
import type { Mistake } from '../config/validate.js'
import { portOf } from './service-endpoint.js'

/** What a site and its environment say that does not go together. */
export function siteMistakes (
  path: string,
  site: Site,
  environment: Environment | undefined,
  environments: readonly string[]
): Mistake[] {
  if (environment === undefined) {
    return [mistake(
      `${path}.environment`,
      site.environment,
      oneOfKnown('config.environment', site.environment, environments)
    )]
  }
  return [
    ...lackingServices(path, site, environment),
    ...runtimeMistakes(path, site),
    ...Object.entries(site.services).flatMap(([name, service]) => [
      ...serviceMistakes(`${path}.services.${name}`, service),
      ...placeMistakes(`${path}.services.${name}`, name, service, environment),
      ...orderMistakes(`${path}.services.${name}`, name, site)
    ])
  ]
}

function lackingServices (path: string, { services }: Site, environment: Environment): Mistake[] {
  return Object
    .entries(environment.services)
    .filter(([name, { from }]) => from === undefined && !Object.hasOwn(services, name))
    .map(([name]) => mistake(`${path}.services.${name}`, undefined, 'config.siteService'))
}

function runtimeMistakes (path: string, { services, user }: Site): Mistake[] {
  const all = Object.entries(services)
  const programs = all.filter(([, { program }]) => program !== undefined)
  const [mixed] = programs.length < all.length ? programs : []
  return [
    ...mixed === undefined
      ? []
      : [mistake(`${path}.services.${mixed[0]}.program`, mixed[1].program, 'config.siteRuntime')],
    ...programs.length > 0 && user === undefined
      ? [mistake(`${path}.user`, user, 'config.siteUser')]
      : []
  ]
}

function serviceMistakes (path: string, { image, program, settings, check }: SiteService): Mistake[] {
  return [
    ...(image === undefined) === (program === undefined)
      ? [mistake(path, { image, program }, 'config.siteImage')]
      : [],
    ...Object.keys(settings).filter(isSecretVariable).map(name =>
      mistake(`${path}.settings.${name}`, '…', 'config.siteSecret')
    ),
    ...check?.path !== undefined && check.send !== undefined
      ? [mistake(`${path}.check.send`, check.send, 'config.siteSend')]
      : []
  ]
}

function placeMistakes (
  path: string,
  name: string,
  { ports, check }: SiteService,
  { services }: Environment
): Mistake[] {
  const own = Object.entries(services).flatMap(([each, { from }]) => from === undefined ? [each] : [])
  if (!own.includes(name)) return [mistake(path, name, oneOfKnown('config.siteForeign', name, own))]
  const addresses = services[name]?.addresses ?? []
  const isPlaced = addresses.some(address => portOf(address) !== undefined)
  return [
    ...ports === undefined && !isPlaced ? [mistake(`${path}.ports`, ports, 'config.sitePorts')] : [],
    ...check?.path !== undefined && /^(?!https?:|wss?:)[a-z][a-z0-9+.-]*:\/\//i.test(addresses[0] ?? '')
      ? [mistake(`${path}.check.path`, check.path, 'config.siteHttp')]
      : []
  ]
}

function orderMistakes (path: string, name: string, { services }: Site): Mistake[] {
  const after = services[name]?.after ?? []
  const known = Object.keys(services).filter(each => each !== name)
  return after.flatMap((other, index) => {
    const place = `${path}.after[${index}]`
    if (!known.includes(other)) return [mistake(place, other, oneOfKnown('config.siteAfter', other, known))]
    return waitsFor(other, name, services) ? [mistake(place, other, 'config.siteCircle', { name })] : []
  })
}

function waitsFor (
  from: string,
  name: string,
  services: Site['services'],
  seen = new Set<string>()
): boolean {
  if (from === name) return true
  if (seen.has(from)) return false
  seen.add(from)
  return services[from]?.after.some(each => waitsFor(each, name, services, seen)) ?? false
}
