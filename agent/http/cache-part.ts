import { serverPlace } from '../cache/remote/server-place.js'
import type { AgentContext, Part } from '../part.js'
import { openCacheServer } from '../release/store/open-cache-server.js'

/** Runs of the command line end without a word to the agent. */
const lookEveryMs = 30_000

/** Sends to the shared cache what the runs of this machine left. */
export async function cachePart (
  { config, cwd, environment, home, jobs, log, now, signal }: AgentContext
): Promise<Part> {
  const { remote } = config.cache
  if (remote?.access !== 'read-write') return { name: 'cache' }
  const { sendUnsent } = await import('../cache/remote/send-unsent.js')
  const outbox = {
    home,
    place: serverPlace(remote.url),
    openServer: async () => await openCacheServer(remote, { environment, cwd }),
    now,
    signal
  }
  let sending: Promise<void> | undefined
  const send = async (): Promise<void> => {
    try {
      const summary = await sendUnsent(outbox)
      if (summary !== undefined) log.info({ ...summary }, 'results of earlier runs sent to the shared cache')
    } catch (error) {
      log.warn({ err: error }, 'results of earlier runs are not sent to the shared cache')
    }
    sending = undefined
  }
  const look = (): void => {
    if (!signal.aborted) sending ??= send()
  }
  const timer = setInterval(look, lookEveryMs).unref()
  jobs.onEnded(look)
  look()
  return {
    name: 'cache',
    close: async () => {
      clearInterval(timer)
      await sending
    }
  }
}
