const slabBytes = 1024 * 1024

/** Memory that other threads see. */
export function sharedBytes (size: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(size))
}

/**
 * Memory for the pixels of many small pictures, which live about equally long: one block for each took longer
 * than copying its pixels, and left holes everywhere.
 */
export class PixelMemory {
  readonly #make: (size: number) => Uint8Array
  #slab: Uint8Array = new Uint8Array(0)

  constructor (make = (size: number): Uint8Array => new Uint8Array(size)) {
    this.#make = make
  }

  take (size: number): Uint8Array {
    if (size > slabBytes / 4) return this.#make(size)
    if (size > this.#slab.length) this.#slab = this.#make(slabBytes)
    const bytes = this.#slab.subarray(0, size)
    this.#slab = this.#slab.subarray(size)
    return bytes
  }
}
