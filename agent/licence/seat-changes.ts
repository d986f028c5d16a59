import { setTimeout as delay } from 'node:timers/promises'
import type { LicenceEvent } from './model.js'
import type { SeatStore, StoreSession } from './seat-store.js'

const attemptsAfterClose = 3

/** What is given back or marked at the store: one write after the other, each tried until it is done. */
export class SeatChanges {
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

  async write (session: StoreSession, event: LicenceEvent): Promise<void> {
    this.#last = this.#last.then(async () => {
      await this.#write(session, event)
    })
    await this.#last
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
