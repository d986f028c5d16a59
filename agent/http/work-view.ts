import { basename } from 'node:path'
import { maxRuns, maxWork, type RunItem, type WorkItem } from '../farm/machine-work.js'
import { isEnded, type Job } from '../jobs/job.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { runReport } from './run-view.js'

const keptRuns = 500
const answerMs = 5000
const ended = '"type":"action-ended"'

/**
 * What this agent does and has done, for the farm, the pages and the metrics. Reports are read once, events
 * from where they were left.
 */
export class WorkView {
  readonly #jobs: JobQueue
  readonly #runs = new Map<string, RunItem>()
  readonly #progress = new Map<string, { offset: number, tail: string, done: number }>()

  constructor (jobs: JobQueue) {
    this.#jobs = jobs
  }

  /** The jobs that run, the oldest first. */
  async work (): Promise<WorkItem[]> {
    const running = this.#jobs.list({ state: 'running', limit: 100 }).reverse().slice(0, maxWork)
    for (const id of this.#progress.keys()) if (!running.some(job => job.id === id)) this.#progress.delete(id)
    return await Promise.all(running.map(async ({ id, kind, workspace, startedAt, createdAt }) => {
      const before = this.#jobs.list({ kind, limit: 50 }).find(job =>
        job.workspace === workspace && isEnded(job) && this.#runOf(job).total > 0
      )
      const known = before === undefined ? undefined : this.#runOf(before)
      return {
        id,
        kind,
        name: known?.project ?? basename(workspace),
        startedAt: startedAt ?? createdAt,
        done: await this.#doneOf(id),
        total: known?.total ?? null
      }
    }))
  }

  /** The last asset runs, the newest first. */
  runs (limit = maxRuns): RunItem[] {
    return this.#jobs.list({ kind: 'assets', limit: limit * 2 + 20 }).filter(isEnded).slice(0, limit).map(
      job => this.#runOf(job)
    )
  }

  #runOf (job: Job): RunItem {
    const known = this.#runs.get(job.id)
    if (known !== undefined) return known
    const report = runReport(this.#jobs, job)
    const run: RunItem = {
      id: job.id,
      project: report?.project ?? basename(job.workspace),
      state: job.state,
      startedAt: job.startedAt ?? job.createdAt,
      durationMs: report?.durationMs ?? null,
      total: report?.actions.total ?? 0,
      cached: report?.actions.cached ?? 0,
      savedMs: report?.savedMs ?? 0
    }
    const [oldest = ''] = this.#runs.keys()
    if (this.#runs.size >= keptRuns) this.#runs.delete(oldest)
    this.#runs.set(job.id, run)
    return run
  }

  async #doneOf (id: string): Promise<number> {
    const progress = this.#progress.get(id) ?? { offset: 0, tail: '', done: 0 }
    this.#progress.set(id, progress)
    const { offset } = progress
    let read = offset
    let { tail, done } = progress
    try {
      for await (const chunk of this.#jobs.events(id, offset, false, AbortSignal.timeout(answerMs))) {
        read += chunk.length
        const lines = (tail + chunk.toString('latin1')).split('\n')
        tail = lines.pop() ?? ''
        done += lines.filter(line => line.includes(ended)).length
      }
    } catch {
      return progress.done
    }
    // Somebody else may have asked meanwhile.
    if (progress.offset === offset) Object.assign(progress, { offset: read, tail, done })
    return progress.done
  }
}
