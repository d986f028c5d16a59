import type { AgentContext, Part } from '../part.js'
import { triggerRoutes } from './trigger-routes.js'

/**
 * Watches the configured repositories, takes their hooks in and shows how they stand. Without any, nothing of
 * it is loaded.
 */
export async function triggerPart (context: AgentContext): Promise<Part> {
  if (Object.keys(context.config.repositories).length === 0) {
    return { name: 'trigger', routes: triggerRoutes(async () => ({ watching: false, repositories: [] })) }
  }
  const { watchedRepositories } = await import('./watched-repositories.js')
  return await watchedRepositories(context)
}
