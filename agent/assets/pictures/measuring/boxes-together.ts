import type { SharedPicture } from '../pixels.js'
import type { TrimBox } from '../trim.js'
import { cutShare, numbersOfBox } from './cut-share.js'
import type { SharedBoxes } from './cut-share.js'
import { mostPixels, ownCutter } from './measure-share.js'
import { mostThreads } from './picture-threads.js'
import type { PictureThread } from './picture-threads.js'

/** Memory that other threads see, for what lies on one part of a page after the other. */
export class SharedSlab {
  #memory = new SharedArrayBuffer(0)

  /** The same memory again, where it is large enough: who had it before reads and writes it no more. */
  take (bytes: number): SharedArrayBuffer {
    if (this.#memory.byteLength < bytes) this.#memory = new SharedArrayBuffer(bytes)
    return this.#memory
  }
}

export interface BoxToCut {
  /** Relative to the root. */
  path: string
  sha256: string
  box: TrimBox
}

/** Whether the codec has all its threads for such a picture, and it is left to them. */
export function isLargeBox ({ width, height }: TrimBox): boolean {
  return width * height > mostPixels
}

/**
 * Decodes pictures and cuts them to their boxes, on this thread and on others. What is no small PNG, or has
 * something wrong, `load` gives.
 */
export async function cutTogether<Box extends BoxToCut> (
  root: string,
  wanted: readonly Box[],
  threads: readonly PictureThread[],
  slab: SharedSlab,
  load: (box: Box) => Promise<{ pixels: Uint8Array }>
): Promise<SharedPicture[]> {
  const boxes = new Int32Array(wanted.length * numbersOfBox)
  let bytes = 0
  for (const [row, { box: { left, top, width, height } }] of wanted.entries()) {
    boxes.set([left, top, width, height, bytes], row * numbersOfBox)
    bytes += width * height * 4
  }
  const memory = slab.take(bytes)
  const work: SharedBoxes = {
    root,
    paths: wanted.map(({ path }) => path),
    digests: wanted.map(({ sha256 }) => sha256),
    boxes,
    memory,
    done: new Uint8Array(new SharedArrayBuffer(wanted.length)),
    next: new Int32Array(new SharedArrayBuffer(4)),
    begun: new Uint8Array(new SharedArrayBuffer(mostThreads))
  }
  const others = threads.map((thread, slot) => ({ thread, answered: thread.cutBoxes(work, slot) }))
  await cutShare(work, await import('@napi-rs/image'), ownCutter())
  for (const [slot, { thread, answered }] of others.entries()) {
    // Those that have not begun find none left.
    if (Atomics.load(work.begun, slot) === 1) await thread.waitFor(answered)
  }
  const cut = wanted.map(({ box: { width, height } }, row) => {
    const start = boxes[row * numbersOfBox + 4]
    return { width, height, pixels: new Uint8Array(memory, start, width * height * 4) }
  })
  await Promise.all(wanted.map(async (each, row) => {
    if (work.done[row] === 0) cut[row]!.pixels.set((await load(each)).pixels)
  }))
  return cut
}
