import { waitListening } from './patience.js'

/** So many results are on their way at once, each with one blob in memory. */
const atOnce = 4

/** Work in the background that must not hold up anything: bounded while it goes on, and in its end. */
export class UploadQueue<Item> {
  readonly #send: (item: Item) => Promise<boolean>
  readonly #waiting: Item[] = []
  readonly #active = new Set<Item>()
  readonly #failed: Item[] = []
  #arrived = 0
  #isOver = false
  #idle: (() => void) | undefined

  /** @param send false where it did not arrive */
  constructor (send: (item: Item) => Promise<boolean>) {
    this.#send = send
  }

  add (item: Item): void {
    this.#waiting.push(item)
    this.#next()
  }

  /**
   * Waits until all has been sent, for so long at most. What failed is tried again, as long as others arrive:
   * a server that was left alone is first tried by one. Returns what has not arrived.
   */
  async finish (limitMs: number): Promise<Item[]> {
    await waitListening(limitMs, this.#sendAll())
    this.#isOver = true
    return [...this.#failed, ...this.#active, ...this.#waiting.splice(0)]
  }

  async #sendAll (): Promise<void> {
    do {
      this.#arrived = 0
      this.#waiting.push(...this.#failed.splice(0))
      const idle = new Promise<void>(resolve => {
        this.#idle = resolve
      })
      this.#next()
      await idle
    } while (this.#failed.length > 0 && this.#arrived > 0 && !this.#isOver)
  }

  async #sendOne (item: Item): Promise<void> {
    const hasArrived = await this.#send(item).catch(() => false)
    this.#active.delete(item)
    if (hasArrived) this.#arrived++
    else this.#failed.push(item)
    this.#next()
  }

  #next (): void {
    while (this.#active.size < atOnce) {
      const item = this.#waiting.shift()
      if (item === undefined) break
      this.#active.add(item)
      this.#sendOne(item).catch(() => {})
    }
    if (this.#active.size === 0) this.#idle?.()
  }
}
