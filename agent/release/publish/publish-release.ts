import type { DeliveryPorts } from '../delivery-ports.js'
import type { LineUpdate } from '../hot-update-line.js'
import type { PublisherRecord } from '../publisher-record.js'
import { recordPublished } from '../record-published.js'
import { Registry } from '../registry.js'
import type { ReleaseName } from '../registry.js'
import type { Author, ReleaseStore } from '../release-store.js'
import { andClose } from './publisher.js'
import type { Delivery, OnFile, PublishResult } from './publisher.js'

interface Published {
  delivery: Delivery
  /** The place, with what of the delivery is for good at home there from now on. */
  record: PublisherRecord
  /** The hot update among it. */
  update: LineUpdate | undefined
}

/** Hands bytes to a place and notes that they are there. Nobody sees a difference. */
export async function publishRelease (
  store: ReleaseStore,
  release: ReleaseName,
  { delivery, record, update }: Published,
  author: Author,
  { open, signal }: DeliveryPorts,
  onFile?: OnFile
): Promise<PublishResult & { revision: number | null }> {
  const { target } = delivery
  if (update !== undefined) {
    // A version is taken before its first byte leaves: nobody else can use it for other bytes.
    const { version, digest } = update
    const { by, why } = author
    await new Registry(store).recordHotUpdate(release, target, { version, digest }, { by, why })
  }
  const result = await andClose(await open(record), publisher => publisher.publish(delivery, signal, onFile))
  const revision = await recordPublished(store, release, target, { record, update }, author)
  return { ...result, revision: revision?.revision ?? null }
}
