import type { Sprite } from './sprite.js'

/** A sprite and those that have the same pixels. */
export interface SharedPixels {
  sprite: Sprite
  aliases: Sprite[]
}

/** Equal pixels share one place, if they may; a nine-patch shares with its like only. */
export function shareEqualPixels (sprites: readonly Sprite[], isShared: boolean): SharedPixels[] {
  const shared: SharedPixels[] = []
  const places = new Map<string, SharedPixels>()
  for (const sprite of sprites) {
    const key = `${sprite.isNinePatch ? '9' : ''}${sprite.digest}`
    const place = isShared ? places.get(key) : undefined
    if (place === undefined) {
      const first = { sprite, aliases: [] }
      places.set(key, first)
      shared.push(first)
    } else place.aliases.push(sprite)
  }
  return shared
}
