/** The last few answers to questions whose answer never changes; asking costs a process. */
export class LastResults<T> {
  readonly #count: number
  readonly #results = new Map<string, T>()

  constructor (count: number) {
    this.#count = count
  }

  async of (key: string, ask: () => Promise<T>, isKept: (result: T) => boolean): Promise<T> {
    for (const [known, result] of this.#results) if (known === key) return result
    const result = await ask()
    if (isKept(result)) {
      this.#results.set(key, result)
      const [oldest] = this.#results.keys()
      if (this.#results.size > this.#count && oldest !== undefined) this.#results.delete(oldest)
    }
    return result
  }
}
