import type { Draft } from './draft-documents.js'
import type { ShownTarget } from './publish/shown-target.js'

/** Who is asked to forget what was delivered: Aliyun CDN, or a command. */
export interface CdnRecord {
  /** Where the network serves the place. */
  url: string
  /** `file:PATH` or `env:NAME` with ACCESS_KEY_ID:SECRET, in place of Aliyun's variables. */
  key?: string
  /** A program in place of Aliyun's API. */
  command?: string
}

/** A place that releases were published to, as the registry keeps it. Secrets are named, never kept. */
export interface PublisherRecord {
  /** How it is reached: `http` is every address, a bucket's too. */
  reach: 'folder' | 'http' | 'command'
  /** A folder's whole path, an address, or the words of a command: what names it. */
  place: string
  /** Those whose packages were published here, and those whose hot updates were. */
  targets: string[]
  hotUpdates: string[]
  /** `file:PATH` or `env:NAME`. */
  token?: string
  command?: string[]
  /** Where the command runs. */
  cwd?: string
  /** Names of the variables that the command gets besides the usual ones. */
  variables?: string[]
  /** The content delivery network that players reach this place by. */
  cdn?: CdnRecord
}

/** By place. */
export type PublisherRecords = Record<string, PublisherRecord>

export const publishersKey = 'publishers'

/** The places that something of these targets was published to. */
export function concerned (records: PublisherRecords, targets: readonly string[]): PublisherRecord[] {
  return Object
    .values(records)
    .filter(record => [...record.targets, ...record.hotUpdates].some(target => targets.includes(target)))
    .sort((a, b) => a.place < b.place ? -1 : 1)
}

/** Keeps that its targets are published at this place: from now on they are delivered there. */
export async function addPublisher (draft: Draft, record: PublisherRecord): Promise<void> {
  const records = await draft.read<PublisherRecords>(publishersKey) ?? {}
  const before = records[record.place]
  const both = (name: 'targets' | 'hotUpdates'): string[] =>
    [...new Set([...before?.[name] ?? [], ...record[name]])].sort()
  const cdn = record.cdn ?? before?.cdn
  const next = { ...record, ...cdn && { cdn }, targets: both('targets'), hotUpdates: both('hotUpdates') }
  draft.write(publishersKey, { ...records, [record.place]: next })
}

/** Of what is to be shown, the part that is this place's. */
export function shownBy (
  { targets, hotUpdates }: Pick<PublisherRecord, 'targets' | 'hotUpdates'>,
  shown: readonly ShownTarget[],
  number: number
): ShownTarget[] {
  return shown
    .filter(({ target }) => targets.includes(target) || hotUpdates.includes(target))
    .map(each => ({
      ...each,
      number,
      packages: targets.includes(each.target) ? each.packages : null,
      lines: hotUpdates.includes(each.target) ? each.lines : {}
    }))
}
