import type { Placed } from './fill-page.js'
import type { SizeClasses, Sizes } from './size-classes.js'

/** Which items lie where on one page, in room coordinates (see page-size.ts), and how far they reach. */
export interface PageLayout {
  item: Int32Array
  x: Int32Array
  y: Int32Array
  rotated: Uint8Array
  width: number
  height: number
  usedArea: number
}

/**
 * Hands out a class's items one by one; one that lies unrotated comes first, since turning gains nothing
 * there.
 */
export class MemberQueue {
  private readonly classes: SizeClasses
  private readonly upright: Int32Array
  private readonly turned: Int32Array

  constructor (classes: SizeClasses) {
    this.classes = classes
    this.upright = classes.memberFrom.slice(0, -1)
    this.turned = classes.uprightCount.map((count, i) => count + classes.memberFrom[i]!)
  }

  take (entry: number): { item: number, rotated: boolean } {
    const { members, memberFrom, uprightCount, entryClass, firstEntry } = this.classes
    const itsClass = entryClass[entry]!
    const isFirst = entry === firstEntry[itsClass]
    const hasUpright = this.upright[itsClass]! < memberFrom[itsClass]! + uprightCount[itsClass]!
    const hasTurned = this.turned[itsClass]! < memberFrom[itsClass + 1]!
    const useUpright = isFirst ? hasUpright : !hasTurned
    const queue = useUpright ? this.upright : this.turned
    return { item: members[queue[itsClass]!++]!, rotated: useUpright !== isFirst }
  }
}

export function toLayout (
  placed: Placed,
  classes: SizeClasses,
  queue: MemberQueue,
  sizes: Sizes
): PageLayout {
  const count = placed.count
  const layout: PageLayout = {
    item: new Int32Array(count),
    x: placed.x.slice(0, count),
    y: placed.y.slice(0, count),
    rotated: new Uint8Array(count),
    width: 0,
    height: 0,
    usedArea: 0
  }
  for (let i = 0; i < count; i++) {
    const entry = placed.entry[i]!
    const { item, rotated } = queue.take(entry)
    // Two equal sides are one entry, which a queue of turned items may serve: nothing turns there.
    layout.rotated[i] = rotated && sizes.width[item] !== sizes.height[item] ? 1 : 0
    layout.item[i] = item
    const width = classes.entryWidth[entry]!
    const height = classes.entryHeight[entry]!
    layout.width = Math.max(layout.width, layout.x[i]! + width)
    layout.height = Math.max(layout.height, layout.y[i]! + height)
    layout.usedArea += width * height
  }
  return layout
}

/**
 * Mirrors a page at its diagonal when that leaves fewer items rotated; impossible with an item that must not
 * turn.
 */
export function withFewestRotated (layout: PageLayout, sizes: Sizes): PageLayout {
  let rotated = 0
  let unrotated = 0
  for (let i = 0; i < layout.item.length; i++) {
    const item = layout.item[i]!
    if (sizes.width[item] === sizes.height[item]) continue
    if (sizes.rotatable[item] === 0) return layout
    if (layout.rotated[i] === 1) rotated++
    else unrotated++
  }
  if (rotated <= unrotated) return layout
  const mirrored = layout.rotated.map((is, i) =>
    sizes.width[layout.item[i]!] === sizes.height[layout.item[i]!] ? 0 : 1 - is
  )
  return {
    ...layout,
    x: layout.y,
    y: layout.x,
    rotated: mirrored,
    width: layout.height,
    height: layout.width
  }
}
