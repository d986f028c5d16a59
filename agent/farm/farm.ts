import { EventEmitter } from 'node:events'
import type { Alerts } from '../alert/alerts.js'
import type { AgentConfig } from '../config/agent-schema.js'
import { PacklineError } from '../errors.js'
import type { AgentHealth } from '../health/agent-health.js'
import { grades, type Grade } from '../health/check.js'
import type { Span } from '../health/history.js'
import type { JenkinsNodes } from '../jenkins/nodes.js'
import { lostWithout } from './capacity.js'
import { dayMs, dayOfGrades, type DayOfGrades } from './day-of-grades.js'
import { noteDrain } from './drain-note.js'
import {
  maxReasons,
  type DrainOrder,
  type Machine,
  type MachineRecord,
  type MachineReport
} from './machine.js'
import type { RunItem, WorkItem } from './machine-work.js'
import { rowOf } from './farm-row.js'
import type { FarmRow } from './farm-row.js'
import type { FarmRegistry } from './registry.js'
import { Warden } from './warden-loop.js'

/** What the farm asks of this agent's jobs. */
export interface FarmJobs {
  counts: () => { waiting: number, running: number }
  work: () => Promise<WorkItem[]>
  runs: () => RunItem[]
  /** Nothing new is taken until what it returns is called. */
  pause: () => () => void
  /** Resolves when nothing runs any more; rejects when `signal` aborts. */
  whenIdle: (signal: AbortSignal) => Promise<void>
  /** Ends what still runs or waits, so that whoever wanted it goes elsewhere. */
  handBack: () => Promise<void>
}

export interface FarmOptions {
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
  jobs?: FarmJobs
  jenkins?: JenkinsNodes
  alerts?: Alerts
  nowMs: () => number
  onProblem: (what: string, error: unknown) => void
}

interface Draining {
  resume: () => void
  isDone: boolean
  stop: AbortController
}

/**
 * This agent's place in its farm: it reports, obeys orders, and looks after the others when it is the warden.
 */
export class Farm extends EventEmitter<{ change: [] }> {
  readonly #options: FarmOptions
  readonly #warden: Warden
  readonly #ends: Array<() => void> = []
  #draining: Draining | undefined
  #noting: Promise<void> = Promise.resolve()
  #lastSent = { text: '', atMs: -Infinity }
  #lastRecord = ''
  #givenLabels: readonly string[] = []
  #day: { grade: Grade, day: DayOfGrades } | undefined

  constructor (options: FarmOptions) {
    super()
    this.setMaxListeners(0)
    this.#options = options
    this.#warden = new Warden({ ...options, rows: async signal => await this.rows(signal) })
  }

  start (): this {
    const { registry, health, device, config } = this.#options
    health.monitor.on('round', () => {
      this.#report().catch(error => {
        this.#options.onProblem('report', error)
      })
    })
    this.#ends.push(registry.watchLabels(device, labels => {
      this.#givenLabels = labels
      this.#report().catch(error => {
        this.#options.onProblem('report', error)
      })
    }))
    this.#ends.push(registry.watchOrder(device, order => {
      this.#obey(order)
    }))
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
    const { instance, health, jobs } = this.#options
    const { grade, since, reasons, checkedAt } = health.document
    const { running, waiting } = jobs?.counts() ?? { running: 0, waiting: 0 }
    return {
      instance,
      grade,
      since,
      reasons: reasons.slice(0, maxReasons).map(({ id, state, since, hint, problem }) => ({
        id,
        state,
        since,
        hint,
        ...problem === undefined ? {} : { problem: problem.slice(0, 300) }
      })),
      checkedAt,
      running,
      waiting,
      day: await this.#dayUntilNow(),
      work: await jobs?.work() ?? [],
      runs: jobs?.runs() ?? [],
      ...this.#draining === undefined ? {} : { draining: { isDone: this.#draining.isDone } }
    }
  }

  /** Every machine of the farm as it is seen from here. */
  async rows (signal: AbortSignal): Promise<FarmRow[]> {
    const { registry, nowMs, config } = this.#options
    return (await registry.machines(signal)).map(machine =>
      rowOf(machine, nowMs(), config.farm.silentAfterMs)
    )
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
    known(device, machines)
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
    known(device, await this.#options.registry.machines(signal))
    await this.#options.registry.setOrder(device, undefined)
    this.emit('change')
  }

  /** Forgets a machine that is gone for good. Throws FARM_MACHINE_ALIVE while its agent is up. */
  async remove (device: string, signal: AbortSignal): Promise<void> {
    const { registry } = this.#options
    const machines = await registry.machines(signal)
    known(device, machines)
    if (machines.some(({ record, isAlive }) => record.device === device && isAlive)) {
      throw new PacklineError('FARM_MACHINE_ALIVE', { device })
    }
    await registry.remove(device)
    this.emit('change')
  }

  async close (): Promise<void> {
    for (const end of this.#ends.splice(0)) end()
    await this.#warden.close()
    this.#draining?.stop.abort()
    await this.#noting
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

  /** Read from the history when a quarter of an hour is over or the grade is another one. */
  async #dayUntilNow (): Promise<DayOfGrades> {
    const { health, nowMs } = this.#options
    const now = nowMs()
    const { grade } = health.document
    if (this.#day === undefined || this.#day.grade !== grade || now >= this.#day.day.untilMs) {
      this.#day = {
        grade,
        day: dayOfGrades([
          ...await health.history?.series('grade', now - dayMs, now) ?? [],
          gradeNow(grade, now)
        ], now)
      }
    }
    return this.#day.day
  }

  /** Lets what runs end until the deadline, then hands it back. */
  async #empty (draining: Draining, leftMs: number): Promise<void> {
    const { jobs = notAsked() } = this.#options
    const deadline = AbortSignal.timeout(leftMs)
    await jobs.whenIdle(AbortSignal.any([draining.stop.signal, deadline])).catch(async () => {
      if (!draining.stop.signal.aborted) await jobs.handBack()
    })
    draining.isDone = !draining.stop.signal.aborted
    await this.#report()
  }

  #obey (order: DrainOrder | undefined): void {
    const { jobs, nowMs, onProblem, home, device } = this.#options
    this.#noting = this
      .#noting
      .then(async () => {
        await noteDrain(home, device, order)
      })
      .catch(error => {
        onProblem('drain', error)
      })
    if (order === undefined) {
      this.#draining?.stop.abort()
      this.#draining?.resume()
      this.#draining = undefined
    } else if (this.#draining === undefined) {
      const draining: Draining = {
        resume: jobs?.pause() ?? (() => {}),
        isDone: false,
        stop: new AbortController()
      }
      this.#draining = draining
      const leftMs = Math.min(2 ** 31 - 1, Math.max(0, Date.parse(order.deadlineAt) - nowMs()))
      this.#empty(draining, leftMs).catch(error => {
        onProblem('drain', error)
      })
    }
    this.#report().catch(error => {
      onProblem('report', error)
    })
  }
}

/** The history gets the round that has just ended a moment later. */
function gradeNow (grade: Grade, atMs: number): Span {
  const severity = grades.indexOf(grade)
  return { atMs, count: 1, min: severity, max: severity, sum: severity, worst: severity }
}

function notAsked (): FarmJobs {
  return {
    counts: () => ({ running: 0, waiting: 0 }),
    work: async () => [],
    runs: () => [],
    pause: () => () => {},
    whenIdle: async () => {},
    handBack: async () => {}
  }
}

function known (device: string, machines: readonly Machine[]): void {
  if (machines.some(({ record }) => record.device === device)) return
  throw new PacklineError('FARM_MACHINE_UNKNOWN', {
    device,
    known: machines.map(({ record }) => record.device).join(', ') || 'none'
  })
}
