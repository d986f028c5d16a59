import { setTimeout as delay } from 'node:timers/promises'
import { followEvents } from './follow-events.js'

const followEveryMs = 100

/** Those who read the events of jobs while they are written. */
export class JobFollowers {
  #count = 0
  #isDismissed = false

  /** The lines of the file from byte `from` on, until `isEnded` or the reader is gone. */
  async *events (
    file: string,
    from: number,
    isEnded: () => boolean,
    signal: AbortSignal
  ): AsyncGenerator<Buffer> {
    this.#count++
    try {
      yield* followEvents(file, from, () => signal.aborted || this.#isDismissed || isEnded(), async () => {
        await delay(followEveryMs)
      })
    } finally {
      this.#count--
    }
  }

  /** Those who are there read what there is, and leave. */
  dismiss (): void {
    this.#isDismissed = true
  }

  async whenGone (deadline: AbortSignal): Promise<void> {
    while (this.#count > 0 && !deadline.aborted) await delay(10)
  }
}
