import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { syncFolder, writeFileAtomic } from '../files/atomic-file.js'
import { PacklineError } from '../errors.js'
import {
  parseOrder,
  parseRecord,
  parseReport,
  type DrainOrder,
  type Machine,
  type MachineRecord,
  type MachineReport
} from './machine.js'
import type { FarmRegistry } from './registry.js'

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

/** What `GET /v1/farm/self` of an agent answers. */
export interface Self {
  record: MachineRecord
  report: MachineReport | null
  order: DrainOrder | null
}

const answerMs = 5000
const maxBytes = 1_000_000

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
    const order = await this.#ownOrder()
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
      if (device === this.#own?.record.device) this.#ownOrder().then(listener, () => {})
    }
    this.#orderListeners.add(tell)
    tell()
    return () => {
      this.#orderListeners.delete(tell)
    }
  }

  async setOrder (device: string, order: DrainOrder | undefined): Promise<void> {
    if (device === this.#own?.record.device) {
      if (order === undefined) {
        await rm(this.#orderFile, { force: true })
        syncFolder(this.#options.home)
      } else await writeFileAtomic(this.#orderFile, JSON.stringify(order), 0o600)
      for (const tell of this.#orderListeners) tell()
      this.#changed()
      return
    }
    const { byDevice } = this.#listed()
    const address = byDevice.get(device)?.address
    if (address === undefined) {
      throw new PacklineError('FARM_MACHINE_UNKNOWN', {
        device,
        known: [...byDevice.keys()].join(', ') || 'none'
      })
    }
    const init = order === undefined
      ? { method: 'DELETE' }
      : { method: 'PUT', body: JSON.stringify(order), headers: { 'content-type': 'application/json' } }
    await this.#ask(address, '/v1/farm/self/order', init)
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
        const self = await this.#self(address)
        if (this.#closing.signal.aborted) return
        const before = this.#seen.get(address)
        if (self !== undefined) {
          this.#seen.set(address, {
            ...self,
            isAlive: true,
            reportedAtMs: this.#nowMs()
          })
        } else {this.#seen.set(
            address,
            before === undefined
              ? { record: unheard(address), isAlive: false, reportedAtMs: this.#nowMs() }
              : { ...before, isAlive: false }
          )}
      })
    ))
    this.#changed()
  }

  /**
   * Each other machine of the list once, at the first address where it is; and what is wrong with the list.
   */
  #listed (): { byDevice: Map<string, { address: string, machine: Machine }>, warnings: PacklineError[] } {
    const byDevice = new Map<string, { address: string, machine: Machine }>()
    const warnings: PacklineError[] = []
    const own = this.#own?.record
    for (const address of this.#addresses) {
      const machine = this.#seen.get(address)
      if (machine === undefined) continue
      const { device, instance } = machine.record
      const first = byDevice.get(device)
      if (device === own?.device) {
        if (instance !== own.instance && machine.isAlive) {
          warnings.push(new PacklineError('FARM_NAME_TAKEN', { device, silent: address }))
        }
      } else if (first === undefined) byDevice.set(device, { address, machine })
      else if (first.machine.record.instance === instance) {
        warnings.push(
          new PacklineError('FARM_LISTED_TWICE', { device, first: first.address, second: address })
        )
      } else warnings.push(new PacklineError('FARM_NAME_TAKEN', { device, silent: address }))
    }
    return { byDevice, warnings }
  }

  async #self (address: string): Promise<Pick<Machine, 'record' | 'report' | 'order'> | undefined> {
    try {
      const answer = JSON.parse(await this.#ask(address, '/v1/farm/self', {})) as Partial<Self>
      const record = parseRecord(JSON.stringify(answer.record))
      if (record === undefined) return undefined
      const report = parseReport(JSON.stringify(answer.report))
      const order = parseOrder(JSON.stringify(answer.order))
      return {
        record: { ...record, address },
        ...report === undefined ? {} : { report },
        ...order === undefined ? {} : { order }
      }
    } catch {
      return undefined
    }
  }

  /** Throws AGENT_UNREACHABLE and FARM_AGENT_REFUSED. */
  async #ask (address: string, path: string, init: RequestInit): Promise<string> {
    const { token } = this.#options
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(answerMs)])
    try {
      const response = await fetch(`${address}${path}`, {
        ...init,
        redirect: 'manual',
        signal,
        headers: { ...init.headers, ...token === undefined ? {} : { authorization: `Bearer ${token}` } }
      })
      const text = await shortText(response)
      if (!response.ok) {
        throw new PacklineError('FARM_AGENT_REFUSED', {
          address,
          status: response.status,
          reason: text.slice(0, 200)
        })
      }
      return text
    } catch (error) {
      if (error instanceof PacklineError) throw error
      const { cause, message } = error as Error
      throw new PacklineError('AGENT_UNREACHABLE', {
        address,
        reason: cause instanceof Error ? cause.message : message
      }, { cause: error })
    }
  }

  get #orderFile (): string {
    return join(this.#options.home, 'farm-order.json')
  }

  async #ownOrder (): Promise<DrainOrder | undefined> {
    const text = await readFile(this.#orderFile, 'utf8').catch(() => undefined)
    return text === undefined ? undefined : parseOrder(text)
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

/** What an agent tells of itself is small; whatever else answers there may be endless. */
async function shortText (response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (text.length > maxBytes) throw new Error(`its answer has more than ${maxBytes} characters`)
  }
  return text
}
