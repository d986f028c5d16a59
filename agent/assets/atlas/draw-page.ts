import type { ActionInputs } from '../../cache/action-cache.js'
import { decodePicture } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'
import { blobOf } from '../actions/action-runner.js'
import type { Runner } from '../actions/action-runner.js'
import { CanvasMemory } from '../pictures/canvas-memory.js'
import { cornerOutside, grownPicture } from './growth.js'
import type { Growth } from './growth.js'
import { blitSprite } from './render.js'
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

type Load = (sprite: Sprite) => Promise<Picture>

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

/** The page as the last run drew it. */
export interface DrawnPage {
  inputs: ActionInputs['inputs']
  bytes: Buffer
}

/**
 * The last page of this action, when this one has the same size, options and format and its pixels can be had
 * from it: a palette or fewer bits would not give them back.
 */
export function drawnBefore (
  id: string,
  runner: Runner,
  inputs: Omit<ActionInputs, 'inputs'>,
  isLossless: boolean
): DrawnPage | undefined {
  const previous = isLossless ? runner.previous(id) : undefined
  if (previous === undefined) return undefined
  const { inputs: places, ...rest } = previous.inputs
  if (JSON.stringify(rest) !== JSON.stringify(inputs)) return undefined
  const bytes = runner.read(blobOf(previous, 'page'))
  return bytes && { inputs: places, bytes }
}

/**
 * Draws a page. What the last run drew is taken over where it is still the same, so that one changed sprite
 * costs the decoding of one page instead of a thousand sprites; the pixels are those of a page drawn from
 * nothing.
 */
export async function drawPage (
  canvas: Canvas,
  places: readonly Place[],
  before: DrawnPage | undefined,
  load: Load,
  memory = new CanvasMemory()
): Promise<Picture> {
  const { width, height } = canvas
  const inputs = places.map(place => placeInput(place, canvas))
  const kept = new Set(before?.inputs.map(([, content]) => content))
  const isSame = inputs.map(([, content]) => kept.has(content))
  if (before === undefined || isSame.filter(same => same).length < places.length / 2) {
    const picture = memory.take(width, height)
    await drawPlaces(picture, canvas, places, load)
    return picture
  }
  const picture = await decodePicture(before.bytes, 'page.png', { maxPixels: width * height })
  const wanted = new Set(inputs.map(([, content]) => content))
  for (const [, content] of before.inputs) if (!wanted.has(content)) clear(picture, content)
  await drawPlaces(picture, canvas, places.filter((_, index) => !isSame[index]), load)
  return picture
}

async function drawPlaces (
  picture: Picture,
  canvas: Canvas,
  places: readonly Place[],
  load: Load
): Promise<void> {
  await Promise.all(places.map(async ({ sprite, growth, x, y, rotated }) => {
    const part = await load(sprite)
    const { extrude = canvas.extrude } = sprite.settings
    // What is extruded is the edge of the frame, transparent where the frame is wider than the sprite.
    if (extrude > 0) {
      blitSprite(picture, {
        part: grownPicture(part, growth),
        ...cornerOutside({ x, y, rotated }, growth),
        rotated
      }, { extrude })
    } else blitSprite(picture, { part, x, y, rotated }, { extrude })
  }))
}

/** Empties the area that a place had painted: the end of its input. */
function clear (picture: Picture, content: string): void {
  const [left = 0, top = 0, right = 0, bottom = 0] = content
    .slice(content.lastIndexOf(' ') + 1)
    .split(',')
    .map(
      Number
    )
  for (let y = top; y < bottom; y++) {
    picture.pixels.fill(
      0,
      (y * picture.width + left) * 4,
      (y * picture.width + right) * 4
    )
  }
}
