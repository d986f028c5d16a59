import pLimit from 'p-limit'
import { PacklineError } from '../errors.js'
import type { DrainOrder, Machine, MachineRecord, MachineReport } from './farm-machine.js'
import type { FarmRegistry } from './farm-registry.js'
import { askAgent, askSelf, type AskOptions } from './listed-agent.js'
import { listedMachines, type Listed } from './listed-machines.js'
import { readOwnOrder, writeOwnOrder } from './own-order.js'
import { phrase } from '../messages/phrase.js'

export interface PolledOptions {
  /** Addresses of the agents; none makes a farm of this machine alone. */
  agents: readonly string[]
  pollMs: number
  /** Where this machine's own order is kept. */
  home: string
  /** For agents that do not let everybody read. */
  token?: string
  nowMs?: () => number
}

/**
 * A farm without ZooKeeper: the agents of a list are asked in turn. Who has such a list looks after the
 * others.
 */
export class PolledRegistry implements FarmRegistry {
  readonly #options: PolledOptions
  readonly #addresses: readonly string[]
  readonly #nowMs: () => number
  /** By address: the machine that answered there last, or one that is named by its address while none has. */
  readonly #seen = new Map<string, Machine>()
  readonly #listeners = new Set<() => void>()
  readonly #orderListeners = new Set<() => void>()
  readonly #closing = new AbortController()
  #own: { record: MachineRecord, report?: MachineReport } | undefined
  #polling: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor (options: PolledOptions) {
    this.#options = options
    this.#addresses = [...new Set(options.agents.map(address => address.replace(/\/$/, '')))]
    this.#nowMs = options.nowMs ?? Date.now
    if (options.agents.length > 0) {
      this.#timer = setInterval(() => {
        this.poll().catch(() => {})
      }, options.pollMs)
        .unref()
    }
  }

  isWarden (): boolean {
    return true
  }
  get warnings (): readonly PacklineError[] {
    return this.#listed().warnings
  }

  async register (record: MachineRecord): Promise<void> {
    this.#own = { ...this.#own, record }
    this.#changed()
  }

  async report (report: MachineReport): Promise<void> {
    if (this.#own !== undefined) this.#own.report = report
    this.#changed()
  }

  async machines (): Promise<Machine[]> {
    if (this.#seen.size === 0 && this.#addresses.length > 0) await this.poll()
    const others = [...this.#listed().byDevice.values()].map(({ machine }) => machine)
    const own = this.#own
    if (own === undefined) return others
    const order = await readOwnOrder(this.#options.home)
    const self: Machine = {
      record: own.record,
      isAlive: true,
      reportedAtMs: own.report === undefined ? this.#nowMs() : Date.parse(own.report.checkedAt),
      ...own.report === undefined ? {} : { report: own.report },
      ...order === undefined ? {} : { order }
    }
    return [...others, self].sort((a, b) => a.record.device.localeCompare(b.record.device))
  }

  watch (listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  watchOrder (device: string, listener: (order: DrainOrder | undefined) => void): () => void {
    const tell = (): void => {
      if (device === this.#own?.record.device) readOwnOrder(this.#options.home).then(listener, () => {})
    }
    this.#orderListeners.add(tell)
    tell()
    return () => {
      this.#orderListeners.delete(tell)
    }
  }

  async setOrder (device: string, order: DrainOrder | undefined): Promise<void> {
    if (device === this.#own?.record.device) {
      await writeOwnOrder(this.#options.home, order)
      for (const tell of this.#orderListeners) tell()
      this.#changed()
      return
    }
    const { byDevice } = this.#listed()
    const address = byDevice.get(device)?.address
    if (address === undefined) {
      throw new PacklineError('FARM_MACHINE_UNKNOWN', {
        device,
        known: [...byDevice.keys()].join(', ') || phrase('list.none')
      })
    }
    const init = order === undefined
      ? { method: 'DELETE' }
      : { method: 'PUT', body: JSON.stringify(order), headers: { 'content-type': 'application/json' } }
    await askAgent(address, '/v1/farm/self/order', init, this.#asking)
    await this.poll()
  }

  async remove (device: string): Promise<void> {
    throw new PacklineError('FARM_STILL_LISTED', {
      device,
      address: this.#listed().byDevice.get(device)?.address ?? '–'
    })
  }

  async setLabels (): Promise<void> {
    throw new PacklineError('FARM_NEEDS_ZOOKEEPER', { what: 'farm replace' })
  }

  watchLabels (): () => void {
    return () => {}
  }

  async openAlerts (): Promise<undefined> {
    return undefined
  }

  async setOpenAlerts (): Promise<void> {}

  /** Asks every agent of the list once. */
  async poll (): Promise<void> {
    this.#polling ??= this.#pollAll().finally(() => {
      this.#polling = undefined
    })
    await this.#polling
  }

  async close (): Promise<void> {
    clearInterval(this.#timer)
    this.#closing.abort(new Error('the farm was closed'))
    await this.#polling?.catch(() => {})
  }

  async #pollAll (): Promise<void> {
    const limit = pLimit(32)
    await Promise.all(this.#addresses.map(async address =>
      await limit(async () => {
        const self = await askSelf(address, this.#asking)
        if (this.#closing.signal.aborted) return
        this.#seen.set(address, this.#machineAt(address, self))
      })
    ))
    this.#changed()
  }

  /** Who does not answer stays what it was seen as last. */
  #machineAt (address: string, self: Omit<Machine, 'isAlive' | 'reportedAtMs'> | undefined): Machine {
    const reportedAtMs = this.#nowMs()
    if (self !== undefined) return { ...self, isAlive: true, reportedAtMs }
    const before = this.#seen.get(address) ?? { record: unheard(address), reportedAtMs }
    return { ...before, isAlive: false }
  }

  #listed (): Listed {
    return listedMachines(this.#addresses, this.#seen, this.#own?.record)
  }

  get #asking (): AskOptions {
    const { token } = this.#options
    return { signal: this.#closing.signal, ...token === undefined ? {} : { token } }
  }

  #changed (): void {
    for (const listener of this.#listeners) listener()
  }
}

/** A machine that never answered is known by its address only. */
function unheard (address: string): MachineRecord {
  const device = new URL(address).host
  return {
    device,
    labels: [],
    version: '',
    address,
    jenkinsNode: device,
    facts: null,
    baseline: null,
    instance: ''
  }
}
