/** Splits time among what goes on at once, so that all shares together are the time that has passed. */
export class TimeShares {
  #running = 0
  #lastMs = 0
  /** What one thing would have had so far that was there from the beginning. */
  #shareMs = 0

  /** Returns what ends it and gives its share. */
  begin (nowMs: number): (endMs: number) => number {
    this.#pass(nowMs)
    this.#running++
    const from = this.#shareMs
    return endMs => {
      this.#pass(endMs)
      this.#running--
      return this.#shareMs - from
    }
  }

  #pass (nowMs: number): void {
    if (this.#running > 0) this.#shareMs += Math.max(0, nowMs - this.#lastMs) / this.#running
    this.#lastMs = nowMs
  }
}
