const slabBytes = 1024 * 1024

/**
 * Shared memory for files till they are measured, then for the next ones: V8 does not count it, and so would
 * not collect it in time.
 */
export class RecycledSlabs {
  readonly #free: SharedArrayBuffer[] = []
  /** How many files of each slab are held. */
  readonly #held = new Map<SharedArrayBuffer, number>()
  #slab = new SharedArrayBuffer(0)
  #used = 0

  /** What is not held is written over some time. */
  take (size: number): Buffer {
    if (size > slabBytes / 4) return Buffer.allocUnsafeSlow(size)
    if (this.#used + size > this.#slab.byteLength) {
      const full = this.#slab
      this.#slab = this.#free.pop() ?? new SharedArrayBuffer(slabBytes)
      this.#used = 0
      this.#recycle(full)
    }
    const bytes = Buffer.from(this.#slab, this.#used, size)
    this.#used += size
    return bytes
  }

  hold ({ buffer }: Buffer): void {
    if (buffer instanceof SharedArrayBuffer) this.#held.set(buffer, (this.#held.get(buffer) ?? 0) + 1)
  }

  release ({ buffer }: Buffer): void {
    if (!(buffer instanceof SharedArrayBuffer)) return
    const left = (this.#held.get(buffer) ?? 0) - 1
    if (left > 0) this.#held.set(buffer, left)
    else {
      this.#held.delete(buffer)
      if (buffer !== this.#slab) this.#recycle(buffer)
    }
  }

  /** Keeps no memory for files that come. */
  clear (): void {
    this.#free.length = 0
  }

  #recycle (slab: SharedArrayBuffer): void {
    if (slab.byteLength === slabBytes && !this.#held.has(slab)) this.#free.push(slab)
  }
}
