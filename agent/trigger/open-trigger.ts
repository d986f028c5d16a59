import type { AgentConfig } from '../config/agent-schema.js'
import { configuredJenkins } from '../jenkins/configured-jenkins.js'
import type { Jenkins } from '../jenkins/configured-jenkins.js'
import type { Locale } from '../messages/message.js'
import { configuredRunner, configuredSource, configuredStatus, secretsOf } from './configured-repository.js'
import { LocalRunner } from './local-runner.js'
import { triggerStatus } from './repository-status.js'
import type { RepositoryStatus } from './repository-status.js'
import { Trigger } from './trigger.js'
import type { TriggerOptions } from './trigger.js'
import { lockTrigger, triggerDocuments, triggerFolder, watchForCalls } from './trigger-home.js'

interface OpenTriggerOptions {
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

/** Waits until no other process of this home has a trigger open, and opens one. */
export async function openTrigger (options: OpenTriggerOptions): Promise<OpenTrigger> {
  const { config: { repositories }, home, signal, isWatching = true } = options
  const lock = await lockTrigger(triggerFolder(home), signal)
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
    const parts = await configuredParts(options)
    const opened = trigger = new Trigger({
      ...parts,
      repositories,
      documents,
      folder: triggerFolder(home),
      now: options.now,
      log: options.log
    })
    await trigger.open({ isWatching })
    unwatch = watchForCalls(documents, name => {
      opened.wake(name)
    })
    return { trigger, status: async () => await triggerStatus(repositories, documents), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function configuredParts (
  { config, home, cwd, environment, packline, isLocal = false, locale, log }: OpenTriggerOptions
): Promise<Pick<TriggerOptions, 'sourceOf' | 'runnerOf' | 'statusOf'>> {
  const jenkins: Jenkins | undefined = await configuredJenkins(config, environment, cwd)
  const tokens = await secretsOf(config.repositories, 'tokenFile', environment, cwd)
  const folder = triggerFolder(home)
  return {
    sourceOf: (name, repository) =>
      configuredSource(name, repository, { folder, token: tokens.get(name), environment, isLocal }),
    runnerOf: ({ repository, pipeline, config, source }) => {
      const onLine = (line: string): void => {
        log('info', { repository, pipeline }, line)
      }
      const local = new LocalRunner({ source, packline, environment, onLine })
      return configuredRunner(config, local, { jenkins, isLocal })
    },
    statusOf: (name, repository) => configuredStatus(repository, tokens.get(name), locale)
  }
}
