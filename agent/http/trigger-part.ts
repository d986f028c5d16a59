import type { FastifyPluginAsync } from 'fastify'
import type { AgentContext, Part } from '../part.js'
import { jobEnvironment, jobNodeFlags } from '../jobs/job-environment.js'
import { localeFrom } from '../messages/message.js'
import type { OpenTrigger } from '../trigger/open-trigger.js'
import { triggerRoutes } from './trigger-routes.js'
import type { TriggerStanding } from './trigger-routes.js'

/**
 * Watches the configured repositories, takes their hooks in and shows how they stand. Without any, nothing of
 * it is loaded.
 */
export async function triggerPart (context: AgentContext): Promise<Part> {
  const { config, cwd, home, log, now, signal } = context
  const environment = jobEnvironment(context)
  const { repositories } = config
  if (Object.keys(repositories).length === 0) {
    return { name: 'trigger', routes: triggerRoutes(async () => ({ watching: false, repositories: [] })) }
  }
  const [
    { openTrigger },
    { secretsOf },
    { triggerDocuments },
    { triggerStatus },
    { HookReceiver },
    { hookRoutes }
  ] = await Promise.all([
    import('../trigger/open-trigger.js'),
    import('../trigger/configured-repository.js'),
    import('../trigger/trigger-home.js'),
    import('../trigger/repository-status.js'),
    import('../trigger/hooks/hook-receiver.js'),
    import('./hook-routes.js')
  ])
  let open: OpenTrigger | undefined
  const closing = new AbortController()
  // A "packline trigger poll" that runs now is waited for; hooks are taken in meanwhile, since opening looks
  // at everything.
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
  const close = async (): Promise<void> => {
    closing.abort()
    await opening
    await open?.close()
    open = undefined
  }
  const secrets = await secretsOf(repositories, 'secretFile', environment, cwd)
  const receiver = new HookReceiver({
    repositories,
    secrets,
    now,
    wake: name => {
      open?.trigger.wake(name)
    }
  })
  const standing = async (): Promise<TriggerStanding> => {
    if (open !== undefined) return { watching: true, repositories: await open.status() }
    const documents = triggerDocuments(home)
    return await triggerStatus(repositories, documents)
      .then(known => ({ watching: false, repositories: known }))
      .finally(async () => {
        await documents.close()
      })
  }
  const routes: FastifyPluginAsync = async app => {
    await app.register(hookRoutes(receiver))
    await app.register(triggerRoutes(standing))
  }
  return { name: 'trigger', routes, drain: close, close }
}
