import { join } from 'node:path'
import { loadAgentConfig } from '../../config/agent-config.js'
import type { LoadedAgentConfig } from '../../config/agent-config.js'
import { projectFolder } from '../../config/find-project.js'
import { packlineHome } from '../../config/home.js'
import { projectFileName } from '../../config/project-file-name.js'
import { readProjectFile } from '../../config/project-file-reader.js'
import type { Staging } from '../../config/staging-schema.js'
import type { StagingCluster } from '../../config/staging-clusters-schema.js'
import { configInvalid, mistake, oneOfKnown } from '../../config/validate.js'
import type { Mistake } from '../../config/validate.js'
import { PacklineError } from '../../errors.js'
import { recordAudit } from '../../farm/audit.js'
import { nearest } from '../../nearest.js'
import { Cluster } from '../../staging/cluster.js'
import { renderEnvironment } from '../../staging/render-environment.js'
import type { RenderedEnvironment } from '../../staging/render-environment.js'
import { actingPerson } from '../acting-person.js'
import type { CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'

export const stagingOptions = {
  project: { type: 'string', value: 'DIR', describe: 'option.project' },
  ...configOption,
  ...jsonOption
} as const

export const imageOption = {
  image: { type: 'string', value: 'SERVICE=IMAGE', multiple: true, describe: 'option.stagingImage' }
} as const

interface Choice {
  project: string | undefined
  config: string | undefined
  name: string
  /** SERVICE=IMAGE, as they were typed. */
  image?: readonly string[]
}

export interface OpenStaging {
  project: string
  name: string
  folder: string
  where: string
  home: string
  /** Where relative paths of the agent's configuration begin. */
  cwd: string
  staging: Staging
  cluster: Cluster
  who: string
  audit: (action: string, details: Record<string, unknown>) => Promise<void>
}

/** The staging of a project and its cluster, for whoever may. */
export async function openStaging (context: CommandContext, choice: Choice): Promise<OpenStaging> {
  const { environment, cwd } = context
  checkName(choice.name)
  const folder = projectFolder(cwd, choice.project)
  const where = join(folder, projectFileName)
  const bytes = await readProjectFile(where)
  const { parseProjectFile } = await import('../../config/project-file.js')
  const { project, staging: given } = parseProjectFile(where, bytes)
  if (given === undefined) throw new PacklineError('STAGING_NONE', { file: where })
  const loaded = await loadAgentConfig(environment, cwd, choice.config)
  const cluster = clusterOf(context, loaded, given.cluster)
  const staging = { ...given, services: withImages(given, choice.image ?? []) }
  const mistakes = stagingMistakes(staging, cluster.config)
  if (mistakes.length > 0) throw configInvalid(where, mistakes)
  const who = actingPerson(environment)
  checkPerson(cluster, project, who)
  const home = packlineHome(environment)
  return {
    project,
    name: choice.name,
    folder,
    where,
    home,
    cwd,
    staging,
    cluster,
    who,
    audit: async (action, details) => {
      const at = new Date().toISOString()
      const device = loaded.config.device ?? ''
      await recordAudit(home, {
        at,
        action,
        by: who,
        from: 'command line',
        device,
        details: { project, name: choice.name, cluster: cluster.name, ...details }
      })
    }
  }
}

/** Every cluster of the configuration of this machine. */
export async function openClusters (
  context: CommandContext,
  config: string | undefined
): Promise<{ clusters: Cluster[], home: string, device: string }> {
  const loaded = await loadAgentConfig(context.environment, context.cwd, config)
  const names = Object.keys(loaded.config.staging)
  return {
    clusters: names.map(name => clusterOf(context, loaded, name)),
    home: packlineHome(context.environment),
    device: loaded.config.device ?? ''
  }
}

export async function renderOpen (
  { environment, signal }: CommandContext,
  { folder, where, staging, cluster, home }: OpenStaging,
  namespace: string
): Promise<RenderedEnvironment> {
  const { config } = cluster
  const rendered = await renderEnvironment({
    folder,
    where,
    staging,
    cluster: config,
    namespace,
    home,
    environment,
    signal
  })
  if (config.schemas !== undefined) {
    const { checkSchemas } = await import('../../staging/check-schemas.js')
    await checkSchemas({ schemas: config.schemas, ...rendered, environment, signal })
  }
  return rendered
}

/** Throws STAGING_CLUSTER_UNKNOWN. */
function clusterOf (
  { environment, cwd, signal }: CommandContext,
  { config: { staging } }: LoadedAgentConfig,
  name: string
): Cluster {
  const config = Object.hasOwn(staging, name) ? staging[name] : undefined
  if (config !== undefined) {
    return new Cluster({ name, config, home: packlineHome(environment), cwd, environment, signal })
  }
  const known = Object.keys(staging)
  const suggestion = nearest(name, known)
  throw new PacklineError('STAGING_CLUSTER_UNKNOWN', {
    cluster: name,
    known: known.join(', ') || '–',
    ...suggestion !== undefined && { suggestion }
  })
}

/** Throws STAGING_NOT_ALLOWED. */
function checkPerson ({ name, config: { projects, people } }: Cluster, project: string, who: string): void {
  const isOpen = projects.includes('*') || projects.includes(project)
  if (isOpen && (people.length === 0 || people.includes(who))) return
  throw new PacklineError('STAGING_NOT_ALLOWED', { who, project, cluster: name })
}

/** Throws STAGING_NAME_INVALID. */
function checkName (name: string): void {
  const isText = name.trim() !== '' && name.length <= 200 && !/\p{Cc}/u.test(name)
  if (!isText) throw new PacklineError('STAGING_NAME_INVALID', { name: name.slice(0, 80) })
}

/** Throws USAGE_BAD_VALUE. */
function withImages (
  { services }: Staging,
  images: readonly string[]
): Staging['services'] {
  const changed = { ...services }
  for (const given of images) {
    const [, service = '', image = ''] = /^([a-z0-9.-]+)=([a-z0-9][A-Za-z0-9._:/@-]{0,511})$/.exec(given) ??
      []
    if (image === '') {
      throw new PacklineError('USAGE_BAD_VALUE', {
        option: '--image',
        value: given,
        expected: 'SERVICE=IMAGE'
      })
    }
    changed[service] = { ...Object.hasOwn(changed, service) && changed[service], image }
  }
  return changed
}

function stagingMistakes (staging: Staging, { secrets }: StagingCluster): Mistake[] {
  const known = Object.keys(secrets)
  const isEmpty = staging.base === undefined && Object.keys(staging.charts).length === 0
  return [
    ...isEmpty ? [mistake('staging.base', undefined, 'config.stagingEmpty')] : [],
    ...staging.secrets.flatMap((secret, index) =>
      known.includes(secret)
        ? []
        : [mistake(`staging.secrets[${index}]`, secret, oneOfKnown('config.stagingSecret', secret, known))]
    ),
    ...Object.entries(staging.services).flatMap(([name, { check }]) => {
      const path = `staging.services.${name}.check`
      if (check === undefined) return []
      return [
        ...check.address === undefined && check.status !== 200
          ? [mistake(`${path}.status`, check.status, 'config.stagingStatus')]
          : [],
        ...check.send !== undefined && (check.path !== undefined || check.address === undefined)
          ? [mistake(`${path}.send`, check.send, 'config.stagingSend')]
          : []
      ]
    })
  ]
}
