import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Document, DocumentOperation, Documents } from '../coordination/documents.js'
import { hasCode, PacklineError } from '../errors.js'
import { documentAs, documentValue, DraftDocuments, writeOperation } from './draft-documents.js'
import type { Draft, ProjectDocuments } from './draft-documents.js'
import { historyKey, projectsFolder, requestKey, revisionOf } from './revision.js'
import type { Revision } from './revision.js'
import { checkSeen } from './seen-revision.js'

export interface Request {
  action: string
  subject: string
  why: string
  by: string
  address?: string
  id?: string
  seen?: number
  /** Nothing will be written, whatever comes out. */
  isRehearsal?: boolean
}

/** Who asks, and why. */
export interface Author {
  by: string
  why: string
  /** Who that was proved to be; `by` also names whom somebody says to be. Left out, it is `by`. */
  person?: string
  /** Where it came from, for the history. */
  address?: string
  /** Makes a request that comes again be done only once. */
  id?: string
  /** The revision that it was decided on: see `checkSeen`. */
  seen?: number
}

interface Head {
  revision: number
}
/** That a request was done, so that whoever asks for it again, however late, is told of that. */
interface DoneRequest {
  id: string
  revision: number
}

interface ReleaseStoreOptions {
  documents: Documents
  project: string
  now: () => Date
  signal?: AbortSignal
}

const maxTries = 100

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
  readonly #own: ProjectDocuments
  #isListed = false

  constructor ({ documents, project, now, signal }: ReleaseStoreOptions) {
    this.#documents = documents
    this.project = project
    this.#now = now
    this.#options = signal === undefined ? {} : { signal }
    this.#own = { documents, toKey: key => this.#key(key), options: this.#options }
  }

  async read<T> (key: string): Promise<T | undefined> {
    return documentAs<T>((await this.#documents.get(this.#key(key), this.#options))?.value)
  }

  /** The documents right in `folder`, by their last name. */
  async list<T> (folder: string): Promise<Map<string, T>> {
    const documents = await this.#documents.list(this.#key(folder), this.#options)
    const found = new Map<string, T>()
    for (const { key, value } of documents) {
      const document = documentAs<T>(value)
      if (document !== undefined) found.set(key.slice(key.lastIndexOf('/') + 1), document)
    }
    return found
  }

  /** The entry that a request made, if it was done. */
  async done (id: string): Promise<Revision | undefined> {
    const done = await this.read<DoneRequest>(requestKey(id))
    return done === undefined ? undefined : await this.read<Revision>(historyKey(done.revision))
  }

  /** Number of the last revision; 0 before the first. */
  async head (): Promise<number> {
    return (await this.read<Head>('head'))?.revision ?? 0
  }

  /** Several documents as they were at one moment: reads again when a change came in between. */
  async readTogether<T> (work: () => Promise<T>): Promise<{ revision: number, value: T }> {
    for (;;) {
      const before = await this.head()
      const value = await work()
      const after = await this.head()
      if (before === after) return { revision: after, value }
    }
  }

  async history (from = 1): Promise<Revision[]> {
    const last = await this.head()
    const revisions = await this.#revisions(Math.max(0, last - from + 1), index => from + index)
    return revisions.filter(each => each !== undefined)
  }

  /** The last entry that `isMeant`, looked for from the end. */
  async findLast (isMeant: (revision: Revision) => boolean): Promise<Revision | undefined> {
    const batch = 32
    for (let end = await this.head(); end > 0; end -= batch) {
      const revisions = await this.#revisions(Math.min(batch, end), index => end - index)
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
      // Read after the head: when the head has the change already, so has this.
      const done = isTriedBefore ? await this.#doneBy(id) : undefined
      if (done !== undefined) return done
      const draft = this.#draft(head, request)
      try {
        await work(draft)
        if (!draft.isNote) await this.checkSeen(request.seen, draft)
      } catch (error) {
        if (
          !(error instanceof PacklineError) ||
          await this.#stands(head, isTriedBefore && request.isRehearsal !== true)
        ) throw error
        await this.#waitForTurn(tries, error)
        continue
      }
      const written = draft.written()
      // What is as it should be may have become so by a twin of this request, since the look above.
      if (written.length === 0) return request.id === undefined ? undefined : await this.#doneBy(id)
      const { moment, revision } = draft
      const entry = revisionOf({ ...request, id, ...moment, revision }, written)
      try {
        if (draft.isNote) {
          await this.#documents.transact(
            [...draft.operations(), checkOf(this.#key('head'), head)],
            this.#options
          )
          return undefined
        }
        await this.#write(draft, head, entry)
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

  /** What a request was done as; undefined when it was not. */
  async #doneBy (id: string): Promise<Revision | undefined> {
    const done = await this.read<DoneRequest>(requestKey(id))
    return done === undefined ? undefined : await this.read<Revision>(historyKey(done.revision))
  }

  /** Throws RELEASE_CHANGED when others changed what `draft` changes, since the revision that was seen. */
  async checkSeen (seen: number | undefined, draft: Draft): Promise<void> {
    const history = async (from: number): Promise<Revision[]> => await this.history(from)
    if (seen !== undefined) await checkSeen({ project: this.project, history }, seen, draft.written())
  }

  #draft (head: Document | undefined, { by }: Request): DraftDocuments {
    const { revision } = documentAs<Head>(head?.value) ?? { revision: 0 }
    return new DraftDocuments(this.#own, { at: this.#now().toISOString(), by }, revision + 1)
  }

  /** The draft, its entry of the history and the new head, or nothing. */
  async #write (draft: DraftDocuments, head: Document | undefined, entry: Revision): Promise<void> {
    const { id, revision } = entry
    const [next, done]: [Head, DoneRequest] = [{ revision }, { id, revision }]
    await this.#documents.transact([
      ...await this.#listing(),
      ...draft.operations(),
      writeOperation(this.#key('head'), documentValue(next), head?.version),
      { type: 'create', key: this.#key(historyKey(revision)), value: documentValue(entry) },
      { type: 'create', key: this.#key(requestKey(id)), value: documentValue(done) }
    ], this.#options)
  }

  /** Projects from before the list come into it with their next change. */
  async #listing (): Promise<DocumentOperation[]> {
    if (this.#isListed) return []
    const key = `${projectsFolder}/${this.project}`
    this.#isListed = await this.#documents.get(key, this.#options) !== undefined
    return this.#isListed ? [] : [{ type: 'create', key, value: {} }]
  }

  /**
   * Whether nobody changed anything since `head` was read, so that what was decided holds. Reads may come
   * from a server that is behind, or from before and after a change, also one's own of a try before; only a
   * transaction tells. With `isFence` it is a write, after which no earlier try can be made any more.
   */
  async #stands (head: Document | undefined, isFence: boolean): Promise<boolean> {
    const key = this.#key('head')
    try {
      await this.#documents.transact([
        isFence && head !== undefined ? writeOperation(key, head.value, head.version) : checkOf(key, head)
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

  async #revisions (
    length: number,
    numberAt: (index: number) => number
  ): Promise<Array<Revision | undefined>> {
    return await Promise.all(
      Array.from({ length }, async (_, index) => await this.read<Revision>(historyKey(numberAt(index))))
    )
  }

  #key (key: string): string {
    return `release/${this.project}/${key}`
  }
}

function checkOf (key: string, head: Document | undefined): DocumentOperation {
  return { type: 'check', key, version: head?.version ?? 'absent' }
}
