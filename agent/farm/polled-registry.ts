import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { syncFolder, writeFileAtomic } from '../cache/atomic-file.js'
import { PacklineError } from '../errors.js'
import { parseOrder, parseRecord, parseReport, type DrainOrder, type Machine, type MachineRecord, type MachineReport } from './machine.js'
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
  fetchUrl?: typeof fetch
}

/** What `GET /v1/farm/self` of an agent answers. */
export interface Self { record: MachineRecord, report: MachineReport | null, order: DrainOrder | null }

const answerMs = 5000
const maxBytes = 1_000_000

/** A farm without ZooKeeper: the agents of a list are asked in turn. Who has such a list looks after the others. */
export class PolledRegistry implements FarmRegistry {
  readonly double = undefined
  readonly #options: PolledOptions
  readonly #nowMs: () => number
  readonly #seen = new Map<string, Machine>()
  readonly #listeners = new Set<() => void>()
  readonly #orderListeners = new Set<() => void>()
  readonly #closing = new AbortController()
  readonly #addresses = new Map<string, string>()
  /** Addresses that turned out to be a machine that is in the list already. */
  readonly doubles = new Map<string, string>()
  #own: { record: MachineRecord, report?: MachineReport } | undefined
  #polling: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined

  constructor (options: PolledOptions) {
    this.#options = options
    this.#nowMs = options.nowMs ?? Date.now
    if (options.agents.length > 0) this.#timer = setInterval(() => { this.poll().catch(() => {}) }, options.pollMs).unref()
  }

  isWarden (): boolean { return true }

  async register (record: MachineRecord): Promise<void> {
    this.#own = { ...this.#own, record }
    this.#changed()
  }

  async report (report: MachineReport): Promise<void> {
    if (this.#own !== undefined) this.#own.report = report
    this.#changed()
  }

  async machines (): Promise<Machine[]> {
    if (this.#seen.size === 0 && this.#options.agents.length > 0) await this.poll()
    const own = this.#own
    const others = [...this.#seen.values()].filter(({ record }) => record.device !== own?.record.device)
    if (own === undefined) return others
    const order = await this.#ownOrder()
    const self: Machine = { record: own.record, isAlive: true, reportedAtMs: own.report === undefined ? this.#nowMs() : Date.parse(own.report.checkedAt), ...own.report === undefined ? {} : { report: own.report }, ...order === undefined ? {} : { order } }
    return [...others, self].sort((a, b) => a.record.device.localeCompare(b.record.device))
  }

  watch (listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }

  watchOrder (device: string, listener: (order: DrainOrder | undefined) => void): () => void {
    const tell = (): void => { if (device === this.#own?.record.device) this.#ownOrder().then(listener, () => {}) }
    this.#orderListeners.add(tell)
    tell()
    return () => { this.#orderListeners.delete(tell) }
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
    const address = this.#addresses.get(device)
    if (address === undefined) throw new PacklineError('FARM_MACHINE_UNKNOWN', { device, known: [...this.#addresses.keys()].join(', ') || 'none' })
    const init = order === undefined ? { method: 'DELETE' } : { method: 'PUT', body: JSON.stringify(order), headers: { 'content-type': 'application/json' } }
    await this.#ask(address, '/v1/farm/self/order', init)
    await this.poll()
  }

  async remove (device: string): Promise<void> {
    this.#seen.delete(device)
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
    this.#polling ??= this.#pollAll().finally(() => { this.#polling = undefined })
    await this.#polling
  }

  async close (): Promise<void> {
    clearInterval(this.#timer)
    this.#closing.abort(new Error('the farm was closed'))
    await this.#polling?.catch(() => {})
  }

  async #pollAll (): Promise<void> {
    const limit = pLimit(32)
    const found = await Promise.all([...new Set(this.#options.agents)].map(async address => await limit(async () => ({ address, self: await this.#self(address) }))))
    const taken = new Map<string, string>()
    for (const { address, self } of found) {
      if (self === undefined) this.#markSilent(address)
      else if (taken.has(self.record.device)) this.doubles.set(address, taken.get(self.record.device)!)
      else {
        taken.set(self.record.device, address)
        this.#addresses.set(self.record.device, address)
        const { record, report, order } = self
        this.#seen.set(record.device, { record, isAlive: true, reportedAtMs: this.#nowMs(), ...report === undefined ? {} : { report }, ...order === undefined ? {} : { order } })
      }
    }
    this.#changed()
  }

  /** A machine that never answered is known by its address only. */
  #markSilent (address: string): void {
    const device = [...this.#addresses].find(([, each]) => each === address)?.[0] ?? new URL(address).host
    const before = this.#seen.get(device)
    const record: MachineRecord = before?.record ?? { device, labels: [], version: '', address, jenkinsNode: device, facts: null, baseline: null, instance: '' }
    this.#seen.set(device, { ...before, record, isAlive: false, reportedAtMs: before?.reportedAtMs ?? this.#nowMs() })
  }

  async #self (address: string): Promise<{ record: MachineRecord, report?: MachineReport, order?: DrainOrder } | undefined> {
    try {
      const answer = JSON.parse(await this.#ask(address, '/v1/farm/self', {})) as Partial<Self>
      const record = parseRecord(JSON.stringify(answer.record))
      if (record === undefined) return undefined
      const report = parseReport(JSON.stringify(answer.report))
      const order = parseOrder(JSON.stringify(answer.order))
      return { record: { ...record, address }, ...report === undefined ? {} : { report }, ...order === undefined ? {} : { order } }
    } catch {
      return undefined
    }
  }

  async #ask (address: string, path: string, init: RequestInit): Promise<string> {
    const { token, fetchUrl = fetch } = this.#options
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(answerMs)])
    const response = await fetchUrl(`${address.replace(/\/$/, '')}${path}`, { ...init, redirect: 'manual', signal, headers: { ...init.headers, ...token === undefined ? {} : { authorization: `Bearer ${token}` } } })
    const length = Number(response.headers.get('content-length') ?? 0)
    if (length > maxBytes) throw new Error(`${length} bytes`)
    const text = await response.text()
    if (!response.ok) throw new PacklineError('FARM_AGENT_REFUSED', { address, status: response.status, reason: text.slice(0, 200) })
    return text
  }

  get #orderFile (): string { return join(this.#options.home, 'farm-order.json') }

  async #ownOrder (): Promise<DrainOrder | undefined> {
    const text = await readFile(this.#orderFile, 'utf8').catch(() => undefined)
    return text === undefined ? undefined : parseOrder(text)
  }

  #changed (): void {
    for (const listener of this.#listeners) listener()
  }
}
