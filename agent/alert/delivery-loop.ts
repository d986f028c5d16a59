import { setTimeout as delay } from 'node:timers/promises'
import { errorText } from '../error-text.js'
import type { Wording } from '../messages/phrase.js'
import { DeliveryError } from './http-post.js'

export interface LoopOptions {
  /** From the first retry to the longest pause. */
  retryMs?: readonly [number, number]
  random?: () => number
}

interface DeliveryLoopOptions<Item> extends LoopOptions {
  /** What is to be told next, or how long there is nothing. */
  next: () => { item?: Item, waitMs: number }
  /** Throws when it did not arrive for certain: it is tried again. */
  tell: (item: Item, signal: AbortSignal) => Promise<void>
}

const longestWaitMs = 60_000

/** Tells one destination one thing after the other until it took it, with pauses that grow. */
export class DeliveryLoop<Item> {
  /** Why it could not be reached, or refused, the last time. */
  problem: Wording | undefined
  readonly #options: DeliveryLoopOptions<Item>
  readonly #closing = new AbortController()
  readonly #serving: Promise<void>
  #wake = (): void => {}
  #again = (): void => {}

  constructor (options: DeliveryLoopOptions<Item>) {
    this.#options = options
    this.#serving = this.#serve()
  }

  /** Looks at once for what is to be told. */
  wake (): void {
    this.#wake()
  }

  /** Tries what failed now: somebody mended what was in the way, and waits. */
  again (): void {
    this.#again()
    this.#wake()
  }

  async close (): Promise<void> {
    this.#closing.abort(new Error('the delivery was closed'))
    this.#wake()
    await this.#serving
  }

  async #serve (): Promise<void> {
    const { signal } = this.#closing
    let failures = 0
    // What `next` and `tell` look at may be made after this.
    await Promise.resolve()
    while (!signal.aborted) {
      const { item, waitMs } = this.#options.next()
      if (item === undefined) {
        await this.#sleep(Math.min(waitMs, longestWaitMs))
        continue
      }
      try {
        await this.#options.tell(item, signal)
        failures = 0
      } catch (error) {
        if (signal.aborted) return
        this.problem = errorText(error)
        failures++
        const pause = new AbortController()
        this.#again = () => {
          pause.abort()
        }
        const either = AbortSignal.any([signal, pause.signal])
        await delay(this.#pauseMs(failures, error), undefined, { signal: either }).catch(() => {})
      }
    }
  }

  #pauseMs (failures: number, error: unknown): number {
    const { retryMs: [least, most] = [1000, 300_000], random = Math.random } = this.#options
    const asked = error instanceof DeliveryError ? error.retryAfterMs ?? 0 : 0
    return Math.max(asked, Math.min(most, least * 2 ** Math.min(failures - 1, 20)) * (0.5 + random() / 2))
  }

  async #sleep (ms: number): Promise<void> {
    if (this.#closing.signal.aborted) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms).unref()
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
