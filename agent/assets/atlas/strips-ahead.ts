import { startedThreads } from '../pictures/measuring/picture-threads.js'
import { sharedStrips, StripsTogether } from '../pictures/measuring/strips-together.js'
import type { SharedSprite } from '../pictures/measuring/strips-together.js'
import type { SharedPicture } from '../pictures/pixels.js'
import type { Canvas, Place } from './draw-page.js'
import { areaInside } from './render.js'
import type { Sprite } from './sprite.js'

/** Enough rows to compress as well as a page does (0.1 % larger), few enough that one costs a millisecond. */
export const rowsOfStrip = 64

/** The pixels of a sprite as other threads see them. */
export type SharedPixelsOf = (sprite: Sprite) => SharedPicture | undefined

/** Strips of pages that other threads make while the next pages are laid out. */
export class StripsAhead {
  readonly #begun = new Map<number, StripsTogether>()

  /** @param number of the page in its set */
  begin (number: number, canvas: Canvas, places: readonly Place[], shared: SharedPixelsOf): void {
    const strips = beginStrips(canvas, places, shared)
    if (strips !== undefined) this.#begun.set(number, strips)
  }

  /** Those of a page, for whom makes the rest. */
  take (number: number): StripsTogether | undefined {
    return this.#begun.get(number)
  }

  /** Of what nobody took, no more is made. */
  close (): void {
    for (const strips of this.#begun.values()) strips.close()
  }
}

/** Some of a page's strips: the number of the first one, and of the first that is not among them. */
export interface StripRange {
  first: number
  end: number
}

/**
 * Strips that other threads begin to make, where there are any and all that lies in the strips is drawn as
 * they see it.
 */
export function beginStrips (
  canvas: Canvas,
  places: readonly Place[],
  shared: SharedPixelsOf,
  { first, end }: StripRange = { first: 0, end: Math.ceil(canvas.height / rowsOfStrip) }
): StripsTogether | undefined {
  const threads = startedThreads()
  if (threads.length === 0) return undefined
  const sprites: SharedSprite[] = []
  const members = Array.from({ length: end - first }, () => new Array<number>())
  for (const { sprite, x, y, rotated } of places) {
    const part = isDrawnPlain(sprite, canvas) ? shared(sprite) : undefined
    if (part === undefined) return undefined
    const area = areaInside(canvas, { part, x, y, rotated })
    const row = sprites.push({ part, x, y, rotated }) - 1
    const last = Math.min(end, Math.ceil((area.y + area.height) / rowsOfStrip))
    for (let strip = Math.max(first, Math.floor(area.y / rowsOfStrip)); strip < last; strip++) {
      members[strip - first]!.push(row)
    }
  }
  return new StripsTogether(sharedStrips(canvas, rowsOfStrip, sprites, members, first), threads)
}

/** Whether threads can draw it: its pixels, and nothing around them. */
export function isDrawnPlain ({ settings }: Sprite, { extrude }: Canvas): boolean {
  return (settings.extrude ?? extrude) === 0
}
