import { paired } from '../../../paired.js'
import { keptSlots, toLock } from './layout-lock.js'
import type { LayoutLock, NamedItem } from './layout-lock.js'
import type { LockedSprite } from './slot-map.js'
import { OpenPage, PageRoom } from './open-page.js'
import { packItems } from './pack-items.js'
import type { Packing, PackSettings, Placement } from './packing.js'

export interface LockedPacking {
  packing: Packing
  lock: LayoutLock
  /** For each page the number that it had in the lock before, if it was there. */
  origins: Array<number | undefined>
}

/** Where an item lies, on a page whose number is not settled before it is known which ones are in use. */
interface Seat extends Omit<Placement, 'page'> {
  page: OpenPage
}

/** Packs items so that those that fit their slots of the lock stay there. */
export function keepPlaces (
  items: readonly NamedItem[],
  lock: LayoutLock,
  settings: PackSettings,
  signal?: AbortSignal
): LockedPacking {
  const slots = keptSlots(items, lock, settings)
  const waiting = items.filter(({ name }) => !slots.has(name)).sort(bySize)
  const keeper = new PlaceKeeper(lock, slots, new PageRoom(settings, waiting))
  for (const item of items) keeper.keep(item)
  if (waiting.length > 0) {
    signal?.throwIfAborted()
    const outside = waiting.filter(item => !keeper.placeInside(item))
    const homeless = keeper.mayGrow(outside) ? outside.filter(item => !keeper.placeByGrowing(item)) : outside
    const left = new Set(homeless)
    keeper.addPages(items.filter(item => left.has(item)), signal)
  }
  return keeper.finish(items)
}

class PlaceKeeper {
  readonly #slots: ReadonlyMap<string, LockedSprite>
  readonly #room: PageRoom
  readonly #pages: OpenPage[]
  readonly #oldNumbers: ReadonlyMap<OpenPage, number>
  readonly #seats = new Map<NamedItem, Seat>()
  /** The page of every sprite of the lock, by name. */
  readonly #oldPages = new Map<string, OpenPage>()
  /** Pages that have to be downloaded again anyhow. */
  readonly #changing = new Set<OpenPage>()

  constructor (lock: LayoutLock, slots: ReadonlyMap<string, LockedSprite>, room: PageRoom) {
    this.#slots = slots
    this.#room = room
    this.#pages = lock.pages.map(() => new OpenPage(room))
    this.#oldNumbers = new Map(this.#pages.map((page, number) => [page, number]))
    for (const { name, page: number } of lock.sprites) {
      const page = this.#pages[number]
      if (page === undefined) continue
      this.#oldPages.set(name, page)
      if (!slots.has(name)) this.#changing.add(page)
    }
  }

  /** Leaves an item in its slot, if it has one. */
  keep (item: NamedItem): void {
    const slot = this.#slots.get(item.name)
    const page = slot && this.#pages[slot.page]
    if (slot === undefined || page === undefined) return
    page.keep(slot)
    this.#seats.set(item, { page, x: slot.x, y: slot.y, rotated: slot.rotated })
  }

  /**
   * Its old page first, then others that change anyhow, then the last ones: a page that need not change is
   * one less to download.
   */
  placeInside (item: NamedItem): boolean {
    const old = this.#oldPages.get(item.name)
    const candidates = new Set([
      ...old === undefined ? [] : [old],
      ...this.#changing,
      ...this.#pages.toReversed()
    ])
    for (const page of candidates) {
      const place = page.bestFor(item)
      if (place?.cost !== 0) continue
      this.#seats.set(item, { page, ...page.put(item, place) })
      this.#changing.add(page)
      return true
    }
    return false
  }

  /** Growing pages one sprite at a time packs worse than new pages do: it is for a few sprites only. */
  mayGrow (items: readonly NamedItem[]): boolean {
    const growable = this.#pages.reduce((sum, page) => sum + page.growableArea(), 0)
    return items.reduce((sum, item) => sum + this.#room.areaOf(item), 0) < growable / 2
  }

  placeByGrowing (item: NamedItem): boolean {
    const [best] = this
      .#pages
      .flatMap(page => {
        const place = page.bestFor(item)
        return place === undefined ? [] : [{ page, place }]
      })
      .sort((a, b) => a.place.cost - b.place.cost || a.place.tightness - b.place.tightness)
    if (best === undefined) return false
    this.#seats.set(item, { page: best.page, ...best.page.put(item, best.place) })
    return true
  }

  addPages (items: readonly NamedItem[], signal: AbortSignal | undefined): void {
    const added = packItems(items, this.#room.settings, signal)
    const pages = added.pages.map(({ width, height }) => new OpenPage(this.#room, width, height))
    this.#pages.push(...pages)
    for (const [item, { page: number, ...place }] of paired(items, added.placements)) {
      const page = pages[number]
      if (page !== undefined) this.#seats.set(item, { page, ...place })
    }
  }

  /** The pages that are in use, numbered anew. */
  finish (items: readonly NamedItem[]): LockedPacking {
    const used = new Set([...this.#seats.values()].map(({ page }) => page))
    const pages = this.#pages.filter(page => used.has(page))
    const numbers = new Map(pages.map((page, number) => [page, number]))
    const placed = items.map((item): [NamedItem, Placement] => {
      const { page, ...place } = this.#seats.get(item) ?? noSeat(item)
      return [item, { page: numbers.get(page) ?? noSeat(item), ...place }]
    })
    const sizes = pages.map(({ width, height }) => ({ width, height }))
    return {
      packing: { pages: sizes, placements: placed.map(([, placement]) => placement) },
      lock: toLock(placed, sizes, this.#room.settings, this.#slots),
      origins: pages.map(page => this.#oldNumbers.get(page))
    }
  }
}

function noSeat ({ name }: NamedItem): never {
  throw new Error(`${name} has found no place`)
}

function bySize (a: NamedItem, b: NamedItem): number {
  return b.width * b.height - a.width * a.height ||
    Math.max(b.width, b.height) - Math.max(a.width, a.height) ||
    (a.name < b.name ? -1 : 1)
}
