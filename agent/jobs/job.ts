/**
 * queued → running → done, failed or cancelled; a job whose process was lost or handed back is queued again.
 */
export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type JobState = typeof jobStates[number]

export interface JobRequest {
  kind: string
  /** Folder that the job works in. */
  workspace: string
  parameters?: Record<string, unknown>
  /** A request with a key that is known already means that job. */
  key?: string
}

/** Work that this agent accepted, as the journal keeps it. */
export interface Job {
  id: string
  kind: string
  /** Real path of the folder that it works in. */
  workspace: string
  parameters: Record<string, unknown>
  key?: string
  /** What was asked for, as a digest: the same key may not stand for two things. */
  digest: string
  caller: string
  /** Where it stands in a trace of whoever handed it in (W3C Trace Context). */
  traceparent?: string
  state: JobState
  createdAt: string
  /** How often it was started. */
  attempt: number
  startedAt?: string
  endedAt?: string
  cancelRequestedAt?: string
  exitStatus?: number
  /** The first error of a job that did not go well. */
  error?: Record<string, unknown>
}

export function isEnded ({ state }: Pick<Job, 'state'>): boolean {
  return state !== 'queued' && state !== 'running'
}

/** What a job's process leaves behind at its end. */
export interface JobOutcome {
  exitStatus: number
  error?: Record<string, unknown>
}
