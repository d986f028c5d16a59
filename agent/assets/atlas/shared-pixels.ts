import { growthOf } from './growth.js'
import type { Sprite } from './sprite.js'

/** A sprite and those that have the same pixels. */
export interface SharedPixels {
  sprite: Sprite
  aliases: Sprite[]
}

/**
 * Equal pixels share one place, if they may; what must not be turned shares with its like only. What is
 * extruded is the frame's edge, so then only frames that reach equally far beyond their pixels share.
 */
export function shareEqualPixels (
  sprites: readonly Sprite[],
  { alias, extrude }: { alias: boolean, extrude: number }
): SharedPixels[] {
  const shared: SharedPixels[] = []
  const places = new Map<string, SharedPixels>()
  for (const sprite of sprites) {
    const { turns, extrude: own = extrude } = sprite.settings
    const edge = own > 0 ? `${own},${Object.values(growthOf(sprite)).join()}` : ''
    const key = `${turns ? '' : 'fixed'} ${edge} ${sprite.digest}`
    const place = alias ? places.get(key) : undefined
    if (place === undefined) {
      const first = { sprite, aliases: [] }
      places.set(key, first)
      shared.push(first)
    } else place.aliases.push(sprite)
  }
  return shared
}
