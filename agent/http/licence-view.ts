import type { AgentConfig } from '../config/agent-schema.js'
import type { LicenceStanding } from '../health/probes/tools.js'
import { inOrder, seatState, type LicenceState } from '../licence/model.js'
import { openSeatStore } from '../licence/open-limiter.js'
import type { SeatStore } from '../licence/seat-store.js'
import type { SeatRow, WaiterRow } from '../ui/farm-page.js'

export interface LicenceViewOptions { config: AgentConfig, environment: Readonly<Record<string, string | undefined>>, home: string, cwd: string }

const keptMs = 2000
const answerMs = 5000

/** The seats of all licences, read when somebody wants to see them. */
export class LicenceView {
  readonly #options: LicenceViewOptions
  #store: Promise<SeatStore> | undefined
  #last: { atMs: number, states: Promise<Map<string, LicenceState>> } | undefined

  constructor (options: LicenceViewOptions) {
    this.#options = options
  }

  async seats (): Promise<{ seats: SeatRow[], waiters: WaiterRow[] }> {
    const states = [...await this.#states()]
    return {
      seats: states.flatMap(([licence, state]) => state.seats.map((seat, index): SeatRow => {
        const current = seatState(state, index)
        const isFree = current === 'free'
        return { licence, seat: index, state: current, device: isFree ? null : seat.device, since: isFree ? null : new Date(seat.since).toISOString(), jobs: Object.keys(seat.slots).length }
      })),
      waiters: states.flatMap(([licence, { queue }]) => inOrder(queue).map(({ device }, index): WaiterRow => ({ licence, position: index + 1, device })))
    }
  }

  async standings (device: string): Promise<LicenceStanding[]> {
    return [...await this.#states()].map(([name, state]) => {
      const { mode, devices, seats } = state.terms
      const held = state.seats.filter((_, index) => seatState(state, index) !== 'free').length
      return { name, isAllowed: mode === 'floating' || devices.includes(device), seats, held, waiting: state.queue.length }
    })
  }

  async close (): Promise<void> {
    const store = await this.#store?.catch(() => undefined)
    this.#store = undefined
    await store?.close()
  }

  async #states (): Promise<Map<string, LicenceState>> {
    const atMs = performance.now()
    if (this.#last === undefined || atMs - this.#last.atMs > keptMs) this.#last = { atMs, states: this.#read() }
    return await this.#last.states
  }

  async #read (): Promise<Map<string, LicenceState>> {
    this.#store ??= openSeatStore(this.#options)
    const store = await this.#store
    const read = Promise.all(Object.keys(this.#options.config.licences).map(async name => [name, await store.read(name)] as const))
    read.catch(() => {})
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => { reject(new Error(`no answer about licences within ${answerMs} ms`)) }, answerMs) })
    try {
      return new Map(await Promise.race([read, late]))
    } finally {
      clearTimeout(timer)
    }
  }
}
