import { longestSide } from './hostile-options.js'
import type { HostileOptions } from './hostile-options.js'
import { placeOnPage } from './pixel-proof.js'
import type { Page, PublishedFrame, PublishedSheet } from './read-published.js'
import type { Pixels } from './write-png.js'

/** What is wrong with the sides of a page. */
export function sizeFaults (
  sheet: PublishedSheet,
  { width, height }: Page,
  options: HostileOptions
): string[] {
  const longest = longestSide(options)
  const faults: string[] = []
  if (sheet.size[0] !== width || sheet.size[1] !== height) {
    faults.push(`the sheet says ${sheet.size.join('×')}`)
  }
  for (const side of [width, height]) {
    if (side > longest) faults.push(`a side is longer than ${longest}`)
    if (options.sizeConstraint === 'word-aligned' && side % 4 !== 0) faults.push('a side is no multiple of 4')
    if (options.sizeConstraint === 'pot' && !Number.isInteger(Math.log2(side))) {
      faults.push('a side is no power of 2')
    }
    if (options.pageShape === 'fixed' && side !== longest) faults.push(`a side is not ${longest}`)
  }
  if (options.pageShape === 'square' && width !== height) faults.push('it is not square')
  return faults.map(fault => `${sheet.texture}, ${width}×${height}: ${fault}`)
}

/** Frames that leave the page or their source, or lie between two pixels. */
export function frameFaults (frame: PublishedFrame, page: Page): string[] {
  const { name, x, y, width, height, rotated, left, top, sourceWidth, sourceHeight } = frame
  const [across, down] = rotated ? [height, width] : [width, height]
  const isWhole = [x, y, width, height, left, top, sourceWidth, sourceHeight].every(Number.isInteger)
  const isOnPage = x >= 0 && y >= 0 && width > 0 && height > 0 && x + across <= page.width &&
    y + down <= page.height
  if (isWhole && isOnPage) return []
  return [`${name}: ${JSON.stringify(frame)} on a page of ${page.width}×${page.height}`]
}

/** Where the pixels around a frame do not repeat its edge. */
export function edgeFaults (page: Page, frame: PublishedFrame, extrude: number): string[] {
  const word = (x: number, y: number): number => {
    const at = (y * page.width + x) * 4
    const [red = 0, green = 0, blue = 0, alpha = 0] = page.rgba.subarray(at, at + 4)
    return alpha === 0 ? 0 : (red << 24 | green << 16 | blue << 8 | alpha) >>> 0
  }
  const [across, down] = frame.rotated ? [frame.height, frame.width] : [frame.width, frame.height]
  const [right, bottom] = [frame.x + across - 1, frame.y + down - 1]
  for (let y = frame.y - extrude; y <= bottom + extrude; y++) {
    for (let x = frame.x - extrude; x <= right + extrude; x++) {
      const edge = word(Math.min(right, Math.max(frame.x, x)), Math.min(bottom, Math.max(frame.y, y)))
      if (word(x, y) !== edge) return [`${frame.name}: the pixel ${x},${y} of the page is not the edge's`]
    }
  }
  return []
}

interface Box {
  name: string
  left: number
  top: number
  right: number
  bottom: number
}

/** Sprites that lie closer to each other than the padding, unless they share a place. */
export function paddingFaults (
  frames: ReadonlyArray<readonly [PublishedFrame, Pixels]>,
  { padding, trim, trimThreshold }: HostileOptions
): string[] {
  const boxes = frames.flatMap(([frame, source]) =>
    visibleBox(frame, source, trim ? trimThreshold : -1) ?? []
  )
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      const apart = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom)
      const isShared = a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom
      if (apart < padding && !isShared) {
        return [`${a.name} and ${b.name} are ${apart} pixels apart, not ${padding}`]
      }
    }
  }
  return []
}

/** What of a sprite can be seen, on the page; right and bottom are the first pixels outside. */
function visibleBox (frame: PublishedFrame, source: Pixels, threshold: number): Box | undefined {
  let box: Box | undefined
  const [fromY, toY] = [Math.max(0, frame.top), Math.min(source.height, frame.top + frame.height)]
  const [fromX, toX] = [Math.max(0, frame.left), Math.min(source.width, frame.left + frame.width)]
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      if ((source.rgba[(y * source.width + x) * 4 + 3] ?? 0) <= threshold) continue
      const [left, top] = placeOnPage(frame, x, y)
      box ??= { name: frame.name, left, top, right: left + 1, bottom: top + 1 }
      box = {
        name: frame.name,
        left: Math.min(box.left, left),
        top: Math.min(box.top, top),
        right: Math.max(box.right, left + 1),
        bottom: Math.max(box.bottom, top + 1)
      }
    }
  }
  return box
}
