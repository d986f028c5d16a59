const slabBytes = 1024 * 1024

/**
 * Memory for the pixels of many small pictures, which live about equally long: one block for each took longer
 * than copying its pixels, and left holes everywhere.
 */
export class PixelMemory {
  #slab = new Uint8Array(0)

  take (size: number): Uint8Array {
    if (size > slabBytes / 4) return new Uint8Array(size)
    if (size > this.#slab.length) this.#slab = new Uint8Array(slabBytes)
    const bytes = this.#slab.subarray(0, size)
    this.#slab = this.#slab.subarray(size)
    return bytes
  }
}
