interface Event {
  at: number
  order: number
  happen: () => void
}

/** What happens when, in simulated milliseconds; a binary heap. */
export class EventQueue {
  now = 0
  readonly #heap: Event[] = []
  #added = 0

  add (at: number, happen: () => void): void {
    this.#heap.push({ at, order: this.#added++, happen })
    let child = this.#heap.length - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (this.#isFirst(parent, child)) break
      this.#swap(parent, child)
      child = parent
    }
  }

  /** Until nothing more happens. */
  run (): void {
    for (let event = this.#take(); event !== undefined; event = this.#take()) {
      this.now = event.at
      event.happen()
    }
  }

  #take (): Event | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (first === undefined || last === undefined || first === last) return first
    this.#heap[0] = last
    let parent = 0
    while (true) {
      let least = parent
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < this.#heap.length && !this.#isFirst(least, child)) least = child
      }
      if (least === parent) return first
      this.#swap(parent, least)
      parent = least
    }
  }

  #isFirst (one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) return true
    return a.at < b.at || a.at === b.at && a.order < b.order
  }

  #swap (one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) return
    this.#heap[one] = b
    this.#heap[other] = a
  }
}
