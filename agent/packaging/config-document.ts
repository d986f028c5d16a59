import type { ProjectFile } from '../config/project-schema.js'
import type { Environment } from '../config/environment-schema.js'
import { servicesOf } from '../release/resolve-document.js'
import type { ConfigDocument, ManifestPlace } from './config-document-schema.js'
import { manifestUrls, updatesFor } from './hot-update/manifest-urls.js'
import type { Row } from './rows.js'

export const configFileName = 'package.config.json'

export interface PackageVersion {
  version: string
  build: number
}

type Definition = Pick<ProjectFile, 'project' | 'environments' | 'targets' | 'parameters' | 'packages'>

/** What one package is, for the game and its scripts. Packages are public: no databases, no namespaces. */
export function configDocument (
  project: Definition,
  { version, build }: PackageVersion,
  row: Row,
  manifest?: ManifestPlace
): ConfigDocument {
  const { target, platform, channel, pairing, pairingDefinition } = row
  const document: ConfigDocument = { schema: 1, project: project.project, version, build, platform }
  if (channel !== undefined) document.channel = channel
  if (pairing !== undefined) document.pairing = pairing
  const urls = target === undefined && manifest === undefined
    ? undefined
    : manifestUrls(project.packages.hotUpdate, updatesFor(row, project), version)
  const hotUpdate = urls && { ...urls, ...manifest !== undefined && { manifest } }
  if (target === undefined) return { ...document, ...hotUpdate !== undefined && { hotUpdate } }
  document.target = { id: target.id, kind: target.kind }
  const environment = pairingDefinition?.environment ?? target.environment
  const services = publicServices(project.environments[environment], project)
  document.environment = { name: environment, services }
  if (hotUpdate !== undefined) document.hotUpdate = hotUpdate
  const parameters = Object
    .entries(project.parameters)
    .filter(([, { stage }]) => stage !== 'ci')
    .map(([name, parameter]) => [name, target.parameters[name] ?? parameter.default] as const)
  if (parameters.length > 0) document.parameters = Object.fromEntries(parameters)
  return document
}

function publicServices (
  environment: Environment | undefined,
  project: Definition
): NonNullable<ConfigDocument['environment']>['services'] {
  const services = environment === undefined ? {} : servicesOf(environment, project)
  return Object.fromEntries(
    Object.entries(services).map(([service, { addresses }]) => [service, { addresses: [...addresses] }])
  )
}

/** The document as it is written; the same for the same row, to the byte. */
export function formatConfigDocument (document: ConfigDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`
}
