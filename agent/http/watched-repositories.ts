import type { AgentContext, Part } from '../part.js'
import { jobEnvironment, jobNodeFlags } from '../jobs/job-environment.js'
import { localeFrom } from '../messages/message.js'
import { secretsOf } from '../trigger/configured-repository.js'
import { HookReceiver } from '../trigger/hooks/hook-receiver.js'
import { openTrigger, type OpenTrigger } from '../trigger/open-trigger.js'
import { triggerStatus } from '../trigger/repository-status.js'
import { triggerDocuments } from '../trigger/trigger-home.js'
import { hookRoutes } from './hook-routes.js'
import { triggerRoutes, type TriggerStanding } from './trigger-routes.js'

/** The trigger of an agent that has repositories to watch. */
export async function watchedRepositories (context: AgentContext): Promise<Part> {
  const { config: { repositories }, cwd, home, now } = context
  const trigger = triggerOf(context)
  const secrets = await secretsOf(repositories, 'secretFile', jobEnvironment(context), cwd)
  const receiver = new HookReceiver({
    repositories,
    secrets,
    now,
    wake: name => {
      trigger.open()?.trigger.wake(name)
    }
  })
  const standing = async (): Promise<TriggerStanding> => {
    const open = trigger.open()
    if (open !== undefined) return { watching: true, repositories: await open.status() }
    const documents = triggerDocuments(home)
    try {
      return { watching: false, repositories: await triggerStatus(repositories, documents) }
    } finally {
      await documents.close()
    }
  }
  return {
    name: 'trigger',
    routes: async app => {
      await app.register(hookRoutes(receiver))
      await app.register(triggerRoutes(standing))
    },
    repositories: async () => (await standing()).repositories,
    drain: trigger.close,
    close: trigger.close
  }
}

/**
 * Begins to open the trigger. A "packline trigger poll" that runs now is waited for; hooks are taken in
 * meanwhile, since opening looks at everything.
 */
function triggerOf (
  context: AgentContext
): { open: () => OpenTrigger | undefined, close: () => Promise<void> } {
  const { config, cwd, home, log, now, signal } = context
  const environment = jobEnvironment(context)
  const closing = new AbortController()
  let open: OpenTrigger | undefined
  const opening = openTrigger({
    config,
    cwd,
    environment,
    home,
    now,
    packline: [process.execPath, ...jobNodeFlags(process.execArgv), process.argv[1] ?? ''],
    locale: localeFrom(environment),
    log: (level, fields, text) => {
      log[level](fields, text)
    },
    signal: AbortSignal.any([signal, closing.signal])
  })
    .then(opened => {
      open = opened
    }, (error: unknown) => {
      if (!closing.signal.aborted) log.error({ err: error }, 'the trigger cannot be opened')
    })
  return {
    open: () => open,
    close: async () => {
      closing.abort()
      await opening
      await open?.close()
      open = undefined
    }
  }
}
