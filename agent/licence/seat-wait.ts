import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError, hasCode, toPacklineError } from '../errors.js'
import { holdersOf } from './licence-state.js'
import type { Holder, LicenceState } from './licence-state.js'
import type { Effect, Step } from './model.js'
import type { SeatReturn } from './seat-return.js'
import type { SeatStore, StoreSession } from './seat-store.js'
import { phrase, allReasons } from '../messages/phrase.js'

const isPassing = (error: unknown): boolean => passing.some(code => hasCode(error, code))

/** Whom slots are sought for. */
export interface SlotUser {
  /** Serves jobs from idle slots, and says how many are left that need more. */
  serve: () => number
  /** Slots that the device may still ask for. */
  room: () => number
  priority: () => number
  granted: (session: StoreSession, effect: Effect & { type: 'granted' }) => void
  /** The names of the slots that this process knows to have on a seat. */
  slotsOn: (seat: number, session: StoreSession) => string[]
  waits: () => void
  refused: (error: PacklineError) => void
}

const retryMs = 20
const passing = ['ZOOKEEPER_CONNECTION_LOSS', 'ZOOKEEPER_SESSION_LOST', 'ZOOKEEPER_UNAVAILABLE']

/**
 * Asks the store for slots for as long as jobs need more than there are, and waits in the queue where there
 * are none.
 */
export class SeatWait {
  readonly #licence: string
  readonly #store: SeatStore
  readonly #user: SlotUser
  readonly #return: SeatReturn
  readonly #closed: AbortSignal
  readonly #bell = new Bell()
  #seeking: Promise<void> | undefined
  #session: StoreSession | undefined
  /**
   * What the place in the queue has us look at. It stays over several looks, since each new watch reports at
   * once.
   */
  #watch: { key: string, unwatch: () => void } | undefined
  #status: { position: number, holders: Holder[] } | undefined

  constructor (
    licence: string,
    store: SeatStore,
    returned: SeatReturn,
    closed: AbortSignal,
    user: SlotUser
  ) {
    this.#licence = licence
    this.#store = store
    this.#return = returned
    this.#closed = closed
    this.#user = user
  }

  /** What the farm looked like when this process last waited. */
  get status (): { position: number, holders: Holder[] } {
    return this.#status ?? { position: 1, holders: [] }
  }

  seek (): void {
    this.#seeking ??= this
      .#seekSlots()
      .catch((error: unknown) => {
        this.#user.refused(toPacklineError(error))
      })
      .finally(() => {
        this.#seeking = undefined
        if (!this.#closed.aborted && this.#user.serve() > 0) this.seek()
      })
  }

  /** Something changed that may end a wait. */
  wake (): void {
    if (this.#seeking !== undefined) this.#bell.ring()
  }

  async ended (): Promise<void> {
    this.wake()
    await this.#seeking
  }

  async #seekSlots (): Promise<void> {
    // Until the store says otherwise.
    let isQueued = false
    let isUncertain = false
    try {
      for (;;) {
        if (await this.#enter()) isQueued = isUncertain = false
        const session = this.#session
        await this.#return.settled()
        const jobs = this.#user.serve()
        if (session === undefined || jobs === 0 || this.#closed.aborted) return
        const slots = Math.min(this.#user.room(), jobs)
        if (slots <= 0) {
          await this.#bell.heard()
          continue
        }
        if (isUncertain) {
          await delay(retryMs, undefined, { signal: this.#closed })
          isUncertain = !await this.#giveBackUnknown(session)
          continue
        }
        const step = await this.#want(session, slots)
        isUncertain = step === undefined
        // Also when its answer got lost.
        isQueued ||= isUncertain
        if (step !== undefined) isQueued = await this.#obey(session, step)
      }
    } catch (error) {
      // Before the place in the queue is given back: a full disk takes that no more than it took the wish.
      this.#user.refused(toPacklineError(error))
    } finally {
      this.#endWatch()
      if (isQueued) await this.#leave()
    }
  }

  /** The store's session of now; says whether it is another one than before. */
  async #enter (): Promise<boolean> {
    const current = await this.#readySession()
    if (current === undefined || current === this.#session) return false
    current.lost.addEventListener('abort', () => {
      this.wake()
    }, { once: true })
    this.#endWatch()
    this.#session = current
    return true
  }

  /** Undefined: nobody waits any more. A session that is lost while it begins is followed by another one. */
  async #readySession (): Promise<StoreSession | undefined> {
    while (this.#user.serve() > 0 && !this.#closed.aborted) {
      try {
        return await this.#store.ready(this.#closed)
      } catch (error) {
        if (this.#closed.aborted || !isPassing(error)) throw error
        await delay(retryMs, undefined, { signal: this.#closed })
      }
    }
    return undefined
  }

  async #leave (): Promise<void> {
    if (this.#session === undefined) return
    this.#return.write(this.#session, { type: 'leave', owner: this.#session.owner })
    await this.#return.settled()
  }

  /** Undefined: the store went away or the session ended; wait for the next one, as long as the jobs do. */
  async #want (session: StoreSession, slots: number): Promise<Step | undefined> {
    return await this.#unlessPassing(session, async () =>
      await this.#store.transact(this.#licence, {
        type: 'want',
        owner: session.owner,
        device: this.#store.device,
        priority: this.#user.priority(),
        slots,
        seq: 0,
        wallMs: Date.now()
      }, session))
  }

  /** What was granted by a write whose answer never came is nobody's: it would be kept for ever. */
  async #giveBackUnknown (session: StoreSession): Promise<boolean> {
    const state = await this.#unlessPassing(session, async () => await this.#store.read(this.#licence))
    for (const [seat, { slots }] of state?.seats.entries() ?? []) {
      const known = this.#user.slotsOn(seat, session)
      const unknown = Object
        .entries(slots)
        .filter(([name, { owner }]) => owner === session.owner && !known.includes(name))
        .map(([name]) => name)
      if (unknown.length > 0) {
        this.#return.write(session, { type: 'drop', owner: session.owner, seat, slots: unknown })
        await this.#return.settled()
      }
    }
    return state !== undefined
  }

  async #unlessPassing<T> (session: StoreSession, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask()
    } catch (error) {
      if (session.lost.aborted || isPassing(error)) return undefined
      throw error
    }
  }

  /** Does what the store answered, and says whether this process still queues. */
  async #obey (session: StoreSession, { state, effects: [effect] }: Step): Promise<boolean> {
    if (effect?.type === 'waiting') {
      await this.#wait(state, effect)
      return true
    }
    this.#endWatch()
    if (effect?.type === 'granted') this.#user.granted(session, effect)
    else if (effect?.type === 'refused') throw await this.#notAllowed(effect)
    return false
  }

  /** Names the pinned devices, and which of them may be mistakes of the configuration. */
  async #notAllowed ({ device, devices }: Effect & { type: 'refused' }): Promise<PacklineError> {
    const known = await this.#store.knownDevices()
    const listed = devices.map(each =>
      known.includes(each) ? each : phrase('device.silent', { device: each })
    )
    return new PacklineError('LICENCE_DEVICE_NOT_ALLOWED', {
      licence: this.#licence,
      device,
      devices: listed.length === 0 ? phrase('device.none') : allReasons(listed, 'names.both'),
      unknown: devices.filter(each => !known.includes(each))
    })
  }

  async #wait (state: LicenceState, effect: Effect & { type: 'waiting' }): Promise<void> {
    const status = { position: effect.position, holders: holdersOf(state) }
    const isNews = JSON.stringify(status) !== JSON.stringify(this.#status)
    this.#status = status
    if (isNews) this.#user.waits()
    const key = JSON.stringify(effect.watch)
    if (this.#watch?.key !== key) {
      this.#watch?.unwatch()
      this.#watch = {
        key,
        unwatch: this.#store.watch(this.#licence, effect.watch, () => {
          this.#bell.ring()
        })
      }
    }
    const timer = effect.at === undefined ? undefined : setTimeout(() => {
      this.#bell.ring()
    }, Math.max(1, effect.at - this.#store.now()))
    await this.#bell.heard()
    clearTimeout(timer)
  }

  #endWatch (): void {
    this.#watch?.unwatch()
    this.#watch = undefined
    this.#status = undefined
  }
}

/**
 * Wakes one waiter. A ring while nobody waits is remembered, so that none is missed between a look and the
 * wait.
 */
class Bell {
  #isRung = false
  #answer: (() => void) | undefined

  ring (): void {
    this.#isRung = true
    this.#answer?.()
  }

  async heard (): Promise<void> {
    if (!this.#isRung) {
      await new Promise<void>(resolve => {
        this.#answer = resolve
      })
    }
    this.#answer = undefined
    this.#isRung = false
  }
}
