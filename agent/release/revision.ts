import { createHash } from 'node:crypto'
import type { DocumentValue } from '../coordination/documents.js'
import { readableDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import { documentAs, documentValue } from './draft-documents.js'
import type { WrittenDocument } from './draft-documents.js'
import { jsonDifference } from './json-difference.js'
import type { Change } from './json-difference.js'
import type { Moment } from './registry-model.js'
import type { Current } from './resolve-document.js'

/** One entry of a project's history, which is only ever added to. */
export interface Revision extends Moment {
  revision: number
  parent: number
  /** The same for every try of one request: a request that comes again is not done again. */
  id: string
  why: string
  /** Where it came from over HTTP. */
  address?: string
  /** What was done, for example `target edit` or `flip`. */
  action: string
  subject: string
  changes: Array<Change & { document: string }>
  /** What the targets held before, by document: what an undo goes back to. */
  before: Record<string, Current | null>
  after: Record<string, Current | null>
}

type Heading = Pick<Revision, 'revision' | 'id' | 'why' | 'address' | 'action' | 'subject'> & Moment

const shownBytes = 20_000
/** Who writes at places at this moment: no part of any change. */
export const writersKey = 'writers'
/** Beside the documents of all projects, which as folders cannot be listed: a document each. */
export const projectsFolder = 'projects'

/** The entry about a change that wrote these documents. */
export function revisionOf (heading: Heading, written: readonly WrittenDocument[]): Revision {
  const { revision, id, at, by, why, address, action, subject } = heading
  return {
    revision,
    parent: revision - 1,
    id,
    at,
    by,
    why,
    ...address === undefined ? {} : { address },
    action,
    subject,
    changes: written.flatMap(changesOf),
    before: imagesOf(written, 'before'),
    after: imagesOf(written, 'after')
  }
}

export function historyKey (revision: number): string {
  return `history/${String(revision).padStart(9, '0')}`
}

/** Where it is noted that a request was done. Ids may be any text. */
export function requestKey (id: string): string {
  return `requests/${createHash('sha256').update(id).digest('hex').slice(0, 32)}`
}

/** What a written document changes, by path. */
export function changesOf ({ key, before, after }: WrittenDocument): Revision['changes'] {
  // It follows from the others.
  if (key === 'resolve' || key === writersKey) return []
  return jsonDifference(readable(key, before), readable(key, after)).map(change => ({
    document: key,
    ...shortened(change)
  }))
}

/** Definitions are compared as they hold: where a target comes from is no difference. */
function readable (key: string, value: DocumentValue | undefined): DocumentValue | undefined {
  const stored = key === 'definition' ? documentAs<StoredDefinition>(value) : undefined
  return stored === undefined ? value : documentValue(readableDefinition(stored))
}

function imagesOf (
  written: readonly WrittenDocument[],
  side: 'before' | 'after'
): Record<string, Current | null> {
  return Object.fromEntries(
    written
      .filter(({ key }) => key.startsWith('current/'))
      .map(each => [each.key, documentAs<Current>(each[side]) ?? null])
  )
}

function shortened ({ path, before, after }: Change): Change {
  const short = (value: DocumentValue | undefined): DocumentValue | undefined => {
    // A text is as long as people may write one, before its quotes and line ends are escaped.
    const length = typeof value === 'string' ? value.length : JSON.stringify(value ?? null).length
    return length > shownBytes ? `${JSON.stringify(value).length} bytes` : value
  }
  const [one, other] = [short(before), short(after)]
  return { path, ...one === undefined ? {} : { before: one }, ...other === undefined ? {} : { after: other } }
}
