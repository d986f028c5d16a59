import { emptyPlaced, fillPage } from './fill-page.js'
import type { FitWeights, Placed } from './fill-page.js'
import { OpenItems } from './open-items.js'
import type { PackSettings } from './packing.js'
import { MemberQueue, toLayout } from './page-layout.js'
import type { PageLayout } from './page-layout.js'
import { longestPageSide, pageToRoom, roomToPage } from './page-size.js'
import { groupBySize } from './size-classes.js'
import type { Sizes } from './size-classes.js'

/** Shares of a page that may stay empty, from much to next to nothing: the rungs that a search climbs. */
const wasteLevels = Float64Array.from({ length: 26 }, (_, i) => 0.5 * 0.8 ** i)

export function pageArea (layout: PageLayout, settings: PackSettings): number {
  return roomToPage(layout.width, settings) * roomToPage(layout.height, settings)
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
  const classes = groupBySize(sizes, layout.item)
  const all = new OpenItems(classes)
  const open = new OpenItems(classes)
  const placed: Placed = emptyPlaced(layout.item.length)
  const longest = longestPageSide(settings)
  let best = layout
  return settings.sizeConstraint === 'pot' ? shrinkToPowerOfTwo() : climb()

  function attempt (pageWidth: number, pageHeight: number, itsWeights: FitWeights): boolean {
    const width = pageToRoom(pageWidth, settings)
    const height = pageToRoom(pageHeight, settings)
    const allowedLoss = width * height - classes.totalArea
    if (width <= 0 || height <= 0 || allowedLoss < 0 || attempts <= 0) return false
    attempts--
    open.copyFrom(all)
    placed.count = 0
    fillPage(open, width, height, itsWeights, placed, allowedLoss)
    if (open.count > 0) return false
    const found = toLayout(placed, classes, new MemberQueue(classes), sizes)
    if (pageArea(found, settings) < pageArea(best, settings)) best = found
    return true
  }

  function climb (): PageLayout {
    const unit = settings.sizeConstraint === 'word-aligned' ? 4 : 1
    const levelOf = (area: number) =>
      wasteLevels.findLastIndex(waste => layout.usedArea / (1 - waste) >= area)
    for (let shape = 0; attempts > 0 && shape < 1000; shape++) {
      // Shapes from 1:2 to 2:1, spread evenly however many there is time for; the first is a square.
      const ratio = 4 ** ((0.5 + shape * 0.6180339887) % 1 - 0.5)
      let reached = levelOf(pageArea(best, settings))
      let failed = wasteLevels.length
      for (
        let probe = shape === 0 ? (reached + failed) >> 1 : reached + 1;
        probe > reached && probe < failed;
        probe = (reached + failed) >> 1
      ) {
        const area = layout.usedArea / (1 - wasteLevels[probe]!)
        const width = Math.min(longest, Math.round(Math.sqrt(area * ratio) / unit) * unit)
        const height = Math.min(longest, Math.floor(area / width / unit) * unit)
        if (width > 0 && attempt(width, height, weights[shape % weights.length]!)) {
          reached = Math.max(probe, levelOf(pageArea(best, settings)))
        } else failed = probe
        if (attempts <= 0) break
      }
    }
    return best
  }

  function shrinkToPowerOfTwo (): PageLayout {
    const sides = Array.from({ length: Math.log2(longest) + 1 }, (_, i) => 2 ** i)
    const shapes = sides
      .flatMap(width => sides.map(height => ({ width, height })))
      .filter(({ width, height }) => width * height < pageArea(best, settings))
      .sort((a, b) =>
        a.width * a.height - b.width * b.height || Math
            .max(a.width, a.height) - Math.max(b.width, b.height) ||
        b.width - a.width
      )
    for (const { width, height } of shapes) {
      for (const itsWeights of weights) if (attempt(width, height, itsWeights)) return best
    }
    return best
  }
}
