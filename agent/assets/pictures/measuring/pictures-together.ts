import type { ByteBudget } from '../../../byte-budget.js'
import { PixelMemory } from '../pixel-memory.js'
import type { TrimSettings } from '../trim.js'
import type { PictureFacts } from './picture-facts.js'
import { measureShare } from './measure-share.js'
import type { MeasuredShare, SharedPictures } from './measure-share.js'
import { mostThreads, threadsFor } from './measure-threads.js'
import type { MeasureThread } from './measure-threads.js'

export interface PictureToMeasure {
  /** Relative to the root. */
  path: string
  sha256: string
  trims: boolean
  /** Its bytes, where they were read before. */
  bytes: Buffer | undefined
}

export interface MeasuredPicture {
  facts: PictureFacts
  /** The pixels that are drawn, where there was room for them. */
  part: Uint8Array | undefined
}

interface Batch {
  work: SharedPictures
  contents: string[]
  others: Array<{ thread: MeasureThread, share: Promise<MeasuredShare | undefined> }>
}

/** Few enough that another thread begins while files are read, so many that messages cost little. */
const picturesPerBatch = 256

/**
 * Small PNGs that this thread and others measure, as far as nothing is wrong with them. Others begin while
 * this one still adds pictures.
 */
export class PicturesTogether {
  readonly #root: string
  readonly #trimming: TrimSettings
  /** So many were asked for to keep pixels. */
  readonly bytesToKeep: number
  readonly #bytesLeft = new Int32Array(new SharedArrayBuffer(4))
  readonly #batches: Batch[] = []
  #next = new Map<string, PictureToMeasure>()
  readonly #seen = new Set<string>()
  readonly #onMeasured: () => void

  constructor (root: string, trimming: TrimSettings, bytesToKeep: number, onMeasured = (): void => {}) {
    this.#root = root
    this.#onMeasured = onMeasured
    this.#trimming = trimming
    this.bytesToKeep = bytesToKeep
    this.#bytesLeft[0] = bytesToKeep
  }

  /** Equal pictures are measured once. */
  add (picture: PictureToMeasure): void {
    const content = contentOf(picture, picture.trims)
    if (!picture.path.endsWith('.png') || this.#seen.has(content)) return
    this.#seen.add(content)
    this.#next.set(content, picture)
    if (this.#next.size === picturesPerBatch) this.#send()
  }

  /** What could be measured, by `contentOf`. */
  async measured (signal: AbortSignal): Promise<Map<string, MeasuredPicture>> {
    this.#send()
    const codec = await import('@napi-rs/image')
    const memory = new PixelMemory()
    const measured = new Map<string, MeasuredPicture>()
    try {
      // The others take the first ones first.
      for (const { work, contents } of this.#batches.toReversed()) {
        signal.throwIfAborted()
        collect(await measureShare(work, codec, memory), contents, measured)
      }
      for (const { work, contents, others } of this.#batches) {
        for (const [slot, { thread, share }] of others.entries()) {
          // One that has not begun finds nothing left.
          const own = Atomics.load(work.begun, slot) === 0 ? undefined : await thread.waitFor(share)
          if (own !== undefined) collect(own, contents, measured)
        }
      }
    } finally {
      this.close()
      this.#onMeasured()
    }
    return measured
  }

  /** No thread begins with another picture. */
  close (): void {
    for (const { work } of this.#batches) Atomics.store(work.next, 0, work.paths.length)
  }

  #send (): void {
    const work = sharedPictures(this.#root, [...this.#next.values()], this.#trimming, this.#bytesLeft)
    const others = threadsFor(this.#seen.size).map((thread, slot) => ({
      thread,
      share: thread.takePart(work, slot)
    }))
    this.#batches.push({ work, contents: [...this.#next.keys()], others })
    this.#next = new Map()
  }
}

/** What facts of a picture depend on, besides the settings of its set. */
export function contentOf ({ sha256 }: { sha256: string }, trims: boolean): string {
  return `${trims ? '' : 'whole '}${sha256}`
}

const mostBytesToKeep = 64 * 1024 * 1024

/** So many bytes as the budget grants to keep pixels, or nearly. */
export function bytesToKeep (pixels: ByteBudget): number {
  for (let bytes = mostBytesToKeep; bytes >= 1024 * 1024; bytes /= 2) if (pixels.tryKeep(bytes)) return bytes
  return 0
}

function collect (
  { rows, facts, parts }: MeasuredShare,
  contents: readonly string[],
  measured: Map<string, MeasuredPicture>
): void {
  for (const [index, row] of rows.entries()) {
    measured.set(contents[row]!, { facts: facts[index]!, part: parts[index] })
  }
}

function sharedPictures (
  root: string,
  pictures: readonly PictureToMeasure[],
  trimming: TrimSettings,
  bytesLeft: Int32Array
): SharedPictures {
  const slabs = new Map<SharedArrayBuffer, number>()
  const places = new Int32Array(pictures.length * 3).fill(-1)
  for (const [row, { bytes }] of pictures.entries()) {
    if (!(bytes?.buffer instanceof SharedArrayBuffer)) continue
    const slab = slabs.get(bytes.buffer) ?? slabs.size
    slabs.set(bytes.buffer, slab)
    places.set([slab, bytes.byteOffset, bytes.length], row * 3)
  }
  return {
    root,
    paths: pictures.map(({ path }) => path),
    digests: pictures.map(({ sha256 }) => sha256),
    trims: Uint8Array.from(pictures, ({ trims }) => trims ? 1 : 0),
    trimming,
    slabs: [...slabs.keys()],
    places,
    next: new Int32Array(new SharedArrayBuffer(4)),
    begun: new Uint8Array(new SharedArrayBuffer(mostThreads)),
    bytesLeft
  }
}
