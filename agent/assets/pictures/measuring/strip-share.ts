import { setImmediate as yieldToEvents } from 'node:timers/promises'
import type { StripEncoder } from '../strip-encoder.js'
import type { EncodedStrip } from '../strip-format.js'

/** Strips of a page's PNG that several threads make, each of which takes the next one while there is one. */
export interface SharedStrips {
  width: number
  height: number
  rowsOfStrip: number
  /** The first one's number on its page. */
  first: number
  /** Memory with the pixels of what is drawn. */
  slabs: readonly SharedArrayBuffer[]
  /** What is drawn: its slab, where it starts in that, width and height, its place, 1 for what is turned. */
  sprites: Int32Array
  /** The rows of `sprites` that lie in each strip, and where those of the first one end, of the second... */
  members: Int32Array
  ends: Int32Array
  /** Shared: the next strip. */
  next: Int32Array
  /** Shared: which of the other threads take part, before they take a strip. */
  begun: Uint8Array
}

export const numbersOfSprite = 7

export interface MadeStrip {
  encoded: EncodedStrip
  hasFewColours: boolean
}

/** What one thread has made; something is wrong with the rest. */
export interface StripShare {
  indexes: number[]
  strips: Array<{ chunk: Uint8Array, adler: number, rows: number, hasFewColours: boolean }>
}

/** The number of a strip that nobody else makes; undefined where none is left. */
export function takeStrip ({ next, ends }: SharedStrips): number | undefined {
  const index = Atomics.add(next, 0, 1)
  return index < ends.length ? index : undefined
}

/** Makes strips till none is left. */
export async function makeStripShare (work: SharedStrips, encoder: StripEncoder): Promise<StripShare> {
  const share: StripShare = { indexes: [], strips: [] }
  const make = stripMaker(work, encoder)
  for (let index = takeStrip(work); index !== undefined; index = takeStrip(work)) {
    try {
      const { encoded, hasFewColours } = make(index)
      share.strips.push({ ...encoded, hasFewColours })
      share.indexes.push(index)
    } catch {
      // Whoever makes what is left tells why.
    }
    // Memory of the codec's is given back between events only.
    await yieldToEvents()
  }
  return share
}

/** Draws a strip and encodes it. */
export function stripMaker (work: SharedStrips, encoder: StripEncoder): (index: number) => MadeStrip {
  const { width, height, rowsOfStrip, first, members, ends } = work
  return index => {
    const top = (first + index) * rowsOfStrip
    const rows = { top, bottom: Math.min(top + rowsOfStrip, height) }
    const strip = encoder.picture(width, rows.bottom - top)
    for (const row of members.subarray(index === 0 ? 0 : ends[index - 1], ends[index])) {
      encoder.draw(strip, rows, spriteAt(work, row))
    }
    return { encoded: encoder.encode(strip), hasFewColours: encoder.hasFewColours(strip) }
  }
}

function spriteAt ({ sprites, slabs }: SharedStrips, row: number) {
  const at = row * numbersOfSprite
  const [width, height] = [sprites[at + 2]!, sprites[at + 3]!]
  return {
    part: {
      width,
      height,
      pixels: new Uint8Array(slabs[sprites[at]!]!, sprites[at + 1], width * height * 4)
    },
    x: sprites[at + 4]!,
    y: sprites[at + 5]!,
    rotated: sprites[at + 6] === 1
  }
}
