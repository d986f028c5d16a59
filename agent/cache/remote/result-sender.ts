import type { Wording } from '../../messages/phrase.js'
import type { ActionCache } from '../action-cache.js'
import type { ContentStore } from '../content-store.js'
import type { BlobDigest, CacheServer } from './cache-server.js'
import type { UnsentRecord } from './remote-state.js'
import type { ServerAccess } from './server-access.js'
import { encodeRecord, sharedAction } from './shared-record.js'
import type { EncodedRecord } from './shared-record.js'

/** Sends results of the local cache to a server: first what they name, then that they are there. */
export class ResultSender {
  sent = 0
  sentBytes = 0
  /** Digests of blobs and actions that are something else there: they are written anew. */
  readonly wrong = new Set<string>()
  readonly #server: CacheServer
  #refusal: Wording | undefined
  readonly #access: ServerAccess
  readonly #cache: ActionCache
  readonly #store: ContentStore

  constructor (server: CacheServer, access: ServerAccess, cache: ActionCache, store: ContentStore) {
    this.#server = server
    this.#access = access
    this.#cache = cache
    this.#store = store
  }

  /** Why the server takes nothing. */
  get refusal (): Wording | undefined {
    return this.#refusal
  }

  /** False where it did not arrive. */
  async send ({ namespace, key }: UnsentRecord): Promise<boolean> {
    // A run that makes everything itself reads no records for nothing.
    if (await this.#access.isLeftAlone()) return false
    const record = this.#refusal === undefined ? this.#cache.get(key) : undefined
    // Evicted meanwhile, or of no use to a server that takes nothing.
    if (record === undefined) return true
    const action = sharedAction(namespace, key)
    const { action: result, body } = encodeRecord(action, record)
    const named = [...Object.values(record.blobs), ...body === undefined ? [] : [body.blob]]
    const size = named.reduce((sum, blob) => sum + blob.size, 0)
    const { value: isThere, isAnswer, refusal } = await this.#access.inBackground(async signal => {
      const isWrong = ({ sha256 }: BlobDigest): boolean =>
        this.wrong.has(sha256) || this.wrong.has(action.sha256)
      if (!await this.#sendBlobs(named, isWrong, body, signal)) return false
      await this.#server.writeAction(action, result, signal)
      return true
    }, size)
    this.#refusal ??= refusal
    if (isThere === true) this.sent++
    return isAnswer
  }

  /** False where a blob has gone from the local store. */
  async #sendBlobs (
    named: readonly BlobDigest[],
    isWrong: (blob: BlobDigest) => boolean,
    body: EncodedRecord['body'],
    signal: AbortSignal
  ): Promise<boolean> {
    const each = [...new Map(named.map(blob => [blob.sha256, blob])).values()]
    const right = each.filter(blob => !isWrong(blob))
    const missing = right.length === 0 ? [] : await this.#server.missing(right, signal)
    for (const blob of [...each.filter(isWrong), ...missing]) {
      const bytes = blob.sha256 === body?.blob.sha256 ? body.bytes : this.#store.read(blob.sha256)
      if (bytes === undefined) return false
      await this.#server.write(blob, bytes, signal)
      this.sentBytes += bytes.length
    }
    return true
  }
}
