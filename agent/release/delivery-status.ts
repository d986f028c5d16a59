import { randomUUID } from 'node:crypto'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { finishDelivery } from './delivered-change.js'
import type { DeliveryPorts } from './delivered-change.js'
import { journalFor, journalKey } from './delivery-journal.js'
import type { JournalDocument } from './delivery-journal.js'
import type { Draft } from './draft-documents.js'
import type { ShownDifference } from './publish/shown-target.js'
import { publishersKey, shownBy } from './publisher-record.js'
import type { PublisherRecord, PublisherRecords } from './publisher-record.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import type { Revision } from './revision.js'
import { shownTargets } from './shown-targets.js'
import { contentOf } from './target-content.js'
import type { Content } from './target-content.js'

export interface PublisherStatus extends Pick<PublisherRecord, 'place' | 'reach' | 'targets'> {
  /** `unknown`: only its owner can tell. */
  state: 'same' | 'differs' | 'unknown' | 'unreachable'
  differences: ShownDifference[]
  reason?: string
}

export interface DeliveryStatus {
  project: string
  revision: number
  /** A delivery that was decided and not finished. */
  pending: { action: string, subject: string, by: string, why: string } | null
  publishers: PublisherStatus[]
}

/** What every publisher shows, against what is recorded. */
export async function deliveryStatus (
  store: ReleaseStore,
  { open, signal }: DeliveryPorts
): Promise<DeliveryStatus> {
  const { revision, value: { records, shown, pending } } = await store.readTogether(async () => ({
    records: await store.read<PublisherRecords>(publishersKey) ?? {},
    shown: await shownTargets(
      reader(store),
      store.project,
      contentsOf(await store.list<Current>('current')),
      0
    ),
    pending: (await store.read<JournalDocument>(journalKey))?.pending ?? null
  }))
  const publishers: PublisherStatus[] = []
  for (const record of Object.values(records)) {
    const { place, reach } = record
    const own = shownBy(record, shown, 0)
    const targets = own.map(({ target }) => target)
    try {
      const publisher = await open(record)
      const differences = await publisher.compare(own, signal).finally(async () => {
        await publisher.close()
      })
      const state = differences === undefined ? 'unknown' : differences.length === 0 ? 'same' : 'differs'
      publishers.push({ place, reach, targets, state, differences: differences ?? [] })
    } catch (error) {
      signal.throwIfAborted()
      publishers.push({
        place,
        reach,
        targets,
        state: 'unreachable',
        differences: [],
        reason: errorText(error)
      })
    }
  }
  return {
    project: store.project,
    revision,
    pending: pending === null ? null : headingOf(pending),
    publishers
  }
}

/** Finishes what was begun, and has every publisher show what is recorded. */
export async function repairDelivery (
  store: ReleaseStore,
  author: Author,
  ports: DeliveryPorts
): Promise<Revision | undefined> {
  await finishDelivery(store, ports)
  const id = author.id ?? randomUUID()
  const request = { ...author, id, action: 'repair', subject: store.project }
  const entry = await store.commit(request, async draft => {
    const contents = contentsOf(await draft.list<Current>('current'))
    const sides = { before: contents, after: contents }
    const pending = await journalFor(store.project, request, draft, sides, true)
    await draft.read(journalKey)
    if (pending !== undefined) draft.note(journalKey, { pending })
  })
  const failure = await finishDelivery(store, ports)
  if (failure !== undefined) throw failure
  return entry ?? await store.done(id)
}

/** Delivers nothing to a place any more. What it shows stays as it is. */
export async function forgetPublisher (
  store: ReleaseStore,
  place: string,
  author: Author
): Promise<Revision | undefined> {
  return await store.commit({ ...author, action: 'publisher forgotten', subject: place }, async draft => {
    const { [place]: found, ...others } = await draft.read<PublisherRecords>(publishersKey) ?? {}
    if (found === undefined) {
      const known = Object.keys(others).join(', ') || 'none'
      throw new PacklineError('RELEASE_PUBLISHER_UNKNOWN', { place, known })
    }
    draft.write(publishersKey, others)
  })
}

function contentsOf (current: ReadonlyMap<string, Current>): Record<string, Content> {
  return Object.fromEntries([...current].map(([target, each]) => [target, contentOf(each)]))
}

function reader (store: ReleaseStore): Pick<Draft, 'read'> {
  return { read: async key => await store.read(key) }
}

function headingOf (
  { request: { action, subject, by, why } }: NonNullable<JournalDocument['pending']>
): DeliveryStatus['pending'] {
  return { action, subject, by, why }
}
