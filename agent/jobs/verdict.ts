import { PacklineError } from '../errors.js'
import { errorDocument } from '../messages/error-document.js'
import type { Job, JobOutcome } from './job.js'
import type { ProcessEnd } from './job-process.js'

const maxAttempts = 3

type Verdict = { state: 'queued' } | ({ state: 'done' | 'failed' | 'cancelled' } & JobOutcome)

/**
 * What becomes of a job whose process is gone. A crash of our own child is the job's fault; a process that
 * ended with an agent before this one, or that somebody else interrupted, is tried again.
 */
export function verdictOn (
  job: Job,
  outcome: JobOutcome | undefined,
  { code, signal }: ProcessEnd,
  lastWords: () => string
): Verdict {
  const isCancelled = job.cancelRequestedAt !== undefined
  if (outcome?.exitStatus === 0) return { state: 'done', ...outcome }
  if (isCancelled) return { state: 'cancelled', ...outcome, exitStatus: outcome?.exitStatus ?? 130 }
  if (outcome !== undefined && outcome.exitStatus !== 130) return { state: 'failed', ...outcome }
  const isOurs = code !== undefined || signal !== undefined
  if (outcome === undefined && isOurs) {
    return failedWith(
      new PacklineError('JOB_CRASHED', {
        id: job.id,
        end: signal ?? `status ${String(code)}`,
        lastWords: lastWords()
      })
    )
  }
  if (job.attempt >= maxAttempts) {
    return failedWith(new PacklineError('JOB_LOST', { id: job.id, attempts: job.attempt }))
  }
  return { state: 'queued' }
}

export function failedWith (error: PacklineError): JobOutcome & { state: 'failed' } {
  return { state: 'failed', exitStatus: error.exitStatus, error: errorDocument(error) }
}
