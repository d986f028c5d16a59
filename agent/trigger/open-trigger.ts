import { join } from 'node:path'
import { lockFile } from '../files/file-lock.js'
import type { FileLock } from '../files/file-lock.js'
import type { AgentConfig } from '../config/agent-schema.js'
import type { RepositoryConfig } from '../config/repository-schema.js'
import { readSecret } from '../config/secret.js'
import { updateDocument } from '../coordination/documents.js'
import type { Documents } from '../coordination/documents.js'
import { LevelDocuments } from '../coordination/level-documents.js'
import { configuredJenkins } from '../jenkins/configured-jenkins.js'
import type { Locale } from '../messages/message.js'
import type { BatchRunner } from './batch-runner.js'
import { setStatuses } from './forge-status.js'
import { GitSource } from './git-source.js'
import { JenkinsRunner } from './jenkins-runner.js'
import { LocalRunner } from './local-runner.js'
import { defaultApi, projectOf } from './project-of.js'
import type { Source } from './source.js'
import { SvnSource } from './svn-source.js'
import { triggerStatus } from './trigger-status.js'
import type { RepositoryStatus } from './trigger-status.js'
import { Trigger } from './trigger.js'
import type { TriggerOptions } from './trigger.js'

export interface OpenTriggerOptions {
  config: Pick<AgentConfig, 'repositories' | 'jenkins'>
  /** PACKLINE_HOME. */
  home: string
  cwd: string
  environment: Readonly<Record<string, string | undefined>>
  /** The program and first arguments that start packline, for builds on this machine. */
  packline: readonly string[]
  /** Build here even what has a Jenkins job. */
  isLocal?: boolean
  isWatching?: boolean
  locale: Locale
  now: () => number
  log: TriggerOptions['log']
  signal: AbortSignal
}

export interface OpenTrigger {
  trigger: Trigger
  status: () => Promise<RepositoryStatus[]>
  close: () => Promise<void>
}

const wakeKey = 'trigger/wake'
const jenkinsPollMs = 2000

/** The documents that a trigger of this home keeps. */
export function triggerDocuments (home: string): LevelDocuments {
  return new LevelDocuments({ folder: join(home, 'trigger', 'documents') })
}

/** Waits until no other process of this home has a trigger open, and opens one. */
export async function openTrigger (options: OpenTriggerOptions): Promise<OpenTrigger> {
  const { config, home, environment, cwd, locale, now, log, signal, isWatching = true } = options
  const folder = join(home, 'trigger')
  const lock = await lockFile(join(folder, 'lock'), { signal, command: 'packline trigger' })
  const documents = triggerDocuments(home)
  let trigger: Trigger | undefined
  let unwatch = (): void => {}
  const close = async (): Promise<void> => {
    unwatch()
    await trigger?.close()
    await documents.close()
    lock.close()
  }
  try {
    const jenkins = await configuredJenkins(config, environment, cwd)
    const tokens = await secretsOf(config.repositories, 'tokenFile', environment, cwd)
    trigger = new Trigger({
      repositories: config.repositories,
      documents,
      folder,
      sourceOf: (name, repository) =>
        sourceOf(name, repository, {
          folder,
          token: tokens.get(name),
          environment,
          isLocal: options.isLocal === true
        }),
      runnerOf: (name, pipeline, source) => {
        const local = new LocalRunner({
          source,
          packline: options.packline,
          environment,
          onLine: line => {
            log('info', { repository: name, pipeline }, line)
          }
        })
        const { job } = config.repositories[name]!.pipelines[pipeline]!
        const remote = jenkins === undefined || job === undefined
          ? undefined
          : new JenkinsRunner({ jenkins, pollMs: jenkinsPollMs })
        return runnerOf(local, remote, options.isLocal === true)
      },
      reportOf: name => {
        const { forge, apiUrl, url, project } = config.repositories[name]!
        const token = tokens.get(name)
        if (token === undefined || forge === 'none' || forge === 'svn') return undefined
        const access = {
          forge,
          token,
          apiUrl: apiUrl?.replace(/\/+$/, '') ?? defaultApi(forge, url),
          project: projectOf({ url, ...project !== undefined && { project } })
        }
        return async (pipeline, report, commits, ended) => {
          await setStatuses(access, pipeline, report, commits, locale, ended)
        }
      },
      now,
      log
    })
    await trigger.open({ isWatching })
    const opened = trigger
    unwatch = documents.watch(wakeKey, () => {
      documents.get(wakeKey).then(found => {
        for (const name of (found?.value as { repositories?: string[] } | undefined)?.repositories ?? []) {
          opened.wake(name)
        }
      }, () => {/* it is closing, or the next look finds what was pushed */})
    })
    return { trigger, status: async () => await triggerStatus(config.repositories, documents), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Asks the process that has the trigger open to look. */
export async function askToLook (
  documents: Documents,
  repositories: readonly string[],
  now: number
): Promise<void> {
  await updateDocument(documents, wakeKey, () => ({ repositories, at: now }))
}

/** Whether another process of this home has a trigger open. */
export async function isTriggerOpen (home: string): Promise<boolean> {
  let lock: FileLock | undefined
  try {
    lock = await lockFile(join(home, 'trigger', 'lock'), {
      signal: AbortSignal.timeout(200),
      command: 'packline trigger'
    })
    return false
  } catch (error) {
    if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) return true
    throw error
  } finally {
    lock?.close()
  }
}

/** What `field` of each repository points to. */
export async function secretsOf (
  repositories: AgentConfig['repositories'],
  field: 'tokenFile' | 'secretFile',
  environment: OpenTriggerOptions['environment'],
  cwd: string
): Promise<Map<string, string>> {
  const secrets = new Map<string, string>()
  for (const [name, { [field]: file }] of Object.entries(repositories)) {
    if (file !== undefined) secrets.set(name, await readSecret(file, environment, cwd))
  }
  return secrets
}

function sourceOf (
  name: string,
  config: RepositoryConfig,
  { folder, token, environment, isLocal }: {
    folder: string
    token: string | undefined
    environment: OpenTriggerOptions['environment']
    isLocal: boolean
  }
): Source {
  const common = { name, config, environment, ...token !== undefined && { token } }
  if (config.kind === 'svn') return new SvnSource(common)
  const needsFiles = isLocal || Object.values(config.pipelines).some(({ job }) => job === undefined)
  return new GitSource({ ...common, mirror: join(folder, 'mirrors', `${name}.git`), needsFiles })
}

/** A run that Jenkins has is followed there, even where new ones are built here. */
function runnerOf (local: BatchRunner, remote: BatchRunner | undefined, isLocal: boolean): BatchRunner {
  if (remote === undefined) return local
  if (!isLocal) return remote
  return {
    find: async (batch, signal) => await local.find(batch, signal) ?? await remote.find(batch, signal),
    start: async (batch, signal) => await local.start(batch, signal),
    follow: async (run, ...rest) =>
      await (run.handle?.queueItem == null && run.handle?.number == null ? local : remote).follow(
        run,
        ...rest
      )
  }
}
