import type { PackItem, PackSettings, Placement } from './packing.js'
import { longestPageSide } from './page-size.js'

export type NamedItem = PackItem & { name: string }
/**
 * A sprite's slot: where its own pixels may lie on the page. `width` and `height` are the slot's as it lies
 * there, turned or not.
 */
export interface LockedSprite {
  name: string
  page: number
  x: number
  y: number
  width: number
  height: number
  rotated: boolean
}
/** What a slot depends on; a change of these makes every place worthless. */
export type LockSettings = Pick<PackSettings, 'maxSize' | 'padding' | 'border' | 'extrude' | 'sizeConstraint'>
export interface LayoutLock {
  version: 1
  settings: LockSettings
  pages: Array<{ width: number, height: number }>
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
function turnInSlot (item: PackItem, slot: LockedSprite): boolean | undefined {
  const mayLie = (rotated: boolean) =>
    (item.rotatable || !rotated) &&
    (rotated ? item.height : item.width) <= slot.width && (rotated ? item.width : item.height) <= slot.height
  return mayLie(slot.rotated) ? slot.rotated : mayLie(!slot.rotated) ? !slot.rotated : undefined
}

const cellSize = 128

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
  const longest = longestPageSide(settings)
  const { border, extrude, padding } = settings
  const inset = border + extrude
  const apart = padding + 2 * extrude
  const cells = new Map<number, LockedSprite[]>()
  const columns = Math.ceil(longest / cellSize) + 1
  const kept = new Map<string, LockedSprite>()
  for (const item of items.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
    const slot = slots.get(item.name)
    if (slot === undefined || !isPossible(slot)) continue
    const rotated = turnInSlot(item, slot)
    if (rotated === undefined) continue
    const keys = cellsOf(slot)
    if (keys.some(key => cells.get(key)?.some(other => isTooClose(slot, other)))) continue
    for (const key of keys) {
      const inCell = cells.get(key)
      if (inCell === undefined) cells.set(key, [slot])
      else inCell.push(slot)
    }
    kept.set(item.name, rotated === slot.rotated ? slot : { ...slot, rotated })
  }
  return kept

  function isPossible ({ page, x, y, width, height }: LockedSprite): boolean {
    return [page, x, y, width, height].every(Number.isSafeInteger) && page >= 0 && page < lock.pages.length &&
      width > 0 && height > 0 &&
      x >= inset && y >= inset && x + width + inset <= longest && y + height + inset <= longest
  }

  function isTooClose (a: LockedSprite, b: LockedSprite): boolean {
    return a.x < b.x + b.width + apart && b.x < a.x + a.width + apart && a.y < b.y + b.height + apart &&
      b.y < a.y + a.height + apart
  }

  function cellsOf ({ page, x, y, width, height }: LockedSprite): number[] {
    const keys: number[] = []
    for (let row = Math.floor(y / cellSize); row * cellSize < y + height + apart; row++) {
      for (let column = Math.floor(x / cellSize); column * cellSize < x + width + apart; column++) {
        keys.push((page * columns + row) * columns + column)
      }
    }
    return keys
  }
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
