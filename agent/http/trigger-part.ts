import type { AgentContext, Part } from '../part.js'
import { localeFrom } from '../messages/message.js'
import type { OpenTrigger } from '../trigger/open-trigger.js'

/** Watches the configured repositories and takes their hooks in. Without any, nothing of it is loaded. */
export async function triggerPart (context: AgentContext): Promise<Part> {
  const { config, cwd, environment, home, log, now, signal } = context
  const { repositories } = config
  if (Object.keys(repositories).length === 0) return { name: 'trigger' }
  const [{ openTrigger, secretsOf }, { HookReceiver }, { hookRoutes }] = await Promise.all([
    import('../trigger/open-trigger.js'), import('../trigger/hooks/hook-receiver.js'), import('./hook-routes.js')
  ])
  let open: OpenTrigger | undefined
  const closing = new AbortController()
  // A "packline trigger poll" that runs now is waited for; hooks are taken in meanwhile, since opening looks at everything.
  const opening = openTrigger({
    config,
    cwd,
    environment,
    home,
    now,
    packline: [process.execPath, ...process.execArgv, process.argv[1] ?? ''],
    locale: localeFrom(environment),
    log: (level, fields, text) => { log[level](fields, text) },
    signal: AbortSignal.any([signal, closing.signal])
  }).then(opened => { open = opened }, (error: unknown) => {
    if (!closing.signal.aborted) log.error({ err: error }, 'the trigger cannot be opened')
  })
  const close = async (): Promise<void> => {
    closing.abort()
    await opening
    await open?.close()
    open = undefined
  }
  const secrets = await secretsOf(repositories, 'secretFile', environment, cwd)
  const receiver = new HookReceiver({ repositories, secrets, now, wake: name => { open?.trigger.wake(name) } })
  return { name: 'trigger', routes: hookRoutes(receiver), drain: close, close }
}
