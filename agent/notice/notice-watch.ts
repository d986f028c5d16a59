import { randomUUID } from 'node:crypto'
import type { Document, Documents } from '../coordination/documents.js'
import { hasCode } from '../errors.js'
import type { ReleaseStore } from '../release/release-store.js'
import { projectsFolder } from '../release/revision.js'
import type { Revision } from '../release/revision.js'
import type { Notice } from './notice.js'
import type { NoticeBox } from './notice-box.js'
import { noticeOf } from './notice-of.js'
import { isFor, type Receiver } from './receiver.js'

interface NoticeWatchOptions {
  documents: Documents
  storeOf: (project: string) => ReleaseStore
  receivers: readonly Receiver[]
  box: NoticeBox
  nowMs: () => number
  /** There is something new to tell. */
  onNews: () => void
  onProblem: (error: unknown) => void
}

/** How far a receiver was told of a project, in the documents that agents share. */
interface Cursor {
  revision: number
  /** The last claims: an agent that was killed looks here whether its own was made. */
  claims: string[]
}

const lookEveryMs = 60_000
const keptClaims = 20
/** After a long time without an agent. */
const mostRevisions = 500

/**
 * Makes notices of what the histories of projects say, once for each receiver, whatever number of agents
 * knows it: the notices are on disk here first, then the receiver's cursor is moved over them, and whose move
 * it was tells of them. A new receiver is told of what comes from then on.
 */
export class NoticeWatch {
  readonly #options: NoticeWatchOptions
  readonly #ends = new Map<string, () => void>()
  #line: Promise<unknown> = Promise.resolve()
  #isWaiting = false
  #isClosed = false
  #timer: NodeJS.Timeout | undefined

  constructor (options: NoticeWatchOptions) {
    this.#options = options
  }

  start (): void {
    const { documents } = this.#options
    this.#ends.set(
      '',
      documents.watchFolder(projectsFolder, () => {
        this.#wake()
      })
    )
    this.#timer = setInterval(() => {
      this.#wake()
    }, lookEveryMs)
      .unref()
    this.#wake()
  }

  async close (): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#timer)
    for (const end of this.#ends.values()) end()
    await this.#line
  }

  #wake (): void {
    // However often it is woken while it looks, it looks once more.
    if (this.#isWaiting || this.#isClosed) return
    this.#isWaiting = true
    this.#line = this
      .#line
      .then(async () => {
        this.#isWaiting = false
        if (!this.#isClosed) await this.#look()
      })
      .catch((error: unknown) => {
        if (!this.#isClosed) this.#options.onProblem(error)
      })
  }

  async #look (): Promise<void> {
    const { documents, receivers } = this.#options
    for (const { key } of await documents.list(projectsFolder)) {
      const project = key.slice(projectsFolder.length + 1)
      const told = receivers.filter(receiver => isFor(receiver, project))
      if (told.length === 0) continue
      this.#watch(project)
      for (const receiver of told) await this.#lookAt(project, receiver)
    }
  }

  #watch (project: string): void {
    if (this.#ends.has(project) || this.#isClosed) return
    this.#ends.set(
      project,
      this.#options.storeOf(project).watch(() => {
        this.#wake()
      })
    )
  }

  async #lookAt (project: string, receiver: Receiver): Promise<void> {
    const { documents, storeOf, box } = this.#options
    const key = `notices/${receiver.name}/${project}`
    const found = await documents.get(key)
    const cursor = found?.value as unknown as Cursor | undefined
    await this.#settle(project, receiver, cursor)
    const store = storeOf(project)
    const head = await store.head()
    if (cursor !== undefined && cursor.revision >= head) return
    const claim = randomUUID()
    const from = Math.max(cursor?.revision ?? head, head - mostRevisions) + 1
    const revisions = (await store.history(from)).filter(({ revision }) => revision <= head)
    const notices = await this.#noticesOf(store, receiver, revisions, claim)
    await box.put(notices)
    const isOurs = await this.#move(key, found, head, [...cursor?.claims ?? [], claim].slice(-keptClaims))
    await (isOurs ? box.confirm(claim) : box.drop(claim))
    if (isOurs && notices.length > 0) this.#options.onNews()
    // What another one told of may not have been all.
    if (!isOurs) this.#wake()
  }

  /** What a life of before put on disk and was killed over. */
  async #settle (project: string, receiver: Receiver, cursor: Cursor | undefined): Promise<void> {
    const { box, onNews } = this.#options
    const open = box.all.filter(each =>
      each.state === 'claimed' && each.receiver === receiver.name && each.project === project
    )
    for (const claim of new Set(open.map(each => each.claim))) {
      if (cursor?.claims.includes(claim) === true) {
        await box.confirm(claim)
        onNews()
      } else await box.drop(claim)
    }
  }

  async #noticesOf (
    store: ReleaseStore,
    receiver: Receiver,
    revisions: readonly Revision[],
    claim: string
  ): Promise<Notice[]> {
    const notices: Notice[] = []
    for (const revision of revisions) {
      const told = await noticeOf(store, revision)
      if (told === undefined || !isFor(receiver, store.project, told.event)) continue
      notices.push({
        ...told,
        key: `${receiver.name} ${store.project} ${revision.revision}`,
        receiver: receiver.name,
        state: 'claimed',
        claim,
        createdAtMs: this.#options.nowMs()
      })
    }
    return notices
  }

  /** False when somebody else moved it. */
  async #move (
    key: string,
    found: Document | undefined,
    revision: number,
    claims: string[]
  ): Promise<boolean> {
    const value = { revision, claims }
    try {
      await this.#options.documents.transact([
        found === undefined
          ? { type: 'create', key, value }
          : { type: 'replace', key, value, version: found.version }
      ])
      return true
    } catch (error) {
      if (!hasCode(error, 'DOCUMENT_CONFLICT')) throw error
      return false
    }
  }
}
