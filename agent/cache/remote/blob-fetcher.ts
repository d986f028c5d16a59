import { phrase } from '../../messages/phrase.js'
import { sizeOf } from '../../files/blob-content.js'
import type { BlobReference, ContentStore } from '../content-store.js'
import type { CacheServer } from './cache-server.js'
import type { ServerAccess } from './server-access.js'
import { WrongBytes } from './shared-record.js'
import type { SharedRecord } from './shared-record.js'
import type { Throughput } from './throughput.js'
import type { Promised } from './want.js'

interface FetcherSettings {
  server: CacheServer
  store: ContentStore
  access: ServerAccess
  line: Throughput
  /** Digests of blobs that are something else there. */
  wrong: Set<string>
}

/** It lies in memory; nothing that a build makes is so large. */
export const largestBlob = 512 * 1024 * 1024

/** Brings blobs from a server into the local store, and tells how fast the line is. */
export class BlobFetcher {
  fetchedBytes = 0
  readonly #settings: FetcherSettings

  constructor (settings: FetcherSettings) {
    this.#settings = settings
  }

  /**
   * What of a record is not here; undefined where all of it is.
   * @param worthMs how much longer than usual to wait for it
   */
  promisedBy (
    { blobs, durationMs, costMs = durationMs }: SharedRecord,
    worthMs: () => number
  ): Promised | undefined {
    const { store } = this.#settings
    const absent = Object.values(blobs).filter(blob => !store.verify(blob))
    const each = [...new Map(absent.map(blob => [blob.sha256, blob])).values()]
    if (each.length === 0) return undefined
    const bytes = each.reduce((sum, { size }) => sum + size, 0)
    return {
      bytes,
      costMs,
      fetch: async (withdrawn, onBytes) =>
        bytes <= largestBlob && await this.#fetchAll(each, withdrawn, worthMs, onBytes)
    }
  }

  /** False where a blob is gone, wrong or late. */
  async #fetchAll (
    each: readonly BlobReference[],
    withdrawn: AbortSignal,
    worthMs: () => number,
    onBytes: (count: number) => void
  ): Promise<boolean> {
    const { access, line } = this.#settings
    let come = 0
    const note = (count: number): void => {
      come += count
      onBytes(count)
    }
    const fetched = await access.inFlow(
      async signal => await Promise.all(each.map(async blob => await this.fetch(blob, signal, note))),
      {
        bytes: each.reduce((sum, { size }) => sum + size, 0),
        withdrawn,
        come: () => come,
        arrivalMs: () => worthMs() + 3 * line.arrivalMs(0)
      }
    )
    return fetched?.every(Boolean) === true
  }

  /** False where the server lacks it, or was found to have other bytes. Throws WrongBytes. */
  async fetch (
    blob: BlobReference,
    signal: AbortSignal,
    onBytes: (count: number) => void = () => {}
  ): Promise<boolean> {
    const { server, store, line, wrong } = this.#settings
    // Asked for again, the same damage would count against the server once more.
    if (wrong.has(blob.sha256)) return false
    const transfer = line.begin(blob.size)
    let come = 0
    const note = (count: number): void => {
      come += count
      transfer.come(count)
      onBytes(count)
    }
    try {
      const bytes = await server.read(blob, signal, note)
      if (bytes === undefined) return false
      // Of several blobs in one message, nobody is told before.
      const size = sizeOf(bytes)
      if (come < size) note(size - come)
      const isRight = await store.putExactly(bytes, blob).catch((): undefined => undefined)
      // The disk of this machine: whoever makes the result now meets it, and the server is not to blame.
      if (isRight === undefined) return false
      if (!isRight) {
        wrong.add(blob.sha256)
        throw new WrongBytes(phrase('sharedCache.wrongBytes', { sha256: blob.sha256 }))
      }
      this.fetchedBytes += blob.size
      return true
    } finally {
      transfer.end()
    }
  }
}
