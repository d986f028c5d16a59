import { hash } from 'node:crypto'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { LimitFunction } from 'p-limit'
import { paired } from '../../paired.js'
import type { CanvasMemory } from '../pictures/canvas-memory.js'
import { hasFewColours } from '../pictures/indexed-png.js'
import type { Picture } from '../pictures/picture.js'
import type { EncodedStrip, StripFormat } from '../pictures/strip-format.js'
import { areaOf, drawRows } from './draw-page.js'
import type { Canvas, Placed, Rows } from './draw-page.js'
import type { EarlierPage, PageRecord, StripRecord } from './earlier-page.js'
import type { Sprite } from './sprite.js'

/** Enough rows to compress as well as a page does (0.1 % larger), few enough that one costs a millisecond. */
const rowsOfStrip = 64

/** What the strips of a page are made with. */
export interface StripWorkshop {
  format: StripFormat
  load: (sprite: Sprite) => Promise<Picture>
  /** What is done to the pixels before they are encoded, each by itself. */
  prepare: (rows: Picture) => Picture
  drawing: LimitFunction
  memory: CanvasMemory
}

interface Strip extends Rows {
  /** The digest of what lies in it, and where. */
  key: string
  placed: Placed[]
}

/** A strip on its way through the codec. */
interface StripInWork {
  hasFewColours: boolean
  encoded: Promise<EncodedStrip> | EncodedStrip
}

export type MadePage = PageRecord & { bytes: Buffer }

/**
 * A page as a file of strips, each of which depends on what lies in it only: those of the last run that are
 * still the same are taken over. A page of few colours may have a form that is in one piece.
 */
export async function makePageOfStrips (
  canvas: Canvas,
  placed: readonly Placed[],
  before: EarlierPage | undefined,
  workshop: StripWorkshop
): Promise<MadePage> {
  const strips = stripsOf(canvas, placed)
  const { page } = await workshop.drawing(async () => {
    const parts = await changedStrips(canvas, strips, before, workshop)
    const page = parts === undefined
      ? encodeWhole(canvas, strips, await drawWhole(canvas, placed, before, workshop), workshop)
      : joined(canvas.width, strips, parts, workshop.format)
    // The error is met below; meanwhile the encoder gets to its thread.
    page.catch(() => {})
    await yieldToEvents()
    return { page }
  })
  return await page
}

/**
 * The strips of a page, most of them those of the last run. Undefined where none is the same, and where the
 * page may be one of few colours.
 */
async function changedStrips (
  { width, ...canvas }: Canvas,
  strips: readonly Strip[],
  before: EarlierPage | undefined,
  { format, load, memory, prepare }: StripWorkshop
): Promise<StripInWork[] | undefined> {
  const records = new Map(before?.strips.map(record => [record[0], record]))
  if (before === undefined || strips.every(({ key }) => !records.has(key))) return undefined
  const parts = await Promise.all(strips.map(async (strip): Promise<StripInWork> => {
    const kept = records.get(strip.key)
    if (kept !== undefined) return { hasFewColours: kept[5] === 1, encoded: before.part(kept) }
    const earlier = before.rowsOf(strip)
    const rows = await drawRows({ width, ...canvas }, strip, strip.placed, earlier, load, memory)
    const [begun] = begin([prepare(rows)], format)
    return begun!
  }))
  return parts.every(part => part.hasFewColours) ? undefined : parts
}

async function drawWhole (
  canvas: Canvas,
  placed: readonly Placed[],
  before: EarlierPage | undefined,
  { load, memory }: StripWorkshop
): Promise<Picture> {
  return await drawRows(canvas, { top: 0, bottom: canvas.height }, placed, before?.whole, load, memory)
}

async function encodeWhole (
  { width }: Canvas,
  strips: readonly Strip[],
  page: Picture,
  { format, memory, prepare }: StripWorkshop
): Promise<MadePage> {
  const prepared = prepare(page)
  const bytes = await format.encodeFewColours?.(prepared)
  const rows = bytes !== undefined ? [] : strips.map(({ top, bottom }) => ({
    width,
    height: bottom - top,
    pixels: prepared.pixels.subarray(top * width * 4, bottom * width * 4)
  }))
  const parts = begin(rows, format)
  // The codec has copied them.
  memory.give(page)
  return bytes === undefined ? await joined(width, strips, parts, format) : { bytes, strips: [] }
}

function begin (pictures: readonly Picture[], { encode, encodeFewColours }: StripFormat): StripInWork[] {
  return paired(pictures, encode(pictures)).map(([picture, encoded]) => ({
    hasFewColours: encodeFewColours !== undefined && hasFewColours(picture),
    encoded
  }))
}

async function joined (
  width: number,
  strips: readonly Strip[],
  parts: readonly StripInWork[],
  { firstStripAt, join }: StripFormat
): Promise<MadePage> {
  const encoded = await Promise.all(parts.map(async part => await part.encoded))
  let start = firstStripAt
  const records = paired(strips, paired(parts, encoded)).map(
    ([{ key }, [{ hasFewColours }, { chunk, adler, rows }]]): StripRecord => {
      const end = start + chunk.length
      const record: StripRecord = [key, start, end, adler, rows, hasFewColours ? 1 : 0]
      start = end
      return record
    }
  )
  return { bytes: join(width, encoded), strips: records }
}

function stripsOf ({ width, height }: Canvas, placed: readonly Placed[]): Strip[] {
  const strips = Array.from({ length: Math.ceil(height / rowsOfStrip) }, (_, index) => {
    const top = index * rowsOfStrip
    return { top, bottom: Math.min(top + rowsOfStrip, height), placed: new Array<Placed>() }
  })
  for (const each of placed) {
    const { top, bottom } = areaOf(each.content)
    for (const strip of strips.slice(Math.floor(top / rowsOfStrip), Math.ceil(bottom / rowsOfStrip))) {
      strip.placed.push(each)
    }
  }
  return strips.map(strip => {
    const contents = strip.placed.map(({ content }) => content).sort()
    const key = JSON.stringify([width, strip.top, strip.bottom, contents])
    return { ...strip, key: hash('sha256', key, 'hex').slice(0, 32) }
  })
}
