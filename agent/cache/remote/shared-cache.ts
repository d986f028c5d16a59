import pLimit from 'p-limit'
import { ByteBudget } from '../../byte-budget.js'
import { PacklineError } from '../../errors.js'
import { staysBelow } from '../../files/stays-below.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import type { ActionCache, ActionRecord } from '../action-cache.js'
import { joined } from '../blob-content.js'
import type { BlobReference, ContentStore } from '../content-store.js'
import type { BlobDigest, CacheServer } from './cache-server.js'
import { readRemoteState, writeRemoteState } from './remote-state.js'
import type { RemoteState, UnsentRecord } from './remote-state.js'
import { ResultSender } from './result-sender.js'
import { ServerAccess } from './server-access.js'
import { WrongBytes, bodyOf, decodeRecord, sharedAction } from './shared-record.js'
import type { SharedRecord } from './shared-record.js'
import { slownessAfter } from './slowness.js'
import { Throughput } from './throughput.js'
import { UploadQueue } from './upload-queue.js'

export interface SharedCacheSettings {
  server: CacheServer
  store: ContentStore
  cache: ActionCache
  /** PACKLINE_HOME. */
  home: string
  /** The project's name: its results are no other project's. */
  namespace: string
  mayWrite: boolean
  now: () => number
}

/** What the shared cache did for a run, for its report. */
export interface SharedCacheSummary {
  place: string
  /** Results that came from it, and those that were asked for in vain. */
  hits: number
  misses: number
  fetchedBytes: number
  sent: number
  sentBytes: number
  /** What was made here because the answer was late, or would have been. */
  late: number
  /** Answers that were not what was kept there; none of them was used. */
  wrong: number
  /** Results that the agent or the next run sends. */
  unsent: number
  /** Whether so much was late that somebody should look at the server. */
  isSlow: boolean
  /** Why it was left alone for a while. */
  problem?: Wording
  /** Why it takes no results of this machine. */
  refusal?: Wording
}

const requestsAtOnce = 32
const bytesAtOnce = 64 * 1024 * 1024
/** It lies in memory; nothing that a build makes is so large. */
const largestBlob = 512 * 1024 * 1024
const mostUnsent = 10_000

/**
 * The cache of several machines beside the one of this machine. It never fails a run and hardly slows one
 * down: what does not answer in time is made here, whoever fails is left alone, and no byte is believed.
 */
export class SharedCache {
  readonly #settings: SharedCacheSettings
  readonly #access: ServerAccess
  readonly #line: Throughput
  readonly #limit = pLimit(requestsAtOnce)
  readonly #memory = new ByteBudget(bytesAtOnce)
  readonly #sender: ResultSender
  readonly #uploads: UploadQueue<UnsentRecord>
  /** Of a run that may send. */
  readonly #unsentBefore: readonly UnsentRecord[]
  #hits = 0
  #misses = 0
  #notWorthIt = 0
  /** How much longer to wait than answers usually take. */
  #worthMs = 0
  #fetchedBytes = 0

  constructor (settings: SharedCacheSettings) {
    const { server, store, cache, home, now, mayWrite } = settings
    const state = readRemoteState(home, server.place)
    this.#settings = settings
    const greeting = sharedAction(settings.namespace, 'greeting')
    this.#access = new ServerAccess(now, state, async signal => await this.#look(greeting, signal))
    this.#line = new Throughput(now, state.bytesPerMs)
    this.#sender = new ResultSender(server, this.#access, cache, store)
    this.#uploads = new UploadQueue(async item => await this.#sender.send(item))
    this.#unsentBefore = state.unsent ?? []
    this.#access.greet()
    if (mayWrite) { for (const item of this.#unsentBefore) this.#uploads.add(item) }
  }

  get place (): string {
    return this.#settings.server.place
  }

  get mayWrite (): boolean {
    return this.#settings.mayWrite
  }

  /**
   * The record of an action, its blobs in the local store unless only the record is wanted. Undefined where
   * the server has none, or none in time.
   * @param isInParts whoever does not get it asks for what it is made of
   */
  async find (key: string, wantsBlobs: boolean, isInParts = false): Promise<SharedRecord | undefined> {
    const action = sharedAction(this.#settings.namespace, key)
    return await this.#limit(async () => {
      const record = await this.#access.inTime(
        async signal => await this.#look(action, signal),
        0,
        this.#worthMs
      )
      if (record === undefined || wantsBlobs && !await this.#fetchBlobs(record, isInParts)) {
        this.#misses++
        return undefined
      }
      this.#hits++
      return record
    })
  }

  /**
   * Others have made what is asked for. It comes all at once, also where this process hardly gets the
   * processor, and would be made one after the other: each is worth the time of all.
   */
  awaitResults (makingMs: number): void {
    this.#worthMs = makingMs
  }

  /**
   * The same for what a run cannot do without, however slow the server is. A record whose blobs do not come
   * is not whole. Throws SHARD_PLAN_NOT_FETCHED where there is no answer.
   */
  async obtain (key: string): Promise<{ record: SharedRecord, isWhole: boolean } | undefined> {
    const action = sharedAction(this.#settings.namespace, key)
    const record = await this.#insist(async signal => await this.#look(action, signal), 0)
    if (record === undefined) return undefined
    this.#hits++
    const blobs = Object.values(record.blobs).filter(blob => !this.#settings.store.verify(blob))
    if (blobs.some(({ size }) => size > largestBlob)) return { record, isWhole: false }
    const fetched = await Promise.all(
      blobs.map(async blob =>
        await this.#insist(async signal => await this.#fetch(blob, signal), blob.size).catch(() => false)
      )
    )
    return { record, isWhole: fetched.every(Boolean) }
  }

  async #insist<T> (ask: (signal: AbortSignal) => Promise<T>, bytes: number): Promise<T | undefined> {
    const { value, isAnswer } = await this.#access.insistently(ask, bytes)
    if (isAnswer) return value
    const { problem: reason = '' } = this.#access
    throw new PacklineError('SHARD_PLAN_NOT_FETCHED', { place: this.place, reason })
  }

  /** Sends a result that is in the local cache, in the background. */
  offer (key: string, { blobs, value }: Pick<ActionRecord, 'blobs' | 'value'>): void {
    const { mayWrite, namespace } = this.#settings
    const isEmpty = Object.keys(blobs).length === 0 && (value === null || value === undefined)
    // On another system a name could be a path: nobody takes such a record.
    const hasPlainNames = Object.keys(blobs).every(staysBelow)
    if (mayWrite && !isEmpty && hasPlainNames) this.#uploads.add({ namespace, key })
  }

  /** What is being sent ends at once; `close` leaves it to others. */
  abort (): void {
    this.#access.abort()
  }

  /** Ends what goes on, at the latest after this time, and leaves what it learned to the next run. */
  async close (limitMs: number): Promise<SharedCacheSummary> {
    const { server, home, mayWrite, now } = this.#settings
    await this.#access.settle(limitMs / 10)
    const unsent = mayWrite ? await this.#uploads.finish(limitMs) : this.#unsentBefore
    this.#access.abort()
    await server.close().catch(() => {})
    const { problem, wrong, late, state } = this.#access
    const { rate } = this.#line
    const { refusal } = this.#sender
    const before = readRemoteState(home, server.place)
    const answers = { asked: this.#hits + this.#misses, late, notWorthIt: this.#notWorthIt, bytesPerMs: rate }
    const slow = slownessAfter(answers, before.slow, now())
    const left = [...this.#unsentByOthers(before), ...unsent].slice(-mostUnsent)
    leave(home, {
      place: server.place,
      ...state,
      ...rate !== undefined && { bytesPerMs: rate },
      ...slow !== undefined && { slow },
      ...left.length > 0 && { unsent: left }
    })
    return {
      place: server.place,
      hits: this.#hits,
      misses: this.#misses,
      fetchedBytes: this.#fetchedBytes,
      sent: this.#sender.sent,
      sentBytes: this.#sender.sentBytes,
      late: late + this.#notWorthIt,
      wrong,
      unsent: unsent.length,
      isSlow: slow !== undefined && slow !== before.slow,
      ...problem !== undefined && { problem },
      ...refusal !== undefined && { refusal }
    }
  }

  /** What runs beside this one have left since it began. */
  #unsentByOthers ({ unsent = [] }: RemoteState): UnsentRecord[] {
    const nameOf = ({ namespace, key }: UnsentRecord): string => `${namespace} ${key}`
    const known = new Set(this.#unsentBefore.map(nameOf))
    return unsent.filter(item => !known.has(nameOf(item)))
  }

  async #look (action: BlobDigest, signal: AbortSignal): Promise<SharedRecord | undefined> {
    const { server } = this.#settings
    try {
      const bytes = await server.readAction(action, signal)
      const body = bytes && bodyOf(action, bytes)
      if (body === undefined || body instanceof Uint8Array) return body && decodeRecord(action, body)
      const kept = body.size > largestBlob ? undefined : await server.read(body, signal)
      return kept && decodeRecord(action, joined(kept))
    } catch (error) {
      if (error instanceof WrongBytes) this.#sender.wrong.add(action.sha256)
      throw error
    }
  }

  /** False where a blob is gone, wrong or late, or will be here later than it is made. */
  async #fetchBlobs (
    { blobs, durationMs, costMs = durationMs }: SharedRecord,
    isInParts: boolean
  ): Promise<boolean> {
    const { store } = this.#settings
    const absent = Object.values(blobs).filter(blob => !store.verify(blob))
    const each = [...new Map(absent.map(blob => [blob.sha256, blob])).values()]
    if (each.length === 0) return true
    const bytes = each.reduce((sum, { size }) => sum + size, 0)
    if (bytes > largestBlob) return false
    return await this.#line.inTurn(async () => {
      if (this.#line.shareMs(bytes) > costMs) {
        if (!isInParts) this.#notWorthIt++
        return false
      }
      return await this.#memory.use(bytes, async () => await this.#fetchAll(each, bytes))
    })
  }

  async #fetchAll (each: readonly BlobReference[], bytes: number): Promise<boolean> {
    const fetched = await this.#access.inTime(
      async signal => await Promise.all(each.map(async blob => await this.#fetch(blob, signal))),
      bytes,
      this.#worthMs + 3 * this.#line.arrivalMs(bytes)
    )
    return fetched?.every(Boolean) === true
  }

  /** False where the server lacks it. Throws WrongBytes. */
  async #fetch (blob: BlobReference, signal: AbortSignal): Promise<boolean> {
    const { server, store } = this.#settings
    const end = this.#line.begin(blob.size)
    let isWhole = false
    try {
      const bytes = await server.read(blob, signal)
      if (bytes === undefined) return false
      const isRight = await store.putExactly(bytes, blob).catch((): undefined => undefined)
      // The disk of this machine: whoever makes the result now meets it, and the server is not to blame.
      if (isRight === undefined) return false
      if (!isRight) {
        this.#sender.wrong.add(blob.sha256)
        throw new WrongBytes(phrase('sharedCache.wrongBytes', { sha256: blob.sha256 }))
      }
      isWhole = true
      this.#fetchedBytes += blob.size
      return true
    } finally {
      end(isWhole)
    }
  }
}

/** For the next run. A disk that takes no more fails no run that has published: all of it only saves time. */
function leave (home: string, state: RemoteState): void {
  try {
    writeRemoteState(home, state)
  } catch {}
}
