import { causeText } from '../error-text.js'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { AgentConfig } from '../config/agent-schema.js'
import type { Reading } from './check.js'
import { hintOf } from './check-hint.js'
import { HealthHistory, type Damage } from './history.js'
import type { Machine } from './machine.js'
import { machineFacts, type MachineFacts } from './machine-facts.js'
import { HealthMonitor, type Health } from './monitor.js'
import type { Probe } from './probe.js'
import { lagProbe, queueProbe } from './probes/agent-load.js'
import type { ClockSample } from './probes/clock.js'
import { baselineOf, probeBuild, type BuildTimes } from './probes/probe-build.js'
import { noticeProbe } from './probes/notice-reach.js'
import { repositoryProbe, type RepositoryStanding } from './probes/repositories.js'
import { licenceProbe, type LicenceStanding } from './probes/tools.js'
import { firstFolder, probeTable } from './probe-table.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface AgentHealthOptions {
  config: AgentConfig
  environment: Readonly<Record<string, string | undefined>>
  home: string
  device: string
  version: string
  machine: Machine
  /** The program that the probe build starts over and over. */
  nodeFile: string
  waitingJobs?: () => number
  isIdle?: () => boolean
  repositories?: () => Promise<RepositoryStanding[]>
  /** Why receivers of notices were not reached, by their names. */
  noticeProblems?: (() => ReadonlyMap<string, Wording>) | undefined
  licences?: (signal: AbortSignal) => Promise<LicenceStanding[]>
  clocks?: ReadonlyArray<(signal: AbortSignal) => Promise<ClockSample | undefined>>
  /** What machines like this one do at their best, as far as the farm knows. */
  modelMedian: (facts: MachineFacts | null, signal: AbortSignal) => Promise<BuildTimes | undefined>
  /** Rows besides the table's, or, in tests, instead of them. */
  probes?: readonly Probe[]
}

/** What an agent tells of its machine, as JSON. */
export interface HealthDocument extends Health {
  device: string
  labels: readonly string[]
  version: string
  startedAt: string
  facts: MachineFacts | null
  baseline: BuildTimes | null
}

const historyDays = 30

/** A running agent's look at its own machine: probes, grade and history together. */
export class AgentHealth {
  readonly monitor: HealthMonitor
  readonly #options: AgentHealthOptions
  readonly #startedAt: string
  readonly #lag: { close: () => void } | undefined
  #history: HealthHistory | undefined
  #facts: MachineFacts | null = null
  #baseline: BuildTimes | undefined
  #background: Promise<unknown> = Promise.resolve()

  private constructor (options: AgentHealthOptions) {
    this.#options = options
    const { config, machine } = options
    const { failAfter, recoverAfter, limits } = config.health
    this.#startedAt = new Date(machine.nowMs()).toISOString()
    const lag = options.probes === undefined ? lagProbe() : undefined
    this.#lag = lag
    this.monitor = new HealthMonitor({
      probes: options.probes ?? [...this.#rows(), ...lag === undefined ? [] : [lag]],
      hysteresis: { failAfter, recoverAfter },
      limits,
      nowMs: machine.nowMs,
      hintOf,
      ...options.isIdle === undefined ? {} : { isIdle: options.isIdle }
    })
    this.monitor.on('round', (_health, samples) => {
      this.#later(async () => {
        await this.#history?.add(samples)
      })
    })
    this.monitor.on('grade', ({ grade, reasons }) => {
      this.#later(async () => {
        await this.#history?.addGrade({
          atMs: machine.nowMs(),
          grade,
          reasons: reasons.slice(0, 8).map(({ id }) => id)
        })
      })
    })
  }

  /** Opens the history and learns the machine's model; `start` begins the rounds. */
  static async open (options: AgentHealthOptions): Promise<AgentHealth> {
    const health = new AgentHealth(options)
    const nowMs = options.machine.nowMs()
    try {
      health.#history = await HealthHistory.open(join(options.home, 'health', 'history'), nowMs, damage => {
        health.#tellDamage(damage)
      })
      health.#baseline = baselineOf(await health.#history.builds(nowMs - historyDays * 86_400_000, nowMs))
    } catch (error) {
      // Without a place for history, as on a full disk, the looks matter all the more.
      health.#tell('history', [{
        kind: 'history',
        value: null,
        state: 'warn',
        subject: join(options.home, 'health'),
        problem: causeText(error)
      }])
    }
    return health
  }

  get document (): HealthDocument {
    const { config, device, version } = this.#options
    return {
      device,
      labels: config.labels,
      version,
      startedAt: this.#startedAt,
      ...this.monitor.health,
      facts: this.#facts,
      baseline: this.#baseline ?? null
    }
  }

  get history (): HealthHistory | undefined {
    return this.#history
  }
  get baseline (): BuildTimes | undefined {
    return this.#baseline
  }

  start (): this {
    this.monitor.start(this.#options.config.health.intervalMs)
    this.#later(async () => {
      this.#facts = await machineFacts(this.#options.machine)
    })
    return this
  }

  async close (): Promise<void> {
    await this.monitor.close()
    this.#lag?.close()
    await this.#background
    await this.#history?.close()
  }

  #rows (): Probe[] {
    const {
      config,
      environment,
      home,
      device,
      machine,
      nodeFile,
      waitingJobs,
      licences,
      repositories,
      noticeProblems,
      clocks,
      modelMedian
    } = this.#options
    return [
      ...probeTable({
        config,
        environment,
        home,
        machine,
        ownName: device,
        ...clocks === undefined ? {} : { clocks }
      }),
      ...waitingJobs === undefined ? [] : [queueProbe(waitingJobs)],
      ...repositories === undefined ? [] : [repositoryProbe(repositories)],
      ...noticeProblems === undefined ? [] : [noticeProbe(config.notices.receivers, noticeProblems)],
      ...licences === undefined ? [] : [licenceProbe(licences, config.labels)],
      probeBuild({
        machine,
        nodeFile,
        folder: firstFolder(config, home),
        everyMs: config.health.probeBuildEveryMs,
        ownBaseline: () => this.#baseline,
        firstAfterMs: firstBuildMs(device),
        modelMedian: async signal => await modelMedian(this.#facts, signal),
        onTimes: times => {
          this.#later(async () => {
            await this.#addBuild(times)
          })
        }
      })
    ]
  }

  async #addBuild (times: BuildTimes): Promise<void> {
    const nowMs = this.#options.machine.nowMs()
    await this.#history?.addBuild(nowMs, times)
    const runs = await this.#history?.builds(nowMs - historyDays * 86_400_000, nowMs)
    this.#baseline = baselineOf(runs ?? []) ?? this.#baseline
  }

  #tellDamage ({ movedTo, reason }: Damage): void {
    this.#tell('history', [{
      kind: 'history',
      value: phrase('history.anew'),
      state: 'warn',
      subject: movedTo,
      problem: reason
    }])
  }

  /** What happens once stays a finding until the agent is started again, so that somebody sees it. */
  #tell (probe: string, readings: readonly Reading[]): void {
    for (let look = 0; look < this.#options.config.health.failAfter; look++) {
      this.monitor.note(probe, readings)
    }
  }

  #later (work: () => Promise<void>): void {
    this.#background = this.#background.then(work).catch(() => {})
  }
}

/** Machines that are started together do not all begin at once, nor ask the farm at once. */
function firstBuildMs (device: string): number {
  return 60_000 + createHash('sha256').update(device).digest().readUInt32LE() % 1_800_000
}
