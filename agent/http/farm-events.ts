import type { ServerResponse } from 'node:http'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Farm } from '../farm/farm.js'
import { PacklineError } from '../errors.js'
import type { FarmPatch } from '../ui/farm-patches.js'

export interface FarmEventsOptions {
  farm: Farm
  /** Jobs of this agent go on: its page shows how far they are. */
  isBusy: () => boolean
  /** For one listener: what changed on its page since the last call. */
  pagePatches: (request: FastifyRequest) => () => Promise<FarmPatch | undefined>
}

const quietMs = 500
const heartbeatMs = 25_000
const progressMs = 2000
const maxListeners = 200

/** Tells whoever listens that something in the farm is other than it was. */
export function farmEvents (options: FarmEventsOptions): FastifyPluginAsync {
  const { pagePatches } = options
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
      sendEvents(listeners, options, request, reply, async () => 'event: change\ndata: {}\n\n')
    })

    app.get(
      '/ui/farm-events',
      { config: { role: 'read' }, schema: { hide: true } },
      async (request, reply) => {
        const next = pagePatches(request)
        await next()
        sendEvents(listeners, options, request, reply, async () => {
          const patch = await next()
          return patch === undefined ? undefined : `event: patch\ndata: ${JSON.stringify(patch)}\n\n`
        })
      }
    )
  }
}

/** Writes what `next` returns after each change; nothing when that is undefined. */
function sendEvents (
  listeners: Set<ServerResponse>,
  options: FarmEventsOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  next: () => Promise<string | undefined>
): void {
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
  const end = tellOf(reply.raw, options, next)
  request.raw.on('close', () => {
    listeners.delete(reply.raw)
    end()
  })
}

/** Tells one listener of changes, of many at once a single time, until what it returns is called. */
function tellOf (
  response: ServerResponse,
  { farm, isBusy }: FarmEventsOptions,
  next: () => Promise<string | undefined>
): () => void {
  let waiting: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  const tell = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      last = last
        .then(async () => {
          const text = await next()
          if (text !== undefined && !response.writableEnded) response.write(text)
        })
        // What cannot be read now is told with the next change.
        .catch(() => {})
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
