import { isDeepStrictEqual } from 'node:util'
import { turnInSlot } from './layout-lock.js'
import type { LayoutLock, LockSettings, NamedItem } from './layout-lock.js'
import type { LockedSprite } from './slot-map.js'
import { movedSince, packStable } from './pack-stable.js'
import { SlotMap } from './slot-map.js'

/**
 * One lock of two that were changed beside each other, for the sprites of both: each side once as the one
 * that stays, and of the results the one that moves least since their common ancestor, which is what players
 * have. Undefined when the sides have different packing settings, and both changed them.
 */
export function mergeLocks (
  base: LayoutLock | undefined,
  ours: LayoutLock,
  theirs: LayoutLock
): LayoutLock | undefined {
  const settings = mergedSettings(base, ours, theirs)
  if (settings === undefined) return undefined
  const items = mergedItems(base, ours, theirs)
  const usable = [ours, theirs].filter(lock => isDeepStrictEqual(lock.settings, settings))
  const packing = { ...settings, effort: 'fast', minEfficiency: 0 } as const
  const results = usable.flatMap(lock => {
    const other = usable.find(each => each !== lock)
    // What the other side adds lies where it has it, or where there is room: what grew first on its own page.
    return [...other === undefined ? [] : [withPlacesOf(other, lock, items)], lock]
      .map(places => packStable(items, places, packing).lock)
  })
  const cost = (lock: LayoutLock): [number, number] => [
    movedSince(base, lock).length,
    movedSince(ours, lock).length + movedSince(theirs, lock).length
  ]
  const [best] = results
    .map(lock => ({ lock, cost: cost(lock) }))
    .sort((a, b) => a.cost[0] - b.cost[0] || a.cost[1] - b.cost[1])
  return best?.lock
}

/** Three values of which one side has changed its own, or both alike. */
function merged<T> (base: T | undefined, ours: T, theirs: T): T | undefined {
  if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(theirs, base)) return ours
  return isDeepStrictEqual(ours, base) ? theirs : undefined
}

function mergedSettings (
  base: LayoutLock | undefined,
  ours: LayoutLock,
  theirs: LayoutLock
): LockSettings | undefined {
  return merged(base?.settings, ours.settings, theirs.settings)
}

/** What a slot says of its sprite. Only one that was turned is known to be free to. */
function itemIn (lock: LayoutLock, { name, width, height, rotated, page }: LockedSprite): NamedItem {
  const [itsWidth, itsHeight] = rotated ? [height, width] : [width, height]
  return {
    name,
    width: itsWidth,
    height: itsHeight,
    rotatable: rotated,
    ...lock.pages[page]?.bare === true && { isBare: true }
  }
}

/** The sprites of the merged art; one that both have changed gets the room of either. */
function mergedItems (
  base: LayoutLock | undefined,
  ours: LayoutLock,
  theirs: LayoutLock
): NamedItem[] {
  const [before, mine, yours] = [base, ours, theirs].map(lock =>
    new Map(lock?.sprites.map(slot => [slot.name, itemIn(lock, slot)]))
  )
  const names = new Set([...mine?.keys() ?? [], ...yours?.keys() ?? []])
  return [...names].flatMap(name => {
    const [was, our, their] = [before?.get(name), mine?.get(name), yours?.get(name)]
    if (our === undefined || their === undefined) {
      // Gone on one side: gone, unless the other one has made it anew or changed it.
      const left = our ?? their
      return left === undefined || (was !== undefined && isSameSize(was, left)) ? [] : [left]
    }
    const changed = was !== undefined && isSameSize(was, our)
      ? their
      : was !== undefined && isSameSize(was, their)
      ? our
      : { ...our, width: Math.max(our.width, their.width), height: Math.max(our.height, their.height) }
    return [{ ...changed, rotatable: our.rotatable || their.rotatable }]
  })
}

function isSameSize (a: NamedItem, b: NamedItem): boolean {
  return a.width === b.width && a.height === b.height && a.isBare === b.isBare
}

/** One lock with what the other adds, where the other has it if nothing lies there. */
function withPlacesOf (other: LayoutLock, lock: LayoutLock, items: readonly NamedItem[]): LayoutLock {
  const pages = [...lock.pages]
  const slots = new Map(lock.sprites.map(slot => [slot.name, slot]))
  const byName = new Map(items.map(item => [item.name, item]))
  const kept = lock.sprites.filter(slot => fits(byName.get(slot.name), slot))
  const taken = new Map(
    [false, true].map(isBare =>
      [isBare, new SlotMap(isBare ? { ...lock.settings, border: 0 } : lock.settings, Infinity)] as const
    )
  )
  const add = (slot: LockedSprite): boolean =>
    taken.get(pages[slot.page]?.bare ?? false)?.tryAdd(slot) === true
  const sprites = kept.filter(add)
  const isKept = new Set(sprites.map(({ name }) => name))
  const numbers = pagesOf(lock, other, slots)
  for (const slot of other.sprites) {
    const number = numbers.get(slot.page)
    const page = other.pages[slot.page]
    if (number === undefined || page === undefined || isKept.has(slot.name)) continue
    if (!fits(byName.get(slot.name), slot)) continue
    pages[number] ??= page
    const moved = { ...slot, page: number }
    if (add(moved)) sprites.push(moved)
  }
  return { ...lock, pages: Array.from(pages, page => page ?? { width: 1, height: 1 }), sprites }
}

function fits (item: NamedItem | undefined, slot: LockedSprite): boolean {
  return item !== undefined && turnInSlot(item, slot) !== undefined
}

/** For each page of the other lock the one that it is here, by the sprites that lie alike; else a new one. */
function pagesOf (
  lock: LayoutLock,
  other: LayoutLock,
  slots: ReadonlyMap<string, LockedSprite>
): Map<number, number> {
  const alike = new Map<string, { from: number, to: number, count: number }>()
  for (const slot of other.sprites) {
    const here = slots.get(slot.name)
    if (here === undefined || here.x !== slot.x || here.y !== slot.y) continue
    if (lock.pages[here.page]?.bare !== other.pages[slot.page]?.bare) continue
    const key = `${slot.page} ${here.page}`
    const pair = alike.get(key) ?? { from: slot.page, to: here.page, count: 0 }
    pair.count++
    alike.set(key, pair)
  }
  const numbers = new Map<number, number>()
  const used = new Set<number>()
  for (const { from, to } of [...alike.values()].sort((a, b) => b.count - a.count)) {
    if (numbers.has(from) || used.has(to)) continue
    numbers.set(from, to)
    used.add(to)
  }
  let next = lock.pages.length
  for (const number of other.pages.keys()) if (!numbers.has(number)) numbers.set(number, next++)
  return numbers
}
