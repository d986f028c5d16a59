import { pixelWords } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'
import { blitRows } from '../pictures/blit-rows.js'
import type { PageSprite } from '../pictures/blit-rows.js'

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
