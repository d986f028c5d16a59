import type { FastifyRequest } from 'fastify'
import { fastifyPlugin } from 'fastify-plugin'
import { recordAudit, type AuditEntry } from '../farm/audit.js'
import { changedBy } from './changed-by.js'

export interface AuditOptions {
  home: string
  device: string
  now: () => number
}

type AuditedRequest = Pick<FastifyRequest, 'ip'>
/** Writes down what somebody did, and from where. */
export type Audit = (
  request: AuditedRequest,
  entry: Pick<AuditEntry, 'action' | 'by'> & { details?: AuditEntry['details'] }
) => Promise<void>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler writes down itself what was done. */
    isAudited?: boolean
  }
}

export function auditOf ({ home, device, now }: AuditOptions): Audit {
  return async ({ ip }, { action, by, details = {} }) => {
    await recordAudit(home, {
      at: new Date(now()).toISOString(),
      action,
      by,
      from: ip,
      device,
      details
    })
  }
}

/**
 * Every change that was made or refused over HTTP, with who, why and from where. A page answers a change with
 * another address; what it only asked for is none.
 */
export const auditedWrites = fastifyPlugin<AuditOptions>(async (app, options) => {
  const audit = auditOf(options)
  app.addHook('onResponse', async (request, reply) => {
    const { method, caller, routeOptions: { config, url }, params, body } = request
    if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || url === undefined) return
    const { role, projectRole, isAudited = false } = config
    if (isAudited || role === 'none' || caller === undefined) return
    const { statusCode: status } = reply
    const isDone = status === 303 ||
      (status < 300 && url.startsWith('/v1/') && (projectRole ?? role) !== 'read')
    const isRefused = status === 401 || status === 403
    if (!isDone && !isRefused) return
    const { why } = (body ?? {}) as { why?: unknown }
    await audit(request, {
      action: `${method} ${url}`,
      by: changedBy(request, options.device).by,
      details: {
        ...params as object,
        ...typeof why === 'string' && { why: why.slice(0, 500) },
        ...isRefused && { status }
      }
    })
  })
}, { name: 'audited-writes', fastify: '5.x' })
