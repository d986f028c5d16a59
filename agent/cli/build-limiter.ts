import type { Limiter } from '../licence/limiter.js'
import type { CommandContext } from './command.js'

/** The limiter of this machine, made when the first action asks for it. */
export function limiterOf (context: CommandContext): () => Promise<Limiter> {
  let limiter: Promise<Limiter> | undefined
  return async () => await (limiter ??= create(context))
}

async function create (context: CommandContext): Promise<Limiter> {
  const [{ loadAgentConfig }, { InProcessLimiter }, { hostname }] = await Promise.all([
    import('../config/agent-config.js'), import('../licence/in-process-limiter.js'), import('node:os')
  ])
  const { config } = await loadAgentConfig(context.environment, context.cwd)
  return new InProcessLimiter({ device: config.device ?? hostname(), licences: config.licences, now: Date.now })
}
