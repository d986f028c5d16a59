import type { Placed } from './fill-page.js'
import type { ClassMembers, SizeClasses, Sizes } from './size-classes.js'

/** An item on a page, in room coordinates (see page-size.ts). */
export interface LaidItem {
  item: number
  x: number
  y: number
  rotated: boolean
}

/** Which items lie where on one page, and how far they reach. */
export interface PageLayout {
  items: LaidItem[]
  width: number
  height: number
  usedArea: number
}

/**
 * Hands out a class's items one by one; one that lies unrotated comes first, since turning gains nothing
 * there.
 */
export class MemberQueue {
  readonly #classes: SizeClasses
  readonly #left: ClassMembers[]

  constructor (classes: SizeClasses) {
    this.#classes = classes
    // Taken from the end.
    this.#left = classes.members.map(({ upright, turned }) => ({
      upright: upright.toReversed(),
      turned: turned.toReversed()
    }))
  }

  /** An item of the class that lies somewhere as this entry does. */
  take ({ entry, x, y }: Placed): LaidItem {
    const itsClass = this.#classes.entryClass[entry]!
    const left = this.#left[itsClass]!
    const isFirst = entry === this.#classes.firstEntry[itsClass]
    const unrotated = (isFirst ? left.upright : left.turned).pop()
    if (unrotated !== undefined) return { item: unrotated, x, y, rotated: false }
    const item = (isFirst ? left.turned : left.upright).pop()
    if (item === undefined) throw new RangeError(`all items of class ${itsClass} are placed`)
    return { item, x, y, rotated: true }
  }
}

export function toLayout (
  placed: readonly Placed[],
  { entryWidth, entryHeight }: SizeClasses,
  queue: MemberQueue,
  sizes: Sizes
): PageLayout {
  const layout: PageLayout = { items: [], width: 0, height: 0, usedArea: 0 }
  for (const place of placed) {
    const laid = queue.take(place)
    // Two equal sides are one entry, which a queue of turned items may serve: nothing turns there.
    if (laid.rotated && isSquare(laid.item, sizes)) laid.rotated = false
    layout.items.push(laid)
    const width = entryWidth[place.entry]!
    const height = entryHeight[place.entry]!
    layout.width = Math.max(layout.width, laid.x + width)
    layout.height = Math.max(layout.height, laid.y + height)
    layout.usedArea += width * height
  }
  return layout
}

/**
 * Mirrors a page at its diagonal when that leaves fewer items rotated; impossible with an item that must not
 * turn.
 */
export function withFewestRotated (layout: PageLayout, sizes: Sizes): PageLayout {
  const oblong = layout.items.filter(({ item }) => !isSquare(item, sizes))
  if (oblong.some(({ item }) => sizes.rotatable[item] === 0)) return layout
  const rotated = oblong.filter(item => item.rotated).length
  if (rotated <= oblong.length - rotated) return layout
  return {
    ...layout,
    items: layout.items.map(({ item, x, y, rotated }) => ({
      item,
      x: y,
      y: x,
      rotated: !rotated && !isSquare(item, sizes)
    })),
    width: layout.height,
    height: layout.width
  }
}

function isSquare (item: number, { width, height }: Sizes): boolean {
  return width[item] === height[item]
}
