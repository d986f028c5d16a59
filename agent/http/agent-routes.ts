import type { AgentContext, Part } from '../part.js'
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

const drainSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    drainMs: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400_000,
      description: 'How long running jobs may go on; the configuration says it when left out'
    },
    leaveRunning: {
      type: 'boolean',
      description:
        'What runs after that time, by default none, goes on, and the agent that is started next takes it up'
    }
  }
} as const

/** Which agent this is, and its end. */
export async function agentPart ({ config, device, now, end }: AgentContext): Promise<Part> {
  const agent = {
    version: packlineVersion,
    device,
    labels: config.labels,
    startedAt: new Date(now()).toISOString(),
    pid: process.pid
  }
  return {
    name: 'agent',
    routes: async app => {
      app.get('/v1/agent', {
        config: { role: 'read' },
        schema: { summary: 'Which agent this is', tags: ['agent'], response: { 200: agentSchema } }
      }, async () => agent)

      app.post<{ Body: { drainMs?: number, leaveRunning?: boolean } }>('/v1/agent/drain', {
        config: { role: 'admin', ownerMay: true },
        schema: {
          summary:
            'End the agent: running jobs may finish until the deadline, then they are queued again or left',
          tags: ['agent'],
          body: drainSchema,
          response: { 202: agentSchema }
        }
      }, async ({ body: { leaveRunning = false, drainMs } }, reply) => {
        end({ drainMs: drainMs ?? (leaveRunning ? 0 : config.jobs.drainMs), leaveRunning })
        return await reply.code(202).send(agent)
      })
    }
  }
}
