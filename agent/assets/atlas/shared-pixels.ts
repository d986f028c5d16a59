import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { growthOf, unionOf } from './growth.js'
import type { Growth } from './growth.js'
import { longestPageSide } from './pack/page-size.js'
import type { Sprite } from './sprite.js'

/** A sprite and those that have the same pixels. */
export interface SharedPixels {
  sprite: Sprite
  aliases: Sprite[]
}

/**
 * Equal pixels share one place, if they may; what must not be turned shares with its like only. What is
 * extruded is the frame's edge, so then only frames that reach equally far beyond their pixels share. Frames
 * that reach beyond pixels as large as a page, each on another side, lie on pages of their own.
 */
export function shareEqualPixels (
  sprites: readonly Sprite[],
  options: Pick<AtlasOptions, 'alias' | 'extrude' | 'border' | 'maxSize' | 'sizeConstraint'>
): SharedPixels[] {
  const shared: SharedPixels[] = []
  const places = new Map<string, Array<{ pixels: SharedPixels, growth: Growth }>>()
  const longest = longestPageSide(options) - 2 * options.border
  for (const sprite of sprites) {
    const { turns, extrude: own = options.extrude } = sprite.settings
    const growth = growthOf(sprite)
    const edge = own > 0 ? `${own},${Object.values(growth).join()}` : ''
    const key = `${turns ? '' : 'fixed'} ${edge} ${sprite.digest}`
    const equal = options.alias ? places.get(key) : undefined
    // The longest side that the sprite's frame may have on a page.
    const limit = longest - 2 * own
    const place = equal?.find(each => fits(sprite, unionOf([each.growth, growth]), limit))
    if (place === undefined) {
      const pixels = { sprite, aliases: [] }
      if (equal === undefined) places.set(key, [{ pixels, growth }])
      else equal.push({ pixels, growth })
      shared.push(pixels)
    } else {
      place.pixels.aliases.push(sprite)
      place.growth = unionOf([place.growth, growth])
    }
  }
  return shared
}

function fits ({ box }: Sprite, { left, top, right, bottom }: Growth, limit: number): boolean {
  return box.width + left + right <= limit && box.height + top + bottom <= limit
}
