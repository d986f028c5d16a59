import { isDeepStrictEqual } from 'node:util'
import { paired } from '../../../paired.js'
import { packingEfficiency } from './packing-efficiency.js'
import { keepPlaces } from './keep-places.js'
import type { LockedPacking } from './keep-places.js'
import { lockSettings, toLock } from './layout-lock.js'
import type { LayoutLock, LockedSprite, NamedItem } from './layout-lock.js'
import { checkItemsFit, packItems } from './pack-items.js'
import type { Packing, PackSettings, Placement } from './packing.js'

export interface StableSettings extends PackSettings {
  minEfficiency: number
}
/** `moved`: names that the lock held and that lie elsewhere now. */
export interface StablePacking {
  packing: Packing
  lock: LayoutLock
  repacked: boolean
  moved: string[]
}

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
  checkItemsFit(items, settings)
  const byName = [...items.entries()].sort(([, a], [, b]) => a.name < b.name ? -1 : 1)
  const sorted = byName.map(([, item]) => item)
  const { packed, repacked } = packSorted(sorted, lock, settings, signal)
  const placements = new Array<Placement>(items.length)
  for (const [[index], placement] of paired(byName, packed.packing.placements)) placements[index] = placement
  return {
    packing: { pages: packed.packing.pages, placements },
    lock: packed.lock,
    repacked,
    moved: movedSince(lock, packed.lock)
  }
}

function packSorted (
  items: readonly NamedItem[],
  lock: LayoutLock | undefined,
  settings: StableSettings,
  signal: AbortSignal | undefined
): { packed: LockedPacking, repacked: boolean } {
  const isUsable = lock?.version === 1 && isDeepStrictEqual(lock.settings, lockSettings(settings))
  const kept = isUsable ? keepPlaces(items, lock, settings, signal) : undefined
  const efficiencyOf = (packing: Packing): number =>
    items.length === 0 ? 1 : packingEfficiency(items, settings, packing)
  const keptEfficiency = kept === undefined ? 0 : efficiencyOf(kept.packing)
  if (kept !== undefined && keptEfficiency >= settings.minEfficiency) return { packed: kept, repacked: false }
  const packing = packItems(items, settings, signal)
  if (kept !== undefined && efficiencyOf(packing) <= keptEfficiency) return { packed: kept, repacked: false }
  const anew = { packing, lock: toLock(paired(items, packing.placements), packing.pages, settings) }
  return { packed: anew, repacked: true }
}

function movedSince (before: LayoutLock | undefined, after: LayoutLock): string[] {
  const known = new Map(before?.sprites.map(sprite => [sprite.name, sprite]))
  const isElsewhere = (sprite: LockedSprite, was: LockedSprite): boolean =>
    was.page !== sprite.page || was.x !== sprite.x || was.y !== sprite.y || was.rotated !== sprite.rotated
  return after.sprites.flatMap(sprite => {
    const was = known.get(sprite.name)
    return was !== undefined && isElsewhere(sprite, was) ? [sprite.name] : []
  })
}
