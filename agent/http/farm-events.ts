import type { ServerResponse } from 'node:http'
import type { FastifyPluginAsync } from 'fastify'
import type { Farm } from '../farm/farm.js'
import { PacklineError } from '../errors.js'

interface FarmEventsOptions {
  farm: Farm
  /** Jobs of this agent go on: its page shows how far they are. */
  isBusy: () => boolean
}

const quietMs = 500
const heartbeatMs = 25_000
const progressMs = 2000
const maxListeners = 200

/** Tells whoever listens that something in the farm is other than it was. */
export function farmEvents (options: FarmEventsOptions): FastifyPluginAsync {
  return async app => {
    const listeners = new Set<ServerResponse>()
    app.addHook('onClose', async () => {
      for (const response of listeners) response.end()
    })

    app.get('/v1/farm/events', {
      config: { role: 'read' },
      schema: {
        tags: ['farm'],
        summary: 'Server-sent events: "change" when a machine changed',
        response: {
          200: {
            description: 'A stream that does not end',
            content: { 'text/event-stream': { schema: { type: 'string' } } }
          }
        }
      }
    }, async (request, reply) => {
      if (listeners.size >= maxListeners) {
        throw new PacklineError('HTTP_RATE_LIMITED', { limit: maxListeners, seconds: 60 })
      }
      reply.hijack()
      listeners.add(reply.raw)
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no'
      })
      reply.raw.write('retry: 5000\n\n')
      const end = tellOf(reply.raw, options)
      request.raw.on('close', () => {
        listeners.delete(reply.raw)
        end()
      })
    })
  }
}

/** Tells one listener of changes, of many at once a single time, until what it returns is called. */
function tellOf (response: ServerResponse, { farm, isBusy }: FarmEventsOptions): () => void {
  let waiting: NodeJS.Timeout | undefined
  const tell = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      response.write('event: change\ndata: {}\n\n')
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
    response.write(': here\n\n')
  }, heartbeatMs)
  return () => {
    clearInterval(heartbeat)
    clearInterval(progress)
    clearTimeout(waiting)
    unwatch()
    farm.off('change', tell)
  }
}
