/**
 * The upper outline of what lies on a page, as level segments from left to right. y grows away from the edge
 * where packing starts.
 */
export class Skyline {
  readonly width: number
  readonly height: number
  length = 1
  readonly x: Int32Array
  readonly y: Int32Array
  readonly w: Int32Array

  constructor (width: number, height: number) {
    this.width = width
    this.height = height
    this.x = new Int32Array(width + 1)
    this.y = new Int32Array(width + 1)
    this.w = new Int32Array(width + 1)
    this.w[0] = width
  }

  /** The lowest segment, the leftmost of several. */
  lowest (): number {
    const y = this.y
    let lowest = 0
    for (let i = 1; i < this.length; i++) if (y[i]! < y[lowest]!) lowest = i
    return lowest
  }

  /**
   * How far the outline rises at the left and the right of a segment; the page's edges count as walls up to
   * its end.
   */
  wallLeft (i: number): number {
    return (i === 0 ? this.height : this.y[i - 1]!) - this.y[i]!
  }

  wallRight (i: number): number {
    return (i === this.length - 1 ? this.height : this.y[i + 1]!) - this.y[i]!
  }

  /**
   * Raises `width` of a lowest segment by `height`, at its left or right end, and joins what has become
   * level.
   */
  raise (i: number, width: number, height: number, atLeft: boolean): void {
    const { x, y, w } = this
    if (width < w[i]!) {
      this.insertAfter(i)
      const first = atLeft ? width : w[i]! - width
      x[i + 1] = x[i]! + first
      w[i + 1] = w[i]! - first
      w[i] = first
      y[i + 1] = y[i]!
      if (!atLeft) i++
    }
    y[i]! += height
    if (i + 1 < this.length && y[i + 1] === y[i]) this.joinWithNext(i)
    if (i > 0 && y[i - 1] === y[i]) this.joinWithNext(i - 1)
  }

  private insertAfter (i: number): void {
    this.shift(i + 1, i + 2, this.length)
    this.length++
  }

  private joinWithNext (i: number): void {
    this.w[i]! += this.w[i + 1]!
    this.shift(i + 2, i + 1, this.length)
    this.length--
  }

  private shift (from: number, to: number, end: number): void {
    this.x.copyWithin(to, from, end)
    this.y.copyWithin(to, from, end)
    this.w.copyWithin(to, from, end)
  }
}
