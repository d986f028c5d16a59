import { appendFileSync } from 'node:fs'
import type { JobFolder } from './job-folder.js'
import type { JobOutcome } from './job.js'
import { processIdentity } from './process-identity.js'

/** Tells one event of the work. */
export type Emit = (event: Record<string, unknown>) => void

/**
 * Does one attempt of a job in this process, and leaves its events, report and outcome in the folder. False when the attempt
 * belongs to somebody else: an agent that was restarted has given this process up before it began.
 */
export async function attemptJob (folder: JobFolder, attempt: number, eventLimitBytes: number, work: (emit: Emit) => Promise<JobOutcome>): Promise<boolean> {
  if (folder.claim(attempt, processIdentity(process.pid)!) !== undefined) return false
  let left = eventLimitBytes
  const emit: Emit = event => {
    const line = `${JSON.stringify(event)}\n`
    if (left < 0) return
    left -= Buffer.byteLength(line)
    appendFileSync(folder.events, left >= 0 ? line : `${JSON.stringify({ type: 'events-cut', limitBytes: eventLimitBytes })}\n`)
  }
  await folder.writeOutcome(attempt, await work(emit))
  return true
}
