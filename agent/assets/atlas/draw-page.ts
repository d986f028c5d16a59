import { createPicture } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'
import { CanvasMemory } from '../pictures/canvas-memory.js'
import { cornerOutside, grownPicture } from './growth.js'
import type { Growth } from './growth.js'
import { blitRows } from '../pictures/blit-rows.js'
import type { PageSprite, Rows } from '../pictures/blit-rows.js'
import { blitSprite, areaInside } from './render.js'
import type { Sprite } from './sprite.js'

/** A sprite on a page: its top left corner, and the transparent pixels around it that belong to its place. */
export interface Place {
  sprite: Sprite
  growth: Growth
  x: number
  y: number
  rotated: boolean
}

export interface Canvas {
  width: number
  height: number
  extrude: number
}

/** What is drawn for a place: its pixels, or these with what is extruded. */
export type Stamp = (placed: Placed) => Promise<PageSprite>

/**
 * What of a place goes into the page's pixels, as an input of the page's action: ends with the area that is
 * painted.
 */
export function placeInput (
  place: Place,
  { width: pageWidth, height: pageHeight, ...canvas }: Canvas
): readonly [name: string, content: string] {
  const { sprite: { name, digest, box, settings }, growth, rotated } = place
  const { extrude = canvas.extrude } = settings
  const around = extrude > 0 ? growth : { left: 0, top: 0, right: 0, bottom: 0 }
  const corner = cornerOutside(place, around)
  const [width, height] = [box.width + around.left + around.right, box.height + around.top + around.bottom]
  const left = Math.max(0, corner.x - extrude)
  const top = Math.max(0, corner.y - extrude)
  const right = Math.min(pageWidth, corner.x + (rotated ? height : width) + extrude)
  const bottom = Math.min(pageHeight, corner.y + (rotated ? width : height) + extrude)
  return [
    name,
    `${digest}${rotated ? ' rotated' : ''}${extrude > 0 ? ` ${Object.values(growth).join()}` : ''}${
      settings.extrude === undefined ? '' : ` extruded ${extrude}`
    } ${left},${top},${right},${bottom}`
  ]
}

/** What is painted: rows and columns, the last ones not included. */
interface Area extends Rows {
  left: number
  right: number
}

/** The area that a place paints: the end of its input. */
export function areaOf (content: string): Area {
  const [left = 0, top = 0, right = 0, bottom = 0] = content
    .slice(content.lastIndexOf(' ') + 1)
    .split(',')
    .map(Number)
  return { left, top, right, bottom }
}

/** A place, and what of it goes into the page's pixels. */
export interface Placed {
  place: Place
  content: string
}

/** The same rows as the last run drew them, and what lay in them. */
export interface DrawnRows {
  contents: readonly string[]
  read: () => Promise<Picture>
}

/**
 * Draws rows of a page, in which the places lie. What the last run drew is taken over where it is still the
 * same, so that one changed sprite does not cost the decoding of all; the pixels are those of rows drawn from
 * nothing.
 */
export async function drawRows (
  canvas: Canvas,
  rows: Rows,
  placed: readonly Placed[],
  before: DrawnRows | undefined,
  stamp: Stamp,
  memory = new CanvasMemory()
): Promise<Picture> {
  const kept = new Set(before?.contents)
  const isNew = ({ content }: Placed): boolean => !kept.has(content)
  const fresh = placed.filter(isNew)
  if (before === undefined || fresh.length > placed.length / 2) {
    const picture = memory.take(canvas.width, rows.bottom - rows.top)
    await drawPlaces(picture, rows, placed, stamp)
    return picture
  }
  const picture = await before.read()
  const wanted = new Set(placed.map(({ content }) => content))
  for (const content of before.contents) if (!wanted.has(content)) clear(picture, rows, areaOf(content))
  await drawPlaces(picture, rows, fresh, stamp)
  return picture
}

async function drawPlaces (
  picture: Picture,
  rows: Rows,
  placed: readonly Placed[],
  stamp: Stamp
): Promise<void> {
  await Promise.all(placed.map(async each => {
    blitRows(picture, rows, await stamp(each))
  }))
}

/** How places of a page are drawn whose pixels `load` gives. */
export function stampsOf (canvas: Canvas, load: (sprite: Sprite) => Promise<Picture>): Stamp {
  return async ({ place, content }) => {
    const { sprite, growth, x, y, rotated } = place
    const part = await load(sprite)
    const drawn = { part, x, y, rotated }
    areaInside(canvas, drawn)
    const { extrude = canvas.extrude } = sprite.settings
    if (extrude === 0) return drawn
    // What is extruded is the edge of the frame, transparent where the frame is wider than the sprite.
    const { left, top, right, bottom } = areaOf(content)
    const own = createPicture(right - left, bottom - top)
    const corner = cornerOutside({ x: x - left, y: y - top, rotated }, growth)
    blitSprite(own, { part: grownPicture(part, growth), ...corner, rotated }, { extrude })
    return { part: own, x: left, y: top, rotated: false }
  }
}

function clear (picture: Picture, rows: Rows, { left, top, right, bottom }: Area): void {
  for (let y = Math.max(top, rows.top); y < Math.min(bottom, rows.bottom); y++) {
    const row = (y - rows.top) * picture.width
    picture.pixels.fill(0, (row + left) * 4, (row + right) * 4)
  }
}
