import type { DeliveryPorts } from '../delivery-ports.js'
import { openPublisher } from './open-publisher.js'
import type { PublisherContext } from './open-publisher.js'

/** How publishers are reached from this machine. */
export function publisherPorts (context: PublisherContext, signal: AbortSignal): DeliveryPorts {
  return {
    open: async record => await openPublisher(record, context),
    refresh: async (record, urls, signal) => {
      const { refreshCdn } = await import('./refresh-cdn.js')
      await refreshCdn(record, urls, context, signal)
    },
    signal
  }
}
