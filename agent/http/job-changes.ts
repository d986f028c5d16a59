import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { PacklineError } from '../errors.js'
import type { JobQueue } from '../jobs/job-queue.js'
import type { Orders } from './orders.js'
import { orderParams } from './project-schemas.js'

const quietMs = 500
const heartbeatMs = 25_000
const maxListeners = 200

/** Tells the page of one order that there is more to show; it reads the page again. */
export function addJobChanges (app: FastifyInstance, orders: Orders): void {
  const listeners = new Set<ServerResponse>()
  app.addHook('onClose', async () => {
    for (const response of listeners) response.end()
  })
  app.get<{ Params: { project: string, id: string } }>('/projects/:project/orders/:id/events', {
    config: { role: 'read' },
    schema: { hide: true, params: orderParams }
  }, async (request, reply) => {
    const { id } = await orders.order(request.params.project, request.params.id)
    if (listeners.size >= maxListeners) {
      throw new PacklineError('HTTP_RATE_LIMITED', { limit: maxListeners, seconds: 60 })
    }
    reply.hijack()
    const response = reply.raw
    listeners.add(response)
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no'
    })
    response.write('retry: 5000\n\n')
    const gone = new AbortController()
    const heartbeat = setInterval(() => {
      response.write(': here\n\n')
    }, heartbeatMs)
    request.raw.on('close', () => {
      listeners.delete(response)
      clearInterval(heartbeat)
      gone.abort()
    })
    // It stays open after the job has ended: a browser would ask again and again.
    tellChanges(orders.jobs, id, response, gone.signal).catch(() => {})
  })
}

async function tellChanges (
  jobs: JobQueue,
  id: string,
  response: ServerResponse,
  gone: AbortSignal
): Promise<void> {
  let waiting: NodeJS.Timeout | undefined
  const tell = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined
      if (!response.writableEnded) response.write('event: change\ndata: {}\n\n')
    }, quietMs)
  }
  gone.addEventListener('abort', () => {
    clearTimeout(waiting)
  }, { once: true })
  const lines = jobs.events(id, 0, true, gone)
  while ((await lines.next()).done !== true) tell()
  tell()
}
