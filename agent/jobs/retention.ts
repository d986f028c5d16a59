import type { JobsConfig } from '../config/jobs-schema.js'
import { isEnded } from './job.js'
import type { Job } from './job.js'

const dayMs = 86_400_000
/** A round comes every ten minutes: a clock that is right is caught up with at six times its pace. */
const largestStepMs = 3_600_000

/**
 * The time by which jobs grow old. A clock that jumps ahead, for an hour or for good, moves it by a step a
 * round only, so that it does not erase everything before somebody sees it.
 */
export class RetentionTime {
  #ms: number

  /** Begins where the newest of the jobs is; without any, nothing can be lost. */
  constructor (jobs: readonly Job[]) {
    this.#ms = jobs.reduce(
      (newest, { createdAt, endedAt }) => Math.max(newest, Date.parse(endedAt ?? createdAt)),
      0
    )
  }

  next (clockMs: number): number {
    this.#ms = this.#ms === 0 ? clockMs : Math.min(clockMs, this.#ms + largestStepMs)
    return this.#ms
  }
}

/** Ended jobs that are to be forgotten: too old, or the oldest of too many. */
export function expiredJobs (
  jobs: readonly Job[],
  { keepDays, keepCount }: Pick<JobsConfig, 'keepDays' | 'keepCount'>,
  nowMs: number
): Job[] {
  return jobs
    .filter(isEnded)
    // By their ids, which rise whatever the clock does.
    .sort((a, b) => a.id < b.id ? 1 : -1)
    .filter(({ endedAt = '' }, index) => index >= keepCount || nowMs - Date.parse(endedAt) > keepDays * dayMs)
}
