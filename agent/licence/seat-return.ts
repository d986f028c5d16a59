import { setTimeout as delay } from 'node:timers/promises'
import type { LicenceEvent } from './model.js'
import type { SeatStore, StoreSession } from './seat-store.js'
import type { Admission } from './waiting-jobs.js'

const attemptsAfterClose = 3
const showIdleAfterMs = 1000

/** What is given back or marked at the store: one write after the other, each tried until it is done. */
export class SeatReturn {
  readonly #licence: string
  readonly #store: SeatStore
  readonly #closed: AbortSignal
  #last: Promise<void> = Promise.resolve()

  constructor (licence: string, store: SeatStore, closed: AbortSignal) {
    this.#licence = licence
    this.#store = store
    this.#closed = closed
  }

  /** All that was asked for so far is written, or needs no writing any more. */
  async settled (): Promise<void> {
    await this.#last
  }

  write (session: StoreSession, event: LicenceEvent, done?: () => void): void {
    this.#last = this.#last.then(async () => {
      await this.#write(session, event)
      done?.()
    })
  }

  /** The end of the session ends the trying, since it frees what was to be given back. */
  async #write (session: StoreSession, event: LicenceEvent): Promise<void> {
    for (let attempt = 0; !session.lost.aborted; attempt++) {
      try {
        await this.#store.transact(this.#licence, event, session)
        return
      } catch {
        if (this.#closed.aborted && attempt >= attemptsAfterClose) return
        await delay(Math.min(1000, 20 * 2 ** attempt))
      }
    }
  }
}

/** The time that an idle seat is kept; after a while of it others can see that it is idle. */
export class Linger {
  #end: NodeJS.Timeout | undefined
  #show: NodeJS.Timeout | undefined
  #isShown = false

  begin (lingerMs: number, { show, end }: { show: () => void, end: () => void }): void {
    clearTimeout(this.#end)
    this.#end = setTimeout(end, lingerMs).unref()
    clearTimeout(this.#show)
    if (lingerMs > showIdleAfterMs) {
      this.#show = setTimeout(() => {
        this.#isShown = true
        show()
      }, showIdleAfterMs)
        .unref()
    }
  }

  /** Says whether the seat has been shown as idle. */
  end (): boolean {
    clearTimeout(this.#end)
    clearTimeout(this.#show)
    const wasShown = this.#isShown
    this.#isShown = false
    return wasShown
  }
}

/**
 * Somebody else waits for the seat. For a while the device goes on as before; then only jobs that were there
 * already still get slots.
 */
export class Contention {
  #timer: NodeJS.Timeout | undefined
  #admission: Admission | undefined

  get isOn (): boolean {
    return this.#timer !== undefined
  }
  get isClosed (): boolean {
    return this.#admission !== undefined
  }
  /** Undefined: all jobs get slots. */
  get admission (): Admission | undefined {
    return this.#admission
  }

  /** After `holdMs` new jobs get no slots any more; `close` says which ones are not new. */
  begin (holdMs: number, close: () => Admission): void {
    this.#timer ??= setTimeout(() => {
      this.#admission = close()
    }, holdMs)
      .unref()
  }

  end (): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#admission = undefined
  }
}
