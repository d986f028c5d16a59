import { arrivalsPerPriority } from './model.js'

interface Entry {
  priority: number
  arrival: number
}

/**
 * Jobs of this process that wait, in the order in which they are served: as waiters of the farm are, by
 * priority and arrival.
 */
export class JobQueue<Job extends { readonly priority: number }> {
  readonly #jobs = new Map<Job, Entry>()
  #arrivals = 0

  get size (): number {
    return this.#jobs.size
  }
  get arrivals (): number {
    return this.#arrivals
  }
  get highestPriority (): number {
    return Math.max(0, ...[...this.#jobs.keys()].map(job => job.priority))
  }

  add (job: Job): void {
    this.#jobs.set(job, { priority: job.priority, arrival: ++this.#arrivals })
  }

  delete (job: Job): boolean {
    return this.#jobs.delete(job)
  }

  /** Takes the next job out; with `upTo` only those that arrived by then, and of at least `priority`. */
  shift ({ upTo = Infinity, priority = 0 } = {}): Job | undefined {
    let best: [Job, Entry] | undefined
    for (const each of this.#jobs) {
      if (each[1].arrival > upTo || each[1].priority < priority) continue
      if (best === undefined || rank(each[1]) < rank(best[1])) best = each
    }
    if (best !== undefined) this.#jobs.delete(best[0])
    return best?.[0]
  }

  /** 1 for the job that is served next. */
  positionOf (job: Job): number {
    const own = this.#jobs.get(job)
    return own === undefined
      ? 0
      : 1 + [...this.#jobs.values()].filter(other => rank(other) < rank(own)).length
  }

  [Symbol.iterator] (): IterableIterator<Job> {
    return this.#jobs.keys()
  }
}

function rank (entry: Entry): number {
  return entry.arrival - entry.priority * arrivalsPerPriority + entry.arrival / 2 ** 40
}
