/** A level piece of the outline, from `x` on `width` pixels long, between its neighbours. */
export interface Segment {
  x: number
  y: number
  width: number
  previous: Segment | undefined
  next: Segment | undefined
}

/**
 * The upper outline of what lies on a page, as level segments from left to right. y grows away from the edge
 * where packing starts.
 */
export class Skyline {
  readonly #height: number
  readonly #first: Segment
  /** What is left of the lowest segment beside what was raised: nothing is lower. */
  #rest: Segment | undefined

  constructor (width: number, height: number) {
    this.#height = height
    this.#first = { x: 0, y: 0, width, previous: undefined, next: undefined }
  }

  /** The lowest segment, the leftmost of several. */
  lowest (): Segment {
    if (this.#rest !== undefined) return this.#rest
    let lowest = this.#first
    for (let segment = lowest.next; segment !== undefined; segment = segment.next) {
      if (segment.y < lowest.y) lowest = segment
    }
    return lowest
  }

  /**
   * How far the outline rises at the left and the right of a segment; the page's edges count as walls up to
   * its end.
   */
  wallLeft ({ previous, y }: Segment): number {
    return (previous === undefined ? this.#height : previous.y) - y
  }

  wallRight ({ next, y }: Segment): number {
    return (next === undefined ? this.#height : next.y) - y
  }

  /**
   * Raises `width` of a lowest segment by `height`, at its left or right end, and joins what has become
   * level.
   */
  raise (lowest: Segment, width: number, height: number, atLeft: boolean): void {
    const restWidth = lowest.width - width
    const behind = restWidth > 0 ? split(lowest, atLeft ? width : restWidth) : undefined
    const raised = behind === undefined || atLeft ? lowest : behind
    this.#rest = raised === lowest ? behind : lowest
    raised.y += height
    if (raised.next?.y === raised.y) joinWithNext(raised)
    if (raised.previous?.y === raised.y) joinWithNext(raised.previous)
  }
}

/** Leaves `width` of a segment to itself and gives the rest to a new one behind it. */
function split (segment: Segment, width: number): Segment {
  const { x, y, next } = segment
  const rest: Segment = { x: x + width, y, width: segment.width - width, previous: segment, next }
  if (next !== undefined) next.previous = rest
  segment.next = rest
  segment.width = width
  return rest
}

function joinWithNext (segment: Segment): void {
  const { next } = segment
  if (next === undefined) return
  segment.width += next.width
  segment.next = next.next
  if (next.next !== undefined) next.next.previous = segment
}
