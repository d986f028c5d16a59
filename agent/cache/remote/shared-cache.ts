import pLimit from 'p-limit'
import { PacklineError } from '../../errors.js'
import { staysBelow } from '../../files/stays-below.js'
import type { Wording } from '../../messages/phrase.js'
import type { ActionCache, ActionRecord } from '../action-cache.js'
import { joined } from '../../files/blob-content.js'
import type { ContentStore } from '../content-store.js'
import { BlobFetcher, largestBlob } from './blob-fetcher.js'
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
import { SoonerMade } from './want.js'
import { Wants } from './wants.js'

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
  readonly #wants: Wants
  readonly #sender: ResultSender
  readonly #fetcher: BlobFetcher
  readonly #uploads: UploadQueue<UnsentRecord>
  /** Of a run that may send. */
  readonly #unsentBefore: readonly UnsentRecord[]
  #hits = 0
  #misses = 0
  #soonerMade = 0

  constructor (settings: SharedCacheSettings) {
    const { server, store, cache, home, now, mayWrite } = settings
    const state = readRemoteState(home, server.place)
    this.#settings = settings
    const greeting = sharedAction(settings.namespace, 'greeting')
    this.#access = new ServerAccess(now, state, async signal => await this.#look(greeting, signal))
    this.#line = new Throughput(now, state.bytesPerMs)
    this.#wants = new Wants(now, this.#line, this.#access)
    this.#sender = new ResultSender(server, this.#access, cache, store)
    this.#fetcher = new BlobFetcher({
      ...settings,
      access: this.#access,
      line: this.#line,
      wrong: this.#sender.wrong
    })
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

  /** Whether the server is there, as far as it says so in a moment: else a run begins to make everything. */
  async answersSoon (): Promise<boolean> {
    return await this.#access.answersSoon()
  }

  /**
   * The record of an action, its blobs in the local store unless only the record is wanted. Undefined where
   * the server has none, or none in time.
   */
  async find (key: string, wantsBlobs: boolean): Promise<SharedRecord | SoonerMade | undefined> {
    const action = sharedAction(this.#settings.namespace, key)
    const look = async (): Promise<SharedRecord | undefined> =>
      await this.#limit(async () =>
        await this.#access.inTime(
          async signal => await this.#look(action, signal),
          this.#wants.worthMs + this.#line.arrivalMs(0)
        )
      )
    const found = wantsBlobs
      ? await this.#wants.get(look, record => this.#fetcher.promisedBy(record, () => this.#wants.worthMs))
      : await look()
    if (found instanceof SoonerMade) this.#soonerMade++
    if (found === undefined || found instanceof SoonerMade) this.#misses++
    else this.#hits++
    return found
  }

  /** A result is made; whoever does calls what this returns when it has been. */
  beginMaking (maker: string): () => void {
    return this.#wants.beginMaking(maker)
  }

  /**
   * Others have made what is asked for. It comes all at once, also where this process hardly gets the
   * processor, and would be made one after the other: each is worth the time of all.
   */
  awaitResults (makingMs: number): void {
    this.#wants.worthMs = makingMs
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
        await this.#insist(async signal => await this.#fetcher.fetch(blob, signal), blob.size).catch(() =>
          false
        )
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
    this.#wants.close()
    this.#access.abort()
    await server.close().catch(() => {})
    const { problem, wrong, late, state } = this.#access
    const { rate } = this.#line
    const { refusal } = this.#sender
    const before = readRemoteState(home, server.place)
    const answers = { asked: this.#hits + this.#misses, late, notWorthIt: this.#soonerMade, bytesPerMs: rate }
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
      fetchedBytes: this.#fetcher.fetchedBytes,
      sent: this.#sender.sent,
      sentBytes: this.#sender.sentBytes,
      late: late + this.#soonerMade,
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
}

/** For the next run. A disk that takes no more fails no run that has published: all of it only saves time. */
function leave (home: string, state: RemoteState): void {
  try {
    writeRemoteState(home, state)
  } catch {}
}
