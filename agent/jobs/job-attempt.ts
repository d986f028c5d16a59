import type { JobFolder } from './job-folder.js'
import type { JobOutcome } from './job.js'
import { processIdentity } from '../processes/process-identity.js'

export interface AttemptOutput {
  /** Tells one event of the work. */
  emit: (event: Record<string, unknown>) => void
  /** What the work leaves in the end: for those who follow it, and for those who ask later. */
  report: (report: unknown) => Promise<void>
}

/**
 * Does one attempt of a job in this process, and leaves its events, report and outcome in the folder. False
 * when the attempt belongs to somebody else: an agent that was restarted has given this process up before it
 * began.
 */
export async function attemptJob (
  folder: JobFolder,
  attempt: number,
  eventLimitBytes: number,
  now: () => number,
  work: (output: AttemptOutput) => Promise<JobOutcome>
): Promise<boolean> {
  if (folder.claim(attempt, processIdentity(process.pid) ?? String(process.pid)) !== undefined) return false
  let left = eventLimitBytes
  await folder.writeOutcome(
    attempt,
    await work({
      emit: event => {
        if (left < 0) return
        const line = folder.line({ ...event, at: new Date(now()).toISOString() })
        left -= line.length
        folder.appendLine(left >= 0 ? line : folder.line({ type: 'events-cut', limitBytes: eventLimitBytes }))
      },
      report: async report => {
        await folder.writeReport(report)
        folder.appendLine(folder.line({ type: 'report', report }))
      }
    })
  )
  return true
}
