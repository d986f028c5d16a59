import { ReasonError, innerReason } from '../error-text.js'
import { changedUrls } from './cdn-urls.js'
import type { CacheUrls } from './cdn-urls.js'
import type { Journal } from './delivery-journal.js'
import type { DeliveryPorts } from './delivery-ports.js'
import type { Draft } from './draft-documents.js'
import { concerned, shownBy } from './publisher-record.js'
import type { PublisherRecords } from './publisher-record.js'
import type { ReleaseStore } from './release-store.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** By place: what its content delivery network was asked to forget and did not take, and why. */
export type StaleCaches = Record<string, CacheUrls & { reason: Wording }>

/** By place: null where all was taken. */
export type AskedCaches = Record<string, StaleCaches[string] | null>

export const staleCachesKey = 'stale-caches'

/**
 * Asks the networks before the places of a delivery to forget what they hold, and what they did not take
 * before. A delivery does not fail by that: what could not be asked is noted, told, and asked again by the
 * next.
 */
export async function askCaches (
  store: ReleaseStore,
  { targets, shown, number, isWhole }: Journal,
  records: PublisherRecords,
  { refresh, signal }: DeliveryPorts
): Promise<AskedCaches> {
  const stale = await store.read<StaleCaches>(staleCachesKey) ?? {}
  const asked: AskedCaches = {}
  for (const record of concerned(records, targets)) {
    if (record.cdn === undefined) continue
    const { url } = record.cdn
    const [before, after] = [shown.before, shown.after].map(each => shownBy(record, each, number))
    const wanted = together(stale[record.place], changedUrls(url, before ?? [], after ?? [], isWhole))
    try {
      if (refresh === undefined) throw new ReasonError(phrase('cdn.notAsked'))
      await refresh(record, wanted, signal)
      asked[record.place] = null
    } catch (error) {
      signal.throwIfAborted()
      asked[record.place] = { ...wanted, reason: innerReason(error) }
    }
  }
  return asked
}

export async function noteCaches (draft: Draft, asked: AskedCaches): Promise<void> {
  if (Object.keys(asked).length === 0) return
  const before = await draft.read<StaleCaches>(staleCachesKey)
  const next = Object.fromEntries(
    Object.entries({ ...before, ...asked }).flatMap(([place, each]) => each === null ? [] : [[place, each]])
  )
  if (before !== undefined || Object.keys(next).length > 0) draft.write(staleCachesKey, next)
}

function together (one: CacheUrls | undefined, other: CacheUrls): CacheUrls {
  return {
    urls: [...new Set([...one?.urls ?? [], ...other.urls])],
    folders: [...new Set([...one?.folders ?? [], ...other.folders])]
  }
}
