import type { FastifyPluginAsync } from 'fastify'
import { lastAudit } from '../farm/audit.js'
import { auditPage } from '../ui/audit-page.js'
import type { AuditOptions } from './audited-writes.js'
import { hidden, sendPage, viewOf } from './page-reply.js'

const shown = 300
const entrySchema = {
  type: 'object',
  required: ['at', 'action', 'by', 'from', 'device', 'details'],
  properties: {
    at: { type: 'string', format: 'date-time' },
    action: { type: 'string' },
    by: { type: 'string', description: 'Who did it' },
    from: { type: 'string', description: 'The address, or the caller that the agent knew' },
    device: { type: 'string' },
    details: { type: 'object', additionalProperties: true }
  }
} as const

/** Who changed what at this agent: for those who run it. */
export function auditRoutes ({ home, now }: AuditOptions): FastifyPluginAsync {
  return async app => {
    const config = { role: 'admin' } as const
    app.get(
      '/audit',
      { config, schema: hidden },
      async (request, reply) =>
        await sendPage(reply, auditPage(viewOf(request, now()), await lastAudit(home, shown)))
    )
    app.get('/v1/audit', {
      config,
      schema: {
        tags: ['agent'],
        summary: 'Who changed what at this agent, and who signed in; the newest first',
        response: {
          200: {
            type: 'object',
            required: ['entries'],
            properties: { entries: { type: 'array', items: entrySchema } }
          }
        }
      }
    }, async () => ({ entries: await lastAudit(home, shown) }))
  }
}
