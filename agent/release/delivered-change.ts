import { randomUUID } from 'node:crypto'
import { errorText } from '../error-text.js'
import { hasCode, PacklineError } from '../errors.js'
import type { ChangeMaker } from './change-maker.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import { journalKey, journalOf } from './delivery-journal.js'
import type { Journal, JournalDocument } from './delivery-journal.js'
import type { Draft } from './draft-documents.js'
import type { Publisher } from './publish/publisher.js'
import { concerned, publishersKey, shownBy } from './publisher-record.js'
import type { PublisherRecord, PublisherRecords } from './publisher-record.js'
import type { ReleaseStore, Request } from './release-store.js'
import type { Revision } from './revision.js'
import { setContent, writeResolveDocument } from './target-content.js'

export interface DeliveryPorts {
  open: (record: PublisherRecord) => Promise<Publisher>
  signal: AbortSignal
}

/** Somebody else's delivery is under way. */
class UnderWay extends Error {}

/**
 * Makes changes that players see. What is to be shown is checked at every publisher, then written down, then
 * shown, and only then is it what the registry says. Whoever is stopped in between is finished by who comes
 * next; a publisher that fails has all of them show again what was before.
 */
export function deliveredChange (ports: DeliveryPorts): ChangeMaker {
  return async (store, request, work) => {
    const id = request.id ?? randomUUID()
    for (;;) {
      await finishDelivery(store, ports)
      try {
        const entry = await store.commit({ ...request, id }, async draft => {
          if ((await draft.read<JournalDocument>(journalKey))?.pending) throw new UnderWay()
          await work(draft)
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
  const records = await draft.read<PublisherRecords>(publishersKey) ?? {}
  await atAll(records, journal, ports, async (publisher, record) => {
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

/**
 * Finishes a delivery that was written down and not yet done, if there is one. Returns why it was taken back,
 * if it was. Throws RELEASE_DELIVERY_PENDING when it could be neither.
 */
export async function finishDelivery (
  store: ReleaseStore,
  ports: DeliveryPorts
): Promise<unknown> {
  for (let failure: unknown;;) {
    const journal = (await store.read<JournalDocument>(journalKey))?.pending
    if (!journal) return failure
    const records = await store.read<PublisherRecords>(publishersKey) ?? {}
    if (journal.failure !== undefined) {
      await takeBack(store, journal, records, ports, failure)
      return failure ?? new PacklineError('RELEASE_PUBLISHER_FAILED', journal.failure)
    }
    try {
      await atAll(records, journal, ports, async (publisher, record) => {
        const shown = shownBy(record, journal.shown.after, journal.number)
        await publisher.deliver(shown, { signal: ports.signal, isWhole: journal.isWhole })
      })
    } catch (error) {
      ports.signal.throwIfAborted()
      if (hasCode(error, 'RELEASE_DELIVERY_OVERTAKEN') && !await isStill(store, journal)) continue
      failure = error
      // From here on everybody goes back, also who was about to finish it.
      await change(store, journal, { ...journal, failure: reasonOf(error) })
      continue
    }
    await settle(store, journal)
  }
}

async function isStill (store: ReleaseStore, { id, failure }: Journal): Promise<boolean> {
  const pending = (await store.read<JournalDocument>(journalKey))?.pending
  return pending?.id === id && pending.failure === failure
}

/** The decided change and the end of its journal, in one revision. */
async function settle (store: ReleaseStore, journal: Journal): Promise<void> {
  const { id, request } = journal
  await store.commit({ ...request, id }, async draft => {
    const pending = (await draft.read<JournalDocument>(journalKey))?.pending
    if (pending?.id !== id || pending.failure !== undefined) return
    const definition = effectiveDefinition(
      await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    )
    for (const [target, content] of Object.entries(journal.after)) {
      await setContent(draft, definition, target, content)
    }
    draft.write(journalKey, { pending: null, last: id })
    await writeResolveDocument(store.project, draft)
  })
}

async function takeBack (
  store: ReleaseStore,
  journal: Journal,
  records: PublisherRecords,
  ports: DeliveryPorts,
  cause: unknown
): Promise<void> {
  const { request: { action, subject, by }, shown, failure, number } = journal
  try {
    await atAll(records, journal, ports, async (publisher, record) => {
      await publisher.deliver(shownBy(record, shown.before, number + 0.5), {
        signal: ports.signal,
        failed: shownBy(record, shown.after, number)
      })
    })
  } catch (error) {
    ports.signal.throwIfAborted()
    if (hasCode(error, 'RELEASE_DELIVERY_OVERTAKEN') && !await isStill(store, journal)) return
    const details = { action, subject, reason: `${failure?.reason ?? ''}; ${errorText(error)}` }
    throw new PacklineError('RELEASE_DELIVERY_PENDING', details, { cause: cause ?? error })
  }
  const why = `${action}: ${failure?.place ?? ''}: ${failure?.reason ?? ''}`
  await store.commit({ action: 'delivery taken back', subject, by, why }, async draft => {
    const pending = (await draft.read<JournalDocument>(journalKey))?.pending
    if (pending?.id === journal.id) draft.write(journalKey, { pending: null, last: journal.id })
  })
}

/** Replaces the journal, unless somebody did something with it. */
async function change (store: ReleaseStore, { id }: Journal, next: Journal): Promise<void> {
  const { action, subject, by, why } = next.request
  await store.commit({ action, subject, by, why }, async draft => {
    const pending = (await draft.read<JournalDocument>(journalKey))?.pending
    if (pending?.id !== id || pending.failure !== undefined) return
    const document: JournalDocument = { pending: next }
    draft.note(journalKey, document)
  })
}

/** One that was forgotten since then is nobody's to wait for. */
async function atAll (
  records: PublisherRecords,
  { targets }: Journal,
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

function reasonOf (error: unknown): { place: string, reason: string } {
  const { place } = error instanceof PacklineError ? error.details : { place: '' }
  return { place: String(place ?? ''), reason: errorText(error) }
}
