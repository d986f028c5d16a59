import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Document, DocumentOperation, Documents, DocumentValue } from '../coordination/documents.js'
import { hasCode, PacklineError } from '../errors.js'
import { readableDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import { jsonDifference } from './json-difference.js'
import type { Change } from './json-difference.js'
import type { Moment } from './registry-model.js'

/** One entry of a project's history, which is only ever added to. */
export interface Revision extends Moment {
  revision: number
  parent: number
  /** The same for every try of one request: a request that comes again is not done again. */
  id: string
  why: string
  /** What was done, for example `target edit` or `flip`. */
  action: string
  subject: string
  changes: Array<Change & { document: string }>
  /** What the targets held before: what an undo goes back to. */
  before: Record<string, DocumentValue>
  after: Record<string, DocumentValue>
}

export interface Request {
  action: string
  subject: string
  why: string
  by: string
  id?: string
  /** Nothing will be written, whatever comes out. */
  isRehearsal?: boolean
}

/** Who asks, and why; `id` makes a request that comes again be done only once. */
export interface Author {
  by: string
  why: string
  id?: string
}

interface Head {
  revision: number
}
/** That a request was done, so that whoever asks for it again, however late, is told of that. */
interface DoneRequest {
  id: string
  revision: number
}

export interface ReleaseStoreOptions {
  documents: Documents
  project: string
  now: () => Date
  signal?: AbortSignal
}

const maxTries = 100
const shownBytes = 20_000

/** What a change reads and writes. Nothing is written before all of it is known. */
export interface Draft {
  /** Who changes, and when: the same in every document of the change. */
  moment: Moment
  revision: number
  read: <T>(key: string) => Promise<T | undefined>
  list: <T>(folder: string) => Promise<Map<string, T>>
  write: (key: string, value: unknown) => void
}

/**
 * The documents of one project's releases. Every change goes through the head document, so that of two
 * changes that saw the same state one is done again on what the other left, and writes its entry of the
 * history in the same transaction.
 */
export class ReleaseStore {
  readonly project: string
  readonly #documents: Documents
  readonly #now: () => Date
  readonly #options: { signal?: AbortSignal }

  constructor ({ documents, project, now, signal }: ReleaseStoreOptions) {
    this.#documents = documents
    this.project = project
    this.#now = now
    this.#options = signal === undefined ? {} : { signal }
  }

  async read<T> (key: string): Promise<T | undefined> {
    return (await this.#documents.get(this.#key(key), this.#options))?.value as T | undefined
  }

  /** The documents right in `folder`, by their last name. */
  async list<T> (folder: string): Promise<Map<string, T>> {
    const documents = await this.#documents.list(this.#key(folder), this.#options)
    return new Map(documents.map(({ key, value }) => [key.slice(key.lastIndexOf('/') + 1), value as T]))
  }

  /** Several documents as they were at one moment: reads again when a change came in between. */
  async readTogether<T> (work: () => Promise<T>): Promise<{ revision: number, value: T }> {
    for (;;) {
      const before = await this.read<Head>('head')
      const value = await work()
      const after = await this.read<Head>('head')
      if (before?.revision === after?.revision) return { revision: after?.revision ?? 0, value }
    }
  }

  async history (from = 1): Promise<Revision[]> {
    const last = (await this.read<Head>('head'))?.revision ?? 0
    const revisions = await Promise.all(
      Array.from({
        length: Math.max(0, last - from + 1)
      }, async (_, index) => await this.read<Revision>(historyKey(from + index)))
    )
    return revisions.filter(each => each !== undefined)
  }

  /** The last entry that `isMeant`, looked for from the end. */
  async findLast (isMeant: (revision: Revision) => boolean): Promise<Revision | undefined> {
    const batch = 32
    for (let end = (await this.read<Head>('head'))?.revision ?? 0; end > 0; end -= batch) {
      const revisions = await Promise.all(
        Array.from({
          length: Math.min(batch, end)
        }, async (_, index) => await this.read<Revision>(historyKey(end - index)))
      )
      const found = revisions.find(each => each !== undefined && isMeant(each))
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Calls `listener` after every change. Returns its end. */
  watch (listener: () => void): () => void {
    return this.#documents.watch(this.#key('head'), listener)
  }

  /**
   * Does `work` and writes what it wrote as one transaction with its entry of the history. `work` may run
   * again, on newer documents; nothing is written when it throws or writes nothing. Returns the entry, and
   * for a request done before, that of then.
   */
  async commit (request: Request, work: (draft: Draft) => Promise<void>): Promise<Revision | undefined> {
    const id = request.id ?? randomUUID()
    // A try of before, by a killed process or with a lost answer, may have been made, or still be under way.
    let isTriedBefore = request.id !== undefined
    for (let tries = 1;; tries++) {
      const head = await this.#documents.get(this.#key('head'), this.#options)
      const { revision } = head === undefined ? { revision: 0 } : head.value as unknown as Head
      // Read after the head: when the head has the change already, so has this.
      const done = isTriedBefore ? await this.read<DoneRequest>(requestKey(id)) : undefined
      if (done !== undefined) return await this.read<Revision>(historyKey(done.revision))
      const draft = new DraftDocuments(this.#documents, key => this.#key(key), this.#options, {
        at: this.#now().toISOString(),
        by: request.by
      }, revision + 1)
      try {
        await work(draft)
      } catch (error) {
        if (
          !(error instanceof PacklineError) ||
          await this.#stands(head, isTriedBefore && request.isRehearsal !== true)
        ) throw error
        await this.#waitForTurn(tries, error)
        continue
      }
      const written = draft.written()
      if (written.length === 0) return undefined
      const entry: Revision = {
        revision: revision + 1,
        parent: revision,
        id,
        ...draft.moment,
        why: request.why,
        action: request.action,
        subject: request.subject,
        changes: written.filter(({ key }) => key !== 'resolve').flatMap(({ key, before, after }) =>
          jsonDifference(readable(key, before), readable(key, after)).map(change => ({
            document: key,
            ...shortened(change)
          }))
        ),
        before: imagesOf(written, 'before'),
        after: imagesOf(written, 'after')
      }
      const nextHead: Head = { revision: entry.revision }
      const requested: DoneRequest = { id, revision: entry.revision }
      try {
        await this.#documents.transact([
          ...draft.operations(),
          toOperation(this.#key('head'), nextHead, head?.version),
          {
            type: 'create',
            key: this.#key(historyKey(entry.revision)),
            value: entry as unknown as DocumentValue
          },
          { type: 'create', key: this.#key(requestKey(id)), value: requested as unknown as DocumentValue }
        ], this.#options)
        return entry
      } catch (error) {
        // After a lost answer the request's document tells whether the change was made.
        const isUnknown = hasCode(error, 'ZOOKEEPER_CONNECTION_LOSS')
        if (!isUnknown && !hasCode(error, 'DOCUMENT_CONFLICT')) throw error
        isTriedBefore ||= isUnknown
        await this.#waitForTurn(tries, error)
      }
    }
  }

  /**
   * Whether nobody changed anything since `head` was read, so that what was decided holds. Reads may come
   * from a server that is behind, or from before and after a change, also one's own of a try before; only a
   * transaction tells. With `isFence` it is a write, after which no earlier try can be made any more.
   */
  async #stands (head: Document | undefined, isFence: boolean): Promise<boolean> {
    const key = this.#key('head')
    const check: DocumentOperation = { type: 'check', key, version: head?.version ?? 'absent' }
    try {
      await this.#documents.transact([
        isFence && head !== undefined ? toOperation(key, head.value, head.version) : check
      ], this.#options)
      return true
    } catch (error) {
      if (hasCode(error, 'DOCUMENT_CONFLICT') || hasCode(error, 'ZOOKEEPER_CONNECTION_LOSS')) return false
      throw error
    }
  }

  async #waitForTurn (tries: number, cause: unknown): Promise<void> {
    if (tries >= maxTries) {
      throw new PacklineError('RELEASE_BUSY', { project: this.project, tries }, { cause })
    }
    await delay(Math.random() * Math.min(200, 5 * tries), undefined, this.#options)
  }

  #key (key: string): string {
    return `release/${this.project}/${key}`
  }
}

export function historyKey (revision: number): string {
  return `history/${String(revision).padStart(9, '0')}`
}

/** Ids may be any text. */
function requestKey (id: string): string {
  return `requests/${createHash('sha256').update(id).digest('hex').slice(0, 32)}`
}

interface Seen {
  value: DocumentValue | undefined
  version: number | undefined
}

class DraftDocuments implements Draft {
  readonly moment: Moment
  readonly revision: number
  readonly #documents: Documents
  readonly #toKey: (key: string) => string
  readonly #options: { signal?: AbortSignal }
  readonly #seen = new Map<string, Seen>()
  /** Documents read by name. What was only listed needs no check: every change goes through the head. */
  readonly #named = new Set<string>()
  readonly #written = new Map<string, DocumentValue>()

  constructor (
    documents: Documents,
    toKey: (key: string) => string,
    options: { signal?: AbortSignal },
    moment: Moment,
    revision: number
  ) {
    this.#documents = documents
    this.#toKey = toKey
    this.#options = options
    this.moment = moment
    this.revision = revision
  }

  async read<T> (key: string): Promise<T | undefined> {
    this.#named.add(key)
    if (this.#written.has(key)) return this.#written.get(key) as T
    if (!this.#seen.has(key)) {
      const found = await this.#documents.get(this.#toKey(key), this.#options)
      this.#seen.set(key, { value: found?.value, version: found?.version })
    }
    return this.#seen.get(key)?.value as T | undefined
  }

  async list<T> (folder: string): Promise<Map<string, T>> {
    const found = new Map<string, T>()
    for (const { key, value, version } of await this.#documents.list(this.#toKey(folder), this.#options)) {
      const name = key.slice(key.lastIndexOf('/') + 1)
      const own = `${folder}/${name}`
      if (!this.#seen.has(own)) this.#seen.set(own, { value, version })
      found.set(name, (this.#written.get(own) ?? this.#seen.get(own)?.value) as T)
    }
    for (const [key, value] of this.#written) {
      if (key.startsWith(`${folder}/`)) found.set(key.slice(folder.length + 1), value as T)
    }
    return found
  }

  /** The document has to have been read before: what is replaced must be what was seen. */
  write (key: string, value: unknown): void {
    if (!this.#seen.has(key)) throw new Error(`${key} is written but was not read`)
    this.#written.set(key, JSON.parse(JSON.stringify(value)) as DocumentValue)
  }

  written (): Array<{ key: string, before: DocumentValue | undefined, after: DocumentValue }> {
    return [...this.#written]
      .map(([key, after]) => ({ key, before: this.#seen.get(key)?.value, after }))
      .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  }

  /** Writes what changed, and checks what was read and stays: the decision was made on it. */
  operations (): DocumentOperation[] {
    const changed = this.written()
    const checked = [...this.#seen].filter(([key]) =>
      this.#named.has(key) && !changed.some(each => each.key === key)
    )
    return [
      ...checked.map(([key, { version }]): DocumentOperation => ({
        type: 'check',
        key: this.#toKey(key),
        version: version ?? 'absent'
      })),
      ...changed.map(({ key, after }) => toOperation(this.#toKey(key), after, this.#seen.get(key)?.version))
    ]
  }
}

function toOperation (key: string, value: unknown, version: number | undefined): DocumentOperation {
  return version === undefined
    ? { type: 'create', key, value: value as DocumentValue }
    : { type: 'replace', key, value: value as DocumentValue, version }
}

/** Definitions are compared as they hold: where a target comes from is no difference. */
function readable (key: string, value: DocumentValue | undefined): DocumentValue | undefined {
  return key === 'definition' && value !== undefined
    ? readableDefinition(value as unknown as StoredDefinition) as unknown as DocumentValue
    : value
}

function imagesOf (
  written: ReturnType<DraftDocuments['written']>,
  side: 'before' | 'after'
): Record<string, DocumentValue> {
  return Object.fromEntries(
    written.filter(({ key }) => key.startsWith('current/')).map(each => [each.key, each[side] ?? null])
  )
}

function shortened ({ path, before, after }: Change): Change {
  const short = (value: DocumentValue | undefined): DocumentValue | undefined =>
    JSON.stringify(value ?? null).length > shownBytes ? `${JSON.stringify(value).length} bytes` : value
  const [one, other] = [short(before), short(after)]
  return { path, ...one === undefined ? {} : { before: one }, ...other === undefined ? {} : { after: other } }
}
