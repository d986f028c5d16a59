import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

export interface PagerDutyEvent {
  routing_key: string
  event_action: 'trigger' | 'acknowledge' | 'resolve'
  dedup_key: string
  payload?: { summary: string, severity: string, source: string, custom_details: Record<string, unknown> }
}
export interface Received {
  path: string
  headers: IncomingMessage['headers']
  body: PagerDutyEvent & Record<string, unknown>
}
/** A status, a status with Retry-After, or `cut`: the event counts but its answer is lost. */
export type Answer = number | 'cut' | { status: number, retryAfter: string }

/**
 * What PagerDuty keeps of the events that it took: per key the open incident and how many there have been.
 */
export class Incidents {
  readonly open = new Map<string, PagerDutyEvent>()
  readonly opened = new Map<string, number>()

  take (event: PagerDutyEvent): void {
    if (event.event_action === 'resolve') this.open.delete(event.dedup_key)
    else if (event.event_action === 'trigger') {
      if (!this.open.has(event.dedup_key)) {
        this.opened.set(
          event.dedup_key,
          (this.opened.get(event.dedup_key) ?? 0) + 1
        )
      }
      this.open.set(event.dedup_key, event)
    }
  }
}

/** A receiver of alerts on loopback. `answer` decides about each; what is taken is kept. */
export async function alertReceiver (
  answer: (count: number) => Answer = () => 202
): Promise<
  { url: string, received: Received[], taken: Received[], incidents: Incidents, close: () => Promise<void> }
> {
  const received: Received[] = []
  const taken: Received[] = []
  const incidents = new Incidents()
  const server = createServer((request, response) => {
    json(request).then(body => {
      const each = { path: request.url ?? '', headers: request.headers, body: body as Received['body'] }
      received.push(each)
      const how = answer(received.length)
      const status = typeof how === 'object' ? how.status : how
      if (status === 'cut' || status < 300) {
        taken.push(each)
        incidents.take(each.body)
      }
      if (status === 'cut') response.destroy()
      else {response.writeHead(status, typeof how === 'object' ? { 'retry-after': how.retryAfter } : {}).end(
          '{}'
        )}
    }, () => {
      response.destroy()
    })
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    taken,
    incidents,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}
