import type { JobsConfig } from '../config/jobs-schema.js'
import { isEnded } from './job.js'
import type { Job } from './job.js'

const dayMs = 86_400_000

/** Ended jobs that are to be forgotten: too old, or the oldest of too many. */
export function expiredJobs (
  jobs: readonly Job[],
  { keepDays, keepCount }: Pick<JobsConfig, 'keepDays' | 'keepCount'>,
  now: number
): Job[] {
  return jobs
    .filter(isEnded)
    .map(job => ({ job, endedAt: job.endedAt ?? '' }))
    .sort((a, b) => a.endedAt < b.endedAt ? 1 : -1)
    .filter(({ endedAt }, index) => index >= keepCount || now - Date.parse(endedAt) > keepDays * dayMs)
    .map(({ job }) => job)
}
