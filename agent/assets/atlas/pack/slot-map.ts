import { largestPage, longestPageSide } from './page-size.js'
import type { PackSettings, PageSides } from './packing.js'

/**
 * A sprite's slot: where its own pixels may lie on the page. `width` and `height` are the slot's as it lies
 * there, turned or not.
 */
export interface LockedSprite {
  name: string
  page: number
  x: number
  y: number
  width: number
  height: number
  rotated: boolean
}

const cellSize = 128

/** Slots of some pages that lie on them and apart from each other. */
export class SlotMap {
  readonly #pages: number
  readonly #largest: PageSides
  readonly #inset: number
  readonly #apart: number
  readonly #columns: number
  readonly #cells = new Map<number, LockedSprite[]>()

  constructor (settings: Omit<PackSettings, 'effort'>, pages: number) {
    const { border, extrude, padding } = settings
    this.#pages = pages
    this.#largest = largestPage(settings)
    this.#inset = border + extrude
    this.#apart = padding + 2 * extrude
    this.#columns = Math.ceil(longestPageSide(settings) / cellSize) + 1
  }

  /** Adds a slot, unless it lies on no page or too close to one that is there. */
  tryAdd (slot: LockedSprite): boolean {
    if (!this.#isPossible(slot)) return false
    const cells = this.#cellsOf(slot)
    if (cells.some(cell => cell.some(other => this.#isTooClose(slot, other)))) return false
    for (const cell of cells) cell.push(slot)
    return true
  }

  #isPossible ({ page, x, y, width, height }: LockedSprite): boolean {
    const [inset, largest] = [this.#inset, this.#largest]
    return Number.isSafeInteger(page) && Number.isSafeInteger(x) && Number.isSafeInteger(y) &&
      Number.isSafeInteger(width) && Number.isSafeInteger(height) && page >= 0 && page < this.#pages &&
      width > 0 && height > 0 &&
      x >= inset && y >= inset && x + width + inset <= largest.width &&
      y + height + inset <= largest.height
  }

  #isTooClose (a: LockedSprite, b: LockedSprite): boolean {
    const apart = this.#apart
    return a.x < b.x + b.width + apart && b.x < a.x + a.width + apart && a.y < b.y + b.height + apart &&
      b.y < a.y + a.height + apart
  }

  #cellsOf ({ page, x, y, width, height }: LockedSprite): LockedSprite[][] {
    const [apart, columns] = [this.#apart, this.#columns]
    const cells: LockedSprite[][] = []
    for (let row = Math.floor(y / cellSize); row * cellSize < y + height + apart; row++) {
      for (let column = Math.floor(x / cellSize); column * cellSize < x + width + apart; column++) {
        const key = (page * columns + row) * columns + column
        let cell = this.#cells.get(key)
        if (cell === undefined) this.#cells.set(key, cell = [])
        cells.push(cell)
      }
    }
    return cells
  }
}
