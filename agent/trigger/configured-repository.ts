import { join } from 'node:path'
import type { AgentConfig } from '../config/agent-schema.js'
import type { PipelineConfig, RepositoryConfig } from '../config/repository-schema.js'
import { readSecret } from '../config/secret.js'
import type { Jenkins } from '../jenkins/configured-jenkins.js'
import type { Locale } from '../messages/message.js'
import type { BatchRunner } from './batch-runner.js'
import { ForgeStatuses } from './forge-status.js'
import { isPlainServer } from './hooks/signature.js'
import { GitSource } from './git-source.js'
import { JenkinsRunner } from './jenkins-runner.js'
import type { LocalRunner } from './local-runner.js'
import { defaultApi, projectOf } from './project-of.js'
import type { Source } from './source.js'
import { SvnSource } from './svn-source.js'
import type { SetStatus } from './trigger.js'

const jenkinsPollMs = 2000

/** What `field` of each repository points to. */
export async function secretsOf (
  repositories: AgentConfig['repositories'],
  field: 'tokenFile' | 'secretFile',
  environment: Readonly<Record<string, string | undefined>>,
  cwd: string
): Promise<Map<string, string>> {
  const secrets = new Map<string, string>()
  for (const [name, { [field]: file }] of Object.entries(repositories)) {
    if (file !== undefined) secrets.set(name, await readSecret(file, environment, cwd))
  }
  return secrets
}

export function configuredSource (
  name: string,
  config: RepositoryConfig,
  { folder, token, environment, isLocal }: {
    folder: string
    token: string | undefined
    environment: Readonly<Record<string, string | undefined>>
    isLocal: boolean
  }
): Source {
  const common = { name, config, environment, ...token !== undefined && { token } }
  if (config.kind === 'svn') return new SvnSource(common)
  const needsFiles = isLocal || Object.values(config.pipelines).some(({ job }) => job === undefined)
  return new GitSource({ ...common, mirror: join(folder, 'mirrors', `${name}.git`), needsFiles })
}

/** A run that Jenkins has is followed there, even where new ones are built here. */
export function configuredRunner (
  { job }: PipelineConfig,
  local: LocalRunner,
  { jenkins, isLocal }: { jenkins: Jenkins | undefined, isLocal: boolean }
): BatchRunner {
  if (jenkins === undefined || job === undefined) return local
  const remote = new JenkinsRunner({ jenkins, pollMs: jenkinsPollMs })
  if (!isLocal) return remote
  return {
    find: async (batch, signal) => await local.find(batch) ?? await remote.find(batch, signal),
    start: async (batch, signal) => await local.start(batch, signal),
    follow: async (run, ...rest) =>
      run.handle?.queueItem == null && run.handle?.number == null
        ? await local.follow(run)
        : await remote.follow(run, ...rest)
  }
}

/** Undefined where the repository has no forge, or no token for it. */
export function configuredStatus (
  { forge, apiUrl, url, project }: RepositoryConfig,
  token: string | undefined,
  locale: Locale
): SetStatus | undefined {
  if (token === undefined || forge === 'none' || isPlainServer(forge)) return undefined
  const access = {
    forge,
    token,
    apiUrl: apiUrl?.replace(/\/+$/, '') ?? defaultApi(forge, url),
    project: projectOf({ url, ...project !== undefined && { project } })
  }
  const statuses = new ForgeStatuses(access, locale, Date.now)
  return async (pipeline, report, commits, signal) => {
    await statuses.set(pipeline, report, commits, signal)
  }
}
