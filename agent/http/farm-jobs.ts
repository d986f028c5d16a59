import type { OwnJobs } from '../farm/own-jobs.js'
import type { JobQueue } from '../jobs/job-queue.js'
import type { WorkView } from './work-view.js'

const pollMs = 250

/** The queue of this agent as its farm sees it. */
export function farmJobs (jobs: JobQueue, work: WorkView): OwnJobs {
  return {
    work: async () => await work.work(),
    runs: () => work.runs(),
    busySince: fromMs => ({ spans: work.busySince(fromMs), places: jobs.places() }),
    counts: () => ({ running: jobs.counts().running, waiting: jobs.counts().queued }),
    pause: () => jobs.pause(),
    whenIdle: async signal => {
      while (jobs.counts().running > 0) {
        signal.throwIfAborted()
        await new Promise(resolve => {
          setTimeout(resolve, pollMs)
        })
      }
    },
    handBack: async () => {
      for (const state of ['running', 'queued'] as const) {
        for (const { id } of jobs.list({ state, limit: 1000 })) await jobs.cancel(id)
      }
    }
  }
}
