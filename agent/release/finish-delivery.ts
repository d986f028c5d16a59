import { randomUUID } from 'node:crypto'
import { errorText } from '../error-text.js'
import { hasCode, PacklineError } from '../errors.js'
import { type Wording, allReasons } from '../messages/phrase.js'
import { askCaches, noteCaches } from './cache-refresh.js'
import type { AskedCaches } from './cache-refresh.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import { journalKey } from './delivery-journal.js'
import type { Journal, JournalDocument } from './delivery-journal.js'
import type { DeliveryPorts } from './delivery-ports.js'
import { atAll } from './delivery-ports.js'
import { beginWriting, dropWriters, endWriting, hasOtherWriters } from './delivery-writers.js'
import { concerned, publishersKey, shownBy } from './publisher-record.js'
import type { PublisherRecords } from './publisher-record.js'
import { readRecorded } from './recorded-content.js'
import type { ReleaseStore } from './release-store.js'
import { setContent, writeResolveDocument } from './target-content.js'

/**
 * Finishes a delivery that was written down and not yet done, if there is one. Returns why it was taken back,
 * if it was. Throws RELEASE_DELIVERY_PENDING when it could be neither.
 */
export async function finishDelivery (store: ReleaseStore, ports: DeliveryPorts): Promise<unknown> {
  const writer = randomUUID()
  let [failure, isNoted, isOvertaken]: [unknown, boolean, boolean] = [undefined, false, false]
  for (;;) {
    const journal = (await store.read<JournalDocument>(journalKey))?.pending
    if (!journal) {
      if (!isOvertaken && !await hasOtherWriters(store, writer)) return failure
      if (await showRecorded(store, ports, writer)) return failure
      continue
    }
    const records = await store.read<PublisherRecords>(publishersKey) ?? {}
    if (!isNoted && concerned(records, journal.targets).some(({ reach }) => reach !== 'folder')) {
      await beginWriting(store, journal.request.by, writer)
      isNoted = true
    }
    // Who was overtaken has more to put right than this delivery.
    const own = isOvertaken ? undefined : writer
    if (journal.failure !== undefined) {
      if (!await takeBack(store, { journal, records, cause: failure, own }, ports)) isOvertaken = true
      failure ??= new PacklineError('RELEASE_PUBLISHER_FAILED', journal.failure)
      continue
    }
    const outputs: Record<string, string> = {}
    try {
      await atAll(records, journal.targets, ports, async (publisher, record) => {
        const shown = shownBy(record, journal.shown.after, journal.number)
        const isWhole = journal.isWhole || isOvertaken
        const output = await publisher.deliver(shown, { signal: ports.signal, isWhole })
        if (output !== '') outputs[record.place] = output
      })
    } catch (error) {
      ports.signal.throwIfAborted()
      if (!await isStill(store, journal)) {
        isOvertaken = true
        continue
      }
      failure = error
      // From here on everybody goes back, also who was about to finish it.
      await change(store, journal, { ...journal, failure: reasonOf(error) })
      continue
    }
    const asked = await askCaches(store, journal, records, ports)
    if (!await settle(store, journal, { asked, outputs, own })) isOvertaken = true
  }
}

async function isStill (store: ReleaseStore, { id, failure }: Journal): Promise<boolean> {
  const pending = (await store.read<JournalDocument>(journalKey))?.pending
  return pending?.id === id && pending.failure?.reason === failure?.reason
}

/** The decided change and the end of its journal, in one revision. False when somebody else was first. */
async function settle (
  store: ReleaseStore,
  journal: Journal,
  { asked, outputs, own }: {
    asked: AskedCaches
    outputs: Record<string, string>
    own: string | undefined
  }
): Promise<boolean> {
  const { id, request } = journal
  let isOurs = false
  await store.commit({ ...request, id }, async draft => {
    const pending = (await draft.read<JournalDocument>(journalKey))?.pending
    isOurs = pending?.id === id && pending.failure === undefined
    if (!isOurs) return
    const definition = effectiveDefinition(
      await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    )
    for (const [target, content] of Object.entries(journal.after)) {
      await setContent(draft, definition, target, content)
    }
    // The history has it: what commands said is kept with the change that they were called for.
    draft.write(journalKey, { pending: null, last: id, outputs })
    await noteCaches(draft, asked)
    await endWriting(draft, own)
    await writeResolveDocument(store.project, draft)
  })
  return isOurs
}

/** False when somebody else was first. */
async function takeBack (
  store: ReleaseStore,
  { journal, records, cause, own }: {
    journal: Journal
    records: PublisherRecords
    cause: unknown
    own: string | undefined
  },
  ports: DeliveryPorts
): Promise<boolean> {
  const { request: { action, subject, by }, shown, failure, number, targets } = journal
  try {
    await atAll(records, targets, ports, async (publisher, record) => {
      await publisher.deliver(shownBy(record, shown.before, number + 0.5), {
        signal: ports.signal,
        failed: shownBy(record, shown.after, number)
      })
    })
  } catch (error) {
    ports.signal.throwIfAborted()
    if (!await isStill(store, journal)) return false
    const details = {
      action,
      subject,
      reason: allReasons([...failure === undefined ? [] : [failure.reason], errorText(error)])
    }
    throw new PacklineError('RELEASE_DELIVERY_PENDING', details, { cause: cause ?? error })
  }
  const asked = await askCaches(store, journal, records, ports)
  const why = `${action}: ${failure?.place ?? ''}: ${failure?.reason ?? ''}`
  let isOurs = false
  await store.commit({ action: 'delivery taken back', subject, by, why }, async draft => {
    const pending = (await draft.read<JournalDocument>(journalKey))?.pending
    isOurs = pending?.id === journal.id
    if (!isOurs) return
    draft.write(journalKey, { pending: null, last: journal.id })
    await noteCaches(draft, asked)
    await endWriting(draft, own)
  })
  return isOurs
}

/**
 * Shows again what is recorded, all of it: what somebody wrote late may lie over it. A place that cannot be
 * reached now is left to whoever comes next. False when what is recorded changed meanwhile.
 */
async function showRecorded (store: ReleaseStore, ports: DeliveryPorts, writer: string): Promise<boolean> {
  const { revision, records, shown, pending } = await readRecorded(store)
  if (pending !== null) return false
  try {
    await atAll(records, shown.map(({ target }) => target), ports, async (publisher, record) => {
      // Above every delivery until now and below the next.
      const own = shownBy(record, shown, revision + 0.5)
      await publisher.deliver(own, { signal: ports.signal, isWhole: true })
    })
  } catch (error) {
    ports.signal.throwIfAborted()
    if (!(error instanceof PacklineError)) throw error
    if (!hasCode(error, 'RELEASE_DELIVERY_OVERTAKEN')) return true
  }
  const now = await readRecorded(store)
  if (now.pending !== null || now.revision !== revision) return false
  await dropWriters(store, writer)
  return true
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

function reasonOf (error: unknown): { place: string, reason: Wording } {
  const { place } = error instanceof PacklineError ? error.details : { place: '' }
  return { place: String(place ?? ''), reason: errorText(error) }
}
