import { pixelWords } from './pixels.js'
import type { Picture } from './pixels.js'

export interface TrimBox {
  left: number
  top: number
  width: number
  height: number
}

/** The first and last columns and rows of what is visible. */
export interface VisibleBox {
  left: number
  right: number
  top: number
  bottom: number
}

export interface TrimSettings {
  /** Alpha up to which a pixel counts as transparent. */
  threshold: number
  /** Pixels kept around what is visible, where the picture has them. */
  margin: number
}

/**
 * The part of the picture to keep: what is visible, plus the margin. Where needed it is a pixel wider or
 * higher, so that its centre is a whole number of pixels from the picture's centre: games then draw it on the
 * pixel, as with TexturePacker's sheets. A picture in which nothing is visible keeps its middle.
 */
export function trimBox (picture: Picture, settings: TrimSettings): TrimBox {
  return frameBox(visiblePart(picture, settings), picture.width, picture.height)
}

/** The same before it grows; one pixel of the middle where nothing is visible. */
export function visiblePart (
  picture: Picture,
  { threshold, margin }: TrimSettings,
  find = visibleBox
): TrimBox {
  const visible = find(picture, threshold)
  if (visible === undefined) {
    return { left: (picture.width - 1) >> 1, top: (picture.height - 1) >> 1, width: 1, height: 1 }
  }
  const left = Math.max(0, visible.left - margin)
  const top = Math.max(0, visible.top - margin)
  return {
    left,
    top,
    width: Math.min(picture.width, visible.right + 1 + margin) - left,
    height: Math.min(picture.height, visible.bottom + 1 + margin) - top
  }
}

/** A part grown so that its centre is a whole number of pixels from the centre of a source of this size. */
export function frameBox (part: TrimBox, sourceWidth: number, sourceHeight: number): TrimBox {
  const horizontal = grownSpan(part.left, part.left + part.width, sourceWidth)
  const vertical = grownSpan(part.top, part.top + part.height, sourceHeight)
  return {
    left: horizontal.start,
    top: vertical.start,
    width: horizontal.end - horizontal.start,
    height: vertical.end - vertical.start
  }
}

/**
 * A span that differs from the whole in parity is shorter than it, so that there is room to grow on one of
 * its ends.
 */
function grownSpan (start: number, end: number, whole: number): { start: number, end: number } {
  if ((whole - (end - start)) % 2 === 0) return { start, end }
  return end < whole ? { start, end: end + 1 } : { start: start - 1, end }
}

/** The pixels that have more alpha; undefined where none has. */
export function visibleBox (picture: Picture, threshold: number): VisibleBox | undefined {
  const { width } = picture
  const words = pixelWords(picture)
  const count = words.length
  let first = 0
  while (first < count && words[first]! >>> 24 <= threshold) first++
  if (first === count) return undefined
  let last = count - 1
  while (words[last]! >>> 24 <= threshold) last--
  const top = Math.floor(first / width)
  const bottom = Math.floor(last / width)
  let left = Math.min(first - top * width, last - bottom * width)
  let right = Math.max(first - top * width, last - bottom * width)
  for (let y = top; y <= bottom; y++) {
    const row = y * width
    for (let x = 0; x < left; x++) if (words[row + x]! >>> 24 > threshold) left = x
    for (let x = width - 1; x > right; x--) if (words[row + x]! >>> 24 > threshold) right = x
  }
  return { left, right, top, bottom }
}
