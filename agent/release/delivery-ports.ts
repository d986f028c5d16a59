import type { CacheUrls } from './cdn-urls.js'
import type { Publisher } from './publish/publisher.js'
import { concerned } from './publisher-record.js'
import type { PublisherRecord, PublisherRecords } from './publisher-record.js'

/** How publishers, and the caches before them, are reached from this machine. */
export interface DeliveryPorts {
  open: (record: PublisherRecord) => Promise<Publisher>
  /** Asks the content delivery network of a place to forget these. Throws RELEASE_CDN_FAILED. */
  refresh?: (record: PublisherRecord, urls: CacheUrls, signal: AbortSignal) => Promise<void>
  signal: AbortSignal
}

/** At every place of these targets. One that was forgotten since then is nobody's to wait for. */
export async function atAll (
  records: PublisherRecords,
  targets: readonly string[],
  { open }: DeliveryPorts,
  work: (publisher: Publisher, record: PublisherRecord) => Promise<void>
): Promise<void> {
  for (const each of concerned(records, targets)) {
    const publisher = await open(each)
    try {
      await work(publisher, each)
    } finally {
      await publisher.close()
    }
  }
}
