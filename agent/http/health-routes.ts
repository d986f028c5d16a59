import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { AgentHealth } from '../health/agent-health.js'
import type { HealthMetrics } from '../health/metrics.js'
import { jsonOf } from '../messages/words-beside.js'
import { prefersHtml } from './page-reply.js'

const tags = ['health']
const healthSchema = {
  type: 'object',
  additionalProperties: true,
  required: ['device', 'grade', 'since', 'reasons', 'checks', 'checkedAt'],
  properties: {
    device: { type: 'string' },
    grade: { enum: ['good', 'degraded', 'poor'] },
    since: { type: 'string' },
    reasons: { type: 'array', items: { type: 'object', additionalProperties: true } },
    checks: { type: 'array', items: { type: 'object', additionalProperties: true } },
    checkedAt: { type: 'string', format: 'date-time' }
  }
} as const
const anything = { type: 'object', additionalProperties: true } as const
const liveSchema = { type: 'object', properties: { live: { type: 'boolean' } } } as const
const readySchema = { type: 'object', properties: { ready: { type: 'boolean' } } } as const

/**
 * How this machine is: for people, for load balancers and for Prometheus. Answers come from the last round;
 * no request starts a probe.
 */
export function healthRoutes (
  { health, metrics }: { health: AgentHealth, metrics: HealthMetrics }
): FastifyPluginAsync {
  return async app => {
    addDocument(app, health)
    addProbes(app, health)
    app.get('/metrics', {
      config: { role: 'read' },
      schema: {
        tags,
        summary: 'The same for Prometheus',
        response: {
          200: {
            description: 'The text format of Prometheus',
            content: { 'text/plain': { schema: { type: 'string' } } }
          }
        }
      }
    }, async (_request, reply) => await reply.type(metrics.registry.contentType).send(await metrics.text()))
  }
}

function addDocument (app: FastifyInstance, health: AgentHealth): void {
  const current = latest(health)
  app.get('/health', {
    config: { role: 'read' },
    schema: {
      tags,
      summary:
        "This machine's grade, reasons and checks; 503 when it is poor. A browser gets the machine's page",
      response: {
        200: healthSchema,
        302: { description: 'For a browser: the page of this machine', type: 'null' },
        503: { ...anything, description: 'The same, of a poor machine' }
      }
    }
  }, async (request, reply) => {
    if (prefersHtml(request.headers.accept)) {
      return await reply.redirect(`/machines/${encodeURIComponent(health.document.device)}`, 302)
    }
    const { body, status } = current()
    return await reply
      .code(status)
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(body)
  })
}

/** The document as text, written once a round, however often it is asked for. */
function latest (health: AgentHealth): () => { body: string, status: 200 | 503 } {
  let known: { checkedAt: string, body: string, status: 200 | 503 } | undefined
  return () => {
    const { document } = health
    const { checkedAt, grade, facts } = document
    if (known === undefined || checkedAt !== known.checkedAt || facts === null) {
      known = { checkedAt, body: jsonOf(document), status: grade === 'poor' ? 503 : 200 }
    }
    return known
  }
}

function addProbes (app: FastifyInstance, health: AgentHealth): void {
  app.get('/health/live', {
    config: { role: 'none' },
    schema: { tags, summary: 'The agent runs', response: { 200: liveSchema } }
  }, async () => ({ live: true }))

  app.get('/health/ready', {
    config: { role: 'none' },
    schema: {
      tags,
      summary: 'The agent has looked at its machine, and the machine is not poor',
      response: { 200: readySchema, 503: { ...anything, description: 'The same' } }
    }
  }, async (_request, reply) => {
    const { checkedAt, grade } = health.document
    const ready = Date.parse(checkedAt) > 0 && grade !== 'poor'
    return await reply.code(ready ? 200 : 503).send({ ready })
  })
}
