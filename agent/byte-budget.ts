/**
 * For pages and what is kept, and for sprites that are being decoded: measured to keep a run below 400 MB.
 */
export const pixelBudgetBytes = 192 * 1024 * 1024
export const decodingBudgetBytes = 32 * 1024 * 1024

/**
 * Grants bytes of memory: to work, in order of request, and to what is merely worth keeping, as long as two
 * thirds of the budget are left to work. Work goes on whatever is kept: a request that is larger than what is
 * left is let through alone.
 */
export class ByteBudget {
  readonly #limit: number
  readonly #waiting: Array<{ bytes: number, grant: () => void }> = []
  #working = 0
  #kept = 0

  constructor (limit: number) {
    this.#limit = limit
  }

  async use<T> (bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) {
      await new Promise<void>(resolve => {
        this.#waiting.push({ bytes, grant: resolve })
      })
    } else this.#working += bytes
    try {
      return await work()
    } finally {
      this.#working -= bytes
      this.#grantNext()
    }
  }

  /** Takes bytes to keep something if there is room; they are given back with `release`. */
  tryKeep (bytes: number): boolean {
    if (
      this.#waiting.length > 0 || this.#kept + bytes > this.#limit / 3 ||
      this.#working + this.#kept + bytes > this.#limit
    ) return false
    this.#kept += bytes
    return true
  }

  release (bytes: number): void {
    this.#kept -= bytes
    this.#grantNext()
  }

  #fits (bytes: number): boolean {
    return this.#working === 0 || this.#working + this.#kept + bytes <= this.#limit
  }

  #grantNext (): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#working += next.bytes
      next.grant()
    }
  }
}
