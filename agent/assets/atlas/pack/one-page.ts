import { fillPage } from './fill-page.js'
import type { FitWeights } from './fill-page.js'
import { OpenItems } from './open-items.js'
import { MemberQueue, toLayout } from './page-layout.js'
import type { PageLayout } from './page-layout.js'
import type { PackSettings } from './packing.js'
import { largestRoom } from './page-size.js'
import type { SizeClasses, Sizes } from './size-classes.js'

/** How far from one set of weights to another one; beyond it, too. */
const steps = [0.25, 0.5, 0.75, 1.5]

/**
 * Everything on one page, for art that only just fits: weights between those that are usually tried, which
 * lay the items out in other ways. Undefined when none of them does it.
 */
export function fitOnePage (
  sizes: Sizes,
  classes: SizeClasses,
  settings: PackSettings,
  weightSets: readonly FitWeights[],
  signal?: AbortSignal
): PageLayout | undefined {
  const { width, height } = largestRoom(settings)
  const allowedLoss = width * height - classes.totalArea
  if (allowedLoss < 0) return undefined
  const all = new OpenItems(classes)
  const open = new OpenItems(classes)
  for (const weights of between(weightSets)) {
    signal?.throwIfAborted()
    open.copyFrom(all)
    const placed = fillPage(open, width, height, weights, allowedLoss)
    if (open.count === 0) return toLayout(placed, classes, new MemberQueue(classes), sizes)
  }
  return undefined
}

function* between (weightSets: readonly FitWeights[]): Generator<FitWeights> {
  for (const step of steps) {
    for (const from of weightSets) {
      for (const to of weightSets) if (from !== to) yield mixed(from, to, step)
    }
  }
}

function mixed (from: FitWeights, to: FitWeights, step: number): FitWeights {
  const at = (name: keyof FitWeights): number => Math.max(0, from[name] + step * (to[name] - from[name]))
  return {
    lostBeside: at('lostBeside'),
    lostAtEnd: at('lostAtEnd'),
    openGap: at('openGap'),
    openPixel: at('openPixel'),
    level: at('level'),
    step: at('step')
  }
}
