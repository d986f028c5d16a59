/** A small seeded generator (mulberry32): a run is replayed by its seed. */
export class Random {
  #state: number

  constructor (seed: number) {
    this.#state = seed >>> 0
  }

  next (): number {
    this.#state = (this.#state + 0x6D2B79F5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `low` to `high`, both included. */
  integer (low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  chance (probability: number): boolean {
    return this.next() < probability
  }

  pick<T> (items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('nothing to pick from')
    const picked = this.integer(0, items.length - 1)
    for (const [index, item] of items.entries()) if (index === picked) return item
    throw new RangeError(`nothing at ${picked}`)
  }
}
