import type { CheckState, Reading } from './check.js'
import { ReasonError } from '../error-text.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** One look at the machine: a row of the probe table. */
export interface Probe {
  id: string
  /** How long a result stays good; 0: looked at in every round. */
  everyMs: number
  /** How long the agent runs before the first look; 0 when left out. */
  firstAfterMs?: number
  deadlineMs: number
  /** How bad it is when this probe throws, or hangs for so long that it is no load; before that it warns. */
  whenBroken: Exclude<CheckState, 'ok'>
  /** Runs only while the machine has nothing else to do. */
  whenIdle?: boolean
  measure: (signal: AbortSignal) => Promise<Reading[]>
}

/** A busy disk answers late; one that says nothing for so long is gone. */
const brokenAfterMs = 60_000

export interface Outcome {
  readings: Reading[]
  isBroken: boolean
}

/**
 * Runs one probe at a time under its deadline. One that hangs or throws is itself a reading; while it still
 * hangs it is not started again, so that it cannot eat up the machine.
 */
export class ProbeRunner {
  readonly probe: Probe
  /**
   * What it saw differs from what counts so far: the next round looks again, however seldom it looks
   * otherwise.
   */
  wantsAnotherLook = false
  readonly #nowMs: () => number
  #lastMs = -Infinity
  #hangingSinceMs: number | undefined
  #wasBroken = false

  constructor (probe: Probe, nowMs: () => number) {
    this.probe = probe
    this.#nowMs = nowMs
    if (probe.firstAfterMs !== undefined) this.#lastMs = nowMs() - probe.everyMs + probe.firstAfterMs
  }

  isDue (isIdle: boolean): boolean {
    if (this.#hangingSinceMs !== undefined) return true
    const agoMs = this.#nowMs() - this.#lastMs
    // The clock may have been set back.
    const isOld = agoMs >= this.probe.everyMs || agoMs < 0
    return (isOld || this.wantsAnotherLook) && (isIdle || this.probe.whenIdle !== true)
  }

  async run (signal: AbortSignal): Promise<Outcome> {
    const { id, deadlineMs } = this.probe
    if (this.#hangingSinceMs !== undefined) {
      const hungMs = this.#nowMs() - this.#hangingSinceMs
      return this.#broken(phrase('late.for', { seconds: Math.round(hungMs / 1000) }), hungMs < brokenAfterMs)
    }
    this.#lastMs = this.#nowMs()
    const deadline = new AbortController()
    const started = this.#nowMs()
    const measuring = measureSafely(this.probe, AbortSignal.any([signal, deadline.signal]))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>(resolve => {
      timer = setTimeout(resolve, deadlineMs, 'late')
    })
    const result = await Promise.race([measuring, late])
    clearTimeout(timer)
    if (result === 'late') {
      deadline.abort(new ReasonError(phrase('late.longer', { what: id, ms: deadlineMs })))
      this.#hangingSinceMs = started
      const ended = (): void => {
        this.#hangingSinceMs = undefined
      }
      measuring.then(ended, ended)
      return this.#broken(phrase('late.within', { ms: deadlineMs }), true)
    }
    if (result instanceof Error) return this.#broken(result.message, false)
    const readings = [...result]
    if (this.#wasBroken) readings.push({ kind: 'probe', name: id, value: phrase('probe.answers') })
    return { readings, isBroken: false }
  }

  /** That it answers again was told often enough. */
  forget (): void {
    this.#wasBroken = false
  }

  #broken (problem: Wording, isOnlySlow: boolean): Outcome {
    this.#wasBroken = true
    const state = isOnlySlow ? 'warn' : this.probe.whenBroken
    return {
      isBroken: true,
      readings: [{ kind: 'probe', name: this.probe.id, value: null, state, problem }]
    }
  }
}

async function measureSafely (probe: Probe, signal: AbortSignal): Promise<Reading[] | Error> {
  try {
    return await probe.measure(signal)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
