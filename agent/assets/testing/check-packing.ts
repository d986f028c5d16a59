import { paired } from '../../paired.js'
import type { PackItem, Packing, PackSettings } from '../atlas/pack/packing.js'

/** What an item covers of its page, with its extruded edge. */
interface Box {
  index: number
  page: number
  left: number
  top: number
  right: number
  bottom: number
}

/**
 * What is wrong with a packing, sentence by sentence; none when it is right. Shares no code with the packer:
 * it compares each sprite with those that it could touch, from left to right.
 */
export function checkPacking (
  items: readonly PackItem[],
  settings: PackSettings,
  packing: Packing
): string[] {
  if (packing.placements.length !== items.length) {
    return [`${packing.placements.length} placements for ${items.length} items`]
  }
  const boxes = boxesOf(items, settings, packing)
  return [
    ...packing.pages.flatMap((size, page) => shapeFaults(page, size, settings)),
    ...packing.pages.flatMap(({ width, height }, page) =>
      [width, height].flatMap(side => sideFaults(page, side, settings))
    ),
    ...turnFaults(items, packing),
    ...boxes.flatMap(box => boundFaults(box, settings, packing)),
    ...packing.pages.flatMap((_, page) =>
      boxes.some(box => box.page === page) ? [] : [`page ${page} is empty`]
    ),
    ...distanceFaults(boxes, settings)
  ]
}

function shapeFaults (
  page: number,
  { width, height }: Packing['pages'][number],
  { pageShape, maxSize, sizeConstraint }: PackSettings
): string[] {
  if (pageShape === undefined) return []
  if (width !== height) return [`page ${page} is ${width}×${height}, no square`]
  const unit = sizeConstraint === 'pot' ? width : sizeConstraint === 'word-aligned' ? 4 : 1
  return pageShape === 'fixed' && width + unit <= maxSize ? [`page ${page} has a side of ${width}`] : []
}

function sideFaults (page: number, side: number, { maxSize, sizeConstraint }: PackSettings): string[] {
  const faults: string[] = []
  if (!Number.isInteger(side) || side < 1 || side > maxSize) faults.push(`page ${page} has a side of ${side}`)
  if (sizeConstraint === 'pot' && !Number.isInteger(Math.log2(side))) {
    faults.push(`page ${page}: ${side} is no power of two`)
  }
  if (sizeConstraint === 'word-aligned' && side % 4 !== 0) {
    faults.push(`page ${page}: ${side} is no multiple of 4`)
  }
  return faults
}

function turnFaults (items: readonly PackItem[], { placements }: Packing): string[] {
  return paired(items, placements).flatMap(([item, { rotated }], index) =>
    rotated && !item.rotatable ? [`item ${index} must not be rotated`] : []
  )
}

function boxesOf (items: readonly PackItem[], { extrude }: PackSettings, { placements }: Packing): Box[] {
  return paired(items, placements).map(([item, { page, x, y, rotated }], index) => ({
    index,
    page,
    left: x - extrude,
    top: y - extrude,
    right: x + (rotated ? item.height : item.width) + extrude,
    bottom: y + (rotated ? item.width : item.height) + extrude
  }))
}

function boundFaults (box: Box, { border }: PackSettings, { pages }: Packing): string[] {
  const page = pages[box.page]
  if (page === undefined) return [`item ${box.index} is on page ${box.page}`]
  const isInside = box.left >= border && box.top >= border && box.right <= page.width - border &&
    box.bottom <= page.height - border
  return isInside ? [] : [`item ${box.index} leaves its page`]
}

function distanceFaults (boxes: readonly Box[], { padding }: PackSettings): string[] {
  const sorted = boxes.toSorted((a, b) => a.page - b.page || a.left - b.left)
  return sorted.flatMap((box, i) => {
    const faults: string[] = []
    for (const other of sorted.slice(i + 1)) {
      if (other.page !== box.page || other.left >= box.right + padding) break
      if (other.top < box.bottom + padding && box.top < other.bottom + padding) {
        faults.push(`items ${box.index} and ${other.index} are too close`)
      }
    }
    return faults
  })
}
