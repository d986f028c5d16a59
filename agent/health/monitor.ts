import { EventEmitter } from 'node:events'
import { checkId, severityOf, stateOf, type Check, type Grade, type Limits, type Reading } from './check.js'
import { checkKinds, type CheckKind } from '../config/check-kinds.js'
import type { Wording } from '../messages/phrase.js'
import { gradeOf, nextTrack, type Hysteresis, type Reason, type Track } from './grade.js'
import { ProbeRunner, type Probe } from './probe.js'

interface MonitorOptions {
  probes: readonly Probe[]
  hysteresis: Hysteresis
  limits: Record<CheckKind, Limits>
  nowMs: () => number
  hintOf: (kind: CheckKind, reading: Reading) => Wording
  isIdle?: () => boolean
}

/** How a machine is. */
export interface Health {
  grade: Grade
  since: string
  checkedAt: string
  reasons: Reason[]
  checks: Check[]
}

interface Known {
  reading: Reading
  track: Track
  probe: string
}

/** Values of one round, for the history. */
export interface Samples {
  atMs: number
  values: Map<string, { value: number, severity: number }>
}

/**
 * Runs the probes round after round and keeps the grade that follows. Emits each round's samples, and each
 * change of the grade.
 */
export class HealthMonitor extends EventEmitter<{ round: [Health, Samples], grade: [Health, Grade] }> {
  readonly #options: MonitorOptions
  readonly #runners: ProbeRunner[]
  readonly #known = new Map<string, Known>()
  readonly #closing = new AbortController()
  #health: Health
  #sinceMs: number
  #timer: NodeJS.Timeout | undefined
  #rounds: Promise<unknown> = Promise.resolve()

  constructor (options: MonitorOptions) {
    super()
    this.#options = options
    this.#runners = options.probes.map(probe => new ProbeRunner(probe, options.nowMs))
    this.#sinceMs = options.nowMs()
    this.#health = { grade: 'good', since: iso(this.#sinceMs), checkedAt: iso(0), reasons: [], checks: [] }
  }

  /** What the last round found; `checkedAt` is 1970 before the first. */
  get health (): Health {
    return this.#health
  }

  start (intervalMs: number): this {
    const next = (): void => {
      if (this.#closing.signal.aborted) return
      const startedMs = performance.now()
      const again = (): void => {
        if (this.#closing.signal.aborted) return
        const leftMs = Math.max(0, intervalMs - (performance.now() - startedMs))
        this.#timer = setTimeout(next, leftMs).unref()
      }
      this.round().then(again, (error: unknown) => {
        again()
        throw error
      })
    }
    next()
    return this
  }

  /** Runs every probe that is due, all at once, and grades what they found. */
  async round (): Promise<Health> {
    const round = this.#rounds.then(async () => await this.#round())
    this.#rounds = round.catch(() => {})
    return await round
  }

  /**
   * Takes readings from elsewhere, such as a history that had to be started anew; they count with the next
   * round.
   */
  note (probe: string, readings: readonly Reading[]): void {
    this.#take(probe, readings)
  }

  async close (): Promise<void> {
    clearTimeout(this.#timer)
    this.#closing.abort(new Error('the monitor was closed'))
    await this.#rounds
    this.removeAllListeners()
  }

  async #round (): Promise<Health> {
    const isIdle = this.#options.isIdle?.() ?? true
    await Promise.all(
      this.#runners.filter(runner => runner.isDue(isIdle)).map(async runner => {
        const { readings, isBroken } = await runner.run(this.#closing.signal)
        if (this.#closing.signal.aborted) return
        runner.wantsAnotherLook = this.#take(runner.probe.id, readings, !isBroken)
        const own = this.#known.get(checkId({ kind: 'probe', name: runner.probe.id }))
        if (!isBroken && own?.track.state === 'ok') {
          this.#known.delete(checkId(own.reading))
          runner.forget()
        }
      })
    )
    if (this.#closing.signal.aborted) return this.#health
    return this.#conclude()
  }

  /**
   * Whether a check may soon change. With `isComplete`, what the probe no longer speaks of is gone: a drive
   * that was taken out.
   */
  #take (probe: string, readings: readonly Reading[], isComplete = false): boolean {
    let isUnsettled = false
    const seen = new Set<string>()
    const nowMs = this.#options.nowMs()
    for (const reading of readings) {
      const id = checkId(reading)
      seen.add(id)
      const observed = stateOf(reading, this.#options.limits[reading.kind])
      const before = this.#known.get(id)
      const track = nextTrack(before?.track, observed, nowMs, this.#options.hysteresis)
      isUnsettled ||= observed !== track.state
      // Until it has recovered, what went wrong is still its reason.
      const problem = reading.problem ?? (track.state === 'ok' ? undefined : before?.reading.problem)
      this.#known.set(id, { reading: { ...reading, ...problem !== undefined && { problem } }, track, probe })
    }
    if (isComplete) {
      for (const [id, known] of this.#known) {
        if (known.probe === probe && !seen.has(id)) this.#known.delete(id)
      }
    }
    return isUnsettled
  }

  #conclude (): Health {
    const nowMs = this.#options.nowMs()
    const checks = [...this.#known.values()].map(known => this.#checkOf(known)).sort((a, b) =>
      a.id.localeCompare(b.id)
    )
    const before = this.#health.grade
    const { grade, reasons } = gradeOf(checks)
    if (grade !== before) this.#sinceMs = nowMs
    this.#health = { grade, since: iso(this.#sinceMs), checkedAt: iso(nowMs), reasons, checks }
    const values: Samples['values'] = new Map(
      checks.flatMap(({ id, value, state }) =>
        typeof value === 'number' ? [[id, { value, severity: severityOf[state] }]] : []
      )
    )
    const severity = ['good', 'degraded', 'poor'].indexOf(grade)
    values.set('grade', { value: severity, severity })
    this.emit('round', this.#health, { atMs: nowMs, values })
    if (grade !== before) this.emit('grade', this.#health, before)
    return this.#health
  }

  #checkOf ({ reading, track }: Known): Check {
    const { kind, value, subject, problem, trend, detail } = reading
    return {
      id: checkId(reading),
      state: track.state,
      value,
      unit: checkKinds[kind].unit,
      ...this.#options.limits[kind],
      since: iso(track.sinceMs),
      hint: track.state === 'ok' ? null : String(this.#options.hintOf(kind, reading)),
      ...subject === undefined ? {} : { subject },
      ...problem === undefined ? {} : { problem },
      ...trend === undefined ? {} : { trend },
      ...detail === undefined ? {} : { detail }
    }
  }
}

function iso (ms: number): string {
  return new Date(ms).toISOString()
}
