import type { RunReport } from '../assets/run-report.js'
import type { Job } from '../jobs/job.js'
import type { JobQueue } from '../jobs/job-queue.js'
import type { JobRow, RunRow } from '../ui/farm-page.js'

const shownRuns = 10
const shownJobs = 20
const maxReportBytes = 20_000_000

/** The report of an asset run, if the job was one and left one. */
export function runReport (jobs: JobQueue, job: Job): RunReport | undefined {
  if (job.kind !== 'assets') return undefined
  try {
    const text = jobs.report(job.id)
    if (text === undefined || text.length > maxReportBytes) return undefined
    const report = JSON.parse(text) as Partial<RunReport>
    return report.actions === undefined || !Array.isArray(report.why) ? undefined : report as RunReport
  } catch {
    return undefined
  }
}

export function jobRows (jobs: JobQueue): JobRow[] {
  return (['running', 'queued'] as const).flatMap(state => jobs.list({ state, limit: shownJobs }))
    .map(({ id, kind, workspace, state, startedAt }) => ({ id, kind, workspace, state, startedAt: startedAt ?? null }))
}

export function runRows (jobs: JobQueue): RunRow[] {
  return jobs.list({ kind: 'assets', limit: shownRuns }).map(job => {
    const report = runReport(jobs, job)
    return {
      id: job.id,
      project: report?.project ?? job.workspace,
      state: job.state,
      startedAt: job.startedAt ?? job.createdAt,
      durationMs: report?.durationMs ?? null,
      total: report?.actions.total ?? 0,
      cached: report?.actions.cached ?? 0,
      savedMs: null
    }
  })
}
