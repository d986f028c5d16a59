interface Closable {
  close: () => void
}

/** What several groups of a run use at once, opened by the first and closed with the last of them. */
export class SharedResources {
  readonly #open = new Map<string, { value: Closable, users: number }>()

  /** One `key` always stands for one type. */
  async use<T extends Closable, R> (
    key: string,
    open: () => T,
    work: (value: T) => Promise<R>
  ): Promise<R> {
    const entry = this.#open.get(key) ?? { value: open(), users: 0 }
    this.#open.set(key, entry)
    entry.users++
    try {
      return await work(entry.value as T)
    } finally {
      if (--entry.users === 0) {
        this.#open.delete(key)
        entry.value.close()
      }
    }
  }
}
