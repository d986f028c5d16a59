import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { PictureCutter } from '../picture-cutter.js'
import { attempt, bytesBetweenEvents, decodeSmall, picturesAtOnce, sourceBytes } from './measure-share.js'
import type { Codec } from './measure-share.js'

/** Boxes of pictures that several threads cut out, each of which takes the next ones while there are any. */
export interface SharedBoxes {
  /** The folder of their paths. */
  root: string
  paths: readonly string[]
  /** Of the files' bytes. */
  digests: readonly string[]
  /** For each its left side, top, width and height, and where its pixels start in the memory. */
  boxes: Int32Array
  /** Shared: what is cut out. */
  memory: SharedArrayBuffer
  /** Shared: 1 for what is there. */
  done: Uint8Array
  /** Shared: the row of the next one. */
  next: Int32Array
  /** Shared: which of the other threads take part, before they take one. */
  begun: Uint8Array
}

export const numbersOfBox = 5

/** Cuts boxes out until none is left. What is no small PNG, or something is wrong with, is not done. */
export async function cutShare (work: SharedBoxes, codec: Codec, cutter: PictureCutter): Promise<void> {
  const { paths: { length: count }, next } = work
  let decoded = 0
  for (let first = 0; first < count;) {
    first = Atomics.add(next, 0, picturesAtOnce)
    for (let row = first; row < Math.min(first + picturesAtOnce, count); row++) {
      decoded += attempt(() => cutBox(work, row, codec, cutter))
    }
    if (first < count && decoded < bytesBetweenEvents) continue
    decoded = 0
    await yieldToEvents()
  }
}

/** How many bytes were decoded. */
function cutBox (
  { root, paths, digests, boxes, memory, done }: SharedBoxes,
  row: number,
  codec: Codec,
  cutter: PictureCutter
): number {
  const picture = decodeSmall(sourceBytes(root, paths[row]!, digests[row]!), codec)
  if (picture === undefined) return 0
  const [left = 0, top = 0, width = 0, height = 0, start] = boxes.subarray(
    row * numbersOfBox,
    (row + 1) * numbersOfBox
  )
  const bytes = picture.pixels.length
  cutter.cutOut(picture, { left, top, width, height }, new Uint8Array(memory, start, width * height * 4))
  Atomics.store(done, row, 1)
  return bytes
}
