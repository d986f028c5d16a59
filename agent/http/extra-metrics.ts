import { firing } from '../alert/alert.js'
import type { Alerts } from '../alert/alerts.js'
import type { ExtraMetric } from '../health/metrics.js'
import type { JobQueue } from '../jobs/job-queue.js'
import type { RunItem } from '../farm/machine-work.js'
import type { LicenceView, Seats } from './licence-view.js'
import type { WorkView } from './work-view.js'

export interface Counted {
  jobs: JobQueue
  work: WorkView
  licences: LicenceView
  alerts: Alerts
}

const runsLookedAt = 10

/**
 * What an agent counts besides its health: jobs, licences, alerts, and the last asset run of each project.
 */
export function extraMetrics ({ jobs, work, licences, alerts }: Counted): ExtraMetric[] {
  const perLicence = async (value: (seats: Seats, licence: string) => number) => {
    // A scrape never waits for ZooKeeper.
    const found = licences.known()
    if (found === undefined) return []
    return [...new Set(found.seats.map(({ licence }) => licence))].map(licence => ({
      labels: { licence },
      value: value(found, licence)
    }))
  }
  const perProject = async (
    values: (run: RunItem) => Array<{ labels: Record<string, string>, value: number }>
  ) => {
    const newest = new Map(
      work.runs(runsLookedAt).reverse().filter(({ durationMs }) => durationMs !== null).map(run => [
        run.project,
        run
      ])
    )
    return [...newest.values()].flatMap(values)
  }
  return [
    {
      name: 'packline_jobs',
      help: 'Jobs that this agent knows, by state',
      labels: ['state'],
      read: async () => Object.entries(jobs.counts()).map(([state, value]) => ({ labels: { state }, value }))
    },
    {
      name: 'packline_licence_seats',
      help: 'Devices that may use the licence at once',
      labels: ['licence'],
      read: async () =>
        await perLicence(({ seats }, licence) => seats.filter(seat => seat.licence === licence).length)
    },
    {
      name: 'packline_licence_seats_held',
      help: 'Seats that are not free',
      labels: ['licence'],
      read: async () =>
        await perLicence(({ seats }, licence) =>
          seats.filter(seat => seat.licence === licence && seat.state !== 'free').length
        )
    },
    {
      name: 'packline_licence_waiters',
      help: 'Devices that wait for a seat',
      labels: ['licence'],
      read: async () =>
        await perLicence(({ waiters }, licence) =>
          waiters.filter(waiter => waiter.licence === licence).length
        )
    },
    {
      name: 'packline_alerts_firing',
      help: 'Alerts that this agent told of and that are not over',
      labels: [],
      read: async () => [{ labels: {}, value: alerts.groups.flatMap(firing).length }]
    },
    {
      name: 'packline_alert_delivery_failing',
      help: '1 for a destination that did not take the last alert',
      labels: ['destination'],
      read: async () =>
        [...alerts.problems.keys()].map(destination => ({ labels: { destination }, value: 1 }))
    },
    {
      name: 'packline_asset_run_duration_seconds',
      help: "Time of the project's last asset run",
      labels: ['project'],
      read: async () =>
        await perProject((
          { project, durationMs }
        ) => [{ labels: { project }, value: (durationMs ?? 0) / 1000 }])
    },
    {
      name: 'packline_asset_run_actions',
      help: "Actions of the project's last asset run, by where their results came from",
      labels: ['project', 'result'],
      read: async () =>
        await perProject((
          { project, total, cached }
        ) => [{ labels: { project, result: 'cached' }, value: cached }, {
          labels: { project, result: 'executed' },
          value: total - cached
        }])
    },
    {
      name: 'packline_asset_run_failed',
      help: "1 when the project's last asset run failed",
      labels: ['project'],
      read: async () =>
        await perProject(({ project, state }) => [{ labels: { project }, value: state === 'failed' ? 1 : 0 }])
    }
  ]
}
