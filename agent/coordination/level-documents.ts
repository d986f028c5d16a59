import { join } from 'node:path'
import type { ClassicLevel } from 'classic-level'
import { ReasonError, errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import {
  checkFolder,
  checkKey,
  encodeValues,
  folderOf,
  type Document,
  type DocumentOperation,
  type Documents,
  type DocumentValue
} from './documents.js'
import { LevelStore } from './level-store.js'
import { SignalFiles } from './signal-files.js'
import type { CallOptions } from './zookeeper-types.js'
import { phrase } from '../messages/phrase.js'
import { wordsBeside } from '../messages/words-beside.js'

const defaultTimeoutMs = 10_000
const maxGroup = 256

export interface LevelDocumentsOptions {
  /** Every process that gives the same folder shares the documents. */
  folder: string
  /**
   * Whether a transaction outlives a power cut; it outlives the process in any case. Costs a disk flush per
   * group.
   */
  isDurable?: boolean
}

interface Stored {
  version: number
  value: DocumentValue
}

/** What was read or decided but not yet written, while one group of transactions is worked off. */
type Overlay = Map<string, Stored | undefined>

type Outcome = { versions: Array<number | undefined> } | { error: Error }

interface Job {
  operations: readonly DocumentOperation[]
  settle: (outcome: Outcome) => void
  isDone: boolean
}

/**
 * Documents for one machine, in a LevelDB that its processes take turns at. Survives a kill of any of them at
 * any moment.
 */
export class LevelDocuments implements Documents {
  readonly #folder: string
  readonly #isDurable: boolean
  readonly #store: LevelStore
  readonly #signals: SignalFiles
  readonly #jobs: Job[] = []
  #line: Promise<unknown> = Promise.resolve()
  #isDraining = false
  #isClosed = false

  constructor ({ folder, isDurable = true }: LevelDocumentsOptions) {
    this.#folder = folder
    this.#isDurable = isDurable
    this.#store = new LevelStore(folder, () => {
      this.#signals.touchAll()
    })
    this.#signals = new SignalFiles(join(folder, 'signals'), () => {
      this.#store.checkAbandoned()
    })
  }

  async get (key: string, options: CallOptions = {}): Promise<Document | undefined> {
    checkKey(key)
    return await this.#inLine(options, async level => {
      const stored = this.#read(level, key)
      return stored && { key, ...stored }
    })
  }

  async list (folder: string, options: CallOptions = {}): Promise<Document[]> {
    const start = checkFolder(folder) === '' ? '' : `${folder}/`
    return await this.#inLine(options, async level => {
      const documents: Document[] = []
      // "0" is the character after "/".
      const range = start === '' ? {} : { gt: start, lt: `${folder}0` }
      for await (const [key, text] of level.iterator(range)) {
        if (!key.slice(start.length).includes('/')) documents.push({ key, ...this.#decode(key, text) })
      }
      return documents.sort((a, b) => a.key < b.key ? -1 : 1)
    })
  }

  async transact (
    operations: readonly DocumentOperation[],
    options: CallOptions = {}
  ): Promise<Array<number | undefined>> {
    const { signal } = options
    encodeValues(operations)
    this.#checkOpen(signal)
    const versions = await new Promise<Array<number | undefined>>((resolve, reject) => {
      const onAbort = (): void => {
        job.settle({ error: toError(signal?.reason) })
      }
      const job: Job = {
        operations: structuredClone(wordsBeside(operations)),
        isDone: false,
        settle: outcome => {
          if (job.isDone) return
          job.isDone = true
          signal?.removeEventListener('abort', onAbort)
          if ('error' in outcome) reject(outcome.error)
          else resolve(outcome.versions)
        }
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#jobs.push(job)
      this.#drain(options)
    })
    return versions
  }

  watch (key: string, listener: () => void): () => void {
    return this.#signals.watch(`document ${checkKey(key)}`, listener)
  }

  watchFolder (folder: string, listener: () => void): () => void {
    return this.#signals.watch(`folder ${checkFolder(folder)}`, listener)
  }

  async close (): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#signals.close()
    await this.#line
    await this.#store.close()
  }

  #checkOpen (signal: AbortSignal | undefined): void {
    signal?.throwIfAborted()
    if (this.#isClosed) throw new PacklineError('DOCUMENTS_CLOSED')
  }

  async #inLine<T> (
    { signal, timeoutMs = defaultTimeoutMs }: CallOptions,
    work: (level: ClassicLevel) => Promise<T>
  ): Promise<T> {
    this.#checkOpen(signal)
    const run = this.#line.then(async () => {
      signal?.throwIfAborted()
      return await this.#store.use(timeoutMs, work)
    })
    this.#line = run.catch(() => {})
    return await run
  }

  /** Works off all waiting transactions, as many as there are in one write. */
  #drain (options: CallOptions): void {
    if (this.#isDraining) return
    this.#isDraining = true
    const { signal: _, ...rest } = options
    const group: Job[] = []
    this
      .#inLine(rest, async level => {
        this.#isDraining = false
        group.push(...this.#jobs.splice(0, maxGroup).filter(({ isDone }) => !isDone))
        if (this.#jobs.length > 0) this.#drain(options)
        await this.#commit(level, group)
      })
      .catch((error: unknown) => {
        this.#isDraining = false
        for (const job of group.length > 0 ? group : this.#jobs.splice(0)) {
          job.settle({ error: toError(error) })
        }
      })
  }

  async #commit (level: ClassicLevel, group: Job[]): Promise<void> {
    const decided: Overlay = new Map()
    const outcomes = group.map(job => ({ job, outcome: this.#decide(level, job, decided) }))
    const writes = [...decided].map(([key, stored]) =>
      stored === undefined
        ? { type: 'del', key } as const
        : { type: 'put', key, value: JSON.stringify(stored) } as const
    )
    if (writes.length > 0) {
      try {
        await level.batch(writes, { sync: this.#isDurable })
      } catch (error) {
        throw new ReasonError(phrase('documents.writeFailed', { folder: this.#folder }), { cause: error })
      }
    }
    for (const { job, outcome } of outcomes) job.settle(outcome)
    for (const { job, outcome } of outcomes) if ('versions' in outcome) this.#signal(job.operations)
  }

  /** All operations of one job or none, on top of what was decided before it. */
  #decide (level: ClassicLevel, { operations }: Job, decided: Overlay): Outcome {
    const overlay: Overlay = new Map()
    try {
      const versions = operations.map(operation => this.#apply(level, operation, decided, overlay))
      for (const [key, stored] of overlay) decided.set(key, stored)
      return { versions }
    } catch (error) {
      return { error: toError(error) }
    }
  }

  #apply (
    level: ClassicLevel,
    operation: DocumentOperation,
    decided: Overlay,
    overlay: Overlay
  ): number | undefined {
    const { key, type } = operation
    const found = overlay.has(key)
      ? overlay.get(key)
      : decided.has(key)
      ? decided.get(key)
      : this.#read(level, key)
    const expected = type === 'create' || operation.version === 'absent' ? undefined : operation.version
    if (found?.version !== expected) throw new PacklineError('DOCUMENT_CONFLICT', { key, operation: type })
    if (type === 'check') return undefined
    if (type === 'remove') {
      overlay.set(key, undefined)
      return undefined
    }
    const version = found === undefined ? 0 : found.version + 1
    overlay.set(key, { version, value: operation.value })
    return version
  }

  #read (level: ClassicLevel, key: string): Stored | undefined {
    const text = level.getSync(key)
    return text === undefined ? undefined : this.#decode(key, text)
  }

  #decode (key: string, text: string): Stored {
    try {
      return JSON.parse(text) as Stored
    } catch (error) {
      throw new PacklineError('DOCUMENT_DAMAGED', {
        key,
        where: this.#folder,
        reason: errorText(error)
      }, { cause: error })
    }
  }

  #signal (operations: readonly DocumentOperation[]): void {
    for (const { type, key } of operations) {
      if (type === 'check') continue
      this.#signals.touch(`document ${key}`)
      if (type !== 'replace') this.#signals.touch(`folder ${folderOf(key)}`)
    }
  }
}

function toError (reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
