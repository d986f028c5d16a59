import { joined, sizeOf } from '../files/blob-content.js'
import type { BlobContent } from '../files/blob-content.js'

/** Bytes of the store that were read or written last, as many as it may hold. */
export class BlobMemory {
  readonly #limitBytes: number
  readonly #later: (task: () => void) => void
  /** By sha256, what was asked for last at the end. */
  readonly #blobs = new Map<string, BlobContent>()
  #bytes = 0

  /** @param later calls what makes pieces one, when nobody waits */
  constructor (limitBytes: number, later: (task: () => void) => void = () => {}) {
    this.#limitBytes = limitBytes
    this.#later = later
  }

  get (sha256: string): Buffer | undefined {
    const content = this.#blobs.get(sha256)
    if (content === undefined) return undefined
    const bytes = joined(content)
    this.#blobs.delete(sha256)
    this.#blobs.set(sha256, bytes)
    return bytes
  }

  /** Keeps a copy of what may be drawn over by the next page; nobody writes to pieces any more. */
  keep (sha256: string, content: BlobContent): void {
    if (!this.#fits(sha256, content)) return
    if (content instanceof Uint8Array) {
      this.take(sha256, Buffer.from(content))
      return
    }
    this.take(sha256, content)
    this.#later(() => {
      if (this.#blobs.has(sha256)) this.get(sha256)
    })
  }

  /** Keeps what nobody else writes to. */
  take (sha256: string, content: BlobContent): void {
    if (!this.#fits(sha256, content)) return
    this.#blobs.set(sha256, content)
    this.#bytes += sizeOf(content)
    for (const [oldest, least] of this.#blobs) {
      if (this.#bytes <= this.#limitBytes) return
      this.#blobs.delete(oldest)
      this.#bytes -= sizeOf(least)
    }
  }

  #fits (sha256: string, content: BlobContent): boolean {
    return !this.#blobs.has(sha256) && sizeOf(content) <= this.#limitBytes / 4
  }
}
