interface Waiting {
  isCalled: () => boolean
  begin: () => void
}

const restShare = 4

/**
 * Lets only some looks be taken at once. Of those that wait a called one goes before polls, and every fourth
 * time the one that waits longest, so that a flood of hooks does not keep polls away.
 */
export class LookQueue {
  readonly #waiting: Waiting[] = []
  #free: number
  #turns = 0

  constructor (atOnce: number) {
    this.#free = atOnce
  }

  /** `isCalled` is asked when a place is free: the call may come while a poll waits. */
  async run (isCalled: () => boolean, look: () => Promise<void>): Promise<void> {
    if (this.#free > 0) this.#free--
    else {
      await new Promise<void>(resolve => {
        this.#waiting.push({ isCalled, begin: resolve })
      })
    }
    try {
      await look()
    } finally {
      this.#next()
    }
  }

  #next (): void {
    const called = this.#waiting.findIndex(({ isCalled }) => isCalled())
    const at = ++this.#turns % restShare === 0 ? 0 : Math.max(0, called)
    const [next] = this.#waiting.splice(at, 1)
    if (next === undefined) this.#free++
    else next.begin()
  }
}
