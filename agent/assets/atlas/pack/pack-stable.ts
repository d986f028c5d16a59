import { isDeepStrictEqual } from 'node:util'
import { packingEfficiency } from './check-packing.js'
import { FreeSpace } from './free-space.js'
import type { FreePlace } from './free-space.js'
import { keptSlots, lockSettings, toLock } from './layout-lock.js'
import type { LayoutLock, LockedSprite, NamedItem } from './layout-lock.js'
import { checkItemsFit, packItems } from './pack-items.js'
import type { Packing, PackSettings, Placement } from './packing.js'
import { longestPageSide, pageToRoom, roomToPage } from './page-size.js'

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
  const order = Array.from(items.keys()).sort((a, b) => items[a]!.name < items[b]!.name ? -1 : 1)
  const sorted = order.map(i => items[i]!)
  const usable = lock?.version === 1 && isDeepStrictEqual(lock.settings, lockSettings(settings))
    ? lock
    : undefined

  const kept = usable && keepPlaces(sorted, usable, settings, signal)
  if (kept !== undefined && efficiencyOf(kept.packing) >= settings.minEfficiency) return result(kept, false)
  const packing = packItems(sorted, settings, signal)
  if (kept !== undefined && efficiencyOf(packing) <= efficiencyOf(kept.packing)) return result(kept, false)
  return result({ packing, lock: toLock(sorted, packing.placements, packing.pages, settings) }, true)

  function efficiencyOf (packing: Packing): number {
    return items.length === 0 ? 1 : packingEfficiency(sorted, settings, packing)
  }

  function result (packed: { packing: Packing, lock: LayoutLock }, repacked: boolean): StablePacking {
    const before = new Map(lock?.sprites.map(sprite => [sprite.name, sprite]))
    const moved = packed
      .lock
      .sprites
      .filter(sprite => {
        const was = before.get(sprite.name)
        return was !== undefined &&
          (was.page !== sprite.page || was.x !== sprite.x || was.y !== sprite.y ||
            was.rotated !== sprite.rotated)
      })
      .map(sprite => sprite.name)
    const placements = new Array<Placement>(items.length)
    order.forEach((original, i) => {
      placements[original] = packed.packing.placements[i]!
    })
    return { packing: { pages: packed.packing.pages, placements }, lock: packed.lock, repacked, moved }
  }
}

/**
 * A page while it is added to: how far its slots reach, and its free space once something looks for a place.
 */
interface OpenPage {
  width: number
  height: number
  slots: LockedSprite[]
  free?: FreeSpace
}

function keepPlaces (
  items: readonly NamedItem[],
  lock: LayoutLock,
  settings: PackSettings,
  signal?: AbortSignal
): { packing: Packing, lock: LayoutLock } {
  const slots = keptSlots(items, lock, settings)
  const placements = new Array<Placement>(items.length)
  const around = 2 * settings.extrude + settings.padding
  const inset = settings.border + settings.extrude
  const side = pageToRoom(longestPageSide(settings), settings)
  const pages: OpenPage[] = lock.pages.map(() => ({ width: 0, height: 0, slots: [] }))
  items.forEach(({ name }, i) => {
    const slot = slots.get(name)
    if (slot === undefined) return
    placements[i] = { page: slot.page, x: slot.x, y: slot.y, rotated: slot.rotated }
    const page = pages[slot.page]!
    page.slots.push(slot)
    reach(page, slot.x - inset + slot.width + around, slot.y - inset + slot.height + around)
  })

  const waiting = Array.from(items.keys()).filter(i => placements[i] === undefined).sort((a, b) =>
    bySize(items[a]!, items[b]!)
  )
  const shortest = (of: 'width' | 'height') =>
    around +
    waiting.reduce((min, i) =>
      Math
        .min(
          min,
          items[i]![of],
          items[i]!.rotatable
            ? Math.min(
              items[i]!.width,
              items[i]!.height
            )
            : Infinity
        ), Infinity)
  const minWidth = shortest('width')
  const minHeight = shortest('height')
  const oldPages = new Map(
    lock.sprites.filter(({ page }) => pages[page] !== undefined).map(({ name, page }) => [name, page])
  )
  const changing = new Set(
    lock.sprites.filter(({ name, page }) => !slots.has(name) && pages[page] !== undefined).map(({ page }) =>
      page
    )
  )
  if (waiting.length > 0) {
    signal?.throwIfAborted()
    const outside = waiting.filter(i => !placeInside(i))
    // Growing pages one sprite at a time packs worse than new pages do: it is for a few sprites only.
    const growable = pages.reduce((sum, page) => sum + side * side - page.width * page.height, 0)
    const wanted = outside.reduce(
      (sum, i) => sum + (items[i]!.width + around) * (items[i]!.height + around),
      0
    )
    const homeless = (wanted < growable / 2 ? outside.filter(i => !placeByGrowing(i)) : outside).sort((
      a,
      b
    ) => a - b)
    const added = packItems(homeless.map(i => items[i]!), settings, signal)
    homeless.forEach((i, at) => {
      placements[i] = { ...added.placements[at]!, page: pages.length + added.placements[at]!.page }
    })
    pages.push(
      ...added.pages.map(page => ({
        width: pageToRoom(page.width, settings),
        height: pageToRoom(
          page.height,
          settings
        ),
        slots: []
      }))
    )
  }

  const numbers = new Map(
    [...new Set(placements.map(placement => placement.page))].sort((a, b) => a - b).map((
      page,
      number
    ) => [page, number])
  )
  for (const placement of placements) placement.page = numbers.get(placement.page)!
  const sizes = [...numbers.keys()].map(page => ({
    width: roomToPage(pages[page]!.width, settings),
    height: roomToPage(pages[page]!.height, settings)
  }))
  return { packing: { pages: sizes, placements }, lock: toLock(items, placements, sizes, settings, slots) }

  function reach (page: OpenPage, right: number, bottom: number): void {
    page.width = Math.max(page.width, right)
    page.height = Math.max(page.height, bottom)
  }

  function findFreeSpace (page: OpenPage): FreeSpace {
    const free = new FreeSpace(side, minWidth, minHeight)
    for (const slot of page.slots.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
      free.occupy(
        slot.x - inset,
        slot.y - inset,
        slot.width + around,
        slot.height + around
      )
    }
    return free
  }

  function bestOn (page: number, item: NamedItem): FreePlace | undefined {
    const open = pages[page]!
    const area = areaOf(open.width, open.height)
    open.free ??= findFreeSpace(open)
    return open.free.best(
      item.width + around,
      item.height + around,
      item.rotatable,
      (right, bottom) => areaOf(Math.max(open.width, right), Math.max(open.height, bottom)) - area
    )
  }

  /**
   * Its old page first, then others that change anyhow, then the last ones: a page that need not change is
   * one less to download.
   */
  function placeInside (i: number): boolean {
    const item = items[i]!
    const old = oldPages.get(item.name)
    for (
      const page of new Set([
        ...old === undefined ? [] : [old],
        ...changing,
        ...Array.from(pages.keys()).reverse()
      ])
    ) {
      const place = bestOn(page, item)
      if (place?.cost !== 0) continue
      put(i, page, place)
      changing.add(page)
      return true
    }
    return false
  }

  function placeByGrowing (i: number): boolean {
    let best: { page: number, place: FreePlace } | undefined
    for (const page of pages.keys()) {
      const place = bestOn(page, items[i]!)
      if (
        place !== undefined &&
        (best === undefined || (place.cost - best.place.cost || place.tightness - best.place.tightness) < 0)
      ) best = { page, place }
    }
    if (best !== undefined) put(i, best.page, best.place)
    return best !== undefined
  }

  function put (i: number, page: number, { x, y, turned }: FreePlace): void {
    const item = items[i]!
    const width = around + (turned ? item.height : item.width)
    const height = around + (turned ? item.width : item.height)
    pages[page]!.free!.occupy(x, y, width, height)
    reach(pages[page]!, x + width, y + height)
    placements[i] = { page, x: x + inset, y: y + inset, rotated: turned }
  }

  function areaOf (width: number, height: number): number {
    return width === 0 ? 0 : roomToPage(width, settings) * roomToPage(height, settings)
  }
}

function bySize (a: NamedItem, b: NamedItem): number {
  return b.width * b.height - a.width * a.height || Math
        .max(b.width, b.height) - Math.max(a.width, a.height) ||
    (a.name < b.name ? -1 : 1)
}
