/** `width` and `height` in pixels after trimming, without padding and extrude. */
export interface PackItem {
  width: number
  height: number
  rotatable: boolean
}

export interface PageSides {
  width: number
  height: number
}

export interface PackSettings {
  maxSize: number
  /** Of art that has to be on one page, which may be longer on one side; neither is more than maxSize. */
  maxPage?: PageSides
  padding: number
  border: number
  extrude: number
  sizeConstraint: 'any' | 'word-aligned' | 'pot'
  /** Equal sides, or all pages of the longest; where it is left out, what fits best. */
  pageShape?: 'square' | 'fixed'
  effort: 'fast' | 'release'
}

/**
 * `x` and `y`: the top left of the sprite's own pixels on the page. A rotated one covers height × width
 * there.
 */
export interface Placement {
  page: number
  x: number
  y: number
  rotated: boolean
}

/** Placements go by item index. */
export interface Packing {
  pages: Array<{ width: number, height: number }>
  placements: Placement[]
}
