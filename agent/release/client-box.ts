import type { Match, Range } from '../config/match-schema.js'
import { compareNumbers, parseVersion } from './game-version.js'
import type { VersionNumbers } from './game-version.js'

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

const namedFields = ['appId', 'platform', 'channel'] as const
const rangedFields = ['version', 'build'] as const

/**
 * The set of clients that a match takes, of those that tell everything of themselves: in every dimension one
 * of these. Sets of this kind can be cut exactly.
 */
type ClientBox =
  & Readonly<Record<typeof namedFields[number], Names>>
  & Readonly<Record<typeof rangedFields[number], Interval>>

const lowest: VersionNumbers = [0, 0, 0, 0]
/** Builds are counted from 1. */
const firstBuild: VersionNumbers = [1, 0, 0, 0]
const highest: VersionNumbers = [Infinity, 0, 0, 0]

/** The clients of `match`, whatever is submitted to it. */
export function boxOf ({ appId, platform, channel, version, build }: Match): ClientBox {
  return {
    appId: namesOf(appId),
    platform: namesOf(platform),
    channel: namesOf(channel),
    version: intervalOf(version, lowest, text => parseVersion(text) ?? highest),
    build: intervalOf(build, firstBuild, number => [number, 0, 0, 0])
  }
}

export function intersects (a: ClientBox, b: ClientBox): boolean {
  return namedFields.every(field => !isNone(common(a[field], b[field]))) &&
    rangedFields.every(field => !isEmpty(overlap(a[field], b[field])))
}

export function isEmptyBox (box: ClientBox): boolean {
  return namedFields.some(field => isNone(box[field])) || rangedFields.some(field => isEmpty(box[field]))
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
  for (const field of namedFields) {
    const outside = without(box[field], cut[field])
    if (!isNone(outside)) pieces.push({ ...rest, [field]: outside })
    rest = { ...rest, [field]: common(box[field], cut[field]) }
  }
  for (const field of rangedFields) {
    const { low, high } = box[field]
    const inside = overlap(box[field], cut[field])
    for (const outside of [{ low, high: inside.low }, { low: inside.high, high }]) {
      if (!isEmpty(outside)) pieces.push({ ...rest, [field]: outside })
    }
    rest = { ...rest, [field]: inside }
  }
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

function intervalOf<T> (
  range: Range<T> | undefined,
  lowest: VersionNumbers,
  toNumbers: (value: T) => VersionNumbers
): Interval {
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
