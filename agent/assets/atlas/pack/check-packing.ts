import type { PackItem, Packing, PackSettings } from './packing.js'

/**
 * What is wrong with a packing, sentence by sentence; none when it is right. Shares no code with the packer:
 * it compares each sprite with those that it could touch, from left to right.
 */
export function checkPacking (
  items: readonly PackItem[],
  settings: PackSettings,
  packing: Packing
): string[] {
  const faults: string[] = []
  const { padding, border, extrude, maxSize, sizeConstraint } = settings
  if (packing.placements.length !== items.length) {
    return [`${packing.placements.length} placements for ${items.length} items`]
  }

  packing.pages.forEach(({ width, height }, page) => {
    for (const side of [width, height]) {
      if (!Number.isInteger(side) || side < 1 || side > maxSize) {
        faults.push(`page ${page} has a side of ${side}`)
      }
      if (sizeConstraint === 'pot' && !Number.isInteger(Math.log2(side))) {
        faults.push(`page ${page}: ${side} is no power of two`)
      }
      if (sizeConstraint === 'word-aligned' && side % 4 !== 0) {
        faults.push(`page ${page}: ${side} is no multiple of 4`)
      }
    }
  })

  const boxes = packing.placements.map((placement, index) => {
    const item = items[index]!
    const [width, height] = placement.rotated ? [item.height, item.width] : [item.width, item.height]
    if (placement.rotated && !item.rotatable) faults.push(`item ${index} must not be rotated`)
    return {
      index,
      page: placement.page,
      left: placement.x - extrude,
      top: placement.y - extrude,
      right: placement.x + width + extrude,
      bottom: placement.y + height + extrude
    }
  })
  for (const box of boxes) {
    const page = packing.pages[box.page]
    if (page === undefined) faults.push(`item ${box.index} is on page ${box.page}`)
    else if (
      !(box.left >= border && box.top >= border && box.right <= page.width - border && box
            .bottom <= page.height - border)
    ) faults.push(`item ${box.index} leaves its page`)
  }
  packing.pages.forEach((_, page) => {
    if (!boxes.some(box => box.page === page)) faults.push(`page ${page} is empty`)
  })

  boxes.sort((a, b) => a.page - b.page || a.left - b.left)
  boxes.forEach((box, i) => {
    for (let j = i + 1; boxes[j]?.page === box.page && boxes[j]!.left < box.right + padding; j++) {
      const other = boxes[j]!
      if (other.top < box.bottom + padding && box.top < other.bottom + padding) {
        faults.push(`items ${box.index} and ${other.index} are too close`)
      }
    }
  })
  return faults
}

/**
 * The share of the pages' area that holds sprites, each counted with its padding; slightly above 1 is
 * possible, since a page's edge needs none.
 */
export function packingEfficiency (
  items: readonly PackItem[],
  settings: PackSettings,
  packing: Packing
): number {
  const around = 2 * settings.extrude + settings.padding
  const used = items.reduce((sum, item) => sum + (item.width + around) * (item.height + around), 0)
  return used / packing.pages.reduce((sum, page) => sum + page.width * page.height, 0)
}
