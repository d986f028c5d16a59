import type { SizeClasses } from './size-classes.js'

/**
 * Which items are not placed yet: counts per class, and links that jump over the entries of classes that are
 * used up.
 */
export class OpenItems {
  readonly classes: SizeClasses
  count: number
  area: number
  minWidth = 0
  minHeight = 0
  maxHeight: number
  private readonly left: Int32Array
  /** The entry itself while it is open, else one further on: followed and shortened by `from`. */
  private readonly next: Int32Array
  private readonly openByHeight: Int32Array
  private firstBucket = 0

  constructor (classes: SizeClasses) {
    this.classes = classes
    this.count = classes.itemCount
    this.area = classes.totalArea
    this.left = Int32Array.from(classes.members.map(({ upright, turned }) => upright.length + turned.length))
    this.next = new Int32Array(classes.entryClass.length + 1).map((_, i) => i)
    this.maxHeight = classes.entryHeight.reduce((a, b) => Math.max(a, b), 0)
    this.openByHeight = new Int32Array(this.maxHeight + 1)
    for (const height of classes.entryHeight) this.openByHeight[height]!++
    this.findExtremes()
  }

  /** The first open entry at or after this one. */
  from (entry: number): number {
    const next = this.next
    let end = entry
    while (next[end] !== end) end = next[end]!
    while (next[entry] !== end) {
      const step = next[entry]!
      next[entry] = end
      entry = step
    }
    return end
  }

  take (entry: number): void {
    const { entryClass, entryWidth, entryHeight, firstEntry, secondEntry } = this.classes
    const itsClass = entryClass[entry]!
    this.count--
    this.area -= entryWidth[entry]! * entryHeight[entry]!
    if (--this.left[itsClass]! > 0) return
    this.close(firstEntry[itsClass]!)
    if (secondEntry[itsClass] !== firstEntry[itsClass]) this.close(secondEntry[itsClass]!)
    this.findExtremes()
  }

  copyFrom (other: OpenItems): void {
    this.count = other.count
    this.area = other.area
    this.minWidth = other.minWidth
    this.minHeight = other.minHeight
    this.maxHeight = other.maxHeight
    this.firstBucket = other.firstBucket
    this.left.set(other.left)
    this.next.set(other.next)
    this.openByHeight.set(other.openByHeight)
  }

  private close (entry: number): void {
    this.next[entry] = entry + 1
    this.openByHeight[this.classes.entryHeight[entry]!]!--
  }

  /** Items only ever leave, so the smallest only grows and the tallest only shrinks. */
  private findExtremes (): void {
    const { bucketFrom, bucketWidth } = this.classes
    while (
      this.firstBucket < bucketWidth.length &&
      this.from(bucketFrom[this.firstBucket]!) >= bucketFrom[this.firstBucket + 1]!
    ) this.firstBucket++
    this.minWidth = bucketWidth[this.firstBucket] ?? 0
    while (this.minHeight < this.openByHeight.length && this.openByHeight[this.minHeight] === 0) {
      this.minHeight++
    }
    while (this.maxHeight > 0 && this.openByHeight[this.maxHeight] === 0) this.maxHeight--
  }
}
