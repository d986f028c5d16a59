import type { AgentContext, Part } from '../agent-parts.js'
import { packlineVersion } from '../version.js'

const agentSchema = {
  type: 'object',
  required: ['version', 'device', 'labels', 'startedAt', 'pid'],
  properties: {
    version: { type: 'string' },
    device: { type: 'string' },
    labels: { type: 'array', items: { type: 'string' } },
    startedAt: { type: 'string', format: 'date-time' },
    pid: { type: 'integer' }
  }
} as const

/** Which agent this is. */
export async function agentPart ({ config, device, now }: AgentContext): Promise<Part> {
  const agent = { version: packlineVersion, device, labels: config.labels, startedAt: new Date(now()).toISOString(), pid: process.pid }
  return {
    name: 'agent',
    routes: async app => {
      app.get('/v1/agent', {
        config: { role: 'read' },
        schema: { summary: 'Which agent this is', tags: ['agent'], response: { 200: agentSchema } }
      }, async () => agent)
    }
  }
}
