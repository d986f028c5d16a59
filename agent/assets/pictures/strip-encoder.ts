import { blitRows } from './blit-rows.js'
import type { PageSprite, Rows } from './blit-rows.js'
import type { Picture } from './pixels.js'
import { growTo, pixelKernel } from './pixel-kernel.js'
import type { PixelKernel } from './pixel-kernel.js'
import { pngChunk } from './png-chunk.js'
import type { EncodedStrip } from './strip-format.js'

/** What is drawn of a sprite is copied to where the strip comes later; blitRows draws what is larger. */
const mostCopied = 512 * 1024
/** A code has 12 bits; a table comes before them, and words of 8 bytes are written. */
const mostOf = (rowBytes: number, rows: number): number => (rowBytes + 1) * rows * 1.5 + 128

/**
 * Encodes strips, one after the other, as the codec's fast level encodes pictures, but in memory that is used
 * again: the codec's is given back and cleared anew for each of them, which takes as long as the work.
 */
export class StripEncoder {
  readonly #kernel: PixelKernel

  constructor () {
    this.#kernel = pixelKernel()
    this.#kernel.begin()
  }

  /** A fully transparent picture, until the next one is asked for or encoded. */
  picture (width: number, height: number): Picture {
    const at = this.#kernel.pixelsAt(width)
    this.#reserve(width, height)
    const pixels = new Uint8Array(this.#kernel.memory.buffer, at, width * height * 4).fill(0)
    return { width, height, pixels }
  }

  /**
   * Draws those rows of a sprite that lie in the last picture: as blitRows does, whose loops
   * each thread's V8 compiles anew, and late.
   */
  draw (picture: Picture, rows: Rows, sprite: PageSprite): void {
    const { part, x, y, rotated } = sprite
    const first = Math.max(0, rows.top - y)
    const last = Math.min(rotated ? part.width : part.height, rows.bottom - y)
    const rowBytes = part.width * 4
    const drawn = rotated ? part.pixels : part.pixels.subarray(first * rowBytes, last * rowBytes)
    if (drawn.length > mostCopied) {
      blitRows(picture, rows, sprite)
      return
    }
    const { memory, drawTurned, drawUpright } = this.#kernel
    const from = this.#reserve(picture.width, picture.height)
    const to = picture.pixels.byteOffset + ((y + first - rows.top) * picture.width + x) * 4
    new Uint8Array(memory.buffer).set(drawn, from)
    if (rotated) drawTurned(from, part.width, part.height, first, last, to, picture.width)
    else drawUpright(from, part.width, last - first, to, picture.width)
  }

  /** Of the last picture. */
  hasFewColours ({ width, height, pixels }: Picture): boolean {
    return this.#kernel.haveFewColours(pixels.byteOffset, width * height) === 1
  }

  encode ({ width, height, pixels }: Picture): EncodedStrip {
    const { memory, pixelsAt, deflate, adler } = this.#kernel
    const [from, out] = [pixelsAt(width), this.#reserve(width, height)]
    if (pixels.buffer !== memory.buffer) new Uint8Array(memory.buffer).set(pixels, from)
    const size = deflate(width, height, from, out)
    return {
      chunk: pngChunk('IDAT', new Uint8Array(memory.buffer, out, size)),
      adler: adler() >>> 0,
      rows: height
    }
  }

  /** Where what is made of a picture begins. */
  #reserve (width: number, height: number): number {
    const out = this.#kernel.pixelsAt(width) + width * height * 4
    growTo(this.#kernel, out + Math.max(mostOf(width * 4, height), mostCopied))
    return out
  }
}

let encoder: StripEncoder | undefined

/** One for each thread: it is free whenever something else runs there. */
export function stripEncoder (): StripEncoder {
  encoder ??= new StripEncoder()
  return encoder
}
