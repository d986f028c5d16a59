import type { Lane, Report, ReportState, Run } from './lane.js'

const maxReports = 100

export function reportOf (
  { id, since, head, commits }: Run,
  state: ReportState,
  url: string | null,
  culprit: string | null = null
): Report {
  return { id, since, head, state, url, count: commits, culprit }
}

/** The status of the one commit that broke the branch. */
export function culpritReport ({ id }: Run, commit: string): Report {
  return { id, since: [], head: commit, state: 'culprit', url: null, count: 1, culprit: null }
}

/** Of a run's reports only the newest matters, but the culprit's is another matter. */
export function withReport (lane: Lane, next: Report): Lane {
  return { ...lane, reports: [...lane.reports.filter(({ id }) => id !== next.id), next].slice(-maxReports) }
}
