import { PacklineError } from '../errors.js'
import type { GrantedSlot } from './held-seat.js'
import type { WaitStatus } from './lease.js'
import { rank } from './licence-state.js'
import { phrase, allReasons } from '../messages/phrase.js'

/** A job of this process that waits for a slot of its device's seat. */
export interface WaitingJob {
  readonly priority: number
  readonly startedMs: number
  readonly granted: (slot: GrantedSlot) => void
  readonly refused: (error: PacklineError) => void
  readonly onWait: ((status: WaitStatus) => void) | undefined
}

/** Which of a device's own jobs still get its slots, while somebody else waits. */
export interface Admission {
  upTo: number
  priority: number
}

const everybody: Admission = { upTo: Infinity, priority: 0 }

/**
 * Jobs of this process that wait, in the order in which they are served: as waiters of the farm are, by
 * priority and arrival.
 */
export class WaitingJobs {
  readonly #arrivalOf = new Map<WaitingJob, number>()
  #arrivals = 0

  get size (): number {
    return this.#arrivalOf.size
  }
  get arrivals (): number {
    return this.#arrivals
  }
  get highestPriority (): number {
    return Math.max(0, ...[...this.#arrivalOf.keys()].map(job => job.priority))
  }

  add (job: WaitingJob): void {
    this.#arrivalOf.set(job, ++this.#arrivals)
  }

  delete (job: WaitingJob): boolean {
    return this.#arrivalOf.delete(job)
  }

  /** Takes the next job out, of those that are admitted. */
  shift ({ upTo, priority }: Admission = everybody): WaitingJob | undefined {
    let next: WaitingJob | undefined
    let lowest = Infinity
    for (const [job, arrival] of this.#arrivalOf) {
      if (arrival > upTo || job.priority < priority || turnOf(job, arrival) >= lowest) continue
      next = job
      lowest = turnOf(job, arrival)
    }
    if (next !== undefined) this.#arrivalOf.delete(next)
    return next
  }

  /** 1 for the job that is served next, 0 for one that does not wait. */
  positionOf (job: WaitingJob): number {
    const own = this.#arrivalOf.get(job)
    if (own === undefined) return 0
    const turn = turnOf(job, own)
    return 1 + [...this.#arrivalOf].filter(([other, arrival]) => turnOf(other, arrival) < turn).length
  }

  [Symbol.iterator] (): IterableIterator<WaitingJob> {
    return this.#arrivalOf.keys()
  }
}

/** The lower, the earlier; of two with one rank the one that came first. */
function turnOf ({ priority }: WaitingJob, arrival: number): number {
  return rank({ priority, seq: arrival }) + arrival / 2 ** 40
}

/** LICENCE_WAIT_TIMEOUT with everything that a person needs to find out why. */
export function waitTimeout (status: WaitStatus): PacklineError {
  const held = status.holders.map(({ device, seat, since, jobs }) =>
    phrase('seat.heldBy', { device, seat, since: new Date(since).toISOString(), jobs })
  )
  return new PacklineError('LICENCE_WAIT_TIMEOUT', {
    ...status,
    waited: `${(status.waitedMs / 1000).toFixed(1)} s`,
    held: held.length === 0 ? phrase('list.nobody') : allReasons(held)
  })
}
