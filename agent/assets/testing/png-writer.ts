import { deflateSync } from 'node:zlib'
import { pngChunk, pngHeaderChunk, pngSignature } from '../pictures/png-chunk.js'

/** A PNG writer for tests: every colour type, bit depth and interlacing, and damage where it is wanted. */
export interface PngPlan {
  width: number
  height: number
  bitDepth: number
  /** 0 grey, 2 RGB, 3 indexed, 4 grey and alpha, 6 RGBA. */
  colourType: number
  interlaced?: boolean
  /** Samples of all pixels, row by row, in the file's own depth. */
  samples: ArrayLike<number>
  palette?: number[][]
  /** The body of a tRNS chunk. */
  transparency?: Buffer
  /** Chunks put before the pixels. */
  extraChunks?: Array<[type: string, body: Buffer]>
}

export const channelsOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

export function writePng (plan: PngPlan): Buffer {
  const { width, height, bitDepth, colourType, interlaced = false } = plan
  const passes = interlaced ? adam7 : [{ x: 0, y: 0, stepX: 1, stepY: 1 }]
  const rows = passes.flatMap(pass => passRows(plan, pass))
  const chunks = [pngSignature, pngHeaderChunk(width, height, bitDepth, colourType, interlaced)]
  for (const [type, body] of plan.extraChunks ?? []) chunks.push(pngChunk(type, body))
  if (plan.palette !== undefined) chunks.push(pngChunk('PLTE', Buffer.from(plan.palette.flat())))
  if (plan.transparency !== undefined) chunks.push(pngChunk('tRNS', plan.transparency))
  chunks.push(pngChunk('IDAT', deflateSync(Buffer.concat(rows))), pngChunk('IEND', Buffer.alloc(0)))
  return Buffer.concat(chunks)
}

const adam7 = [
  { x: 0, y: 0, stepX: 8, stepY: 8 },
  { x: 4, y: 0, stepX: 8, stepY: 8 },
  { x: 0, y: 4, stepX: 4, stepY: 8 },
  { x: 2, y: 0, stepX: 4, stepY: 4 },
  { x: 0, y: 2, stepX: 2, stepY: 4 },
  { x: 1, y: 0, stepX: 2, stepY: 2 },
  { x: 0, y: 1, stepX: 1, stepY: 2 }
]

function passRows (plan: PngPlan, pass: { x: number, y: number, stepX: number, stepY: number }): Buffer[] {
  const channels = channelsOf[plan.colourType]!
  const rows: Buffer[] = []
  if (pass.x >= plan.width) return rows
  for (let y = pass.y; y < plan.height; y += pass.stepY) {
    const samples: number[] = []
    for (let x = pass.x; x < plan.width; x += pass.stepX) {
      for (let channel = 0; channel < channels; channel++) {
        samples.push(plan.samples[(y * plan.width + x) * channels + channel]!)
      }
    }
    rows.push(packRow(samples, plan.bitDepth))
  }
  return rows
}

function packRow (samples: number[], bitDepth: number): Buffer {
  const row = Buffer.alloc(1 + Math.ceil(samples.length * bitDepth / 8))
  for (const [index, sample] of samples.entries()) {
    if (bitDepth === 16) row.writeUInt16BE(sample, 1 + index * 2)
    else {
      const bit = index * bitDepth
      row[1 + (bit >> 3)]! |= sample << (8 - bitDepth - (bit & 7))
    }
  }
  return row
}

/** What the picture is in 8-bit RGBA, by the PNG specification (16 bit: rounded to the nearest). */
export function expectedRgba (plan: PngPlan): Buffer {
  const { width, height, bitDepth, colourType, samples, palette, transparency } = plan
  const maximum = 2 ** bitDepth - 1
  const channels = channelsOf[colourType]!
  const scale = (sample: number): number => Math.round(sample * 255 / maximum)
  const pixels = Buffer.alloc(width * height * 4)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const own = Array.from({ length: channels }, (_, channel) => samples[pixel * channels + channel]!)
    pixels.set(rgbaOf(own), pixel * 4)
  }
  return pixels

  function rgbaOf (own: number[]): number[] {
    if (colourType === 3) return [...palette![own[0]!]!, transparency?.[own[0]!] ?? 255]
    const key = transparency === undefined
      ? undefined
      : Array.from({ length: channels }, (_, channel) => transparency.readUInt16BE(channel * 2))
    const keyed = key !== undefined && own.every((sample, channel) => sample === key[channel])
    const [first = 0, second = 0, third = 0, fourth = 0] = own.map(scale)
    if (colourType === 0) return [first, first, first, keyed ? 0 : 255]
    if (colourType === 2) return [first, second, third, keyed ? 0 : 255]
    return colourType === 4 ? [first, first, first, second] : [first, second, third, fourth]
  }
}
