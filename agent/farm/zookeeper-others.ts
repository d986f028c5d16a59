import type { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import { farmPaths, readNode, readText } from './farm-nodes.js'
import type { DrainOrder, Machine, MachineRecord } from './farm-machine.js'
import { parseOrder, parseRecord, parseReport } from './parse-machine.js'

const idleMs = 120_000

interface Followed {
  machine: Machine
  ends: Array<() => void>
}

interface OthersOptions {
  session: ZooKeeperSession
  nowMs: () => number
  /** How far the servers' clock is behind this machine's, as far as that is known. */
  serverLagMs: () => number
}

/**
 * The machines of a farm in ZooKeeper as seen from one of them. Nothing is read, and no watch is set, unless
 * somebody looks.
 */
export class ZooKeeperOthers {
  readonly #options: OthersOptions
  readonly #followed = new Map<string, Followed>()
  readonly #listeners = new Set<() => void>()
  #ends: Array<() => void> = []
  #looking: Promise<void> | undefined
  #idle: NodeJS.Timeout | undefined

  constructor (options: OthersOptions) {
    this.#options = options
  }

  async machines (signal: AbortSignal): Promise<Machine[]> {
    signal.throwIfAborted()
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
    return [...this.#followed.values()]
      .map(({ machine }) => ({ ...machine }))
      .sort((a, b) => a.record.device.localeCompare(b.record.device))
  }

  /** Calls `listener` after changes of any machine. Returns its end. */
  watch (listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#look().catch(() => {})
    return () => {
      this.#listeners.delete(listener)
      this.#stayAwake()
    }
  }

  close (): void {
    clearTimeout(this.#idle)
    this.#lookAway()
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
    const { session } = this.#options
    await session.nodes.ensure(farmPaths.machines)
    await session.nodes.ensure(farmPaths.live)
    await this.#readMachines()
    const read = (): void => {
      this.#readMachines().catch(() => {})
    }
    this.#ends.push(
      session.watchChildren(farmPaths.machines, read),
      session.watchChildren(farmPaths.live, read)
    )
  }

  #lookAway (): void {
    this.#looking = undefined
    for (const end of this.#ends.splice(0)) end()
    for (const { ends } of this.#followed.values()) for (const end of ends) end()
    this.#followed.clear()
  }

  async #readMachines (): Promise<void> {
    const names = await this.#options.session.nodes.children(farmPaths.machines)
    for (const [device, { ends }] of this.#followed) {
      if (names.includes(device)) continue
      for (const end of ends) end()
      this.#followed.delete(device)
    }
    await Promise.all(
      names.filter(device => !this.#followed.has(device)).map(async device => {
        await this.#follow(device)
      })
    )
    this.#changed()
  }

  /** A machine is seen once all of it was read: half of it would be one whose agent is gone. */
  async #follow (device: string): Promise<void> {
    const [record, heard, order] = await Promise.all([
      this.#record(device),
      this.#heard(device),
      this.#order(device)
    ])
    if (record === undefined || this.#followed.has(device)) return
    const { nowMs } = this.#options
    const machine: Machine = { record, reportedAtMs: nowMs(), ...heard, ...order && { order } }
    const ends = [
      this.#renew(farmPaths.report(device), async () => {
        Object.assign(machine, await this.#heard(device))
      }),
      this.#renew(farmPaths.machine(device), async () => {
        machine.record = await this.#record(device) ?? machine.record
      }),
      this.#renew(farmPaths.order(device), async () => {
        const order = await this.#order(device)
        if (order === undefined) delete machine.order
        else machine.order = order
      })
    ]
    this.#followed.set(device, { machine, ends })
  }

  /** Reads again now and after each change. */
  #renew (path: string, read: () => Promise<void>): () => void {
    return this.#options.session.watch(path, () => {
      read().then(() => {
        this.#changed()
      }, () => {})
    })
  }

  async #record (device: string): Promise<MachineRecord | undefined> {
    const text = await readText(this.#options.session.nodes, farmPaths.machine(device))
    const record = text === undefined ? undefined : parseRecord(text)
    return record?.device === device ? record : undefined
  }

  async #order (device: string): Promise<DrainOrder | undefined> {
    const text = await readText(this.#options.session.nodes, farmPaths.order(device))
    return text === undefined ? undefined : parseOrder(text)
  }

  /** Whether its agent is up, and what that said; what it said last stays when it is gone. */
  async #heard (device: string): Promise<Pick<Machine, 'isAlive'> & Partial<Machine>> {
    const { session, nowMs, serverLagMs } = this.#options
    const node = await readNode(session.nodes, farmPaths.report(device))
    if (node === undefined) return { isAlive: false }
    const report = parseReport(node.data.toString())
    if (report === undefined) return { isAlive: true }
    // The servers' time of the last report, on this machine's clock.
    const reportedAtMs = Math.min(nowMs(), node.stat.modifiedMs + serverLagMs())
    return { isAlive: true, report, reportedAtMs }
  }

  #changed (): void {
    for (const listener of this.#listeners) listener()
  }
}
