import type { ActionInputs } from '../../cache/action-cache.js'
import { blobOf } from '../actions/action-runner.js'
import type { Runner } from '../actions/runner.js'
import { decodePicture } from '../pictures/picture.js'
import { joinStrips } from '../pictures/png-strips.js'
import type { EncodedStrip } from '../pictures/strip-format.js'
import { areaOf } from './draw-page.js'
import type { DrawnRows } from './draw-page.js'
import type { Rows } from '../pictures/blit-rows.js'

/**
 * A strip of a page's file: by what it is known, which bytes of the file it is, the checksum of its pixels,
 * how many rows it has, and whether so few colours that the page may be an indexed one.
 */
export type StripRecord = [
  key: string,
  start: number,
  end: number,
  adler: number,
  rows: number,
  hasFewColours: 0 | 1
]

/** What the record of a page's action keeps. */
export interface PageRecord {
  strips: StripRecord[]
}

/** A page as the last run made it. */
export interface EarlierPage {
  strips: readonly StripRecord[]
  /** A strip's bytes. */
  part: (record: StripRecord) => EncodedStrip
  /** All of it, unless it is made of strips; undefined where its pixels cannot be had from its file. */
  whole: DrawnRows | undefined
  /** Rows that are a strip of it, under the same condition. */
  rowsOf: (rows: Rows) => DrawnRows | undefined
}

/** Undefined where that page has been made in another way or has gone. */
export function earlierPage (
  id: string,
  runner: Runner,
  inputs: Omit<ActionInputs, 'inputs'>,
  page: { width: number, height: number, isLossless: boolean }
): EarlierPage | undefined {
  const previous = runner.previous(id)
  if (previous === undefined) return undefined
  const { inputs: places, ...rest } = previous.inputs
  if (apartFromHeight(rest) !== apartFromHeight(inputs)) return undefined
  const bytes = runner.read(blobOf(previous, 'page'))
  if (bytes === undefined) return undefined
  const { strips = [] } = (previous.value ?? {}) as Partial<PageRecord>
  const contents = places.map(([, content]) => content)
  const part = ([, start, end, adler, rows]: StripRecord): EncodedStrip => ({
    chunk: bytes.subarray(start, end),
    adler,
    rows
  })
  const { width, height, isLossless } = page
  const file = `${id}.png`
  const tops = new Map<number, StripRecord>()
  let top = 0
  for (const strip of strips) {
    tops.set(top, strip)
    top += strip[4]
  }
  return {
    strips,
    part,
    whole: isLossless && strips.length === 0 && JSON.stringify(rest) === JSON.stringify(inputs)
      ? { contents, read: async () => await decodePicture(bytes, file, { maxPixels: width * height }) }
      : undefined,
    rowsOf: rows => {
      const strip = isLossless ? tops.get(rows.top) : undefined
      if (strip === undefined || strip[4] !== rows.bottom - rows.top) return undefined
      return {
        contents: contents.filter(content => touches(content, rows)),
        read: async () =>
          await decodePicture(Buffer.concat(joinStrips(width, [part(strip)])), file, {
            maxPixels: width * height
          })
      }
    }
  }
}

/** A page that has become higher or lower keeps its strips. */
function apartFromHeight (inputs: Omit<ActionInputs, 'inputs'>): string {
  return JSON.stringify(inputs, (key, value: unknown) => key === 'height' ? undefined : value)
}

/** Whether something of a place's input lies in the rows. */
export function touches (content: string, rows: Rows): boolean {
  const { top, bottom } = areaOf(content)
  return top < rows.bottom && bottom > rows.top
}
