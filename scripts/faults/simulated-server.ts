import { emptyState, seatAt } from '../../agent/licence/licence-state.js'
import type { LicenceState, Seat, Waiter } from '../../agent/licence/licence-state.js'
import type { Terms } from '../../agent/licence/terms.js'
import { changesBetween, isNothing } from '../../agent/licence/zookeeper-write.js'

export interface Snapshot {
  state: LicenceState
  versions: number[]
  queueVersion: number
}

export type Commit = { isDone: true, versions: number[] } | { isDone: false }

/**
 * ZooKeeper as far as the limiter uses it: versioned records, sessions that expire and take their waiters
 * along.
 */
export class SimulatedServer {
  readonly terms: Terms
  readonly #isVersionZeroAny: boolean
  seats: Seat[]
  versions: number[]
  queue: Waiter[] = []
  queueVersion = 0
  #nextSeq = 0
  readonly sessions = new Map<string, number>()

  constructor (terms: Terms, isVersionZeroAny: boolean) {
    this.terms = terms
    this.#isVersionZeroAny = isVersionZeroAny
    this.seats = [...emptyState(terms).seats]
    this.versions = this.seats.map(() => 0)
  }

  get nextSeq (): number {
    return this.#nextSeq
  }

  expire (now: number, timeout: number): void {
    for (const [owner, heard] of this.sessions) if (now - heard >= timeout) this.end(owner)
  }

  end (owner: string): void {
    this.sessions.delete(owner)
    this.queue = this.queue.filter(waiter => waiter.owner !== owner)
  }

  snapshot (missedAt: Record<string, number>): Snapshot {
    const state = {
      terms: this.terms,
      seats: [...this.seats],
      queue: [...this.queue],
      live: [...this.sessions.keys()],
      missedAt
    }
    return { state, versions: [...this.versions], queueVersion: this.queueVersion }
  }

  commit (read: Snapshot, after: LicenceState, owner: string): Commit {
    const changes = changesBetween(read.state, after, owner)
    if (!this.sessions.has(owner)) return { isDone: false }
    if (isNothing(changes)) return { isDone: true, versions: read.versions }
    const isCurrent = (index: number): boolean =>
      this.versions[index] === read.versions[index] || (this.#isVersionZeroAny && read.versions[index] === 0)
    if (![...changes.seats, ...changes.checks].every(isCurrent)) return { isDone: false }
    if (changes.needsQueueUnchanged && read.queueVersion !== this.queueVersion) return { isDone: false }
    const { enter, leave } = changes
    if (leave !== undefined && !this.queue.some(waiter => waiter.owner === owner)) return { isDone: false }
    if (
      enter !== undefined && leave === undefined && this.queue.some(waiter => waiter.device === enter.device)
    ) return { isDone: false }
    for (const index of changes.seats) {
      this.seats[index] = seatAt(after, index)
      this.versions[index] = (this.versions[index] ?? 0) + 1
    }
    if (leave !== undefined) this.queue = this.queue.filter(waiter => waiter.owner !== owner)
    if (enter !== undefined) {
      this.queue = [...this.queue, { ...enter, seq: this.#nextSeq++ }]
      this.queueVersion++
    }
    return { isDone: true, versions: [...this.versions] }
  }
}
