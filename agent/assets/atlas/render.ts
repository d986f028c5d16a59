import { pixelWords } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'

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

/**
 * Draws a sprite on a page. `extrude` repeats the outermost pixels around the sprite, as far as the page
 * goes.
 */
export function blitSprite (
  page: Picture,
  sprite: PageSprite,
  settings: { extrude: number }
): void {
  const area = areaInside(page, sprite)
  blitRows(page, { top: 0, bottom: page.height }, sprite)
  if (settings.extrude > 0) extrudeEdges(page, pixelWords(page), area, settings.extrude)
}

/** What the sprite covers of a page, which must hold it. */
export function areaInside (
  page: { width: number, height: number },
  { part, x, y, rotated }: PageSprite
): { x: number, y: number, width: number, height: number } {
  const [width, height] = rotated ? [part.height, part.width] : [part.width, part.height]
  if (x < 0 || y < 0 || x + width > page.width || y + height > page.height) {
    throw new RangeError(
      `a sprite of ${width}×${height} at ${x},${y} leaves the page of ${page.width}×${page.height}`
    )
  }
  return { x, y, width, height }
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

function extrudeEdges (
  page: Picture,
  target: Uint32Array,
  area: { x: number, y: number, width: number, height: number },
  extrude: number
): void {
  const left = Math.max(0, area.x - extrude)
  const right = Math.min(page.width, area.x + area.width + extrude)
  for (let y = area.y; y < area.y + area.height; y++) {
    const row = y * page.width
    target.fill(target[row + area.x]!, row + left, row + area.x)
    target.fill(target[row + area.x + area.width - 1]!, row + area.x + area.width, row + right)
  }
  const topRow = area.y * page.width
  for (let y = Math.max(0, area.y - extrude); y < area.y; y++) {
    target.copyWithin(y * page.width + left, topRow + left, topRow + right)
  }
  const bottomRow = (area.y + area.height - 1) * page.width
  for (let y = area.y + area.height; y < Math.min(page.height, area.y + area.height + extrude); y++) {
    target.copyWithin(y * page.width + left, bottomRow + left, bottomRow + right)
  }
}
