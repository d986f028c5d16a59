import { PacklineError } from '../errors.js'
import type { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import { anyVersion } from '../coordination/zookeeper-types.js'
import type { ClockSample } from '../health/probes/clock.js'
import { jsonOf } from '../messages/words-beside.js'
import { farmPaths, putJson, readText, removeNode } from './farm-nodes.js'
import type { MachineRecord, MachineReport } from './farm-machine.js'
import { parseReport } from './parse-machine.js'

/**
 * This machine in ZooKeeper: its record for good, its report for as long as the session lives, and whether it
 * is the warden.
 */
export class ZooKeeperPresence {
  readonly #session: ZooKeeperSession
  readonly #nowMs: () => number
  readonly #ends: Array<() => void> = []
  #record: MachineRecord | undefined
  #report: MachineReport | undefined
  #isWarden = false
  #double: string | undefined
  #lastSample: ClockSample | undefined
  #told: Promise<unknown> = Promise.resolve()

  constructor (session: ZooKeeperSession, nowMs: () => number) {
    this.#session = session
    this.#nowMs = nowMs
    session.on('connected', () => {
      this.#tell().catch(() => {})
    })
    session.on('lost', () => {
      this.#isWarden = false
    })
  }

  get warnings (): readonly PacklineError[] {
    if (this.#double === undefined || this.#record === undefined) return []
    const { device, address } = this.#record
    return [new PacklineError('FARM_NAME_TAKEN', { device, silent: address ?? 'this agent' })]
  }

  get isWarden (): boolean {
    return this.#isWarden && this.#session.isValid()
  }

  /** ZooKeeper's clock by the last report. */
  get lastSample (): ClockSample | undefined {
    return this.#lastSample
  }

  async register (record: MachineRecord): Promise<void> {
    const isFirst = this.#record === undefined
    this.#record = record
    await this.#tell()
    if (!isFirst) return
    this.#ends.push(
      this.#session.watch(farmPaths.report(record.device), () => {
        this.#lookForDouble().catch(() => {})
      }),
      this.#session.watch(farmPaths.warden, () => {
        this.#stand().catch(() => {})
      })
    )
  }

  async report (report: MachineReport): Promise<void> {
    this.#report = report
    await this.#tell(true)
  }

  close (): void {
    for (const end of this.#ends.splice(0)) end()
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
    if (!isReportOnly) await putJson(nodes, farmPaths.machine(record.device), record)
    if (this.#report === undefined) return
    const path = farmPaths.report(record.device)
    const data = Buffer.from(jsonOf(this.#report))
    const stat = await nodes.exists(path)
    if (stat?.ephemeralOwner === this.#session.sessionId) {
      await this.#renew(path, data)
      return
    }
    // What our own last life left, or what a double has: who comes last has it.
    if (stat !== undefined) await removeNode(nodes, path)
    else await nodes.ensure(farmPaths.live)
    await nodes.create(path, data, { mode: 'ephemeral', generation: this.#session.generation })
  }

  /** The servers write down when, and so tell their time. */
  async #renew (path: string, data: Buffer): Promise<void> {
    const sentMs = this.#nowMs()
    const { modifiedMs } = await this.#session.nodes.set(path, data, anyVersion)
    const receivedMs = this.#nowMs()
    this.#lastSample = {
      name: 'zookeeper',
      theirMs: modifiedMs,
      ownMs: (sentMs + receivedMs) / 2,
      uncertaintyMs: (receivedMs - sentMs) / 2
    }
  }

  /**
   * Another instance has our name: it came later, so we keep silent and say so, or the two would take turns
   * for ever.
   */
  async #lookForDouble (): Promise<void> {
    if (this.#record === undefined || this.#report === undefined) return
    const text = await readText(this.#session.nodes, farmPaths.report(this.#record.device))
    const other = text === undefined ? undefined : parseReport(text)
    if (other !== undefined && other.instance !== this.#record.instance) this.#double = other.instance
  }

  /** Becomes the warden when there is none. */
  async #stand (): Promise<void> {
    const { nodes, generation, sessionId } = this.#session
    const stat = await nodes.exists(farmPaths.warden)
    if (stat !== undefined) {
      this.#isWarden = stat.ephemeralOwner === sessionId
      return
    }
    await nodes.ensure(farmPaths.root)
    const { device, instance } = this.#record ?? {}
    await nodes.create(
      farmPaths.warden,
      Buffer.from(JSON.stringify({ device, instance })),
      { mode: 'ephemeral', generation }
    )
    this.#isWarden = true
  }
}
