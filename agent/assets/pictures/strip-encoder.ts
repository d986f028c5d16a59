import { deflateRowsModule } from './deflate-rows-module.js'
import type { Picture } from './pixels.js'
import { pngChunk } from './png-chunk.js'
import type { EncodedStrip } from './strip-format.js'

/** What scripts/kernels/assembly/deflate-rows.ts gives out. */
interface DeflateRows {
  memory: { buffer: ArrayBuffer, grow: (pages: number) => void }
  begin: () => void
  pixelsAt: (width: number) => number
  deflate: (width: number, rows: number, pixels: number, out: number) => number
  adler: () => number
}

/** What the library of types has with browsers only. */
const { Module, Instance } = Reflect.get(globalThis, 'WebAssembly') as {
  Module: new(bytes: Uint8Array) => object
  Instance: new(module: object) => { exports: DeflateRows }
}

const pageBytes = 65536
/** A code has 12 bits; a table comes before them, and words of 8 bytes are written. */
const mostOf = (rowBytes: number, rows: number): number => (rowBytes + 1) * rows * 1.5 + 128

/**
 * Encodes strips, one after the other, as the codec's fast level encodes pictures, but in memory that is used
 * again: the codec's is given back and cleared anew for each of them, which takes as long as the work.
 */
export class StripEncoder {
  readonly #kernel: DeflateRows

  constructor () {
    this.#kernel = new Instance(new Module(Buffer.from(deflateRowsModule, 'base64'))).exports
    this.#kernel.begin()
  }

  /** A fully transparent picture, until the next one is asked for or encoded. */
  picture (width: number, height: number): Picture {
    const at = this.#kernel.pixelsAt(width)
    this.#reserve(width, height)
    const pixels = new Uint8Array(this.#kernel.memory.buffer, at, width * height * 4).fill(0)
    return { width, height, pixels }
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
    const { memory, pixelsAt } = this.#kernel
    const out = pixelsAt(width) + width * height * 4
    const missing = out + mostOf(width * 4, height) - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
    return out
  }
}

let encoder: StripEncoder | undefined

/** One for each thread: it is free whenever something else runs there. */
export function stripEncoder (): StripEncoder {
  encoder ??= new StripEncoder()
  return encoder
}
