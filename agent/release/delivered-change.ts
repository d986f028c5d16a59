import { randomUUID } from 'node:crypto'
import type { ChangeMaker } from './change-maker.js'
import { journalKey, journalOf } from './delivery-journal.js'
import type { JournalDocument } from './delivery-journal.js'
import { atAll } from './delivery-ports.js'
import type { DeliveryPorts } from './delivery-ports.js'
import type { Draft } from './draft-documents.js'
import { finishDelivery } from './finish-delivery.js'
import { checkPins } from './pinned-version.js'
import { checkNotPruned } from './prune.js'
import { publishersKey, shownBy } from './publisher-record.js'
import type { PublisherRecords } from './publisher-record.js'
import type { ReleaseStore, Request } from './release-store.js'
import type { Revision } from './revision.js'

/** Somebody else's delivery is under way. */
class UnderWay extends Error {}

/**
 * Makes changes that players see. What is to be shown is checked at every publisher, then written down, then
 * shown, and only then is it what the registry says. Whoever is stopped in between is finished by who comes
 * next; a publisher that fails has all of them show again what was before.
 */
export function deliveredChange (ports: DeliveryPorts): ChangeMaker {
  return async (store, { seen, ...request }, work) => {
    const id = request.id ?? randomUUID()
    for (;;) {
      await finishDelivery(store, ports)
      try {
        const entry = await store.commit({ ...request, id }, async draft => {
          if ((await draft.read<JournalDocument>(journalKey))?.pending) throw new UnderWay()
          await work(draft)
          await checkPins(draft)
          // Before the journal takes the place of the change.
          await store.checkSeen(seen, draft)
          await decide(store.project, { ...request, id }, draft, ports)
        })
        return entry ?? await show(store, id, ports)
      } catch (error) {
        if (!(error instanceof UnderWay)) throw error
      }
    }
  }
}

/** Writes down what publishers have to show, in place of the change, where there are any. */
async function decide (
  project: string,
  request: Request & { id: string },
  draft: Draft,
  ports: DeliveryPorts
): Promise<void> {
  const journal = await journalOf(project, request, draft)
  if (journal === undefined) return
  await checkNotPruned(draft, journal.shown.after)
  const records = await draft.read<PublisherRecords>(publishersKey) ?? {}
  await atAll(records, journal.targets, ports, async (publisher, record) => {
    await publisher.prepare(shownBy(record, journal.shown.after, journal.number), ports.signal)
  })
  const document: JournalDocument = { pending: journal }
  draft.note(journalKey, document)
}

async function show (store: ReleaseStore, id: string, ports: DeliveryPorts): Promise<Revision | undefined> {
  const failure = await finishDelivery(store, ports)
  const entry = await store.done(id)
  if (entry === undefined && failure !== undefined) throw failure
  return entry
}
