import { packlineHome } from '../config/home.js'
import type { Limiter } from '../licence/lease.js'
import type { CommandContext } from './command.js'

interface LazyLimiter {
  /** The limiter of this machine, made when the first action asks for it. */
  get: () => Promise<Limiter>
  /** Gives everything back; does nothing when no limiter was asked for. */
  close: () => Promise<void>
}

export function limiterOf (context: CommandContext): LazyLimiter {
  let limiter: Promise<Limiter> | undefined
  return {
    get: async () => await (limiter ??= create(context)),
    close: async () => {
      await (await limiter?.catch(() => undefined))?.close()
    }
  }
}

async function create ({ environment, cwd }: CommandContext): Promise<Limiter> {
  const [{ loadAgentConfig }, { openLimiter }, { refuseWhileDrained }] = await Promise.all([
    import('../config/agent-config.js'),
    import('../licence/limiter.js'),
    import('../farm/drain-note.js')
  ])
  refuseWhileDrained(packlineHome(environment), environment)
  const { config } = await loadAgentConfig(environment, cwd)
  return await openLimiter({ config, environment, cwd, home: packlineHome(environment) })
}
