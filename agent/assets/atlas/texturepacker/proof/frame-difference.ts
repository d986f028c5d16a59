import type { Picture } from '../../../pictures/picture.js'
import type { SheetFrame } from '../../sheets/sheet.js'
import type { Tolerance } from './texture-tolerance.js'

/** What of a frame is looked at. */
export interface FrameView {
  frame: SheetFrame
  page: Picture
  isPremultiplied: boolean
  /** Alpha up to which a pixel may be cut off. */
  trimThreshold: number
  /** Pixels of the kept part that the frame's mesh shows; all where it has none. */
  covered?: Uint8Array
}

export interface FrameDifference {
  isWithin: boolean
  /** The sprite lost green and blue and kept its red, as in TexturePacker's demo output. */
  isReddened: boolean
}

/** A pixel is redder when it lost so much of green or blue and hardly any red; a sprite when so many are. */
const redder = { loss: 24, keeps: 8, share: 0.25 }

/**
 * How a frame differs from its source, which has the frame's own source size. Only the part of a frame's
 * rectangle that its mesh covers belongs to it.
 */
export function frameDifference (view: FrameView, source: Picture, tolerance: Tolerance): FrameDifference {
  const { frame, covered, trimThreshold } = view
  const sums = [0, 0, 0, 0]
  let [spread, largest, visible, redPixels] = [0, 0, 0, 0]
  const seen: Seen = { source: [0, 0, 0, 0], page: [0, 0, 0, 0] }
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < source.width; x++) {
      const at = (y * source.width + x) * 4
      const isKept = isInside(frame, x, y)
      if (isKept && covered?.[(y - frame.top) * frame.width + x - frame.left] === 0) continue
      if (!isKept && source.pixels[at + 3]! <= trimThreshold) continue
      if (!look(view, source, at, isKept ? pixelAt(view, x, y) : undefined, tolerance, seen)) continue
      visible++
      if (isRedder(seen)) redPixels++
      for (let channel = 0; channel < 4; channel++) {
        const difference = seen.page[channel]! - seen.source[channel]!
        sums[channel]! += difference
        spread += Math.abs(difference)
        largest = Math.max(largest, Math.abs(difference))
      }
    }
  }
  const bias = sums.map(sum => sum / Math.max(1, visible))
  return {
    isWithin: largest <= tolerance.pixel && spread / Math.max(1, visible) / 4 <= tolerance.spread &&
      bias.every(each => Math.abs(each) <= tolerance.bias),
    isReddened: redPixels > redder.share * visible
  }
}

function isRedder ({ source, page }: Seen): boolean {
  const [red = 0, green = 0, blue = 0] = source.map((value, channel) => value - page[channel]!)
  return red <= redder.keeps && Math.max(green, blue) >= redder.loss
}

interface Seen {
  source: number[]
  page: number[]
}

/** Fills in what a player sees of both; false where that is nothing, or not for this format to show. */
function look (
  { page, isPremultiplied }: FrameView,
  source: Picture,
  at: number,
  pageAt: number | undefined,
  { channels }: Tolerance,
  seen: Seen
): boolean {
  const sourceAlpha = source.pixels[at + 3]!
  const pageAlpha = pageAt === undefined ? 0 : page.pixels[pageAt + 3]!
  // Without alpha the game shows what lies under it; with one bit, half of it is one or the other.
  if (channels.alpha <= 1 && sourceAlpha < 255 && (channels.alpha === 0 || sourceAlpha > 0)) return false
  if (sourceAlpha === 0 && pageAlpha === 0) return false
  const bits = [channels.red, channels.green, channels.blue]
  for (const [channel, depth] of bits.entries()) {
    const shown = pageAt === undefined ? 0 : page.pixels[pageAt + channel]!
    seen.source[channel] = depth === 0 ? 0 : source.pixels[at + channel]! * sourceAlpha / 255
    seen.page[channel] = depth === 0 ? 0 : isPremultiplied ? shown : shown * pageAlpha / 255
  }
  seen.source[3] = channels.alpha === 0 ? 0 : sourceAlpha
  seen.page[3] = channels.alpha === 0 ? 0 : pageAlpha
  return true
}

function isInside ({ left, top, width, height }: SheetFrame, x: number, y: number): boolean {
  return x >= left && y >= top && x < left + width && y < top + height
}

/** Where a pixel of the source lies in the page's memory; a turned frame's columns run along its rows. */
function pixelAt ({ frame, page }: FrameView, x: number, y: number): number {
  const [u, v] = [x - frame.left, y - frame.top]
  const [pageX, pageY] = frame.rotated
    ? [frame.x + frame.height - 1 - v, frame.y + u]
    : [frame.x + u, frame.y + v]
  return (pageY * page.width + pageX) * 4
}
