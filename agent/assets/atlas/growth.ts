import { createPicture } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'
import { blitSprite } from './render.js'
import type { Sprite } from './sprite.js'

/** Transparent pixels around a sprite's pixels that frames show; 0 or 1 on each side. */
export interface Growth {
  left: number
  top: number
  right: number
  bottom: number
}

export const noGrowth: Growth = { left: 0, top: 0, right: 0, bottom: 0 }

/** How far a sprite's frame reaches beyond its pixels. */
export function growthOf ({ box, frame }: Pick<Sprite, 'box' | 'frame'>): Growth {
  return {
    left: box.left - frame.left,
    top: box.top - frame.top,
    right: frame.left + frame.width - box.left - box.width,
    bottom: frame.top + frame.height - box.top - box.height
  }
}

/** What all frames of one place need together. */
export function unionOf (growths: readonly Growth[]): Growth {
  const most = (side: keyof Growth): number => Math.max(0, ...growths.map(growth => growth[side]))
  return { left: most('left'), top: most('top'), right: most('right'), bottom: most('bottom') }
}

/**
 * Top left corner, on the page, of what lies `inner` inside the place of a sprite: turned by 90° clockwise,
 * its bottom is on the left.
 */
export function cornerInside (
  place: { x: number, y: number, rotated: boolean },
  inner: Growth
): { x: number, y: number } {
  return place.rotated
    ? { x: place.x + inner.bottom, y: place.y + inner.left }
    : { x: place.x + inner.left, y: place.y + inner.top }
}

/** Top left corner, on the page, of a frame that reaches `outer` beyond pixels that lie at `place`. */
export function cornerOutside (
  place: { x: number, y: number, rotated: boolean },
  outer: Growth
): { x: number, y: number } {
  return place.rotated
    ? { x: place.x - outer.bottom, y: place.y - outer.left }
    : { x: place.x - outer.left, y: place.y - outer.top }
}

export function grownPicture (part: Picture, { left, top, right, bottom }: Growth): Picture {
  const grown = createPicture(part.width + left + right, part.height + top + bottom)
  blitSprite(grown, { part, x: left, y: top, rotated: false }, { extrude: 0 })
  return grown
}
