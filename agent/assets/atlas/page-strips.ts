import { hash } from 'node:crypto'
import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { LimitFunction } from 'p-limit'
import type { BlobContent } from '../../files/blob-content.js'
import { paired } from '../../paired.js'
import type { MadeStrip } from '../pictures/measuring/strip-share.js'
import type { StripsTogether } from '../pictures/measuring/strips-together.js'
import type { Picture } from '../pictures/picture.js'
import { areaOf, drawRows, stampsOf } from './draw-page.js'
import type { Canvas, Place, Placed, Stamp } from './draw-page.js'
import { beginStrips, isDrawnPlain, rowsOfStrip } from './strips-ahead.js'
import type { SharedPixelsOf } from './strips-ahead.js'
import type { EarlierPage, PageRecord, StripRecord } from './earlier-page.js'
import type { PageSprite, Rows } from '../pictures/blit-rows.js'
import type { Sprite } from './sprite.js'
import { StripsInWork } from './strips-in-work.js'
import type { CodedStrip, StripTools } from './strips-in-work.js'

/** What the strips of a page are made with. */
export interface StripWorkshop extends StripTools {
  load: (sprite: Sprite) => Promise<Picture>
  /** The same as other threads see it; undefined where they do not, or cannot make such strips. */
  shared?: SharedPixelsOf | undefined
  /** For pages whose pixels are not all kept; undefined as `shared`. */
  sharing?: PixelSharing | undefined
  /** The strips, where threads are at work on them. */
  begun?: StripsTogether | undefined
  drawing: LimitFunction
}

/** Gives the pixels of what lies on a part of a page to all threads, in memory that the next part gets. */
export interface PixelSharing {
  /** Whether threads are there, and better at decoding these than the codec by itself. */
  isWorthIt: (sprites: readonly Sprite[]) => boolean
  share: (sprites: readonly Sprite[]) => Promise<SharedPixelsOf>
}

interface Strip extends Rows {
  /** The digest of what lies in it, and where. */
  key: string
  placed: Placed[]
}

export type MadePage = PageRecord & { content: BlobContent }

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
  const begun = before === undefined ? begunStrips(canvas, placed, workshop) : undefined
  const drawn = await workshop
    .drawing(async () => {
      const made = before === undefined
        ? await begun?.made() ?? await madeInBands(canvas, placed, strips, workshop)
        : undefined
      const drawn = made === undefined
        ? await drawPage(canvas, placed, strips, before, workshop)
        : await ofFewColours(canvas, placed, made, workshop) ?? made
      // Meanwhile the encoder gets to its thread.
      await yieldToEvents()
      return drawn
    })
    .finally(() => {
      begun?.close()
    })
  return Array.isArray(drawn)
    ? await joined(canvas.width, strips, drawn, workshop.format)
    : { content: drawn, strips: [] }
}

/** Those that have been begun while other pages were laid out, or are now. */
function begunStrips (
  canvas: Canvas,
  placed: readonly Placed[],
  { begun, shared }: StripWorkshop
): StripsTogether | undefined {
  return begun ?? (shared && beginStrips(canvas, placed.map(({ place }) => place), shared))
}

/** Half a page of the usual size: memory holds no more pixels, and few sprites lie in two of them. */
const stripsOfBand = 1024 / rowsOfStrip

/** All strips, band by band, where threads decode better than the codec by itself. */
async function madeInBands (
  canvas: Canvas,
  placed: readonly Placed[],
  strips: readonly Strip[],
  { sharing }: StripWorkshop
): Promise<MadeStrip[] | undefined> {
  const spritesOf = (places: readonly Place[]): Sprite[] => places.map(({ sprite }) => sprite)
  const places = placed.map(({ place }) => place)
  const isDrawnByThreads = places.every(({ sprite }) => isDrawnPlain(sprite, canvas))
  if (sharing === undefined || !isDrawnByThreads || !sharing.isWorthIt(spritesOf(places))) return undefined
  const made: MadeStrip[] = []
  for (let first = 0; first < strips.length; first += stripsOfBand) {
    const end = Math.min(first + stripsOfBand, strips.length)
    const all = new Set(strips.slice(first, end).flatMap(({ placed }) => placed))
    const places = [...all].map(({ place }) => place)
    const together = beginStrips(canvas, places, await sharing.share(spritesOf(places)), { first, end })
    if (together === undefined) return undefined
    try {
      made.push(...await together.made())
    } finally {
      together.close()
    }
  }
  return made
}

/** The page in one piece, where it has few colours: then its strips were made in vain. */
async function ofFewColours (
  canvas: Canvas,
  placed: readonly Placed[],
  made: readonly MadeStrip[],
  { format, load, memory }: StripWorkshop
): Promise<Buffer | undefined> {
  if (format.encodeFewColours === undefined || made.some(strip => !strip.hasFewColours)) return undefined
  const rows = { top: 0, bottom: canvas.height }
  const picture = await drawRows(canvas, rows, placed, undefined, stampsOf(canvas, load), memory)
  return await format.encodeFewColours(picture)
}

/** The strips of a page, some of which are still being encoded; or all of it where it has few colours. */
async function drawPage (
  canvas: Canvas,
  placed: readonly Placed[],
  strips: readonly Strip[],
  before: EarlierPage | undefined,
  workshop: StripWorkshop
): Promise<CodedStrip[] | Buffer> {
  const { format, prepare, memory } = workshop
  const stamps = new PageStamps(strips, stampsOf(canvas, workshop.load))
  const inOnePiece = async (whole?: Picture): Promise<Buffer | undefined> => {
    const rows = { top: 0, bottom: canvas.height }
    const picture = whole ?? prepare(await drawRows(canvas, rows, placed, before?.whole, stamps.of, memory))
    return await format.encodeFewColours?.(picture)
  }
  const indexed = before?.whole && await inOnePiece()
  if (indexed !== undefined) return indexed
  const work = new StripsInWork(workshop)
  await drawStrips(canvas, strips, before, stamps, work, workshop)
  return (work.haveFewColours ? await inOnePiece(work.whole) : undefined) ?? await work.coded()
}

/** One strip after the other, so that a page is never in memory as a whole. */
async function drawStrips (
  { width, ...canvas }: Canvas,
  strips: readonly Strip[],
  before: EarlierPage | undefined,
  stamps: PageStamps,
  work: StripsInWork,
  { memory }: StripWorkshop
): Promise<void> {
  const records = new Map(before?.strips.map(record => [record[0], record]))
  for (const [index, strip] of strips.entries()) {
    const kept = records.get(strip.key)
    if (kept !== undefined && before !== undefined) {
      work.take({ hasFewColours: kept[5] === 1, encoded: before.part(kept) })
    } else {
      // What is drawn next is decoded meanwhile.
      if (before === undefined) stamps.begin(strips[index + 1])
      const earlier = before?.rowsOf(strip)
      const rows = await drawRows({ width, ...canvas }, strip, strip.placed, earlier, stamps.of, memory)
      await work.add(rows)
    }
    stamps.drop(strip, index)
  }
}

/** What is drawn for the places of a page, until the last strip in which they lie. */
class PageStamps {
  readonly #stamp: Stamp
  readonly #lastStrip = new Map<Placed, number>()
  readonly #kept = new Map<Placed, Promise<PageSprite>>()

  constructor (strips: readonly Strip[], stamp: Stamp) {
    this.#stamp = stamp
    for (const [index, { placed }] of strips.entries()) {
      for (const each of placed) this.#lastStrip.set(each, index)
    }
  }

  readonly of: Stamp = placed => {
    const kept = this.#kept.get(placed)
    if (kept !== undefined) return kept
    const stamp = this.#stamp(placed)
    // Whoever draws it meets the error.
    stamp.catch(() => {})
    this.#kept.set(placed, stamp)
    return stamp
  }

  begin (strip: Strip | undefined): void {
    for (const each of strip?.placed ?? []) this.of(each).catch(() => {})
  }

  drop ({ placed }: Strip, index: number): void {
    for (const each of placed) if (this.#lastStrip.get(each) === index) this.#kept.delete(each)
  }
}

async function joined (
  width: number,
  strips: readonly Strip[],
  coded: readonly CodedStrip[],
  { firstStripAt, join }: StripTools['format']
): Promise<MadePage> {
  const encoded = await Promise.all(coded.map(async part => await part.encoded))
  let start = firstStripAt
  const records = paired(strips, paired(coded, encoded)).map(
    ([{ key }, [{ hasFewColours }, { chunk, adler, rows }]]): StripRecord => {
      const end = start + chunk.length
      const record: StripRecord = [key, start, end, adler, rows, hasFewColours ? 1 : 0]
      start = end
      return record
    }
  )
  return { content: join(width, encoded), strips: records }
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
