import { pixelWords } from './pixels.js'
import type { Picture } from './pixels.js'

export interface PageSprite {
  /** The part of the source that is drawn: see cutOut. */
  part: Picture
  /** Where its top left corner comes to lie on the page, the extruded edge not counted. */
  x: number
  y: number
  /** Turned by 90° clockwise: on the page it is as wide as the part is high. */
  rotated: boolean
}

/** Rows of a page, from `top` to before `bottom`. */
export interface Rows {
  top: number
  bottom: number
}

/** Draws those rows of a sprite that lie in a picture of some rows of the page. */
export function blitRows (picture: Picture, rows: Rows, { part, x, y, rotated }: PageSprite): void {
  const height = rotated ? part.width : part.height
  const from = Math.max(0, rows.top - y)
  const to = Math.min(height, rows.bottom - y)
  const copy = rotated ? copyTurned : copyUpright
  copy(picture, { part, x, y: y - rows.top, rotated }, from, to)
}

function copyUpright (picture: Picture, { part, x, y }: PageSprite, first: number, last: number): void {
  const [source, target] = [pixelWords(part), pixelWords(picture)]
  for (let row = first; row < last; row++) {
    target.set(source.subarray(row * part.width, (row + 1) * part.width), (y + row) * picture.width + x)
  }
}

const tile = 16

/**
 * Columns, read from the bottom, become page rows: in tiles, so that the strided side stays in the
 * processor's cache.
 */
function copyTurned (picture: Picture, { part, x, y }: PageSprite, first: number, last: number): void {
  const [source, target] = [pixelWords(part), pixelWords(picture)]
  for (let tileTop = first; tileTop < last; tileTop += tile) {
    const tileBottom = Math.min(tileTop + tile, last)
    for (let tileLeft = 0; tileLeft < part.height; tileLeft += tile) {
      const tileWidth = Math.min(tile, part.height - tileLeft)
      for (let row = tileTop; row < tileBottom; row++) {
        let from = (part.height - 1 - tileLeft) * part.width + row
        let to = (y + row) * picture.width + x + tileLeft
        for (const end = to + tileWidth; to < end; to++, from -= part.width) target[to] = source[from]!
      }
    }
  }
}
