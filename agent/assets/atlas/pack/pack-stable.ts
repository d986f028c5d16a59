import { isDeepStrictEqual } from 'node:util'
import { paired } from '../../../paired.js'
import { joinParts, partOf } from './bare-pages.js'
import { packingEfficiency } from './packing-efficiency.js'
import { keepPlaces } from './keep-places.js'
import type { LockedPacking } from './keep-places.js'
import { lockSettings, toLock } from './layout-lock.js'
import type { LayoutLock, NamedItem } from './layout-lock.js'
import type { LockedSprite } from './slot-map.js'
import { checkItemsFit, packItems } from './pack-items.js'
import type { Packing, PackSettings, Placement } from './packing.js'

export interface StableSettings extends PackSettings {
  minEfficiency: number
}

/** What one kind of pages came to. */
export interface StablePart extends LockedPacking {
  repacked: boolean
  efficiency: number
  /** What packing anew would reach; known where little is missing to `minEfficiency`. */
  possible?: number
}

/** `moved`: names that the lock held and that lie elsewhere now. */
export interface StablePacking extends Omit<StablePart, 'origins'> {
  moved: string[]
}

/** So near to `minEfficiency` it is worth a warning that everything may move soon. */
const nearMinimum = 0.05

/**
 * Packs so that as little as possible moves since the lock was written: a sprite that fits its slot stays,
 * others take free space on the pages there are, then new pages. Everything is packed anew without a lock,
 * after a change of settings, or when less than `minEfficiency` of the pages is used and packing anew does
 * better. Packing the same sprites with the lock returned changes nothing.
 */
export function packStable (
  items: readonly NamedItem[],
  lock: LayoutLock | undefined,
  settings: StableSettings,
  signal?: AbortSignal
): StablePacking {
  const byName = [...items.entries()].sort(([, a], [, b]) => a.name < b.name ? -1 : 1)
  const sorted = byName.map(([, item]) => item)
  const hasBare = sorted.some(item => item.isBare) || lock?.pages.some(page => page.bare) === true
  if (!hasBare) checkItemsFit(items, settings)
  const packed = hasBare
    ? packWithBarePages(sorted, lock, settings, signal)
    : packPart(sorted, lock, settings, signal)
  const placements = new Array<Placement>(items.length)
  for (const [[index], placement] of paired(byName, packed.packing.placements)) placements[index] = placement
  const { origins: _, ...result } = packed
  return {
    ...result,
    packing: { pages: packed.packing.pages, placements },
    moved: movedSince(lock, packed.lock)
  }
}

/** Pages without a border are packed on their own: what is as large as a page moves nothing else. */
function packWithBarePages (
  items: readonly NamedItem[],
  lock: LayoutLock | undefined,
  settings: StableSettings,
  signal: AbortSignal | undefined
): StablePart {
  const parts = [false, true].map(isBare => ({
    isBare,
    ...packPart(
      items.filter(item => (item.isBare ?? false) === isBare),
      lock && partOf(lock, isBare),
      isBare ? { ...settings, border: 0 } : settings,
      signal
    )
  }))
  const worst = parts.toSorted((a, b) => a.efficiency - b.efficiency)[0]
  return {
    ...joinParts(items, parts, lock, settings),
    repacked: parts.some(part => part.repacked),
    efficiency: worst?.efficiency ?? 1,
    ...worst?.possible !== undefined && { possible: worst.possible }
  }
}

function packPart (
  items: readonly NamedItem[],
  lock: LayoutLock | undefined,
  settings: StableSettings,
  signal: AbortSignal | undefined
): StablePart {
  checkItemsFit(items, settings)
  const isUsable = lock !== undefined && isDeepStrictEqual(lock.settings, lockSettings(settings))
  const kept = isUsable ? keepPlaces(items, lock, settings, signal) : undefined
  const efficiencyOf = (packing: Packing): number =>
    items.length === 0 ? 1 : packingEfficiency(items, settings, packing)
  const efficiency = kept === undefined ? 0 : efficiencyOf(kept.packing)
  if (kept !== undefined && efficiency >= settings.minEfficiency + nearMinimum) {
    return { ...kept, repacked: false, efficiency }
  }
  const packing = packItems(items, settings, signal)
  const possible = efficiencyOf(packing)
  if (kept !== undefined && (efficiency >= settings.minEfficiency || possible <= efficiency)) {
    return { ...kept, repacked: false, efficiency, possible }
  }
  return {
    packing,
    lock: toLock(paired(items, packing.placements), packing.pages, settings),
    origins: packing.pages.map((_, number) => number < (lock?.pages.length ?? 0) ? number : undefined),
    repacked: true,
    efficiency: possible
  }
}

/** Names that both locks hold, in different places. */
export function movedSince (before: LayoutLock | undefined, after: LayoutLock): string[] {
  const known = new Map(before?.sprites.map(sprite => [sprite.name, sprite]))
  const isElsewhere = (sprite: LockedSprite, was: LockedSprite): boolean =>
    was.page !== sprite.page || was.x !== sprite.x || was.y !== sprite.y || was.rotated !== sprite.rotated
  return after.sprites.flatMap(sprite => {
    const was = known.get(sprite.name)
    return was !== undefined && isElsewhere(sprite, was) ? [sprite.name] : []
  })
}
