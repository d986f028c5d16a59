import { fillPage } from './fill-page.js'
import type { FitWeights } from './fill-page.js'
import { fitOnePage } from './one-page.js'
import { OpenItems } from './open-items.js'
import { MemberQueue, toLayout, withFewestRotated } from './page-layout.js'
import type { PageLayout } from './page-layout.js'
import type { PackItem, Packing, PackSettings, Placement } from './packing.js'
import { largestPage, largestRoom, longestPageSide, pageSize, pageToRoom } from './page-size.js'
import { pageArea, shrinkPage } from './shrink-page.js'
import { groupBySize } from './size-classes.js'
import type { SizeClasses, Sizes } from './size-classes.js'

/** An item is larger than an empty page: the caller knows its name and says so. */
export class ItemTooLargeError extends RangeError {
  readonly index: number

  constructor (index: number) {
    super(`item ${index} does not fit on a page`)
    this.index = index
  }
}

/**
 * Found by random search over sets of 30 to 900 items from 16 to 1200 px; each next one adds the most to the
 * best of those before it.
 */
const weightSets: readonly FitWeights[] = [
  { lostBeside: 7.8, lostAtEnd: 24, openGap: 0.73, openPixel: 0.037, level: 0.1, step: 0.16 },
  { lostBeside: 12, lostAtEnd: 19, openGap: 1.7, openPixel: 0, level: 0.016, step: 0.067 },
  { lostBeside: 16, lostAtEnd: 20, openGap: 4.1, openPixel: 0.031, level: 0.038, step: 0.067 },
  { lostBeside: 6.9, lostAtEnd: 0, openGap: 0.7, openPixel: 0.034, level: 0.02, step: 0.73 },
  { lostBeside: 15, lostAtEnd: 210, openGap: 1.3, openPixel: 0.051, level: 0.13, step: 0.44 },
  { lostBeside: 21.5, lostAtEnd: 84, openGap: 0.9, openPixel: 0.1, level: 0.036, step: 0.25 },
  { lostBeside: 55, lostAtEnd: 0, openGap: 4.3, openPixel: 0.081, level: 0.058, step: 0 },
  { lostBeside: 31, lostAtEnd: 36, openGap: 3.2, openPixel: 0.22, level: 0.022, step: 0.059 }
]

/**
 * How much may be tried, in items placed: never in time, which would change the result from machine to
 * machine.
 */
const effort = {
  fast: { packings: 1500, shrinking: 500, attempts: 24 },
  release: { packings: 40000, shrinking: 40000, attempts: 400 }
}

/** Told of the last page of a packing as soon as it is known what lies on it, and where. */
export type OnPage = (packing: Packing, items: readonly number[]) => void

/**
 * Packs items on as few and as small pages as it can. The same items and settings give the same packing
 * everywhere; the smallest total area wins, then the fewest pages.
 */
export function packItems (
  items: readonly PackItem[],
  settings: PackSettings,
  signal?: AbortSignal,
  onPage?: OnPage
): Packing {
  const packing: Packing = { pages: [], placements: new Array<Placement>(items.length) }
  if (items.length === 0) return packing
  checkItemsFit(items, settings)
  const sizes = sizesOf(items, settings)
  const inset = settings.border + settings.extrude
  for (const filled of filledPages(sizes, settings, signal)) {
    signal?.throwIfAborted()
    const shrunk = shrunkPage(filled, sizes, settings)
    // A mirrored page might be longer than it may be.
    const layout = settings.maxPage === undefined ? withFewestRotated(shrunk, sizes) : shrunk
    const page = packing.pages.push(pageSize(layout.width, layout.height, settings)) - 1
    for (const { item, x, y, rotated } of layout.items) {
      packing.placements[item] = { page, x: x + inset, y: y + inset, rotated }
    }
    onPage?.(packing, layout.items.map(({ item }) => item))
  }
  return packing
}

/** The pages of the best try, one after the other where there is one try only. */
function filledPages (sizes: Sizes, settings: PackSettings, signal?: AbortSignal): Iterable<PageLayout> {
  const count = sizes.width.length
  const classes = groupBySize(sizes, Int32Array.from(sizes.width.keys()))
  const most = Math.floor(effort[settings.effort].packings / count)
  const [first, ...others] = weightSets.slice(0, Math.max(1, most))
  const one = fillPages(sizes, classes, settings, first!)
  if (others.length === 0 && settings.maxPage === undefined) return one
  let best = [...one]
  for (const weights of others) {
    signal?.throwIfAborted()
    const layouts = [...fillPages(sizes, classes, settings, weights)]
    const difference = totalArea(layouts) - totalArea(best)
    if (difference < 0 || (difference === 0 && layouts.length < best.length)) best = layouts
  }
  if (best.length > 1 && settings.maxPage !== undefined) {
    const single = fitOnePage(sizes, classes, settings, weightSets, signal)
    if (single !== undefined) best = [single]
  }
  return best

  function totalArea (layouts: PageLayout[]): number {
    return layouts.reduce((sum, layout) => sum + pageArea(layout, settings), 0)
  }
}

function shrunkPage (layout: PageLayout, sizes: Sizes, settings: PackSettings): PageLayout {
  if (settings.pageShape === 'fixed') return layout
  const { shrinking, attempts } = effort[settings.effort]
  const isDense = layout.usedArea > 0.975 * pageArea(layout, settings)
  const affordable = Math.max(4, Math.ceil(shrinking / layout.items.length))
  return isDense
    ? layout
    : shrinkPage(sizes, layout, settings, weightSets, Math.min(attempts, affordable))
}

/** Throws for the first item that fits on no page, turned or not. */
export function checkItemsFit (items: readonly PackItem[], settings: PackSettings): void {
  const around = 2 * settings.border + 2 * settings.extrude
  const { width: pageWidth, height: pageHeight } = largestPage(settings)
  const fits = (width: number, height: number): boolean =>
    width <= pageWidth - around && height <= pageHeight - around
  const index = items.findIndex(({ width, height, rotatable }) =>
    !fits(width, height) && !(rotatable && fits(height, width))
  )
  if (index !== -1) throw new ItemTooLargeError(index)
}

function sizesOf (items: readonly PackItem[], settings: PackSettings): Sizes {
  const around = 2 * settings.extrude + settings.padding
  const room = pageToRoom(longestPageSide(settings), settings)
  const width = new Int32Array(items.length)
  const height = new Int32Array(items.length)
  const rotatable = new Uint8Array(items.length)
  for (const [i, item] of items.entries()) {
    width[i] = item.width + around
    height[i] = item.height + around
    rotatable[i] = item.rotatable ? 1 : 0
  }
  return { width, height, rotatable, base: room + 1 }
}

function* fillPages (
  sizes: Sizes,
  classes: SizeClasses,
  settings: PackSettings,
  weights: FitWeights
): Generator<PageLayout> {
  const { width, height } = largestRoom(settings)
  const open = new OpenItems(classes)
  const queue = new MemberQueue(classes)
  while (open.count > 0) {
    const placed = fillPage(open, width, height, weights)
    yield toLayout(placed, classes, queue, sizes)
  }
}
