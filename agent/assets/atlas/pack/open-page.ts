import { FreeSpace } from './free-space.js'
import type { FreePlace } from './free-space.js'
import type { LockedSprite } from './slot-map.js'
import type { PackItem, PackSettings, PageSides, Placement } from './packing.js'
import { largestRoom, pageSize, pageToRoom } from './page-size.js'

/** What all pages of a set have in common while sprites look for a place on them. */
export class PageRoom {
  readonly settings: PackSettings
  /** The room of the largest page. */
  readonly largest: PageSides
  /** What a sprite keeps free around itself. */
  readonly around: number
  /** From the page's edge to the pixels of the first sprite. */
  readonly inset: number
  /** Sides of the smallest free rectangle that one of the waiting items could use. */
  readonly minWidth: number
  readonly minHeight: number

  constructor (settings: PackSettings, waiting: readonly PackItem[]) {
    this.settings = settings
    this.largest = largestRoom(settings)
    this.around = 2 * settings.extrude + settings.padding
    this.inset = settings.border + settings.extrude
    const shortest = (of: 'width' | 'height') =>
      waiting.reduce(
        (min, item) => Math.min(min, item[of], item.rotatable ? Math.min(item.width, item.height) : Infinity),
        Infinity
      )
    this.minWidth = this.around + shortest('width')
    this.minHeight = this.around + shortest('height')
  }

  areaOf ({ width, height }: PackItem): number {
    return (width + this.around) * (height + this.around)
  }
}

/**
 * A page while it is added to: how far its slots reach, and its free space once something looks for a place.
 */
export class OpenPage {
  readonly #room: PageRoom
  readonly #slots: LockedSprite[] = []
  #width: number
  #height: number
  #free: FreeSpace | undefined

  /** @param width in pixels, as `height`: of a page that is packed already */
  constructor (room: PageRoom, width?: number, height?: number) {
    this.#room = room
    this.#width = width === undefined ? 0 : pageToRoom(width, room.settings)
    this.#height = height === undefined ? 0 : pageToRoom(height, room.settings)
  }

  get width (): number {
    return pageSize(this.#width, this.#height, this.#room.settings).width
  }

  get height (): number {
    return pageSize(this.#width, this.#height, this.#room.settings).height
  }

  keep (slot: LockedSprite): void {
    const { inset, around } = this.#room
    this.#slots.push(slot)
    this.#reach(slot.x - inset + slot.width + around, slot.y - inset + slot.height + around)
  }

  growableArea (): number {
    const { width, height } = this.#room.largest
    return width * height - this.#width * this.#height
  }

  /** The place that makes the page grow least. */
  bestFor (item: PackItem): FreePlace | undefined {
    const { around } = this.#room
    const area = this.#areaOf(this.#width, this.#height)
    this.#free ??= this.#findFreeSpace()
    return this.#free.best(
      item.width + around,
      item.height + around,
      item.rotatable,
      (right, bottom) => this.#areaOf(Math.max(this.#width, right), Math.max(this.#height, bottom)) - area
    )
  }

  put (item: PackItem, { x, y, turned }: FreePlace): Omit<Placement, 'page'> {
    const { around, inset } = this.#room
    const width = around + (turned ? item.height : item.width)
    const height = around + (turned ? item.width : item.height)
    this.#free?.occupy(x, y, width, height)
    this.#reach(x + width, y + height)
    return { x: x + inset, y: y + inset, rotated: turned }
  }

  #reach (right: number, bottom: number): void {
    this.#width = Math.max(this.#width, right)
    this.#height = Math.max(this.#height, bottom)
  }

  #findFreeSpace (): FreeSpace {
    const { largest, minWidth, minHeight, inset, around } = this.#room
    const free = new FreeSpace(largest, minWidth, minHeight)
    for (const { x, y, width, height } of this.#slots.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
      free.occupy(x - inset, y - inset, width + around, height + around)
    }
    return free
  }

  #areaOf (width: number, height: number): number {
    const { settings } = this.#room
    if (width === 0) return 0
    const page = pageSize(width, height, settings)
    return page.width * page.height
  }
}
