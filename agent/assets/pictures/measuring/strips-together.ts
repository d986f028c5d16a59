import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { PageSprite } from '../blit-rows.js'
import type { SharedPicture } from '../pixels.js'
import { stripEncoder } from '../strip-encoder.js'
import { mostThreads } from './picture-threads.js'
import type { PictureThread } from './picture-threads.js'
import { numbersOfSprite, stripMaker, takeStrip } from './strip-share.js'
import type { MadeStrip, SharedStrips, StripShare } from './strip-share.js'

/** What is drawn, from pixels that all threads see. */
export type SharedSprite = PageSprite & { part: SharedPicture }

/** Strips of a page's PNG that this thread and others make. The others begin at once. */
export class StripsTogether {
  readonly #work: SharedStrips
  readonly #made: Array<MadeStrip | undefined>
  readonly #others: Array<{ thread: PictureThread, answered: Promise<void> }>

  constructor (work: SharedStrips, threads: readonly PictureThread[]) {
    this.#work = work
    this.#made = new Array<MadeStrip | undefined>(work.ends.length)
    this.#others = threads.map((thread, slot) => ({
      thread,
      answered: thread.makeStrips(work, slot).then(share => {
        this.#collect(share)
      })
    }))
  }

  /** All of them, from the top. */
  async made (): Promise<MadeStrip[]> {
    const make = stripMaker(this.#work, stripEncoder())
    for (let index = takeStrip(this.#work); index !== undefined; index = takeStrip(this.#work)) {
      this.#made[index] = make(index)
      await yieldToEvents()
    }
    for (const [slot, { thread, answered }] of this.#others.entries()) {
      // Those that have not begun find none left.
      if (Atomics.load(this.#work.begun, slot) === 1) await thread.waitFor(answered)
    }
    return Array.from(this.#made, (strip, index) => strip ?? make(index))
  }

  /** No thread begins with another one. */
  close (): void {
    Atomics.store(this.#work.next, 0, this.#work.ends.length)
  }

  #collect (share: StripShare | undefined): void {
    for (const [at, index] of share?.indexes.entries() ?? []) {
      const { chunk, hasFewColours, ...encoded } = share!.strips[at]!
      this.#made[index] = { encoded: { ...encoded, chunk: Buffer.from(chunk.buffer) }, hasFewColours }
    }
  }
}

/**
 * @param sprites all that is drawn
 * @param strips the rows of `sprites` that lie in each strip, from the top
 * @param first the number of the first one on its page
 */
export function sharedStrips (
  { width, height }: { width: number, height: number },
  rowsOfStrip: number,
  sprites: readonly SharedSprite[],
  strips: ReadonlyArray<readonly number[]>,
  first = 0
): SharedStrips {
  const slabs = new Map<SharedArrayBuffer, number>()
  const numbers = new Int32Array(sprites.length * numbersOfSprite)
  for (const [row, { part: { pixels, ...part }, x, y, rotated }] of sprites.entries()) {
    const slab = slabs.get(pixels.buffer) ?? slabs.size
    slabs.set(pixels.buffer, slab)
    const values = [slab, pixels.byteOffset, part.width, part.height, x, y, rotated ? 1 : 0]
    numbers.set(values, row * numbersOfSprite)
  }
  const ends = new Int32Array(strips.length)
  for (const [index, strip] of strips.entries()) ends[index] = (ends[index - 1] ?? 0) + strip.length
  return {
    width,
    height,
    rowsOfStrip,
    first,
    slabs: [...slabs.keys()],
    sprites: numbers,
    members: Int32Array.from(strips.flat()),
    ends,
    next: new Int32Array(new SharedArrayBuffer(4)),
    begun: new Uint8Array(new SharedArrayBuffer(mostThreads))
  }
}
