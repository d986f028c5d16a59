import type { Match, Range } from '../config/release-schema.js'
import { compareNumbers, parseVersion } from './version.js'
import type { VersionNumbers } from './version.js'

/** Some names, or all names but some. */
interface Names {
  isExcept: boolean
  names: ReadonlySet<string>
}
/** From `low`, which is in, up to `high`, which is not. */
interface Interval {
  low: VersionNumbers
  high: VersionNumbers
}

/**
 * The set of clients that a match takes: in every dimension one of these. Sets of this kind can be cut
 * exactly.
 */
export interface ClientBox {
  names: readonly [Names, Names, Names]
  intervals: readonly [Interval, Interval]
}

const lowest: VersionNumbers = [0, 0, 0, 0]
const highest: VersionNumbers = [Infinity, 0, 0, 0]

/** The clients of `match`, whatever is submitted to it. */
export function boxOf ({ appId, platform, channel, version, build }: Match): ClientBox {
  return {
    names: [namesOf(appId), namesOf(platform), namesOf(channel)],
    intervals: [
      intervalOf(version, text => parseVersion(text) ?? highest),
      intervalOf(build, number => [number, 0, 0, 0])
    ]
  }
}

export function intersects (a: ClientBox, b: ClientBox): boolean {
  return a.names.every((names, index) => !isNone(common(names, b.names[index]!))) &&
    a.intervals.every((interval, index) => !isEmpty(overlap(interval, b.intervals[index]!)))
}

export function isEmptyBox (box: ClientBox): boolean {
  return box.names.some(isNone) || box.intervals.some(isEmpty)
}

/**
 * Whether `cuts` together leave nothing of `box`. Gives up with "no" on sets that fall into thousands of
 * pieces.
 */
export function isCovered (box: ClientBox, cuts: readonly ClientBox[], maxPieces = 5_000): boolean {
  let pieces = [box]
  for (const cut of cuts) {
    pieces = pieces.flatMap(piece => subtract(piece, cut))
    if (pieces.length === 0) return true
    if (pieces.length > maxPieces) return false
  }
  return isEmptyBox(box)
}

function subtract (box: ClientBox, cut: ClientBox): ClientBox[] {
  if (!intersects(box, cut)) return [box]
  const pieces: ClientBox[] = []
  let rest = box
  box.names.forEach((names, index) => {
    const outside = without(names, cut.names[index]!)
    if (!isNone(outside)) pieces.push({ ...rest, names: rest.names.with(index, outside) as never })
    rest = { ...rest, names: rest.names.with(index, common(names, cut.names[index]!)) as never }
  })
  box.intervals.forEach((interval, index) => {
    const inside = overlap(interval, cut.intervals[index]!)
    for (
      const outside of [{ low: interval.low, high: inside.low }, {
        low: inside.high,
        high: interval.high
      }]
    ) {
      if (!isEmpty(outside)) pieces.push({ ...rest, intervals: rest.intervals.with(index, outside) as never })
    }
    rest = { ...rest, intervals: rest.intervals.with(index, inside) as never }
  })
  return pieces
}

function namesOf (list: readonly string[] | undefined): Names {
  return { isExcept: list === undefined, names: new Set(list) }
}

function common (a: Names, b: Names): Names {
  if (a.isExcept && b.isExcept) return { isExcept: true, names: new Set([...a.names, ...b.names]) }
  if (a.isExcept) return common(b, a)
  return { isExcept: false, names: new Set([...a.names].filter(name => b.names.has(name) !== b.isExcept)) }
}

function without (a: Names, b: Names): Names {
  return common(a, { isExcept: !b.isExcept, names: b.names })
}

function isNone ({ isExcept, names }: Names): boolean {
  return !isExcept && names.size === 0
}

function intervalOf<T> (range: Range<T> | undefined, toNumbers: (value: T) => VersionNumbers): Interval {
  const { from, below, equals } = range ?? {}
  const interval = {
    low: from === undefined ? lowest : toNumbers(from),
    high: below === undefined ? highest : toNumbers(below)
  }
  if (equals === undefined) return interval
  const [a, b, c, d] = toNumbers(equals)
  return overlap(interval, { low: [a, b, c, d], high: [a, b, c, d + 1] })
}

function overlap (a: Interval, b: Interval): Interval {
  return {
    low: compareNumbers(a.low, b.low) < 0 ? b.low : a.low,
    high: compareNumbers(a.high, b.high) < 0 ? a.high : b.high
  }
}

function isEmpty ({ low, high }: Interval): boolean {
  return compareNumbers(low, high) >= 0
}
