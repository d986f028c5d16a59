import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { minReasonLength, recordAudit } from '../farm/audit.js'
import type { Farm } from '../farm/farm.js'
import type { DrainOrder } from '../farm/machine.js'
import type { FarmRegistry } from '../farm/registry.js'
import { PacklineError } from '../errors.js'
import { errorDocument } from '../messages/error-document.js'

export interface FarmRoutesOptions {
  farm: Farm
  registry: FarmRegistry
  /** Jobs of this agent go on: its page shows how far they are. */
  isBusy: () => boolean
  home: string
  now: () => number
}

const tags = ['farm']
const rowSchema = {
  type: 'object',
  additionalProperties: true,
  required: ['device', 'grade', 'since', 'reasons'],
  properties: {
    device: { type: 'string' },
    grade: { enum: ['good', 'degraded', 'poor'] },
    since: { type: 'string' },
    reasons: { type: 'array', items: { type: 'object', additionalProperties: true } }
  }
} as const
const warningSchema = {
  type: 'object',
  additionalProperties: true,
  required: ['code', 'message'],
  properties: { code: { type: 'string' }, message: { type: 'string' } }
} as const
const farmSchema = {
  type: 'object',
  required: ['machines', 'warnings'],
  properties: {
    machines: { type: 'array', items: rowSchema },
    warnings: {
      type: 'array',
      items: warningSchema,
      description: 'What is wrong with the names and addresses of the farm'
    }
  }
} as const
export const deviceParams = {
  type: 'object',
  required: ['device'],
  properties: { device: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$' } }
} as const
const why = {
  type: 'string',
  minLength: minReasonLength,
  maxLength: 200,
  description: 'Why, for everybody to see'
} as const
const drainBody = {
  type: 'object',
  additionalProperties: false,
  required: ['why'],
  properties: {
    why,
    deadlineMs: {
      type: 'integer',
      minimum: 0,
      maximum: 604_800_000,
      default: 3_600_000,
      description: 'How long running jobs may go on'
    },
    force: { type: 'boolean', default: false, description: 'Also when a label or licence has nobody left' }
  }
} as const
const isoTime = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$' } as const
const orderBody = {
  type: 'object',
  additionalProperties: false,
  required: ['by', 'why', 'at', 'deadlineAt'],
  properties: {
    by: { type: 'string', maxLength: 200 },
    why: { type: 'string', maxLength: 200 },
    at: isoTime,
    deadlineAt: isoTime
  }
} as const
const done = {
  type: 'object',
  properties: { device: { type: 'string' }, draining: { type: 'boolean' } }
} as const

const quietMs = 500
const heartbeatMs = 25_000
const progressMs = 2000
const maxListeners = 200

/** The farm as JSON, its changes as events, and what administrators do to it. */
export function farmRoutes ({ farm, registry, isBusy, home, now }: FarmRoutesOptions): FastifyPluginAsync {
  return async app => {
    const listeners = new Set<FastifyReply>()
    app.addHook('onClose', async () => {
      for (const reply of listeners) reply.raw.end()
    })

    app.get(
      '/v1/farm',
      {
        config: { role: 'read' },
        schema: { tags, summary: 'Every machine with its grade and reasons', response: { 200: farmSchema } }
      },
      async () => ({
        machines: await farm.rows(AbortSignal.timeout(10_000)),
        warnings: farm.warnings.map(warning => errorDocument(warning))
      })
    )

    app.get('/v1/farm/self', {
      config: { role: 'read' },
      schema: {
        tags,
        summary: 'What this agent tells a farm without ZooKeeper',
        response: { 200: { type: 'object', additionalProperties: true } }
      }
    }, async () => {
      const { record } = farm
      const report = await farm.report()
      const own = (await registry.machines(AbortSignal.timeout(10_000))).find(machine =>
        machine.record.device === record.device
      )
      return { record, report, order: own?.order ?? null }
    })

    app.put<{ Body: DrainOrder }>('/v1/farm/self/order', {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Drain this machine, decided elsewhere',
        body: orderBody,
        response: { 200: done }
      }
    }, async request => {
      await registry.setOrder(farm.record.device, request.body)
      await recordAudit(home, {
        at: request.body.at,
        action: 'drain',
        by: request.body.by,
        from: request.caller.name,
        device: farm.record.device,
        details: { why: request.body.why }
      })
      return { device: farm.record.device, draining: true }
    })

    app.delete('/v1/farm/self/order', {
      config: { role: 'admin' },
      schema: { tags, summary: 'Let this machine work again, decided elsewhere', response: { 200: done } }
    }, async request => {
      await registry.setOrder(farm.record.device, undefined)
      await recordAudit(home, {
        at: new Date(now()).toISOString(),
        action: 'resume',
        by: request.caller.name,
        from: request.caller.name,
        device: farm.record.device,
        details: {}
      })
      return { device: farm.record.device, draining: false }
    })

    app.post<{ Params: { device: string }, Body: { why: string, deadlineMs: number, force: boolean } }>(
      '/v1/farm/machines/:device/drain',
      {
        config: { role: 'admin' },
        schema: {
          tags,
          summary: 'Let a machine take nothing new, and wait for what it has',
          params: deviceParams,
          body: drainBody,
          response: { 200: done }
        }
      },
      async ({ params: { device }, body, caller }) => {
        await drainMachine({ farm, home, now }, device, caller.name, body)
        return { device, draining: true }
      }
    )

    app.post<{ Params: { device: string } }>('/v1/farm/machines/:device/resume', {
      config: { role: 'admin' },
      schema: { tags, summary: 'Let a machine work again', params: deviceParams, response: { 200: done } }
    }, async ({ params: { device }, caller }) => {
      await resumeMachine({ farm, home, now }, device, caller.name)
      return { device, draining: false }
    })

    app.delete<{ Params: { device: string }, Body: { why: string } }>('/v1/farm/machines/:device', {
      config: { role: 'admin' },
      schema: {
        tags,
        summary: 'Forget a machine that is gone for good',
        params: deviceParams,
        body: { type: 'object', additionalProperties: false, required: ['why'], properties: { why } },
        response: { 200: done }
      }
    }, async ({ params: { device }, body, caller }) => {
      await farm.remove(device, AbortSignal.timeout(10_000))
      await recordAudit(home, {
        at: new Date(now()).toISOString(),
        action: 'remove',
        by: caller.name,
        from: caller.name,
        device,
        details: { why: body.why }
      })
      return { device, draining: false }
    })

    app.get('/v1/farm/events', {
      config: { role: 'read' },
      schema: {
        tags,
        summary: 'Server-sent events: "change" when a machine changed',
        response: { 200: { type: 'string' } }
      }
    }, async (request, reply) => {
      if (listeners.size >= maxListeners) {
        throw new PacklineError('HTTP_RATE_LIMITED', { limit: maxListeners, seconds: 60 })
      }
      reply.hijack()
      listeners.add(reply)
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no'
      })
      reply.raw.write('retry: 5000\n\n')
      let waiting: NodeJS.Timeout | undefined
      const tell = (): void => {
        waiting ??= setTimeout(() => {
          waiting = undefined
          reply.raw.write('event: change\ndata: {}\n\n')
        }, quietMs)
      }
      const unwatch = farm.watch(tell)
      farm.on('change', tell)
      let wasBusy = false
      const progress = setInterval(() => {
        const isBusyNow = isBusy()
        if (isBusyNow || wasBusy) tell()
        wasBusy = isBusyNow
      }, progressMs)
      const heartbeat = setInterval(() => {
        reply.raw.write(': here\n\n')
      }, heartbeatMs)
      request.raw.on('close', () => {
        listeners.delete(reply)
        clearInterval(heartbeat)
        clearInterval(progress)
        clearTimeout(waiting)
        unwatch()
        farm.off('change', tell)
      })
    })
  }
}

export async function drainMachine (
  { farm, home, now }: Pick<FarmRoutesOptions, 'farm' | 'home' | 'now'>,
  device: string,
  by: string,
  { why, deadlineMs, force }: { why: string, deadlineMs: number, force: boolean }
): Promise<void> {
  const at = new Date(now()).toISOString()
  const order = { by, why, at, deadlineAt: new Date(now() + deadlineMs).toISOString() }
  await farm.drain(device, order, { isForced: force, signal: AbortSignal.timeout(10_000) })
  await recordAudit(home, { at, action: 'drain', by, from: by, device, details: { why, deadlineMs, force } })
}

export async function resumeMachine (
  { farm, home, now }: Pick<FarmRoutesOptions, 'farm' | 'home' | 'now'>,
  device: string,
  by: string
): Promise<void> {
  await farm.resume(device, AbortSignal.timeout(10_000))
  await recordAudit(home, {
    at: new Date(now()).toISOString(),
    action: 'resume',
    by,
    from: by,
    device,
    details: {}
  })
}
