/** Sizes of items with all that they keep free around them; `base` is more than any side. */
export interface Sizes {
  readonly width: Int32Array
  readonly height: Int32Array
  readonly rotatable: Uint8Array
  readonly base: number
}

/** Indexes of the items of one size, in ascending order. */
export interface ClassMembers {
  /** Those that lie unrotated in the first entry of the class. */
  readonly upright: number[]
  /** Those that lie unrotated in the second one. */
  readonly turned: number[]
}

/**
 * Items of equal size are one class, and each way that a class may lie on a page is an entry: a rotatable
 * class that is not square has two. Entries go by width, then tallest first; those of one width are a bucket.
 * None of it depends on the items' order, except which of several equal ones comes first.
 */
export interface SizeClasses extends Entries {
  readonly members: readonly ClassMembers[]
  readonly itemCount: number
  readonly totalArea: number
}

interface Entries {
  /** By class; the same where a class has one entry. */
  readonly firstEntry: Int32Array
  readonly secondEntry: Int32Array
  readonly entryWidth: Int32Array
  readonly entryHeight: Int32Array
  readonly entryClass: Int32Array
  readonly bucketWidth: Int32Array
  readonly bucketFrom: Int32Array
}

/**
 * The classes of the chosen items, given by index. Sorting one number per item costs far less than a map of
 * objects.
 */
export function groupBySize (sizes: Sizes, chosen: Int32Array): SizeClasses {
  const { base, width: { length: count } } = sizes
  const members: ClassMembers[] = []
  const entryKeys: number[] = []
  let current: ClassMembers | undefined
  let lastSize = -1
  let totalArea = 0
  for (const key of itemKeys(sizes, chosen)) {
    const sizeAndTurn = Math.floor(key / count)
    const size = Math.floor(sizeAndTurn / 2)
    const short = size % base
    const long = Math.floor(size / base) % base
    totalArea += long * short
    if (current === undefined || size !== lastSize) {
      const mayTurn = size >= base * base && long !== short
      entryKeys.push(entryKey(sizes, long, short, members.length, 0))
      if (mayTurn) entryKeys.push(entryKey(sizes, short, long, members.length, 1))
      current = { upright: [], turned: [] }
      members.push(current)
      lastSize = size
    }
    const itsMembers = sizeAndTurn % 2 === 0 ? current.upright : current.turned
    itsMembers.push(key - sizeAndTurn * count)
  }
  const entries = sortEntries(sizes, Float64Array.from(entryKeys).sort(), members.length)
  return { ...entries, members, itemCount: chosen.length, totalArea }
}

/** A number for each chosen item: whether it may turn, its long and short side, how it lies, its index. */
function itemKeys ({ width, height, rotatable, base }: Sizes, chosen: Int32Array): Float64Array {
  const keys = new Float64Array(chosen.length)
  let count = 0
  for (const item of chosen) {
    const w = width[item]!
    const h = height[item]!
    const mayTurn = rotatable[item] === 1
    const isTurned = mayTurn && w < h
    const size = ((mayTurn ? base : 0) + (isTurned ? h : w)) * base + (isTurned ? w : h)
    keys[count++] = (size * 2 + (isTurned ? 1 : 0)) * width.length + item
  }
  return keys.sort()
}

function entryKey ({ width, base }: Sizes, w: number, h: number, itsClass: number, which: 0 | 1): number {
  return ((w * base + base - 1 - h) * width.length + itsClass) * 2 + which
}

function sortEntries ({ width, base }: Sizes, keys: Float64Array, classes: number): Entries {
  const firstEntry = new Int32Array(classes).fill(-1)
  const secondEntry = new Int32Array(classes).fill(-1)
  const entryWidth = new Int32Array(keys.length)
  const entryHeight = new Int32Array(keys.length)
  const entryClass = new Int32Array(keys.length)
  const bucketWidth: number[] = []
  const bucketFrom: number[] = []
  let entry = 0
  for (const key of keys) {
    const sizeAndClass = Math.floor(key / 2)
    const size = Math.floor(sizeAndClass / width.length)
    const itsClass = sizeAndClass - size * width.length
    const w = Math.floor(size / base)
    entryWidth[entry] = w
    entryHeight[entry] = base - 1 - size % base
    entryClass[entry] = itsClass
    // The second entry is the narrower one: it comes first, if there is one.
    if (key % 2 === 0) firstEntry[itsClass] = entry
    if (key % 2 === 1 || secondEntry[itsClass] === -1) secondEntry[itsClass] = entry
    if (w !== bucketWidth.at(-1)) {
      bucketWidth.push(w)
      bucketFrom.push(entry)
    }
    entry++
  }
  bucketFrom.push(keys.length)
  return {
    firstEntry,
    secondEntry,
    entryWidth,
    entryHeight,
    entryClass,
    bucketWidth: Int32Array.from(bucketWidth),
    bucketFrom: Int32Array.from(bucketFrom)
  }
}
