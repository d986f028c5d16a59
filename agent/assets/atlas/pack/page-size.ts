import type { PackSettings, PageSides } from './packing.js'

/**
 * Packing works in room: each item carries its padding at its right and lower side, and a page has room for
 * one padding more than its pixels, since none is needed at its edge.
 */
export function pageToRoom (side: number, settings: PackSettings): number {
  return side - 2 * settings.border + settings.padding
}

/** The smallest side a page may have that holds this much room. */
function roomToPage (room: number, settings: PackSettings): number {
  return alignUp(Math.max(1, room - settings.padding + 2 * settings.border), settings)
}

/** The smallest page that may be made with this much room. */
export function pageSize (
  roomWidth: number,
  roomHeight: number,
  settings: PackSettings
): { width: number, height: number } {
  const [width, height] = [roomToPage(roomWidth, settings), roomToPage(roomHeight, settings)]
  if (settings.pageShape === undefined) return { width, height }
  if (settings.pageShape === 'fixed') return largestPage(settings)
  const side = Math.max(width, height)
  return { width: side, height: side }
}

type PageLimits = Pick<PackSettings, 'maxSize' | 'maxPage' | 'sizeConstraint'>

/** The longest side a page may have. */
export function longestPageSide (limits: PageLimits): number {
  const { width, height } = largestPage(limits)
  return Math.max(width, height)
}

/** The longest sides a page may have. */
export function largestPage ({ maxSize, maxPage, sizeConstraint }: PageLimits): PageSides {
  const longest = (side: number): number =>
    sizeConstraint === 'pot'
      ? 2 ** Math.floor(Math.log2(side))
      : sizeConstraint === 'word-aligned'
      ? Math.floor(side / 4) * 4
      : side
  return { width: longest(maxPage?.width ?? maxSize), height: longest(maxPage?.height ?? maxSize) }
}

/** The room of the largest page. */
export function largestRoom (settings: PackSettings): PageSides {
  const { width, height } = largestPage(settings)
  return { width: pageToRoom(width, settings), height: pageToRoom(height, settings) }
}

function alignUp (side: number, settings: PackSettings): number {
  if (settings.sizeConstraint === 'pot') return 2 ** Math.ceil(Math.log2(side))
  return settings.sizeConstraint === 'word-aligned' ? Math.ceil(side / 4) * 4 : side
}
