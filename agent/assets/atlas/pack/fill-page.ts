import type { OpenItems } from './open-items.js'
import { Skyline } from './skyline.js'

/**
 * What a choice costs, in pixels of a side; where an area counts it is divided by the items' mean side, so
 * that one set of weights serves small and large art. The larger an item, the earlier it is placed: its half
 * perimeter is taken off the cost.
 */
export interface FitWeights {
  /** Per area lost beside an item, because what is left of the gap is narrower than any item. */
  readonly lostBeside: number
  /** Per area lost between an item and the page's end. */
  readonly lostAtEnd: number
  /** For a gap that stays open beside the item, in mean sides, and per pixel of that rest. */
  readonly openGap: number
  readonly openPixel: number
  /** Gained for each wall that ends level with the item, in mean sides. */
  readonly level: number
  /** Per pixel that the item differs from the nearer wall's height, up to a tenth of the mean side. */
  readonly step: number
}

/** Where something lies; entries are those of the size classes. */
export interface Placed {
  entry: number
  x: number
  y: number
}

/**
 * Fills one page by best fit: at each step, of all open items the one that suits the lowest gap of the
 * skyline best (Burke, Kendall and Whitwell 2004, with a finer score). Looks at few entries of each width
 * only, so a step costs no more with more items. Gives up once more area is lost than allowed. What it
 * returns stands in the order of placing.
 */
export function fillPage (
  open: OpenItems,
  width: number,
  height: number,
  weights: FitWeights,
  allowedLoss = Infinity
): Placed[] {
  const placed: Placed[] = []
  const skyline = new Skyline(width, height)
  const { entryWidth, entryHeight } = open.classes
  const meanSide = Math.sqrt(open.classes.totalArea / open.classes.itemCount)
  while (open.count > 0) {
    const gap = skyline.lowest()
    const rest = height - gap.y
    if (rest < open.minHeight) break
    const left = skyline.wallLeft(gap)
    const right = skyline.wallRight(gap)
    const entry = gap.width < open.minWidth
      ? -1
      : bestEntry(open, gap.width, rest, left, right, weights, meanSide)
    if (entry === -1) {
      allowedLoss -= gap.width * Math.min(left, right)
      if (allowedLoss < 0) break
      skyline.raise(gap, gap.width, Math.min(left, right), true)
      continue
    }
    const atLeft = left >= right
    const entryWide = entryWidth[entry]!
    placed.push({ entry, x: atLeft ? gap.x : gap.x + gap.width - entryWide, y: gap.y })
    open.take(entry)
    skyline.raise(gap, entryWide, entryHeight[entry]!, atLeft)
  }
  return placed
}

function bestEntry (
  open: OpenItems,
  gap: number,
  rest: number,
  left: number,
  right: number,
  weights: FitWeights,
  meanSide: number
): number {
  const { bucketWidth, bucketFrom, entryHeight } = open.classes
  const lostBeside = weights.lostBeside / meanSide
  const lostAtEnd = weights.lostAtEnd / meanSide
  const openGap = weights.openGap * meanSide
  const level = weights.level * meanSide
  const farStep = meanSide / 10
  const higher = Math.max(left, right)
  const minWidth = open.minWidth
  const minHeight = open.minHeight
  const highest = Math.min(open.maxHeight, rest)
  let best = -1
  let bestCost = Infinity
  for (let bucket = lastBucketUpTo(bucketWidth, gap); bucket >= 0; bucket--) {
    const width = bucketWidth[bucket]!
    if (width < minWidth) break
    const spare = gap - width
    const isLost = spare > 0 && spare < minWidth
    const base = (spare > 0 && !isLost ? openGap + weights.openPixel * spare : 0) - width
    // Narrower ones only cost more from here on.
    if (spare >= minWidth && base - highest - 2 * level >= bestCost) break
    const end = bucketFrom[bucket + 1]!
    const tallest = open.from(bucketFrom[bucket]!)
    if (tallest >= end) continue
    if (base - Math.min(entryHeight[tallest]!, rest) - 2 * level >= bestCost) continue
    // The tallest that fits; those level with a wall; and the tallest that leaves room for something at the
    // page's end.
    let already = Infinity
    for (let which = 0; which < 4; which++) {
      const limit = which === 0 ? rest : which === 1 ? left : which === 2 ? right : rest - minHeight
      if (limit >= already || base - limit - 2 * level >= bestCost) continue
      const entry = tallestUpTo(open, tallest, end, limit)
      if (entry >= end) continue
      const height = entryHeight[entry]!
      if (which === 0) already = height
      const above = rest - height
      let cost = base - height
      if (isLost) cost += lostBeside * spare * Math.min(height, higher)
      if (above > 0 && above < minHeight) cost += lostAtEnd * above * width
      if (height === left) cost -= level
      if (height === right) cost -= spare === 0 || height !== left ? level : 0
      cost += weights.step * Math.min(Math.abs(height - left), Math.abs(height - right), farStep)
      if (cost < bestCost) {
        bestCost = cost
        best = entry
      }
    }
  }
  return best
}

/** The last bucket no wider than the gap, or -1. */
function lastBucketUpTo (bucketWidth: Int32Array, gap: number): number {
  let low = 0
  let high = bucketWidth.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (bucketWidth[middle]! <= gap) low = middle + 1
    else high = middle
  }
  return low - 1
}

/**
 * The first open entry from `from` on that is no taller than the limit; `end` or beyond when there is none.
 */
function tallestUpTo (open: OpenItems, from: number, end: number, limit: number): number {
  const entryHeight = open.classes.entryHeight
  if (entryHeight[from]! <= limit) return from
  let low = from + 1
  let high = end
  while (low < high) {
    const middle = (low + high) >> 1
    if (entryHeight[middle]! > limit) low = middle + 1
    else high = middle
  }
  return low < end ? open.from(low) : end
}
