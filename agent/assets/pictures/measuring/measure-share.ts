import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { Transformer } from '@napi-rs/image'
import { PictureCutter } from '../picture-cutter.js'
import type { Picture } from '../pixels.js'
import type { PixelMemory } from '../pixel-memory.js'
import { plainPngSize } from '../plain-png.js'
import { toRgba } from '../to-rgba.js'
import type { TrimSettings } from '../trim.js'
import type { PictureFacts } from './picture-facts.js'
import { measurePicture } from './measure-picture.js'

/** Pictures that several threads measure, each of which takes the next ones as long as there are any. */
export interface SharedPictures {
  /** The folder of their paths. */
  root: string
  paths: readonly string[]
  /** Of the files' bytes. */
  digests: readonly string[]
  /** For each how it is trimmed: 0 where it stays whole, else one more than the row of `trimmings`. */
  trims: Uint8Array
  trimmings: readonly TrimSettings[]
  /** Memory with the bytes of files that were read before. */
  slabs: readonly SharedArrayBuffer[]
  /** For each file its slab, -1 for none, where it starts in that, and its length. */
  places: Int32Array
  /** Shared: the row of the next picture. */
  next: Int32Array
  /** Shared: which of the other threads take part, before they take a picture. */
  begun: Uint8Array
  /** Shared: how many bytes of pixels may still be kept. */
  bytesLeft: Int32Array
}

/** What one thread has measured; the rest is no small PNG, or something is wrong with it. */
export interface MeasuredShare {
  rows: number[]
  facts: PictureFacts[]
  /** The pixels that are drawn, where they are kept. */
  parts: Array<Uint8Array | undefined>
}

export type Codec = { Transformer: typeof Transformer }

/** Larger ones have the codec's own threads to themselves. */
export const mostPixels = 512 * 512
export const picturesAtOnce = 8
/** Memory of the codec's is given back between events only. */
export const bytesBetweenEvents = 4 * 1024 * 1024

let cutter: PictureCutter | undefined

/** One for each thread: it is free whenever something else runs there. */
export function ownCutter (): PictureCutter {
  cutter ??= new PictureCutter()
  return cutter
}

/** Measures pictures until none is left, and puts their pixels into the memory. */
export async function measureShare (
  work: SharedPictures,
  codec: Codec,
  memory: PixelMemory
): Promise<MeasuredShare> {
  const { paths: { length: count }, next, bytesLeft } = work
  const share: MeasuredShare = { rows: [], facts: [], parts: [] }
  const measure = (bytes: Buffer, row: number): number => {
    const picture = decodeSmall(bytes, codec)
    if (picture === undefined) return 0
    const { length } = picture.pixels
    const cut = work.trimmings[work.trims[row]! - 1]
    const { facts, part } = measurePicture(
      picture,
      cut,
      length => mayKeep(bytesLeft, length) ? memory.take(length) : undefined,
      ownCutter()
    )
    share.rows.push(row)
    share.facts.push(facts)
    share.parts.push(part?.pixels)
    return length
  }
  let decoded = 0
  for (;;) {
    const first = Atomics.add(next, 0, picturesAtOnce)
    if (first >= count) {
      await yieldToEvents()
      return share
    }
    for (let row = first; row < Math.min(first + picturesAtOnce, count); row++) {
      decoded += attempt(() => measure(bytesOf(work, row), row))
    }
    if (decoded < bytesBetweenEvents) continue
    decoded = 0
    await yieldToEvents()
  }
}

/** Undefined for what is left to others. */
export function smallPngSize (bytes: Buffer): ReturnType<typeof plainPngSize> {
  const size = plainPngSize(bytes)
  return size === undefined || size.width * size.height > mostPixels ? undefined : size
}

/** The pixels of a small PNG; undefined for what is left to others. */
export function decodeSmall (bytes: Buffer, { Transformer }: Codec): Picture | undefined {
  const size = smallPngSize(bytes)
  if (size === undefined) return undefined
  const { width, height, is16Bit } = size
  const pixels = toRgba(new Transformer(bytes).rawPixelsSync(), width * height, is16Bit)
  if (pixels.length !== width * height * 4 || pixels.length === 0) return undefined
  return { width, height, pixels }
}

/** Nothing where it fails: who does what is left tells why. */
export function attempt (measure: () => number): number {
  try {
    return measure()
  } catch {
    return 0
  }
}

function mayKeep (bytesLeft: Int32Array, bytes: number): boolean {
  if (Atomics.sub(bytesLeft, 0, bytes) >= bytes) return true
  Atomics.add(bytesLeft, 0, bytes)
  return false
}

function bytesOf ({ root, paths, digests, slabs, places }: SharedPictures, row: number): Buffer {
  const [slab = -1, start, length] = places.subarray(row * 3, row * 3 + 3)
  const scanned = slabs[slab]
  if (scanned !== undefined) return Buffer.from(scanned, start, length)
  return sourceBytes(root, paths[row]!, digests[row]!)
}

/** A file as the scan has seen it. */
export function sourceBytes (root: string, path: string, sha256: string): Buffer {
  const bytes = readFileSync(`${root}/${path}`)
  if (hash('sha256', bytes, 'hex') !== sha256) throw new Error('changed since the scan')
  return bytes
}
