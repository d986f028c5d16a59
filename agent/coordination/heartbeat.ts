import { transactOn, type Place } from './chroot.js'
import type { Connection } from './connection.js'
import type { Clock } from './system-clock.js'
import type { Validity } from './validity.js'
import { codeOf, codes } from './zookeeper-errors.js'
import { anyVersion, type LossReason } from './zookeeper-types.js'

interface HeartbeatOptions {
  clock: Clock
  validity: Validity
  place: Place
  /** The connection may be another's by the time that an answer comes. */
  isCurrent: (connection: Connection) => boolean
  lost: (reason: LossReason) => void
}

/** Has the quorum confirm that the session lives, for as long as somebody needs to be certain of it. */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  #isBeating = false
  #lastBeatMs = -Infinity
  #keepers = 0

  constructor (options: HeartbeatOptions) {
    this.#options = options
  }

  /** A new session, whose first transaction is sent now, at the returned time. */
  begin (): number {
    this.#isBeating = false
    this.#lastBeatMs = this.#options.clock.monotonicMs()
    return this.#lastBeatMs
  }

  /** Returns the end; says whether it is the only one that needs heartbeats. */
  keep (): { isFirst: boolean, end: () => void } {
    let isKept = true
    const end = (): void => {
      if (isKept) this.#keepers--
      isKept = false
    }
    return { isFirst: this.#keepers++ === 0, end }
  }

  isDue ({ timeoutMs }: Connection): boolean {
    return this.#keepers > 0 && this.#options.clock.monotonicMs() - this.#lastBeatMs >= timeoutMs / 5
  }

  /**
   * A transaction of one check, so that a majority has to confirm it: a server that lost its leader still
   * answers reads, for longer than it may take the others to expire the session.
   */
  async beat (connection: Connection): Promise<void> {
    const { clock, validity, place: { chroot, acls }, isCurrent, lost } = this.#options
    // A heartbeat whose answer got lost with its connection never ends: it must not keep the next one from
    // being sent.
    if (this.#isBeating && clock.monotonicMs() - this.#lastBeatMs < connection.timeoutMs) return
    this.#isBeating = true
    const sentAtMs = this.#lastBeatMs = clock.monotonicMs()
    try {
      await transactOn(connection, [{ type: 'check', path: chroot || '/', version: anyVersion }], acls)
      if (isCurrent(connection)) validity.confirm(sentAtMs)
    } catch (error) {
      const code = codeOf(error)
      if (isCurrent(connection) && code !== codes.connectionLoss) {
        lost(code === codes.sessionExpired ? 'expired' : 'failed')
      }
    } finally {
      if (isCurrent(connection)) this.#isBeating = false
    }
  }

  /**
   * Another transaction was confirmed. The margin counts on heartbeats before it: without them the leader may
   * have heard nothing since the library's last ping, T/3 ago.
   */
  confirm (sentAtMs: number, timeoutMs: number): void {
    const interval = timeoutMs / 5
    const isCovered = sentAtMs - this.#lastBeatMs <= interval
    this.#options.validity.confirm(isCovered ? sentAtMs : sentAtMs - interval)
  }
}
