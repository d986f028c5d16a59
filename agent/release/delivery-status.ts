import { randomUUID } from 'node:crypto'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { staleCachesKey } from './cache-refresh.js'
import type { StaleCaches } from './cache-refresh.js'
import { journalFor, journalKey } from './delivery-journal.js'
import type { JournalDocument } from './delivery-journal.js'
import type { DeliveryPorts } from './delivery-ports.js'
import { finishDelivery } from './finish-delivery.js'
import { andClose } from './publish/publisher.js'
import type { ShownDifference } from './publish/shown-target.js'
import { publishersKey, shownBy } from './publisher-record.js'
import type { PublisherRecord, PublisherRecords } from './publisher-record.js'
import { contentsOf, readRecorded } from './recorded-content.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import type { Revision } from './revision.js'

export interface PublisherStatus extends Pick<PublisherRecord, 'place' | 'reach' | 'targets'> {
  /** `unknown`: only its owner can tell. */
  state: 'same' | 'differs' | 'unknown' | 'unreachable'
  differences: ShownDifference[]
  reason?: Wording
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
  const { revision, records, shown, pending } = await readRecorded(store)
  const stale = await store.read<StaleCaches>(staleCachesKey) ?? {}
  const publishers: PublisherStatus[] = []
  for (const record of Object.values(records)) {
    const { place, reach } = record
    const own = shownBy(record, shown, 0)
    const targets = own.map(({ target }) => target)
    try {
      const compared = await andClose(await open(record), publisher => publisher.compare(own, signal))
      const differences = compared && [...compared, ...cacheDifferences(stale[place])]
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
      const known = Object.keys(others).join(', ') || phrase('list.none')
      throw new PacklineError('RELEASE_PUBLISHER_UNKNOWN', { place, known })
    }
    draft.write(publishersKey, others)
  })
}

/** A network that was not asked shows players of every target what was there before. */
function cacheDifferences (stale: StaleCaches[string] | undefined): ShownDifference[] {
  return [...stale?.urls ?? [], ...stale?.folders ?? []].map(what => ({
    target: '*',
    what,
    expected: null,
    found: stale?.reason ?? null
  }))
}

function headingOf (
  { request: { action, subject, by, why } }: NonNullable<JournalDocument['pending']>
): DeliveryStatus['pending'] {
  return { action, subject, by, why }
}
