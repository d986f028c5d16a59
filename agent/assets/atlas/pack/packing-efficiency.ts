import type { PackItem, Packing, PackSettings } from './packing.js'

/**
 * The share of the pages' area that holds sprites, each counted with its padding; slightly above 1 is
 * possible, since a page's edge needs none.
 */
export function packingEfficiency (
  items: readonly PackItem[],
  settings: PackSettings,
  packing: Packing
): number {
  const around = 2 * settings.extrude + settings.padding
  const used = items.reduce((sum, item) => sum + (item.width + around) * (item.height + around), 0)
  return used / packing.pages.reduce((sum, page) => sum + page.width * page.height, 0)
}
