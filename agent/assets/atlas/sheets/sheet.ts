import type { Mesh } from '../mesh/mesh.js'

/** One sprite's place on a page and in its source picture. */
export interface SheetFrame {
  name: string
  /** Top left corner on the page. */
  x: number
  y: number
  /** Size of the part that was kept, unturned: a rotated frame covers height × width pixels of the page. */
  width: number
  height: number
  rotated: boolean
  /** Where the kept part begins in the source picture. */
  left: number
  top: number
  sourceWidth: number
  sourceHeight: number
  /**
   * Other names of exactly this frame. A sprite that differs in left, top or source size needs a frame of its
   * own at the same place.
   */
  aliases: string[]
  /** Shares of the source's width and height, from its top left. */
  pivot?: { x: number, y: number }
  /** Of a nine-slice picture, in pixels of the page. */
  borders?: { left: number, top: number, right: number, bottom: number }
  /** What of the kept part is drawn; all of it where there is none. */
  mesh?: Mesh
}

/** What the description of a page says. */
export interface Sheet {
  /** Relative to the description. */
  textureFile: string
  width: number
  height: number
  pixelFormat: string
  premultiplyAlpha: boolean
  frames: SheetFrame[]
  /** Pixels of the page per pixel of the art; 1 where it is left out. */
  scale?: number
  /** Descriptions of the set's other pages, beside this one. */
  siblings?: readonly string[]
}

/** The frames by name, in an order that no locale changes. */
export function sortedFrames (sheet: Sheet): SheetFrame[] {
  return sheet.frames.toSorted((a, b) => a.name < b.name ? -1 : 1)
}

/** Every name as a frame of its own, for formats that have no aliases. */
export function framesWithoutAliases (sheet: Sheet): SheetFrame[] {
  const frames = sheet.frames.flatMap(frame =>
    [frame.name, ...frame.aliases].map(name => ({ ...frame, name, aliases: [] }))
  )
  return sortedFrames({ ...sheet, frames })
}

/**
 * How far the kept part's centre is from the source's, y upwards. Whole numbers, by trimBox's parity rule.
 */
export function centreOffset (frame: SheetFrame): { x: number, y: number } {
  return {
    x: frame.left + frame.width / 2 - frame.sourceWidth / 2,
    y: frame.sourceHeight / 2 - (frame.top + frame.height / 2)
  }
}
