/** Bytes of the store that were read or written last, as many as it may hold. */
export class BlobMemory {
  readonly #limitBytes: number
  /** By sha256, what was asked for last at the end. */
  readonly #blobs = new Map<string, Buffer>()
  #bytes = 0

  constructor (limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  get (sha256: string): Buffer | undefined {
    const bytes = this.#blobs.get(sha256)
    if (bytes === undefined) return undefined
    this.#blobs.delete(sha256)
    this.#blobs.set(sha256, bytes)
    return bytes
  }

  /** Keeps a copy: what was drawn is drawn over by the next page. */
  keep (sha256: string, content: Uint8Array | readonly Uint8Array[]): void {
    const parts = content instanceof Uint8Array ? [content] : content
    const size = parts.reduce((sum, { length }) => sum + length, 0)
    if (this.#blobs.has(sha256) || size > this.#limitBytes / 4) return
    this.#blobs.set(sha256, Buffer.concat(parts))
    this.#bytes += size
    for (const [oldest, { length }] of this.#blobs) {
      if (this.#bytes <= this.#limitBytes) return
      this.#blobs.delete(oldest)
      this.#bytes -= length
    }
  }
}
