import type { LockedPacking } from './keep-places.js'
import { lockSettings } from './layout-lock.js'
import type { LayoutLock, NamedItem } from './layout-lock.js'
import type { PackSettings, Placement } from './packing.js'

/**
 * The pages with a border or those without one, and their sprites. What a lock says of places that are on no
 * page is lost, as it would be in the whole lock.
 */
export function partOf (lock: LayoutLock, isBare: boolean): LayoutLock {
  const numbers = pageNumbers(lock, isBare)
  const renumbered = new Map(numbers.map((number, index) => [number, index]))
  return {
    ...lock,
    settings: isBare ? { ...lock.settings, border: 0 } : lock.settings,
    pages: lock.pages.filter(page => (page.bare ?? false) === isBare),
    sprites: lock.sprites.flatMap(sprite => {
      const page = renumbered.get(sprite.page)
      return page === undefined ? [] : [{ ...sprite, page }]
    })
  }
}

/** Both kinds of pages in one packing: those that were there in their old order, then new ones. */
export function joinParts (
  items: readonly NamedItem[],
  parts: ReadonlyArray<LockedPacking & { isBare: boolean }>,
  before: LayoutLock | undefined,
  settings: PackSettings
): LockedPacking {
  const pages = parts
    .flatMap(({ isBare, packing, lock, origins }) => {
      const numbers = before === undefined ? [] : pageNumbers(before, isBare)
      return packing.pages.map(({ width, height }, number) => {
        const origin = origins[number]
        return {
          isBare,
          number,
          width,
          height,
          lock,
          origin: origin === undefined ? undefined : numbers[origin]
        }
      })
    })
    .sort((a, b) => (a.origin ?? Infinity) - (b.origin ?? Infinity) || 0)
  const numberOf = (isBare: boolean, number: number): number =>
    pages.findIndex(page => page.isBare === isBare && page.number === number)
  const places = new Map<NamedItem, Placement>()
  for (const { isBare, packing: { placements } } of parts) {
    const own = items.filter(item => (item.isBare ?? false) === isBare)
    for (const [index, placement] of placements.entries()) {
      const item = own[index]
      if (item !== undefined) places.set(item, { ...placement, page: numberOf(isBare, placement.page) })
    }
  }
  const sprites = parts.flatMap(({ isBare, lock }) =>
    lock.sprites.map(sprite => ({ ...sprite, page: numberOf(isBare, sprite.page) }))
  )
  return {
    packing: {
      pages: pages.map(({ width, height }) => ({ width, height })),
      placements: items.flatMap(item => places.get(item) ?? [])
    },
    lock: {
      version: 1,
      settings: lockSettings(settings),
      pages: pages.map(({ width, height, isBare }) => ({ width, height, ...isBare && { bare: true } })),
      sprites: sprites.sort((a, b) => a.name < b.name ? -1 : 1)
    },
    origins: pages.map(({ origin }) => origin)
  }
}

function pageNumbers ({ pages }: LayoutLock, isBare: boolean): number[] {
  return pages.flatMap((page, number) => (page.bare ?? false) === isBare ? [number] : [])
}
