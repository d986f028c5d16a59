import type { RunItem } from '../farm/machine-work.js'
import type { ExtraMetric } from '../health/metrics.js'
import type { WorkView } from './work-view.js'

const runsLookedAt = 10

/** The last asset run of each project that this agent did; one that told nothing of itself is passed over. */
export function runMetrics (work: Pick<WorkView, 'runs'>): ExtraMetric[] {
  const newest = (): RunItem[] => {
    const runs = work.runs(runsLookedAt).filter(({ durationMs }) => durationMs !== null)
    // The newest comes first, and the last one counts.
    return [...new Map(runs.reverse().map(run => [run.project, run])).values()]
  }
  return [
    {
      name: 'packline_asset_run_duration_seconds',
      help: "Time of the project's last asset run",
      labels: ['project'],
      read: async () =>
        newest().map(({ project, durationMs }) => ({
          labels: { project },
          value: (durationMs ?? 0) / 1000
        }))
    },
    {
      name: 'packline_asset_run_actions',
      help: "Actions of the project's last asset run, by where their results came from",
      labels: ['project', 'result'],
      read: async () =>
        newest().flatMap(({ project, total, cached }) => [
          { labels: { project, result: 'cached' }, value: cached },
          { labels: { project, result: 'executed' }, value: total - cached }
        ])
    },
    {
      name: 'packline_asset_run_failed',
      help: "1 when the project's last asset run failed",
      labels: ['project'],
      read: async () =>
        newest().map(({ project, state }) => ({ labels: { project }, value: state === 'failed' ? 1 : 0 }))
    }
  ]
}
