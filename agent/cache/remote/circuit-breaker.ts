import type { Wording } from '../../messages/phrase.js'

export interface BreakerState {
  /** Milliseconds since 1970; before it nobody is asked. */
  openUntil: number
  coolingMs: number
  reason: Wording
}

/**
 * Three failures in a row are no accident, nor is one in five: a server may find names and stall with bytes.
 */
const mostFailures = 3
const forgivenBySuccess = 0.25
/** So many wrong bytes are too many, whatever comes between. */
const mostWrong = 3
const firstCoolingMs = 30_000
const mostCoolingMs = 600_000

/** A clock that was set back since then leaves it alone no longer than a right one would. */
export function isLeftAlone ({ openUntil, coolingMs }: BreakerState, now: number): boolean {
  return now < openUntil && openUntil - now <= coolingMs
}

/**
 * Leaves a server alone that fails: at first for half a minute, then for twice as long each time. After that
 * one request tries it. The state outlives the process, so that a dead server costs one run only.
 */
export class CircuitBreaker {
  readonly #now: () => number
  #state: BreakerState | undefined
  #reason: Wording | undefined
  #failures = 0
  #wrong = 0
  #isTrying = false

  constructor (now: () => number, state: BreakerState | undefined) {
    this.#now = now
    this.#state = state
    this.#reason = state?.reason
  }

  get state (): BreakerState | undefined {
    return this.#state
  }

  /** Why the server was left alone in this run, or still is. */
  get reason (): Wording | undefined {
    return this.#reason
  }

  /** Whether nobody may ask now; unlike `allows`, it gives nobody leave. */
  get isOpen (): boolean {
    return this.#state !== undefined && (this.#isTrying || isLeftAlone(this.#state, this.#now()))
  }

  allows (): boolean {
    if (this.isOpen) return false
    this.#isTrying = this.#state !== undefined
    return true
  }

  succeed (): void {
    this.#failures = Math.max(0, this.#failures - forgivenBySuccess)
    this.#isTrying = false
    if (this.#wrong < mostWrong) this.#state = undefined
  }

  fail (reason: Wording): void {
    this.#failures++
    if (this.#isTrying || this.#state === undefined && this.#failures >= mostFailures) this.open(reason)
  }

  wrong (reason: Wording): void {
    if (++this.#wrong >= mostWrong || this.#isTrying) this.open(reason)
  }

  open (reason: Wording): void {
    if (this.#state !== undefined && isLeftAlone(this.#state, this.#now())) return
    const coolingMs = this.#state === undefined
      ? firstCoolingMs
      : Math.min(mostCoolingMs, 2 * this.#state.coolingMs)
    this.#state = { openUntil: this.#now() + coolingMs, coolingMs, reason }
    this.#reason = reason
    this.#isTrying = false
  }
}
