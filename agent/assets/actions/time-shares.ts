/**
 * Splits time among what goes on at once, by how much each has to do, so that all shares together are the
 * time that has passed.
 */
export class TimeShares {
  /** The weights of what goes on. */
  #running = 0
  #lastMs = 0
  /** What a weight of one would have had so far that was there from the beginning. */
  #shareMs = 0

  /** Returns what ends it and gives its share. */
  begin (nowMs: number, weight = 1): (endMs: number) => number {
    this.#pass(nowMs)
    this.#running += weight
    const from = this.#shareMs
    return endMs => {
      this.#pass(endMs)
      this.#running -= weight
      return weight * (this.#shareMs - from)
    }
  }

  #pass (nowMs: number): void {
    if (this.#running > 0) this.#shareMs += Math.max(0, nowMs - this.#lastMs) / this.#running
    this.#lastMs = nowMs
  }
}
