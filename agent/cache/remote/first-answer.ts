/** A core that would wait so long for a server that may never answer makes something instead. */
const hedgeMs = 20

/**
 * Those who wait for the first answer of a server of which nothing is known. Now and then one of them goes on
 * without it, so that there is always something to do: a server that hangs costs no more than that.
 */
export class FirstAnswer {
  readonly #waiting: Array<(isUp: boolean) => void> = []
  #timer: NodeJS.Timeout | undefined
  #hasGoneOn = false

  /** False for whoever goes on without an answer, and then waits for nothing else that it asks for. */
  async wait (): Promise<boolean> {
    if (this.#hasGoneOn) return false
    return await new Promise(resolve => {
      this.#waiting.push(resolve)
      this.#timer ??= setTimeout(this.#take, hedgeMs)
    })
  }

  end (isUp: boolean): void {
    clearTimeout(this.#timer)
    this.#hasGoneOn = false
    for (const resolve of this.#waiting.splice(0)) resolve(isUp)
  }

  readonly #take = (): void => {
    // After the timers come the sockets: an answer that has arrived is taken first.
    setImmediate(() => {
      this.#hasGoneOn = true
      this.#waiting.pop()?.(false)
      this.#timer = this.#waiting.length === 0 ? undefined : setTimeout(this.#take, hedgeMs)
    })
  }
}
