import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { ByteBudget } from '../../../byte-budget.js'
import { PixelMemory, sharedBytes } from '../pixel-memory.js'
import type { TrimSettings } from '../trim.js'
import type { PictureFacts } from './picture-facts.js'
import { measureShare, mostPixels, smallPngSize } from './measure-share.js'
import type { MeasuredShare, SharedPictures } from './measure-share.js'
import { RecycledSlabs } from './recycled-slabs.js'
import { mostThreads, threadsFor } from './picture-threads.js'
import type { PictureThread } from './picture-threads.js'

export interface PictureToMeasure {
  /** Relative to the root. */
  path: string
  sha256: string
  /** How it is trimmed; undefined where it stays whole. */
  cut: TrimSettings | undefined
  /** Its bytes, where they were read before. */
  bytes: Buffer | undefined
}

export interface MeasuredPicture {
  facts: PictureFacts
  /** The pixels that are drawn, where there was room for them. */
  part: Uint8Array | undefined
}

export interface MeasuringSettings {
  /** Where the files' bytes are. */
  slabs?: RecycledSlabs
  /** Threads will draw from the pixels that are kept: V8 does not count such memory, and collects it late. */
  sharesPixels?: boolean
  /** Told when nothing is left to measure. */
  onMeasured?: (() => void) | undefined
}

interface Batch {
  work: SharedPictures
  contents: string[]
  files: Buffer[]
  others: Array<{ thread: PictureThread, answered: Promise<void>, hasAnswered: boolean }>
}

/** Few enough that another thread begins while files are read, so many that messages cost little. */
const picturesPerBatch = 256
/** So many bytes of files wait to be measured: then whoever reads measures, too. */
const mostWaitingBytes = 8 * 1024 * 1024

/**
 * Small PNGs that this thread and others measure, as far as nothing is wrong with them. Others begin while
 * this one still adds pictures.
 */
export class PicturesTogether {
  /** So many were asked for to keep pixels. */
  readonly bytesToKeep: number
  readonly #root: string
  readonly #bytesLeft = new Int32Array(new SharedArrayBuffer(4))
  /** Those that are not measured yet. */
  readonly #batches = new Set<Batch>()
  readonly #memory: PixelMemory
  readonly #slabs: RecycledSlabs
  readonly #onMeasured: MeasuringSettings['onMeasured']
  #measured = new Map<string, MeasuredPicture>()
  readonly #seen = new Set<string>()
  #next = new Map<string, PictureToMeasure>()
  #waitingBytes = 0

  /**
   * @param bytesToKeep so many bytes of pixels are kept
   */
  constructor (
    root: string,
    bytesToKeep: number,
    { slabs = new RecycledSlabs(), sharesPixels = false, onMeasured }: MeasuringSettings = {}
  ) {
    this.#root = root
    this.#slabs = slabs
    this.#memory = new PixelMemory(sharesPixels ? sharedBytes : undefined)
    this.#onMeasured = onMeasured
    this.bytesToKeep = bytesToKeep
    this.#bytesLeft[0] = bytesToKeep
  }

  /**
   * Whether it is measured here, if nothing is wrong with it; else its bytes stay as they are. Equal pictures
   * are measured once.
   */
  add (picture: PictureToMeasure): boolean {
    const { path, bytes } = picture
    const isLeft = !path.endsWith('.png') || (bytes !== undefined && smallPngSize(bytes) === undefined)
    const content = measuredBy(picture)
    if (!isLeft && this.#seen.has(content)) return true
    if (bytes !== undefined) this.#slabs.hold(bytes)
    if (isLeft) return false
    this.#seen.add(content)
    this.#next.set(content, picture)
    if (this.#next.size === picturesPerBatch) this.#send()
    return true
  }

  /** Whether there is room for the pixels of any picture that is measured here. */
  get hasRoom (): boolean {
    return Atomics.load(this.#bytesLeft, 0) >= mostPixels * 4
  }

  /** Other threads are given time, or help, where more waits for them than memory should hold. */
  async keepUp (): Promise<void> {
    const last = [...this.#batches].at(-1)
    if (last === undefined || this.#waitingBytes < mostWaitingBytes) await yieldToEvents()
    else await this.#measure(last)
  }

  /** What could be measured, by `measuredBy`, once: nothing else keeps its pixels. */
  async measured (signal: AbortSignal): Promise<ReadonlyMap<string, MeasuredPicture>> {
    this.#send()
    try {
      // The others take the first ones first.
      for (const batch of [...this.#batches].toReversed()) {
        signal.throwIfAborted()
        await this.#measure(batch)
      }
      for (const batch of this.#batches) {
        for (const { thread, answered } of begunShares(batch)) await thread.waitFor(answered)
      }
    } finally {
      this.close()
    }
    const measured = this.#measured
    this.#onMeasured?.()
    this.#measured = new Map()
    this.#seen.clear()
    this.#slabs.clear()
    return measured
  }

  /** No thread begins with another picture. */
  close (): void {
    for (const { work } of this.#batches) Atomics.store(work.next, 0, work.paths.length)
  }

  async #measure (batch: Batch): Promise<void> {
    this.#collect(batch, await measureShare(batch.work, await import('@napi-rs/image'), this.#memory))
  }

  #send (): void {
    const pictures = [...this.#next.values()]
    const work = sharedPictures(this.#root, pictures, this.#bytesLeft)
    const files = pictures.flatMap(({ bytes }) => bytes ?? [])
    const batch: Batch = { work, contents: [...this.#next.keys()], files, others: [] }
    this.#batches.add(batch)
    this.#waitingBytes += files.reduce((sum, { length }) => sum + length, 0)
    this.#next = new Map()
    for (const [slot, thread] of threadsFor(this.#seen.size).entries()) {
      const other = {
        thread,
        hasAnswered: false,
        answered: thread.measure(work, slot).then(share => {
          other.hasAnswered = true
          this.#collect(batch, share)
        })
      }
      batch.others.push(other)
    }
  }

  #collect (batch: Batch, share: MeasuredShare | undefined): void {
    for (const [index, row] of share?.rows.entries() ?? []) {
      this.#measured.set(batch.contents[row]!, { facts: share!.facts[index]!, part: share!.parts[index] })
    }
    const isTaken = Atomics.load(batch.work.next, 0) >= batch.contents.length
    const isDone = isTaken && begunShares(batch).every(({ hasAnswered }) => hasAnswered)
    if (!isDone || !this.#batches.delete(batch)) return
    for (const bytes of batch.files) {
      this.#waitingBytes -= bytes.length
      this.#slabs.release(bytes)
    }
  }
}

/** Of threads that have begun; the others find nothing left. */
function begunShares ({ work, others }: Batch): Batch['others'] {
  return others.filter((_, slot) => Atomics.load(work.begun, slot) === 1)
}

/** All that facts of a picture depend on. */
export function measuredBy ({ sha256, cut }: Pick<PictureToMeasure, 'sha256' | 'cut'>): string {
  return cut === undefined ? sha256 : `${sha256} ${cut.threshold} ${cut.margin}`
}

const mostBytesToKeep = 64 * 1024 * 1024

/** So many bytes as the budget grants to keep pixels, or nearly. */
export function bytesToKeep (pixels: ByteBudget): number {
  for (let bytes = mostBytesToKeep; bytes >= 1024 * 1024; bytes /= 2) if (pixels.tryKeep(bytes)) return bytes
  return 0
}

function sharedPictures (
  root: string,
  pictures: readonly PictureToMeasure[],
  bytesLeft: Int32Array
): SharedPictures {
  const slabs = new Map<SharedArrayBuffer, number>()
  const places = new Int32Array(pictures.length * 3).fill(-1)
  const trimmings = new Array<TrimSettings>()
  const trims = new Uint8Array(pictures.length)
  for (const [row, { bytes, cut }] of pictures.entries()) {
    if (cut !== undefined) {
      const known = trimmings.findIndex(({ threshold, margin }) =>
        threshold === cut.threshold && margin === cut.margin
      )
      trims[row] = known < 0 ? trimmings.push(cut) : known + 1
    }
    if (!(bytes?.buffer instanceof SharedArrayBuffer)) continue
    const slab = slabs.get(bytes.buffer) ?? slabs.size
    slabs.set(bytes.buffer, slab)
    places.set([slab, bytes.byteOffset, bytes.length], row * 3)
  }
  return {
    root,
    paths: pictures.map(({ path }) => path),
    digests: pictures.map(({ sha256 }) => sha256),
    trims,
    trimmings,
    slabs: [...slabs.keys()],
    places,
    next: new Int32Array(new SharedArrayBuffer(4)),
    begun: new Uint8Array(new SharedArrayBuffer(mostThreads)),
    bytesLeft
  }
}
