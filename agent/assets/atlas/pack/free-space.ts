import type { PageSides } from './packing.js'

interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}
export interface FreePlace {
  x: number
  y: number
  turned: boolean
  cost: number
  tightness: number
}

/**
 * The free room of a page as its maximal free rectangles (MaxRects); those too small for anything that is to
 * come are not kept.
 */
export class FreeSpace {
  private readonly free: Rectangle[]
  private readonly minWidth: number
  private readonly minHeight: number

  constructor ({ width, height }: PageSides, minWidth: number, minHeight: number) {
    this.free = [{ x: 0, y: 0, width, height }]
    this.minWidth = minWidth
    this.minHeight = minHeight
  }

  occupy (x: number, y: number, width: number, height: number): void {
    const right = x + width
    const bottom = y + height
    const free = this.free
    const pieces: Rectangle[] = []
    let untouched = 0
    for (const rectangle of free) {
      const rectangleRight = rectangle.x + rectangle.width
      const rectangleBottom = rectangle.y + rectangle.height
      if (x >= rectangleRight || right <= rectangle.x || y >= rectangleBottom || bottom <= rectangle.y) {
        free[untouched++] = rectangle
        continue
      }
      this.keep(pieces, rectangle.x, rectangle.y, x - rectangle.x, rectangle.height)
      this.keep(pieces, right, rectangle.y, rectangleRight - right, rectangle.height)
      this.keep(pieces, rectangle.x, rectangle.y, rectangle.width, y - rectangle.y)
      this.keep(pieces, rectangle.x, bottom, rectangle.width, rectangleBottom - bottom)
    }
    free.length = untouched
    // An untouched rectangle was maximal and stays so; only pieces can lie within another.
    for (const [i, piece] of pieces.entries()) {
      const isWithin = free.some((other, j) => j < untouched && contains(other, piece)) ||
        pieces.some((other, j) => j !== i && contains(other, piece) && !(j > i && contains(piece, other)))
      if (!isWithin) free.push(piece)
    }
  }

  /** The cheapest place, and of those the tightest, then the topmost and leftmost. */
  best (
    width: number,
    height: number,
    mayTurn: boolean,
    cost: (right: number, bottom: number) => number
  ): FreePlace | undefined {
    let best: FreePlace | undefined
    for (const { x, y, width: freeWidth, height: freeHeight } of this.free) {
      for (const turned of mayTurn && width !== height ? [false, true] : [false]) {
        const spareX = freeWidth - (turned ? height : width)
        const spareY = freeHeight - (turned ? width : height)
        if (spareX < 0 || spareY < 0) continue
        const place = {
          x,
          y,
          turned,
          cost: cost(x + freeWidth - spareX, y + freeHeight - spareY),
          tightness: Math.min(spareX, spareY)
        }
        if (
          best === undefined ||
          (place.cost - best.cost || place.tightness - best.tightness || y - best.y || x - best.x) < 0
        ) best = place
      }
    }
    return best
  }

  private keep (pieces: Rectangle[], x: number, y: number, width: number, height: number): void {
    if (width >= this.minWidth && height >= this.minHeight) pieces.push({ x, y, width, height })
  }
}

function contains (outer: Rectangle, inner: Rectangle): boolean {
  return outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
}
