import { EventEmitter } from 'node:events'
import type { Alerts } from '../alert/alerts.js'
import type { AgentConfig } from '../config/agent-schema.js'
import { PacklineError } from '../errors.js'
import type { AgentHealth } from '../health/agent-health.js'
import type { JenkinsNodes } from '../jenkins/jenkins-nodes.js'
import { shortened } from '../messages/phrase.js'
import { lostWithout } from './capacity.js'
import { Draining } from './draining.js'
import {
  maxReasons,
  type DrainOrder,
  type Machine,
  type MachineRecord,
  type MachineReport
} from './farm-machine.js'
import type { FarmRegistry } from './farm-registry.js'
import { rowOf, type FarmRow } from './farm-row.js'
import { knownMachine } from './known-machine.js'
import { leastDisk } from './least-disk.js'
import { proofItems } from './proof-item.js'
import { OwnDay } from './own-day.js'
import { noJobs, type OwnJobs } from './own-jobs.js'
import { SeenNodes } from './seen-nodes.js'
import { Warden } from './warden-loop.js'

interface FarmOptions {
  config: AgentConfig
  /** PACKLINE_HOME, where the machine's own processes find out that it is drained. */
  home: string
  device: string
  version: string
  instance: string
  /** Where others reach this agent; null when it listens on this machine only. */
  address: string | null
  registry: FarmRegistry
  health: AgentHealth
  jobs?: OwnJobs
  jenkins?: JenkinsNodes
  alerts?: Alerts
  nowMs: () => number
  onProblem: (what: string, error: unknown) => void
}

/** A connection that is made anew may take so long. */
const blindAfterMs = 2000

/**
 * This agent's place in its farm: it reports, obeys orders, and looks after the others when it is the warden.
 */
export class Farm extends EventEmitter<{ change: [] }> {
  readonly #options: FarmOptions
  readonly #warden: Warden
  readonly #draining: Draining
  readonly #day: OwnDay
  readonly #nodes: SeenNodes | undefined
  readonly #ends: Array<() => void> = []
  #lastSeen: readonly Machine[] = []
  #lastSent = { text: '', atMs: -Infinity }
  #lastRecord = ''
  #givenLabels: readonly string[] = []

  constructor (options: FarmOptions) {
    super()
    this.setMaxListeners(0)
    this.#options = options
    this.#warden = new Warden({
      ...options,
      rows: async signal => await this.#newestRows(signal),
      ownReasons: () => options.health.document.reasons
    })
    this.#nodes = options.jenkins && new SeenNodes(options.jenkins, options.nowMs)
    this.#day = new OwnDay(options.health, options.jobs ?? noJobs, options.nowMs)
    this.#draining = new Draining({
      jobs: noJobs,
      ...options,
      onChange: () => {
        this.#tellSoon()
      }
    })
  }

  start (): this {
    const { registry, health, device, config } = this.#options
    health.monitor.on('round', () => {
      this.#tellSoon()
    })
    this.#ends.push(
      registry.watchLabels(device, labels => {
        this.#givenLabels = labels
        this.#tellSoon()
      }),
      registry.watchOrder(device, order => {
        this.#draining.obey(order)
      })
    )
    this.#warden.start(config.health.intervalMs)
    return this
  }

  get record (): MachineRecord {
    const { config, device, version, instance, address, health } = this.#options
    return {
      device,
      labels: [...new Set([...config.labels, ...this.#givenLabels])],
      version,
      address,
      jenkinsNode: config.jenkins?.node ?? device,
      facts: health.document.facts,
      baseline: health.baseline ?? null,
      instance
    }
  }

  async report (): Promise<MachineReport> {
    const { instance, health, jobs = noJobs } = this.#options
    const { grade, since, reasons, checks, checkedAt } = health.document
    const disk = leastDisk(checks)
    const { running, waiting } = jobs.counts()
    const draining = this.#draining.standing
    return {
      instance,
      grade,
      since,
      reasons: reasons.slice(0, maxReasons).map(({ id, state, since, hint, subject, problem }) => ({
        id,
        state,
        since,
        hint,
        ...subject !== undefined && { subject: subject.slice(0, 300) },
        ...problem !== undefined && { problem: shortened(problem, 300) }
      })),
      checkedAt,
      running,
      waiting,
      day: await this.#day.untilNow(),
      ...disk && { disk },
      proofs: proofItems(checks, checkedAt),
      work: await jobs.work(),
      runs: jobs.runs(),
      ...draining && { draining }
    }
  }

  /** Since when nothing of the others is heard; undefined while it is, and in the first moments. */
  get blindSinceMs (): number | undefined {
    const { registry: { blindSinceMs }, nowMs } = this.#options
    return blindSinceMs !== undefined && nowMs() - blindSinceMs > blindAfterMs ? blindSinceMs : undefined
  }

  /** Every machine of the farm as it is seen from here, or was when something was seen. */
  async rows (signal: AbortSignal): Promise<FarmRow[]> {
    const [rows, nodes] = await Promise.all([this.#knownRows(signal), this.#nodes?.get()])
    return rows.map(row => {
      const jenkins = nodes?.get(row.node)
      return jenkins === undefined ? row : { ...row, jenkins }
    })
  }

  async #knownRows (signal: AbortSignal): Promise<FarmRow[]> {
    if (this.blindSinceMs !== undefined) return await this.#lastRows(this.blindSinceMs)
    try {
      return await this.#newestRows(signal)
    } catch (error) {
      if (this.blindSinceMs === undefined) throw error
      return await this.#lastRows(this.blindSinceMs)
    }
  }

  async #newestRows (signal: AbortSignal): Promise<FarmRow[]> {
    const { registry, nowMs, config } = this.#options
    this.#lastSeen = await registry.machines(signal)
    return this.#lastSeen.map(machine => rowOf(machine, nowMs(), config.farm.silentAfterMs))
  }

  async #lastRows (blindSinceMs: number): Promise<FarmRow[]> {
    const { nowMs, config: { farm: { silentAfterMs } } } = this.#options
    const { record } = this
    const own = { record, report: await this.report(), reportedAtMs: nowMs(), isAlive: true }
    const others = this.#lastSeen.filter(machine => machine.record.device !== record.device)
    return [
      rowOf(own, nowMs(), silentAfterMs),
      ...others.map(machine => rowOf(machine, nowMs(), silentAfterMs, blindSinceMs))
    ]
  }

  /** What is wrong with the names and addresses of the farm. */
  get warnings (): readonly PacklineError[] {
    return this.#options.registry.warnings
  }

  /** Calls `listener` when any machine changed. Returns its end. */
  watch (listener: () => void): () => void {
    return this.#options.registry.watch(listener)
  }

  /** Throws FARM_MACHINE_UNKNOWN, or FARM_CAPACITY_LOST when a label or licence would have nobody left. */
  async drain (
    device: string,
    order: DrainOrder,
    { isForced, signal }: { isForced: boolean, signal: AbortSignal }
  ): Promise<void> {
    const { registry, config, nowMs } = this.#options
    const machines = await registry.machines(signal)
    knownMachine(device, machines)
    const licences = Object.entries(config.licences).map(([licence, { mode, devices }]) => ({
      licence,
      mode,
      devices
    }))
    const lost = lostWithout(device, machines, licences, nowMs(), config.farm.silentAfterMs)
    if (!isForced && lost.labels.length + lost.licences.length > 0) {
      throw new PacklineError('FARM_CAPACITY_LOST', {
        device,
        labels: lost.labels.join(', ') || '–',
        licences: lost.licences.join(', ') || '–'
      })
    }
    await registry.setOrder(device, order)
    await this.#options.alerts?.acknowledge(device, order.by)
    this.emit('change')
  }

  async resume (device: string, signal: AbortSignal): Promise<void> {
    knownMachine(device, await this.#options.registry.machines(signal))
    await this.#options.registry.setOrder(device, undefined)
    this.emit('change')
  }

  /** Forgets a machine that is gone for good. Throws FARM_MACHINE_ALIVE while its agent is up. */
  async remove (device: string, signal: AbortSignal): Promise<void> {
    const { registry } = this.#options
    const machines = await registry.machines(signal)
    if (knownMachine(device, machines).isAlive) throw new PacklineError('FARM_MACHINE_ALIVE', { device })
    await registry.remove(device)
    this.emit('change')
  }

  async close (): Promise<void> {
    for (const end of this.#ends.splice(0)) end()
    await this.#warden.close()
    await this.#draining.close()
    await this.#options.registry.close()
    this.removeAllListeners()
  }

  /**
   * The record when it changed; the report when it changed, and again before the others take us for silent.
   */
  async #report (): Promise<void> {
    const { registry, config, nowMs } = this.#options
    const record = JSON.stringify(this.record)
    if (record !== this.#lastRecord) {
      await registry.register(this.record)
      this.#lastRecord = record
    }
    const { checkedAt, ...rest } = await this.report()
    const text = JSON.stringify(rest)
    if (text === this.#lastSent.text && nowMs() - this.#lastSent.atMs < config.farm.reportMs) return
    await registry.report({ checkedAt, ...rest })
    this.#lastSent = { text, atMs: nowMs() }
    this.emit('change')
  }

  #tellSoon (): void {
    this.#report().catch((error: unknown) => {
      this.#options.onProblem('report', error)
    })
  }
}
