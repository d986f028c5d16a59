import type { PacklineError } from '../errors.js'
import type { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import type { ClockSample } from '../health/probes/clock.js'
import { farmPaths, putJson, readText, removeNode } from './farm-nodes.js'
import type { DrainOrder, Machine, MachineRecord, MachineReport } from './farm-machine.js'
import { parseLabels, parseOrder } from './parse-machine.js'
import type { FarmRegistry, OpenAlert } from './farm-registry.js'
import { ZooKeeperOthers } from './zookeeper-others.js'
import { ZooKeeperPresence } from './zookeeper-presence.js'

/**
 * The farm in ZooKeeper: each machine's facts for good, its report for as long as its agent's session lives.
 */
export class ZooKeeperRegistry implements FarmRegistry {
  readonly #session: ZooKeeperSession
  readonly #presence: ZooKeeperPresence
  readonly #others: ZooKeeperOthers
  #blindSinceMs: number | undefined

  constructor (session: ZooKeeperSession, nowMs: () => number = Date.now) {
    this.#session = session
    this.#presence = new ZooKeeperPresence(session, nowMs)
    this.#others = new ZooKeeperOthers({
      session,
      nowMs,
      serverLagMs: () => {
        const { ownMs, theirMs } = this.#presence.lastSample ?? { ownMs: 0, theirMs: 0 }
        return ownMs - theirMs
      }
    })
    this.#blindSinceMs = nowMs()
    session.on('connected', () => {
      this.#blindSinceMs = undefined
    })
    for (const event of ['disconnected', 'lost', 'failed'] as const) {
      session.on(event, () => {
        this.#blindSinceMs ??= nowMs()
      })
    }
    session.start()
  }

  get blindSinceMs (): number | undefined {
    return this.#blindSinceMs
  }

  get warnings (): readonly PacklineError[] {
    return this.#presence.warnings
  }

  isWarden (): boolean {
    return this.#presence.isWarden
  }

  readonly clock = async (): Promise<ClockSample | undefined> => this.#presence.lastSample

  async register (record: MachineRecord): Promise<void> {
    await this.#presence.register(record)
  }

  async report (report: MachineReport): Promise<void> {
    await this.#presence.report(report)
  }

  async machines (signal: AbortSignal): Promise<Machine[]> {
    return await this.#others.machines(signal)
  }

  watch (listener: () => void): () => void {
    return this.#others.watch(listener)
  }

  watchOrder (device: string, listener: (order: DrainOrder | undefined) => void): () => void {
    return this.#watchText(farmPaths.order(device), text => {
      listener(text === undefined ? undefined : parseOrder(text))
    })
  }

  async setOrder (device: string, order: DrainOrder | undefined): Promise<void> {
    const path = farmPaths.order(device)
    if (order === undefined) await removeNode(this.#session.nodes, path)
    else await putJson(this.#session.nodes, path, order)
  }

  watchLabels (device: string, listener: (labels: string[]) => void): () => void {
    return this.#watchText(farmPaths.labels(device), text => {
      listener(text === undefined ? [] : parseLabels(text))
    })
  }

  async setLabels (device: string, labels: readonly string[]): Promise<void> {
    await putJson(this.#session.nodes, farmPaths.labels(device), labels)
  }

  async remove (device: string): Promise<void> {
    for (const path of [farmPaths.order(device), farmPaths.labels(device), farmPaths.machine(device)]) {
      await removeNode(this.#session.nodes, path)
    }
  }

  async openAlerts (): Promise<OpenAlert[]> {
    const text = await readText(this.#session.nodes, farmPaths.alerts)
    const list: unknown = text === undefined ? [] : JSON.parse(text)
    return Array.isArray(list) ? list.filter(isOpenAlert) : []
  }

  async setOpenAlerts (alerts: readonly OpenAlert[]): Promise<void> {
    await putJson(this.#session.nodes, farmPaths.alerts, alerts)
  }

  async close (): Promise<void> {
    this.#presence.close()
    this.#others.close()
    await this.#session.close()
  }

  #watchText (path: string, listener: (text: string | undefined) => void): () => void {
    return this.#session.watch(path, () => {
      readText(this.#session.nodes, path).then(listener, () => {})
    })
  }
}

function isOpenAlert (value: unknown): value is OpenAlert {
  const { check, subject } = value as Partial<OpenAlert> | null ?? {}
  return typeof check === 'string' && typeof subject === 'string'
}
