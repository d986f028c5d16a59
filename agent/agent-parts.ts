import type { AgentContext, Part } from './part.js'

/** The parts of every agent in the order they are opened; they close in the opposite one. */
export const agentParts: ReadonlyArray<(context: AgentContext) => Promise<Part>> = [
  async context => (await import('./http/agent-routes.js')).agentPart(context),
  async context => (await import('./http/telemetry-part.js')).telemetryPart(context),
  async context => (await import('./http/resident-part.js')).residentPart(context),
  async context => (await import('./http/cache-part.js')).cachePart(context),
  async context => (await import('./http/trigger-part.js')).triggerPart(context),
  async context => (await import('./http/staging-part.js')).stagingPart(context),
  async context => (await import('./http/health-part.js')).healthPart(context),
  async context => (await import('./http/release-part.js')).releasePart(context)
]
