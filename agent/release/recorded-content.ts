import { journalKey } from './delivery-journal.js'
import type { Journal, JournalDocument } from './delivery-journal.js'
import type { ShownTarget } from './publish/shown-target.js'
import { publishersKey } from './publisher-record.js'
import type { PublisherRecords } from './publisher-record.js'
import type { ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import { shownTargets } from './shown-targets.js'
import { contentOf } from './target-content.js'
import type { Content } from './target-content.js'

interface Recorded {
  revision: number
  records: PublisherRecords
  shown: ShownTarget[]
  pending: Journal | null
}

/** What publishers have to show by the registry, as it was at one moment. */
export async function readRecorded (store: ReleaseStore): Promise<Recorded> {
  const { revision, value } = await store.readTogether(async () => ({
    records: await store.read<PublisherRecords>(publishersKey) ?? {},
    shown: await shownTargets(
      { read: async key => await store.read(key) },
      store.project,
      contentsOf(await store.list<Current>('current')),
      0
    ),
    pending: (await store.read<JournalDocument>(journalKey))?.pending ?? null
  }))
  return { revision, ...value }
}

export function contentsOf (current: ReadonlyMap<string, Current>): Record<string, Content> {
  return Object.fromEntries([...current].map(([target, each]) => [target, contentOf(each)]))
}
