import { PacklineError } from '../errors.js'
import { isEnded } from './job.js'
import type { Job, JobState } from './job.js'

export interface JobFilter {
  state?: JobState
  kind?: string
  key?: string
  limit: number
  before?: string
}

/** Every job that the agent knows, in memory. */
export class JobTable {
  /** By id, which rises with time. */
  readonly #jobs = new Map<string, Job>()
  /** Those that have not ended: few, however many are kept. */
  readonly #open = new Set<string>()
  readonly #counts: Record<JobState, number> = { queued: 0, running: 0, done: 0, failed: 0, cancelled: 0 }

  /** Throws JOB_UNKNOWN. */
  get (id: string): Job {
    const job = this.#jobs.get(id)
    if (job === undefined) throw new PacklineError('JOB_UNKNOWN', { id })
    return job
  }

  find (id: string): Job | undefined {
    return this.#jobs.get(id)
  }

  set (job: Job): void {
    const before = this.#jobs.get(job.id)
    if (before !== undefined) this.#counts[before.state]--
    this.#counts[job.state]++
    this.#jobs.set(job.id, job)
    if (isEnded(job)) this.#open.delete(job.id)
    else this.#open.add(job.id)
  }

  delete ({ id }: Job): void {
    const before = this.#jobs.get(id)
    if (before === undefined) return
    this.#counts[before.state]--
    this.#jobs.delete(id)
    this.#open.delete(id)
  }

  /** The oldest first. */
  all (): Job[] {
    return [...this.#jobs.values()]
  }

  /** The jobs that wait or run, the oldest first. */
  open (): Job[] {
    return [...this.#open].map(id => this.get(id))
  }

  /** The newest first. */
  list ({ state, kind, key, limit, before }: JobFilter): Job[] {
    return this
      .all()
      .reverse()
      .filter(job =>
        (state === undefined || job.state === state) && (kind === undefined || job.kind === kind) &&
        (key === undefined || job.key === key) && (before === undefined || job.id < before)
      )
      .slice(0, limit)
  }

  /** How many jobs are in each state. */
  counts (): Record<JobState, number> {
    return { ...this.#counts }
  }
}
