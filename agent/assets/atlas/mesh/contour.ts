import type { Picture } from '../../pictures/picture.js'
import type { Corner } from './outline.js'

/**
 * The outline of what is visible with all that it encloses, along the edges of pixels, clockwise: it follows
 * every bay, which an outline by rows or by columns cannot do in both directions. Undefined where what is
 * visible does not hang together within a pixel's distance.
 */
export function contourOutline (
  { width, height, pixels }: Picture,
  threshold: number
): Corner[] | undefined {
  const visible = new Mask(width, height)
  for (let at = 0; at < width * height; at++) visible.set(at, pixels[at * 4 + 3]! > threshold)
  const near = visible.isWhole() ? visible : visible.grown()
  const mask = near.withoutHoles()
  mask.closeDiagonals()
  return mask.isWhole() ? trace(mask) : undefined
}

class Mask {
  readonly width: number
  readonly height: number
  readonly #cells: Uint8Array

  constructor (width: number, height: number, cells = new Uint8Array(width * height)) {
    this.width = width
    this.height = height
    this.#cells = cells
  }

  set (at: number, isIn: boolean): void {
    this.#cells[at] = isIn ? 1 : 0
  }

  has (x: number, y: number): boolean {
    return x >= 0 && y >= 0 && x < this.width && y < this.height && this.#cells[y * this.width + x] === 1
  }

  /** The first pixel from the top left. */
  first (): Corner | undefined {
    const at = this.#cells.indexOf(1)
    return at === -1 ? undefined : { x: at % this.width, y: Math.floor(at / this.width) }
  }

  /** Whether one can walk from each of its pixels to each other one over shared edges. */
  isWhole (): boolean {
    const first = this.#cells.indexOf(1)
    if (first === -1) return false
    const reached = this.#flood([first], 1)
    return this.#cells.every((cell, at) => cell === 0 || reached[at] === 1)
  }

  /** With the eight neighbours of each pixel. */
  grown (): Mask {
    const grown = new Mask(this.width, this.height)
    this.#eachPlace((x, y, at) => {
      const isNear = [-1, 0, 1].some(dy => [-1, 0, 1].some(dx => this.has(x + dx, y + dy)))
      grown.set(at, isNear)
    })
    return grown
  }

  withoutHoles (): Mask {
    const rim: number[] = []
    this.#eachPlace((x, y, at) => {
      const isRim = x === 0 || y === 0 || x === this.width - 1 || y === this.height - 1
      if (isRim && this.#cells[at] === 0) rim.push(at)
    })
    return new Mask(this.width, this.height, this.#flood(rim, 0).map(isOutside => 1 - isOutside))
  }

  /** Where two pixels touch at a corner only, a third one joins them: no outline meets a point twice then. */
  closeDiagonals (): void {
    let isClosed = false
    while (!isClosed) {
      isClosed = true
      this.#eachPlace((x, y, at) => {
        const [here, right, below, across] = [
          this.has(x, y),
          this.has(x + 1, y),
          this.has(x, y + 1),
          this.has(x + 1, y + 1)
        ]
        if (
          x + 1 >= this.width || y + 1 >= this.height || here !== across || right !== below || here === right
        ) {
          return
        }
        this.set(here ? at + 1 : at, true)
        isClosed = false
      })
    }
  }

  #eachPlace (visit: (x: number, y: number, at: number) => void): void {
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) visit(x, y, y * this.width + x)
    }
  }

  /** Marks what can be reached from some cells over cells of this value. */
  #flood (from: readonly number[], value: number): Uint8Array {
    const { width } = this
    const reached = new Uint8Array(this.#cells.length)
    const open = [...from]
    for (const at of open) reached[at] = 1
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % width
      const around = [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]
      for (const next of around) {
        if (this.#cells[next] !== value || reached[next] === 1) continue
        reached[next] = 1
        open.push(next)
      }
    }
    return reached
  }
}

/** East, south, west, north; and the pixel to the right of an edge that leaves a corner so. */
const directions = [
  { x: 1, y: 0, inner: { x: 0, y: 0 } },
  { x: 0, y: 1, inner: { x: -1, y: 0 } },
  { x: -1, y: 0, inner: { x: -1, y: -1 } },
  { x: 0, y: -1, inner: { x: 0, y: -1 } }
] as const

/** Follows the edge with the mask on its right; corners are where it turns. */
function trace (mask: Mask): Corner[] {
  const start = mask.first()
  if (start === undefined) return []
  const isEdge = ({ x, y }: Corner, direction: number): boolean => {
    const { inner } = directions[direction]!
    const outer = directions[(direction + 3) % 4]!.inner
    return mask.has(x + inner.x, y + inner.y) && !mask.has(x + outer.x, y + outer.y)
  }
  const corners: Corner[] = []
  let [at, direction]: [Corner, number] = [start, 0]
  do {
    const step = directions[direction]!
    at = { x: at.x + step.x, y: at.y + step.y }
    const next = [0, 1, 3].map(turn => (direction + turn) % 4).find(each => isEdge(at, each))
    if (next === undefined) throw new Error('the outline ends')
    if (next !== direction) corners.push(at)
    direction = next
  } while (at.x !== start.x || at.y !== start.y || direction !== 0)
  return corners
}
