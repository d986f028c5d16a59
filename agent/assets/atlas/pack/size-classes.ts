/** Sizes of items with all that they keep free around them; `base` is more than any side. */
export interface Sizes {
  readonly width: Int32Array
  readonly height: Int32Array
  readonly rotatable: Uint8Array
  readonly base: number
}

/**
 * Items of equal size are one class, and each way that a class may lie on a page is an entry: a rotatable
 * class that is not square has two. Entries go by width, then tallest first; those of one width are a bucket.
 * None of it depends on the items' order, except which of several equal ones comes first.
 */
export interface SizeClasses {
  /** Item indexes, class by class; within a class those that lie unrotated in its first entry come first. */
  readonly members: Int32Array
  readonly memberFrom: Int32Array
  /** How many of a class's members lie unrotated in its first entry; the others do in the second. */
  readonly uprightCount: Int32Array
  readonly firstEntry: Int32Array
  readonly secondEntry: Int32Array
  readonly entryWidth: Int32Array
  readonly entryHeight: Int32Array
  readonly entryClass: Int32Array
  readonly bucketWidth: Int32Array
  readonly bucketFrom: Int32Array
  readonly totalArea: number
}

/**
 * The classes of the chosen items, given by index. Sorting one number per item costs far less than a map of
 * objects.
 */
export function groupBySize (sizes: Sizes, chosen: Int32Array): SizeClasses {
  const { width, height, rotatable, base } = sizes
  const count = sizes.width.length
  const itemKeys = new Float64Array(chosen.length)
  for (let i = 0; i < chosen.length; i++) {
    const item = chosen[i]!
    const w = width[item]!
    const h = height[item]!
    const turned = rotatable[item] === 1 && w < h
    const size = (rotatable[item]! * base + (turned ? h : w)) * base + (turned ? w : h)
    itemKeys[i] = (size * 2 + (turned ? 1 : 0)) * count + item
  }
  itemKeys.sort()

  const members = new Int32Array(itemKeys.length)
  const memberFrom: number[] = []
  const uprightCount: number[] = []
  const entryKeys: number[] = []
  let lastSize = -1
  let totalArea = 0
  for (let i = 0; i < itemKeys.length; i++) {
    const key = itemKeys[i]!
    const sizeAndTurn = Math.floor(key / count)
    const size = Math.floor(sizeAndTurn / 2)
    const short = size % base
    const long = Math.floor(size / base) % base
    members[i] = key - sizeAndTurn * count
    totalArea += long * short
    if (size !== lastSize) {
      const itsClass = memberFrom.length
      memberFrom.push(i)
      uprightCount.push(0)
      entryKeys.push(entryKey(long, short, itsClass, 0))
      if (size >= base * base && long !== short) entryKeys.push(entryKey(short, long, itsClass, 1))
      lastSize = size
    }
    if (sizeAndTurn % 2 === 0) uprightCount[uprightCount.length - 1]!++
  }
  memberFrom.push(members.length)
  const { firstEntry, secondEntry, entryWidth, entryHeight, entryClass, bucketWidth, bucketFrom } =
    sortEntries(Float64Array.from(entryKeys).sort(), uprightCount.length)
  return {
    members,
    memberFrom: Int32Array.from(memberFrom),
    uprightCount: Int32Array.from(uprightCount),
    firstEntry,
    secondEntry,
    entryWidth,
    entryHeight,
    entryClass,
    bucketWidth,
    bucketFrom,
    totalArea
  }

  function entryKey (w: number, h: number, itsClass: number, which: number): number {
    return ((w * base + base - 1 - h) * count + itsClass) * 2 + which
  }

  function sortEntries (keys: Float64Array, classes: number) {
    const firstEntry = new Int32Array(classes)
    const secondEntry = new Int32Array(classes).fill(-1)
    const entryWidth = new Int32Array(keys.length)
    const entryHeight = new Int32Array(keys.length)
    const entryClass = new Int32Array(keys.length)
    const bucketWidth: number[] = []
    const bucketFrom: number[] = []
    for (let entry = 0; entry < keys.length; entry++) {
      const sizeAndClass = Math.floor(keys[entry]! / 2)
      const size = Math.floor(sizeAndClass / count)
      const itsClass = sizeAndClass - size * count
      const w = Math.floor(size / base)
      entryWidth[entry] = w
      entryHeight[entry] = base - 1 - size % base
      entryClass[entry] = itsClass
      if (keys[entry]! % 2 === 1) secondEntry[itsClass] = entry
      else firstEntry[itsClass] = entry
      if (w !== bucketWidth.at(-1)) {
        bucketWidth.push(w)
        bucketFrom.push(entry)
      }
    }
    bucketFrom.push(keys.length)
    for (let c = 0; c < classes; c++) if (secondEntry[c] === -1) secondEntry[c] = firstEntry[c]!
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
}
