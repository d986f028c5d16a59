import type { AgentConfig } from '../config/agent-schema.js'
import type { LicenceStanding } from '../health/probes/tools.js'
import { forceSeatFree } from '../licence/administration.js'
import { inOrder, seatState } from '../licence/licence-state.js'
import type { LicenceState } from '../licence/licence-state.js'
import { openSeatStore } from '../licence/limiter.js'
import type { SeatStore } from '../licence/seat-store.js'
import { storePlace } from '../licence/store-place.js'
import type { StorePlace } from '../licence/store-place.js'
import { knownLicence } from '../licence/terms.js'
import type { SeatRow, WaiterRow } from '../ui/seat-table.js'

export interface Seats {
  seats: SeatRow[]
  waiters: WaiterRow[]
}

interface LicenceViewOptions {
  config: AgentConfig
  environment: Readonly<Record<string, string | undefined>>
  home: string
  cwd: string
  now: () => number
}

const keptMs = 2000
const answerMs = 5000
const knownMs = 60_000

/** The seats of all licences, read when somebody wants to see them. */
export class LicenceView {
  readonly #options: LicenceViewOptions
  #store: Promise<SeatStore> | undefined
  #known: { atMs: number, seats: Seats } | undefined
  /** When each waiter was seen first: what is recorded of it holds no time. */
  #waitingSince = new Map<string, number>()
  #last: { atMs: number, states: Promise<Map<string, LicenceState>> } | undefined

  constructor (options: LicenceViewOptions) {
    this.#options = options
  }

  /** What was read within the last minute, for who must not wait; it is read anew meanwhile. */
  known (): Seats | undefined {
    this.seats().catch(() => {})
    return this.#known !== undefined && performance.now() - this.#known.atMs <= knownMs
      ? this.#known.seats
      : undefined
  }

  /** Undefined without licences. */
  get place (): StorePlace | undefined {
    const { config, home } = this.#options
    return Object.keys(config.licences).length === 0 ? undefined : storePlace(config, home)
  }

  async seats (): Promise<Seats> {
    const states = [...await this.#states()]
    const seats = this.#rowsOf(states)
    this.#known = { atMs: performance.now(), seats }
    return seats
  }

  /**
   * Takes a seat from whoever has it. Throws LICENCE_SEAT_UNKNOWN, and LICENCE_SEAT_CHANGED when `device` has
   * it no more.
   */
  async release (
    licence: string,
    seat: number,
    { device, by, why }: { device: string, by: string, why: string },
    signal: AbortSignal
  ): Promise<void> {
    this.#store ??= openSeatStore(this.#options)
    const store = await this.#store
    knownLicence(store.terms, licence)
    const details = await forceSeatFree(store, licence, seat, { signal, device })
    await store.recordAudit(licence, {
      at: new Date(this.#options.now()).toISOString(),
      action: 'release',
      by,
      device: store.device,
      why,
      details
    })
    this.#last = undefined
  }

  #rowsOf (states: ReadonlyArray<[string, LicenceState]>): Seats {
    const keyOf = (licence: string, { owner, seq }: LicenceState['queue'][number]): string =>
      `${licence} ${owner} ${seq}`
    const waiting = new Set(
      states.flatMap(([licence, { queue }]) => queue.map(waiter => keyOf(licence, waiter)))
    )
    this.#waitingSince = new Map(
      [...waiting].map(key => [key, this.#waitingSince.get(key) ?? this.#options.now()])
    )
    return {
      seats: states.flatMap(([licence, state]) =>
        state.seats.map((seat, index): SeatRow => {
          const current = seatState(state, index)
          const isFree = current === 'free'
          return {
            licence,
            seat: index,
            state: current,
            device: isFree ? null : seat.device,
            since: isFree ? null : new Date(seat.since).toISOString(),
            jobs: Object.keys(seat.slots).length
          }
        })
      ),
      waiters: states.flatMap(([licence, { queue }]) =>
        inOrder(queue).map((waiter, index): WaiterRow => ({
          licence,
          position: index + 1,
          device: waiter.device,
          since: new Date(this.#waitingSince.get(keyOf(licence, waiter)) ?? this.#options.now()).toISOString()
        }))
      )
    }
  }

  async standings (device: string): Promise<LicenceStanding[]> {
    return [...await this.#states()].map(([name, state]) => {
      const { mode, devices, seats } = state.terms
      const held = state.seats.filter((_, index) => seatState(state, index) !== 'free').length
      const inUse = state.seats.filter((_, index) => seatState(state, index) === 'held').length
      return {
        name,
        isAllowed: mode === 'floating' || devices.includes(device),
        seats,
        held,
        inUse,
        waiting: state.queue.length
      }
    })
  }

  async close (): Promise<void> {
    const store = await this.#store?.catch(() => undefined)
    this.#store = undefined
    await store?.close()
  }

  async #states (): Promise<Map<string, LicenceState>> {
    const atMs = performance.now()
    if (this.#last === undefined || atMs - this.#last.atMs > keptMs) {
      this.#last = {
        atMs,
        states: this.#read()
      }
    }
    return await this.#last.states
  }

  async #read (): Promise<Map<string, LicenceState>> {
    this.#store ??= openSeatStore(this.#options)
    const store = await this.#store
    const read = Promise.all(
      Object.keys(this.#options.config.licences).map(async name => [name, await store.read(name)] as const)
    )
    read.catch(() => {})
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no answer about licences within ${answerMs} ms`))
      }, answerMs)
    })
    try {
      return new Map(await Promise.race([read, late]))
    } finally {
      clearTimeout(timer)
    }
  }
}
