/** Grants bytes of memory in order of request; one request larger than the whole budget is let through alone. */
export class ByteBudget {
  readonly #limit: number
  readonly #waiting: Array<{ bytes: number, grant: () => void }> = []
  #used = 0

  constructor (limit: number) {
    this.#limit = limit
  }

  async use<T> (bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) await new Promise<void>(resolve => { this.#waiting.push({ bytes, grant: resolve }) })
    else this.#used += bytes
    try {
      return await work()
    } finally {
      this.#used -= bytes
      this.#grantNext()
    }
  }

  /** Takes bytes if they are free now; they are given back with `release`. */
  tryTake (bytes: number): boolean {
    if (this.#waiting.length > 0 || this.#used + bytes > this.#limit) return false
    this.#used += bytes
    return true
  }

  release (bytes: number): void {
    this.#used -= bytes
    this.#grantNext()
  }

  #fits (bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#limit
  }

  #grantNext (): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#used += next.bytes
      next.grant()
    }
  }
}
