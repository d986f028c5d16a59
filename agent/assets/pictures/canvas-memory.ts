import { createPicture } from './picture.js'
import type { Picture } from './picture.js'

/**
 * Memory of pages that were handed to the encoder, for the pages that are drawn next: clearing it costs less
 * than fresh memory does.
 */
export class CanvasMemory {
  readonly #free: ArrayBufferLike[] = []

  /** A fully transparent picture. */
  take (width: number, height: number): Picture {
    const size = width * height * 4
    const index = this.#free.findIndex(memory => memory.byteLength >= size)
    const [memory] = index === -1 ? [] : this.#free.splice(index, 1)
    if (memory === undefined) return createPicture(width, height)
    const pixels = new Uint8Array(memory, 0, size)
    return { width, height, pixels: pixels.fill(0) }
  }

  /** Takes back a picture that nobody reads or writes any more. */
  give ({ pixels }: Picture): void {
    this.#free.push(pixels.buffer)
  }
}
