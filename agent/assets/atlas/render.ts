import { pixelWords } from '../picture.js'
import type { Picture } from '../picture.js'
import type { TrimBox } from './trim.js'

export interface PageSprite {
  picture: Picture
  /** The part of the picture that is drawn. */
  box: TrimBox
  /** Where the part's top left corner comes to lie on the page, its extruded edge not counted. */
  x: number
  y: number
  /** Turned by 90° clockwise: on the page it is box.height wide and box.width high. */
  rotated: boolean
}

/**
 * Draws a sprite on a page. Fully transparent pixels become transparent black whatever colour the artist's tool left there, as
 * TexturePacker does by default: nobody sees it, and it costs bytes. `extrude` repeats the outermost pixels around the sprite, as far
 * as the page goes.
 */
export function blitSprite (page: Picture, sprite: PageSprite, settings: { extrude: number }): void {
  const width = sprite.rotated ? sprite.box.height : sprite.box.width
  const height = sprite.rotated ? sprite.box.width : sprite.box.height
  if (sprite.x < 0 || sprite.y < 0 || sprite.x + width > page.width || sprite.y + height > page.height) {
    throw new RangeError(`a sprite of ${width}×${height} at ${sprite.x},${sprite.y} leaves the page of ${page.width}×${page.height}`)
  }
  const target = pixelWords(page)
  if (sprite.rotated) copyTurned(page, target, sprite)
  else copyUpright(page, target, sprite)
  if (settings.extrude > 0) extrudeEdges(page, target, { x: sprite.x, y: sprite.y, width, height }, settings.extrude)
}

function copyUpright (page: Picture, target: Uint32Array, { picture, box, x, y }: PageSprite): void {
  const source = pixelWords(picture)
  for (let row = 0; row < box.height; row++) {
    let from = (box.top + row) * picture.width + box.left
    let to = (y + row) * page.width + x
    for (const end = from + box.width; from < end; from++, to++) {
      const word = source[from]!
      target[to] = word >>> 24 === 0 ? 0 : word
    }
  }
}

/** Source columns, read from the bottom, become page rows: in tiles, so that the strided side stays in the processor's cache. */
function copyTurned (page: Picture, target: Uint32Array, { picture, box, x, y }: PageSprite): void {
  const source = pixelWords(picture)
  const bottom = box.top + box.height - 1
  for (let tileTop = 0; tileTop < box.width; tileTop += tile) {
    const tileBottom = Math.min(tileTop + tile, box.width)
    for (let tileLeft = 0; tileLeft < box.height; tileLeft += tile) {
      const tileWidth = Math.min(tile, box.height - tileLeft)
      for (let row = tileTop; row < tileBottom; row++) {
        let from = (bottom - tileLeft) * picture.width + box.left + row
        let to = (y + row) * page.width + x + tileLeft
        for (const end = to + tileWidth; to < end; to++, from -= picture.width) {
          const word = source[from]!
          target[to] = word >>> 24 === 0 ? 0 : word
        }
      }
    }
  }
}

const tile = 16

function extrudeEdges (page: Picture, target: Uint32Array, area: { x: number, y: number, width: number, height: number }, extrude: number): void {
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
