import { once } from 'node:events'
import { appendFileSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemClock } from '../../agent/coordination/system-clock.js'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import type { ContainerRuntime } from '../../test/support/container-runtime.js'
import { ZooKeeperEnsemble } from '../../test/support/zookeeper-server.js'
import { ChaosDevice, runningTools } from './chaos-device.js'
import { figuresOf, missedGoals } from './chaos-figures.js'
import type { ChaosFigures } from './chaos-figures.js'
import { checkOrder } from './check-order.js'
import { checkRun, deathInCalm } from './check-run.js'
import { faultKinds } from './fault-kinds.js'
import { Random } from './random.js'
import { readTransactions } from './transaction-log.js'
import type { Transaction } from './transaction-log.js'

export type BrokenProtection = 'fencing' | 'grace' | 'version0' | 'marker'

export interface ChaosOptions {
  minutes: number
  faults: number
  seed: number
  devices: number
  /** T and grace: longer ones for a machine that has other work to do. */
  sessionTimeoutMs?: number
  graceMs?: number
  broken?: BrokenProtection | undefined
  /** Some devices run their tools in containers of this runtime. */
  containers?: ContainerRuntime | undefined
  say: (line: string) => void
}

export interface ChaosReport extends ChaosFigures {
  seed: number
  devices: number
  broken: string | undefined
  byKind: Record<string, number>
  durationMs: number
  missed: string[]
}

const seats = 2
const jobsPerDevice = 3
const calmEveryMs = 15_000
const longestEndMs = { whole: 180_000, control: 3000 }
/** A control gets the faults that the missing protection is for, so that a short run shows it. */
const kindsOf: Record<BrokenProtection, string[]> = {
  fencing: ['stop agent'],
  grace: ['slow guard'],
  version0: ['kill tool'],
  marker: ['kill agent']
}

export async function chaosRun (options: ChaosOptions): Promise<ChaosReport> {
  const { seed, broken, say, sessionTimeoutMs = 1000, graceMs = 1500 } = options
  const startedMs = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'packline-chaos-'))
  const ensemble = await ZooKeeperEnsemble.start()
  say(`ensemble ready after ${Math.round(performance.now() - startedMs)} ms; seed ${seed}`)
  const run = new ChaosRun({ ...options, sessionTimeoutMs, graceMs, folder, ensemble })
  try {
    await run.start()
    await run.injectAll()
    await run.finish()
  } finally {
    await run.leave()
  }
  const transactions = readTransactions(ensemble.servers.map(server => join(server.folder, 'data')))
  await ensemble.stop()
  const figures = {
    faults: run.faults,
    recoveryLimitMs: sessionTimeoutMs + graceMs + 2000,
    ...checkRun(folder, seats, jobsPerDevice),
    ...checkOrder(transactions, '/chaos/licences/tool')
  }
  const missed = missedGoals(figuresOf(figures))
  if (missed.length === 0) rmSync(folder, { recursive: true, force: true })
  else {
    writeFileSync(join(folder, 'transactions'), transactions.map(asLine).join(''))
    say(`evidence: ${folder}`)
  }
  return {
    seed,
    devices: options.devices,
    broken,
    byKind: run.byKind,
    durationMs: Math.round(performance.now() - startedMs),
    ...figures,
    missed
  }
}

function asLine ({ zxid, session, changes, endsSession }: Transaction): string {
  return `${
    JSON.stringify({
      zxid: zxid.toString(16),
      session,
      endsSession,
      changes: changes.map(change =>
        'data' in change
          ? { ...change, data: change.data.toString() }
          : change
      )
    })
  }\n`
}

type Settings = ChaosOptions & {
  sessionTimeoutMs: number
  graceMs: number
  folder: string
  ensemble: ZooKeeperEnsemble
}

class ChaosRun {
  readonly #settings: Settings
  readonly #random: Random
  readonly #kinds: string[]
  readonly #pending = new Set<Promise<void>>()
  #devices: ChaosDevice[] = []
  #isEnsembleBusy = false
  faults = 0
  readonly byKind: Record<string, number> = {}

  constructor (settings: Settings) {
    this.#settings = settings
    this.#random = new Random(settings.seed)
    this.#kinds = settings.broken === undefined
      ? Object.entries(faultKinds).flatMap(([kind, { weight }]) => Array<string>(weight).fill(kind))
      : kindsOf[settings.broken]
  }

  /** The devices begin at the same moment, on the same knowledge. */
  async start (): Promise<void> {
    const { folder, ensemble, broken, sessionTimeoutMs, graceMs } = this.#settings
    const log = openSync(join(folder, 'log'), 'a')
    const terms = {
      seats,
      mode: 'floating',
      devices: [],
      jobsPerDevice,
      graceMs: broken === 'grace' ? 0 : graceMs
    }
    const settings = {
      chroot: '/chaos',
      sessionTimeoutMs,
      terms,
      folder,
      broken,
      jobsInFlight: 4,
      longestJobMs: (broken === undefined ? 3 : broken === 'marker' ? 20 : 6) * sessionTimeoutMs
    }
    for (let index = 0; index < this.#settings.devices; index++) {
      const relays = await Promise.all(
        ensemble.servers.map(async server => await TcpRelay.start(server.port))
      )
      this.#devices.push(
        new ChaosDevice(`d${index}`, relays, { ...settings, ...this.#toolOf(index) }, log)
      )
    }
    await Promise.all(this.#devices.map(async device => await once(device, 'ready')))
    writeFileSync(join(folder, 'go'), '')
  }

  /** A control without markers has only tools that need one. */
  #toolOf (index: number): object {
    const { containers, broken, folder } = this.#settings
    const forms = ['detached', ...containers === undefined ? [] : ['container'], 'process']
    const toolForm = forms[index % (broken === 'marker' ? forms.length - 1 : forms.length)]
    const root = join(import.meta.dirname, '../..')
    return {
      toolForm,
      containers: containers?.plan([`${root}:${root}:ro`, `${folder}:${folder}`])
    }
  }

  async injectAll (): Promise<void> {
    const { minutes, faults, broken } = this.#settings
    const endMs = performance.now() + minutes * 60_000
    let calmMs = performance.now() + calmEveryMs
    while (performance.now() < endMs && this.faults < faults) {
      await this.#next()
      if (performance.now() < calmMs || broken !== undefined) continue
      await this.#dieInCalm()
      calmMs = performance.now() + calmEveryMs
    }
    await Promise.all(this.#pending)
  }

  /** No more jobs are accepted; those that were have to end. */
  async finish (): Promise<void> {
    const { folder, say, broken } = this.#settings
    writeFileSync(join(folder, 'stop'), '')
    say(`${this.faults} faults injected; waiting for the jobs to end`)
    const late = new AbortController()
    await Promise.race([
      Promise.all(this.#devices.map(async device => {
        await device.ended
      })),
      delay(broken === undefined ? longestEndMs.whole : longestEndMs.control, undefined, {
        signal: late.signal
      })
        .catch(() => {})
    ])
    late.abort()
  }

  async leave (): Promise<void> {
    await Promise.all(this.#devices.map(async device => {
      await device.leave()
    }))
  }

  /**
   * Draws the same numbers whatever state the run is in, so that a seed means the same faults in the same
   * order.
   */
  async #next (): Promise<void> {
    const { folder, ensemble, sessionTimeoutMs, graceMs, broken } = this.#settings
    const random = this.#random
    const plan = {
      pauseMs: random.integer(50, 400),
      kind: random.pick(this.#kinds),
      isAtHolder: random.chance(0.8),
      pick: random.next(),
      lasts: random.next(),
      isRare: random.chance(0.7)
    }
    await delay(plan.pauseMs)
    const faultKind = faultKinds[plan.kind]
    if (faultKind === undefined) throw new Error(`no fault of the kind ${plan.kind}`)
    const { on, inject } = faultKind
    const holders = plan.isAtHolder || broken !== undefined
      ? runningTools(folder).map(each => each.device)
      : []
    // What a control leaves out protects tools that run: faults before they do would show nothing.
    if (broken !== undefined && holders.length === 0) return
    const targets = holders.length === 0
      ? this.#devices
      : this.#devices.filter(each => holders.includes(each.name))
    const device = targets[Math.floor(plan.pick * targets.length)]
    if (device === undefined) throw new Error(`no device for a fault of the kind ${plan.kind}`)
    if (on === 'ensemble' ? this.#isEnsembleBusy || plan.isRare : device.isBusy) return
    const shortestMs = broken === undefined ? 100 : sessionTimeoutMs + graceMs
    const lastsMs = shortestMs + plan.lasts * 3 * sessionTimeoutMs
    this.faults++
    this.byKind[plan.kind] = (this.byKind[plan.kind] ?? 0) + 1
    this.#setBusy(on, device, true)
    const from = systemClock.monotonicMs()
    const fault = inject({ device, ensemble, folder, lastsMs, sessionTimeoutMs, graceMs })
      .catch((error: Error) => {
        this.#settings.say(`${plan.kind}: ${error.message}`)
      })
      .finally(() => {
        this.#record(plan.kind, device, from)
        this.#setBusy(on, device, false)
        this.#pending.delete(fault)
      })
    this.#pending.add(fault)
  }

  /** A holder dies while nothing else is wrong: how soon is its seat of use again? */
  async #dieInCalm (): Promise<void> {
    const { sessionTimeoutMs, graceMs, folder } = this.#settings
    await Promise.all(this.#pending)
    await delay(sessionTimeoutMs + 500)
    const until = performance.now() + 10_000
    let holder: ChaosDevice | undefined
    while (
      (holder = this.#devices.find(each => each.name === runningTools(folder)[0]?.device)) === undefined &&
      performance.now() < until
    ) await delay(50)
    if (holder === undefined) return
    const from = systemClock.monotonicMs()
    holder.agent.kill('SIGKILL')
    this.#record(deathInCalm, holder, from)
    await delay(sessionTimeoutMs + graceMs + 2500)
  }

  #record (kind: string, device: ChaosDevice, from: number): void {
    appendFileSync(
      join(this.#settings.folder, 'faults'),
      `${JSON.stringify({ kind, device: device.name, from, to: systemClock.monotonicMs() })}\n`
    )
  }

  #setBusy (on: string, device: ChaosDevice, isBusy: boolean): void {
    if (on === 'ensemble') this.#isEnsembleBusy = isBusy
    else device.isBusy = isBusy
  }
}
