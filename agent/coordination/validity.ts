import type { Clock } from './system-clock.js'

/**
 * Until when this process may believe that its session is alive, decided without asking anybody
 * (self-fencing).
 *
 * The servers expire a session T after they last heard of it. They heard of it no earlier than a good
 * heartbeat was sent, so counting from the send time errs to the safe side. The margin is for what the leader
 * may not have heard yet when a follower answered: the heartbeat interval (T/5) and half a tick; the rest is
 * left for killing a tool.
 */
export class Validity {
  readonly #clock: Clock
  #timeoutMs = 0
  #validUntil = -Infinity
  #wallOffsetMs: number
  #hasJumped = false

  constructor (clock: Clock) {
    this.#clock = clock
    this.#wallOffsetMs = wallOffset(clock)
  }

  get marginMs (): number {
    return this.#timeoutMs / 3
  }

  /** A new session, or a new timeout for it. */
  begin (timeoutMs: number): void {
    this.#timeoutMs = timeoutMs
    this.#validUntil = -Infinity
    this.#wallOffsetMs = wallOffset(this.#clock)
    this.#hasJumped = false
  }

  /** The quorum confirmed a heartbeat that was sent at `sentAtMs`, monotonic. */
  confirm (sentAtMs: number): void {
    this.#validUntil = Math.max(this.#validUntil, sentAtMs + this.#timeoutMs - this.marginMs)
  }

  end (): void {
    this.#validUntil = -Infinity
  }

  /**
   * Monotonic milliseconds; -Infinity when there is nothing to believe in, as after a jump of the wall clock.
   */
  validUntil (): number {
    return this.hasJumped() ? -Infinity : this.#validUntil
  }

  /**
   * A machine that was suspended sees its wall clock leap while the monotonic clock stood still: its leases
   * may be long over. The answer stays true until the next `begin`.
   */
  hasJumped (): boolean {
    if (!this.#hasJumped) {
      const offset = wallOffset(this.#clock)
      const driftMs = Math.abs(offset - this.#wallOffsetMs)
      if (driftMs > this.#toleranceMs) this.#hasJumped = true
      else this.#wallOffsetMs += Math.sign(offset - this.#wallOffsetMs) * Math.min(driftMs, slewMs)
    }
    return this.#hasJumped
  }

  get #toleranceMs (): number {
    return Math.max(250, this.marginMs / 2)
  }
}

// What a time daemon may slew between two looks without being taken for a jump later, when it has added up.
const slewMs = 1

function wallOffset (clock: Clock): number {
  // Read between two looks at the monotonic clock, so that a process switch in between is not taken for a
  // jump.
  for (let attempt = 0;; attempt++) {
    const before = clock.monotonicMs()
    const wall = clock.wallMs()
    const after = clock.monotonicMs()
    if (after - before < 20 || attempt === 3) return wall - (before + after) / 2
  }
}
