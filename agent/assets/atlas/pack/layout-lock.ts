import type { PackItem, PackSettings, Placement } from './packing.js'
import { SlotMap } from './slot-map.js'
import type { LockedSprite } from './slot-map.js'

export type NamedItem = PackItem & {
  name: string
  /** Too large for a page with a border: it lies on a page that has none. */
  isBare?: boolean
}
/** What a slot depends on; a change of these makes every place worthless. */
export type LockSettings = Pick<PackSettings, 'maxSize' | 'padding' | 'border' | 'extrude' | 'sizeConstraint'>
export interface LayoutLock {
  version: 1
  settings: LockSettings
  /** `bare`: a page without a border, for sprites that are as large as a page. */
  pages: Array<{ width: number, height: number, bare?: true }>
  sprites: LockedSprite[]
}

export function lockSettings (
  { maxSize, padding, border, extrude, sizeConstraint }: PackSettings
): LockSettings {
  return { maxSize, padding, border, extrude, sizeConstraint }
}

/**
 * How an item lies in its old slot, as it did before where possible; undefined when it fits in neither way.
 */
export function turnInSlot (item: PackItem, slot: LockedSprite): boolean | undefined {
  const mayLie = (rotated: boolean) =>
    (item.rotatable || !rotated) &&
    (rotated ? item.height : item.width) <= slot.width && (rotated ? item.width : item.height) <= slot.height
  return mayLie(slot.rotated) ? slot.rotated : mayLie(!slot.rotated) ? !slot.rotated : undefined
}

/**
 * The slots that today's items keep, by name. Two people's locks merged line by line may put two sprites in
 * one place: the one whose name sorts first keeps it. So does a lock that was edited by hand lose what is not
 * possible, and nothing else.
 */
export function keptSlots (
  items: readonly NamedItem[],
  lock: LayoutLock,
  settings: PackSettings
): Map<string, LockedSprite> {
  const slots = new Map(lock.sprites.map(slot => [slot.name, slot]))
  const taken = new SlotMap(settings, lock.pages.length)
  const kept = new Map<string, LockedSprite>()
  for (const item of items.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
    const slot = slots.get(item.name)
    const rotated = slot && turnInSlot(item, slot)
    if (slot === undefined || rotated === undefined || !taken.tryAdd(slot)) continue
    kept.set(item.name, rotated === slot.rotated ? slot : { ...slot, rotated })
  }
  return kept
}

export function toLock (
  placed: ReadonlyArray<readonly [NamedItem, Placement]>,
  pages: LayoutLock['pages'],
  settings: PackSettings,
  slots: ReadonlyMap<string, LockedSprite> = new Map()
): LayoutLock {
  const sprites = placed.map(([{ name, width, height }, { page, x, y, rotated }]) => {
    const slot = slots.get(name)
    return {
      name,
      page,
      x,
      y,
      width: slot?.width ?? (rotated ? height : width),
      height: slot?.height ?? (rotated ? width : height),
      rotated
    }
  })
  return {
    version: 1,
    settings: lockSettings(settings),
    pages,
    sprites: sprites.sort((a, b) => a.name < b.name ? -1 : 1)
  }
}
