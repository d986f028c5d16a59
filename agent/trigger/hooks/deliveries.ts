const keepMs = 600_000
const maxKept = 20_000

/**
 * Remembers what was delivered lately, so that a repeated hook wakes nobody. It is kept in memory only: a
 * repeated one that slips through costs one look at the repository, which finds nothing new.
 */
export class Deliveries {
  readonly #seen = new Map<string, number>()

  /** False when one of `keys` came before. */
  isNew (keys: readonly string[], now: number): boolean {
    for (const [key, at] of this.#seen) {
      if (now - at < keepMs && this.#seen.size <= maxKept) break
      this.#seen.delete(key)
    }
    if (keys.some(key => this.#seen.has(key))) return false
    for (const key of keys) this.#seen.set(key, now)
    return true
  }
}
