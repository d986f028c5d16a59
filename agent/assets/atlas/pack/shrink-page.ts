import { fillPage } from './fill-page.js'
import type { FitWeights } from './fill-page.js'
import { OpenItems } from './open-items.js'
import type { PackSettings } from './packing.js'
import { MemberQueue, toLayout } from './page-layout.js'
import type { PageLayout } from './page-layout.js'
import { largestPage, pageSize, pageToRoom } from './page-size.js'
import { groupBySize } from './size-classes.js'
import type { SizeClasses, Sizes } from './size-classes.js'

export function pageArea (layout: PageLayout, settings: PackSettings): number {
  const { width, height } = pageSize(layout.width, layout.height, settings)
  return width * height
}

/**
 * Packs a page's items again on smaller pages of several shapes, in at most so many attempts, and returns the
 * smallest that held them.
 */
export function shrinkPage (
  sizes: Sizes,
  layout: PageLayout,
  settings: PackSettings,
  weights: readonly FitWeights[],
  attempts: number
): PageLayout {
  const shrinking = new Shrinking(sizes, layout, settings, attempts)
  if (settings.sizeConstraint === 'pot') shrinkToPowerOfTwo(shrinking, settings, weights)
  else climb(shrinking, layout, settings, weights)
  return shrinking.best
}

/** Attempts to get the items of one page onto a smaller one. */
class Shrinking {
  best: PageLayout
  readonly #sizes: Sizes
  readonly #settings: PackSettings
  readonly #classes: SizeClasses
  readonly #all: OpenItems
  readonly #open: OpenItems
  #attempts: number

  constructor (sizes: Sizes, layout: PageLayout, settings: PackSettings, attempts: number) {
    this.best = layout
    this.#sizes = sizes
    this.#settings = settings
    this.#classes = groupBySize(sizes, Int32Array.from(layout.items, ({ item }) => item))
    this.#all = new OpenItems(this.#classes)
    this.#open = new OpenItems(this.#classes)
    this.#attempts = attempts
  }

  get hasAttempts (): boolean {
    return this.#attempts > 0
  }

  get bestArea (): number {
    return pageArea(this.best, this.#settings)
  }

  /** Whether a page of this size holds everything. */
  attempt (pageWidth: number, pageHeight: number, weights: FitWeights): boolean {
    const width = pageToRoom(pageWidth, this.#settings)
    const height = pageToRoom(pageHeight, this.#settings)
    const allowedLoss = width * height - this.#classes.totalArea
    if (width <= 0 || height <= 0 || allowedLoss < 0 || !this.hasAttempts) return false
    this.#attempts--
    this.#open.copyFrom(this.#all)
    const placed = fillPage(this.#open, width, height, weights, allowedLoss)
    if (this.#open.count > 0) return false
    const found = toLayout(placed, this.#classes, new MemberQueue(this.#classes), this.#sizes)
    if (pageArea(found, this.#settings) < this.bestArea) this.best = found
    return true
  }
}

const wasteLevels = 26

/** Shares of a page that may stay empty, from much to next to nothing: the rungs that a search climbs. */
function wasteAt (level: number): number {
  return 0.5 * 0.8 ** level
}

function climb (
  shrinking: Shrinking,
  { usedArea }: PageLayout,
  settings: PackSettings,
  weights: readonly FitWeights[]
): void {
  const unit = settings.sizeConstraint === 'word-aligned' ? 4 : 1
  const { width: mostWidth, height: mostHeight } = largestPage(settings)
  for (let shape = 0; shrinking.hasAttempts && shape < 1000; shape++) {
    // Shapes from 1:2 to 2:1, spread evenly however many there is time for; the first is a square.
    const ratio = settings.pageShape === 'square' ? 1 : 4 ** ((0.5 + shape * 0.6180339887) % 1 - 0.5)
    let reached = levelOf(shrinking.bestArea, usedArea)
    let failed = wasteLevels
    for (
      let probe = shape === 0 ? (reached + failed) >> 1 : reached + 1;
      probe > reached && probe < failed && shrinking.hasAttempts;
      probe = (reached + failed) >> 1
    ) {
      const area = usedArea / (1 - wasteAt(probe))
      const wide = Math.min(mostWidth, Math.round(Math.sqrt(area * ratio) / unit) * unit)
      const height = Math.min(mostHeight, Math.floor(area / wide / unit) * unit)
      // What a low page lacks in height it has to have in width.
      const width = settings.maxPage === undefined
        ? wide
        : Math.min(mostWidth, Math.max(wide, Math.floor(area / height / unit) * unit))
      if (width > 0 && shrinking.attempt(width, height, weights[shape % weights.length]!)) {
        reached = Math.max(probe, levelOf(shrinking.bestArea, usedArea))
      } else failed = probe
    }
  }
}

/** The last level at which a page of this area still has its share of waste; -1 when it has more than any. */
function levelOf (area: number, usedArea: number): number {
  let level = wasteLevels - 1
  while (level >= 0 && usedArea / (1 - wasteAt(level)) < area) level--
  return level
}

function shrinkToPowerOfTwo (
  shrinking: Shrinking,
  settings: PackSettings,
  weights: readonly FitWeights[]
): void {
  const most = largestPage(settings)
  const sidesUpTo = (longest: number): number[] =>
    Array.from({ length: Math.log2(longest) + 1 }, (_, i) => 2 ** i)
  const shapes = sidesUpTo(most.width)
    .flatMap(width => sidesUpTo(most.height).map(height => ({ width, height, area: width * height })))
    .filter(({ width, height, area }) =>
      area < shrinking.bestArea && (settings.pageShape !== 'square' || width === height)
    )
    .map(shape => ({ ...shape, longest: Math.max(shape.width, shape.height) }))
    .sort((a, b) => a.area - b.area || a.longest - b.longest || b.width - a.width)
  for (const { width, height } of shapes) {
    if (weights.some(itsWeights => shrinking.attempt(width, height, itsWeights))) return
  }
}
