import { hasCode, PacklineError } from '../errors.js'
import type { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import { anyVersion } from '../coordination/zookeeper-types.js'
import type { ClockSample } from '../health/probes/clock.js'
import {
  parseLabels,
  parseOrder,
  parseRecord,
  parseReport,
  type DrainOrder,
  type Machine,
  type MachineRecord,
  type MachineReport
} from './machine.js'
import type { FarmRegistry, OpenAlert } from './registry.js'

const layout = {
  machines: '/farm/machines',
  machine: (device: string): string => `/farm/machines/${device}`,
  /** Ephemeral: there while the agent's session is. */
  live: '/farm/live',
  report: (device: string): string => `/farm/live/${device}`,
  orders: '/farm/orders',
  order: (device: string): string => `/farm/orders/${device}`,
  labels: (device: string): string => `/farm/labels/${device}`,
  warden: '/farm/warden',
  alerts: '/farm/alerts'
}
const idleMs = 120_000

interface Seen {
  record: MachineRecord
  report?: MachineReport
  reportedAtMs: number
  isAlive: boolean
  order?: DrainOrder
  unwatch: Array<() => void>
}

/**
 * The farm in ZooKeeper: each machine's facts for good, its report for as long as its agent's session lives.
 * Nothing is read of the others, and no watch is set, unless somebody looks.
 */
export class ZooKeeperRegistry implements FarmRegistry {
  readonly #session: ZooKeeperSession
  readonly #nowMs: () => number
  readonly #seen = new Map<string, Seen>()
  readonly #listeners = new Set<() => void>()
  readonly #ends: Array<() => void> = []
  #record: MachineRecord | undefined
  #report: MachineReport | undefined
  #isWarden = false
  #double: string | undefined
  #looking: Promise<void> | undefined
  #idle: NodeJS.Timeout | undefined
  #lastSample: ClockSample | undefined
  #told: Promise<unknown> = Promise.resolve()

  constructor (session: ZooKeeperSession, nowMs: () => number = Date.now) {
    this.#session = session
    this.#nowMs = nowMs
    session.on('connected', () => {
      this.#tell().catch(() => {})
    })
    session.on('lost', () => {
      this.#isWarden = false
    })
    session.start()
  }

  get warnings (): readonly PacklineError[] {
    return this.#double === undefined || this.#record === undefined
      ? []
      : [
        new PacklineError('FARM_NAME_TAKEN', {
          device: this
            .#record
            .device,
          silent: this.#record.address ?? 'this agent'
        })
      ]
  }

  isWarden (): boolean {
    return this.#isWarden && this.#session.isValid()
  }
  /** ZooKeeper's clock by the last report. */
  readonly clock = async (): Promise<ClockSample | undefined> => this.#lastSample

  async register (record: MachineRecord): Promise<void> {
    const isFirst = this.#record === undefined
    this.#record = record
    await this.#tell()
    if (!isFirst) return
    this.#ends.push(this.#session.watch(layout.report(record.device), () => {
      this.#lookForDouble().catch(() => {})
    }))
    this.#ends.push(this.#session.watch(layout.warden, () => {
      this.#stand().catch(() => {})
    }))
  }

  async report (report: MachineReport): Promise<void> {
    this.#report = report
    await this.#tell(true)
  }

  async machines (signal: AbortSignal): Promise<Machine[]> {
    this.#stayAwake()
    const done = new AbortController()
    const aborted = new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason)
      }, { once: true, signal: done.signal })
    })
    await Promise.race([this.#look(), aborted]).finally(() => {
      done.abort()
    })
    return [...this.#seen.values()].map(({ unwatch: _, ...machine }) => machine).sort((a, b) =>
      a.record.device.localeCompare(b.record.device)
    )
  }

  watch (listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#look().catch(() => {})
    return () => {
      this.#listeners.delete(listener)
      this.#stayAwake()
    }
  }

  watchOrder (device: string, listener: (order: DrainOrder | undefined) => void): () => void {
    return this.#session.watch(layout.order(device), () => {
      this.#text(layout.order(device)).then(text => {
        listener(text === undefined ? undefined : parseOrder(text))
      }, () => {})
    })
  }

  async setOrder (device: string, order: DrainOrder | undefined): Promise<void> {
    const path = layout.order(device)
    if (order === undefined) {
      await this.#session.nodes.remove(path, anyVersion).catch(unless('ZOOKEEPER_NO_NODE'))
    } else await this.#put(path, order)
  }

  async setLabels (device: string, labels: readonly string[]): Promise<void> {
    await this.#put(layout.labels(device), labels)
  }

  watchLabels (device: string, listener: (labels: string[]) => void): () => void {
    return this.#session.watch(layout.labels(device), () => {
      this.#text(layout.labels(device)).then(text => {
        listener(text === undefined ? [] : parseLabels(text))
      }, () => {})
    })
  }

  async remove (device: string): Promise<void> {
    for (const path of [layout.order(device), layout.labels(device), layout.machine(device)]) {
      await this
        .#session
        .nodes
        .remove(path, anyVersion)
        .catch(unless('ZOOKEEPER_NO_NODE'))
    }
  }

  async openAlerts (): Promise<OpenAlert[]> {
    const text = await this.#text(layout.alerts)
    const list: unknown = text === undefined ? [] : JSON.parse(text)
    return Array.isArray(list)
      ? list.filter((each): each is OpenAlert =>
        typeof each?.check === 'string' && typeof each.subject === 'string'
      )
      : []
  }

  async setOpenAlerts (alerts: readonly OpenAlert[]): Promise<void> {
    await this.#put(layout.alerts, alerts)
  }

  async close (): Promise<void> {
    clearTimeout(this.#idle)
    for (const end of this.#ends.splice(0)) end()
    this.#lookAway()
    await this.#session.close()
  }

  /** Says again what this session has to know of us: after each new session, and when something changed. */
  async #tell (isReportOnly = false): Promise<void> {
    this.#told = this.#told.catch(() => {}).then(async () => {
      await this.#tellNow(isReportOnly)
    })
    await this.#told
  }

  async #tellNow (isReportOnly: boolean): Promise<void> {
    const record = this.#record
    if (record === undefined || this.#double !== undefined) return
    const { nodes } = this.#session
    if (!isReportOnly) await this.#put(layout.machine(record.device), record)
    if (this.#report === undefined) return
    const path = layout.report(record.device)
    const data = Buffer.from(JSON.stringify(this.#report))
    const stat = await nodes.exists(path)
    if (stat?.ephemeralOwner === this.#session.sessionId) {
      const sentMs = this.#nowMs()
      const { modifiedMs } = await nodes.set(path, data, anyVersion)
      const receivedMs = this.#nowMs()
      this.#lastSample = {
        name: 'zookeeper',
        theirMs: modifiedMs,
        ownMs: (sentMs + receivedMs) / 2,
        uncertaintyMs: (receivedMs - sentMs) / 2
      }
      return
    }
    // What our own last life left, or what a double has: who comes last has it.
    if (stat !== undefined) await nodes.remove(path, anyVersion).catch(unless('ZOOKEEPER_NO_NODE'))
    else await nodes.ensure(layout.live)
    await nodes.create(path, data, { mode: 'ephemeral', generation: this.#session.generation })
  }

  /**
   * Another instance has our name: it came later, so we keep silent and say so, or the two would take turns
   * for ever.
   */
  async #lookForDouble (): Promise<void> {
    if (this.#record === undefined || this.#report === undefined) return
    const text = await this.#text(layout.report(this.#record.device))
    const other = text === undefined ? undefined : parseReport(text)
    if (other !== undefined && other.instance !== this.#record.instance) this.#double = other.instance
  }

  /** Becomes the warden when there is none. */
  async #stand (): Promise<void> {
    const { nodes, generation, sessionId } = this.#session
    const stat = await nodes.exists(layout.warden)
    if (stat !== undefined) {
      this.#isWarden = stat.ephemeralOwner === sessionId
      return
    }
    await nodes.ensure('/farm')
    await nodes.create(
      layout.warden,
      Buffer.from(JSON.stringify({ device: this.#record?.device, instance: this.#record?.instance })),
      { mode: 'ephemeral', generation }
    )
    this.#isWarden = true
  }

  #stayAwake (): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => {
      if (this.#listeners.size === 0) this.#lookAway()
    }, idleMs)
      .unref()
  }

  async #look (): Promise<void> {
    this.#looking ??= this.#begin().catch((error: unknown) => {
      this.#looking = undefined
      throw error
    })
    await this.#looking
  }

  async #begin (): Promise<void> {
    const { nodes } = this.#session
    await nodes.ensure(layout.machines)
    await nodes.ensure(layout.live)
    await this.#readMachines()
    this.#ends.push(this.#session.watchChildren(layout.machines, () => {
      this.#readMachines().catch(() => {})
    }))
    this.#ends.push(this.#session.watchChildren(layout.live, () => {
      this.#readMachines().catch(() => {})
    }))
  }

  #lookAway (): void {
    this.#looking = undefined
    for (const { unwatch } of this.#seen.values()) for (const end of unwatch) end()
    this.#seen.clear()
  }

  async #readMachines (): Promise<void> {
    const names = await this.#session.nodes.children(layout.machines)
    for (const [device, { unwatch }] of this.#seen) {
      if (names.includes(device)) continue
      for (const end of unwatch) end()
      this.#seen.delete(device)
    }
    await Promise.all(
      names.filter(device => !this.#seen.has(device)).map(async device => {
        await this.#follow(device)
      })
    )
    this.#changed()
  }

  async #follow (device: string): Promise<void> {
    const text = await this.#text(layout.machine(device))
    const record = text === undefined ? undefined : parseRecord(text)
    if (record === undefined || record.device !== device || this.#seen.has(device)) return
    const seen: Seen = { record, reportedAtMs: this.#nowMs(), isAlive: false, unwatch: [] }
    this.#seen.set(device, seen)
    await Promise.all([this.#readReport(device), this.#readOrder(device)])
    seen.unwatch.push(
      this.#session.watch(layout.report(device), () => {
        this.#readReport(device).catch(() => {})
      }),
      this.#session.watch(layout.machine(device), () => {
        this.#readRecord(device).catch(() => {})
      }),
      this.#session.watch(layout.order(device), () => {
        this.#readOrder(device).catch(() => {})
      })
    )
  }

  async #readReport (device: string): Promise<void> {
    const node = await this.#session.nodes.get(layout.report(device)).catch(unless('ZOOKEEPER_NO_NODE'))
    const seen = this.#seen.get(device)
    if (seen === undefined) return
    const report = node === undefined ? undefined : parseReport(node.data.toString())
    seen.isAlive = node !== undefined
    if (report !== undefined && node !== undefined) {
      // The servers' time of the last report, on this machine's clock.
      const offsetMs = this.#lastSample === undefined ? 0 : this.#lastSample.ownMs - this.#lastSample.theirMs
      Object.assign(seen, { report, reportedAtMs: Math.min(this.#nowMs(), node.stat.modifiedMs + offsetMs) })
    }
    this.#changed()
  }

  async #readRecord (device: string): Promise<void> {
    const text = await this.#text(layout.machine(device))
    const record = text === undefined ? undefined : parseRecord(text)
    const seen = this.#seen.get(device)
    if (record === undefined || seen === undefined) return
    seen.record = record
    this.#changed()
  }

  async #readOrder (device: string): Promise<void> {
    const text = await this.#text(layout.order(device))
    const order = text === undefined ? undefined : parseOrder(text)
    const seen = this.#seen.get(device)
    if (seen === undefined) return
    if (order === undefined) delete seen.order
    else seen.order = order
    this.#changed()
  }

  async #text (path: string): Promise<string | undefined> {
    return (await this.#session.nodes.get(path).catch(unless('ZOOKEEPER_NO_NODE')))?.data.toString()
  }

  async #put (path: string, value: object): Promise<void> {
    const { nodes } = this.#session
    const data = Buffer.from(JSON.stringify(value))
    try {
      await nodes.set(path, data, anyVersion)
    } catch (error) {
      if (!hasCode(error, 'ZOOKEEPER_NO_NODE')) throw error
      await nodes.ensure(path.slice(0, path.lastIndexOf('/')))
      await nodes.create(path, data)
    }
  }

  #changed (): void {
    for (const listener of this.#listeners) listener()
  }
}

function unless (code: string): (error: unknown) => undefined {
  return error => {
    if (!hasCode(error, code)) throw error
    return undefined
  }
}
