import { firing } from '../alert/alert.js'
import type { Alerts } from '../alert/alerts.js'
import type { ExtraMetric } from '../health/metrics.js'
import type { AgentContext } from '../part.js'
import type { JobQueue } from '../jobs/job-queue.js'
import type { WorkerStatus } from '../resident/worker-status.js'
import type { LicenceView, Seats } from './licence-view.js'
import { runMetrics } from './run-metrics.js'
import type { WorkView } from './work-view.js'

export interface Counted {
  jobs: Pick<JobQueue, 'counts'>
  work: Pick<WorkView, 'runs'>
  licences: Pick<LicenceView, 'known'>
  alerts: Pick<Alerts, 'groups' | 'problems'>
  workers: () => readonly WorkerStatus[]
  noticeProblems?: AgentContext['noticeProblems'] | undefined
}

/**
 * What an agent counts besides its health: jobs, warm workers, licences, alerts, and the last asset run of
 * each project.
 */
export function extraMetrics (
  { jobs, work, licences, alerts, workers, noticeProblems }: Counted
): ExtraMetric[] {
  return [
    {
      name: 'packline_jobs',
      help: 'Jobs that this agent knows, by state',
      labels: ['state'],
      read: async () => Object.entries(jobs.counts()).map(([state, value]) => ({ labels: { state }, value }))
    },
    ...workerMetrics(workers),
    ...licenceMetrics(licences),
    ...alertMetrics(alerts),
    {
      name: 'packline_notice_delivery_failing',
      help: '1 for a receiver of notices that did not take the last one',
      labels: ['receiver'],
      read: async () =>
        [...noticeProblems?.().keys() ?? []].map(receiver => ({ labels: { receiver }, value: 1 }))
    },
    ...runMetrics(work)
  ]
}

function workerMetrics (workers: Counted['workers']): ExtraMetric[] {
  const each = (name: string, help: string, value: (worker: WorkerStatus) => number): ExtraMetric => ({
    name,
    help,
    labels: ['folder'],
    read: async () => workers().map(worker => ({ labels: { folder: worker.project }, value: value(worker) }))
  })
  return [
    each('packline_worker_runs', 'Builds that the warm worker of a project has done', ({ runs }) => runs),
    each(
      'packline_worker_memory_bytes',
      'Memory of the warm worker of a project after its last build',
      ({ memoryBytes }) => memoryBytes
    )
  ]
}

function licenceMetrics (licences: Counted['licences']): ExtraMetric[] {
  const each = (
    name: string,
    help: string,
    value: (seats: Seats, licence: string) => number
  ): ExtraMetric => ({
    name,
    help,
    labels: ['licence'],
    read: async () => {
      // A scrape never waits for ZooKeeper.
      const found = licences.known()
      if (found === undefined) return []
      const names = new Set(found.seats.map(({ licence }) => licence))
      return [...names].map(licence => ({ labels: { licence }, value: value(found, licence) }))
    }
  })
  return [
    each(
      'packline_licence_seats',
      'Devices that may use the licence at once',
      ({ seats }, licence) => seats.filter(seat => seat.licence === licence).length
    ),
    each(
      'packline_licence_seats_held',
      'Seats that are not free',
      ({ seats }, licence) => seats.filter(seat => seat.licence === licence && seat.state !== 'free').length
    ),
    each(
      'packline_licence_waiters',
      'Devices that wait for a seat',
      ({ waiters }, licence) => waiters.filter(waiter => waiter.licence === licence).length
    )
  ]
}

function alertMetrics (alerts: Counted['alerts']): ExtraMetric[] {
  return [
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
    }
  ]
}
