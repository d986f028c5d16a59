import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { growthOf, unionOf } from './growth.js'
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
  const places = new Map<string, SharedPixels[]>()
  for (const sprite of sprites) {
    const { turns, extrude: own = options.extrude } = sprite.settings
    const edge = own > 0 ? `${own},${Object.values(growthOf(sprite)).join()}` : ''
    const key = `${turns ? '' : 'fixed'} ${edge} ${sprite.digest}`
    const equal = places.get(key) ?? []
    const limit = longestSprite(sprite, options)
    const place = options.alias ? equal.find(each => fitsWith(sprite, each, limit)) : undefined
    if (place === undefined) {
      const first = { sprite, aliases: [] }
      places.set(key, [...equal, first])
      shared.push(first)
    } else place.aliases.push(sprite)
  }
  return shared
}

/** The longest side that a sprite's frame may have on a page. */
function longestSprite (
  { settings }: Sprite,
  options: Pick<AtlasOptions, 'extrude' | 'border' | 'maxSize' | 'sizeConstraint'>
): number {
  return longestPageSide(options) - 2 * options.border - 2 * (settings.extrude ?? options.extrude)
}

function fitsWith (sprite: Sprite, { sprite: first, aliases }: SharedPixels, limit: number): boolean {
  const { left, top, right, bottom } = unionOf([first, ...aliases, sprite].map(growthOf))
  return sprite.box.width + left + right <= limit && sprite.box.height + top + bottom <= limit
}
