import { basename } from 'node:path'
import type { BusySpan } from '../farm/busy-day.js'
import { maxRuns, maxWork, type RunItem, type WorkItem } from '../farm/machine-work.js'
import { isEnded, type Job } from '../jobs/job.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { workerRuns, type WorkerRun } from '../resident/worker-runs.js'
import { runReport } from './run-view.js'

const keptRuns = 500
/** More than any day has. */
const keptJobs = 20_000
const answerMs = 5000
const ended = '"type":"action-ended"'

/**
 * What this agent does and has done, for the farm, the pages and the metrics. Reports are read once, events
 * from where they were left.
 */
export class WorkView {
  readonly #jobs: JobQueue
  readonly #home: string
  readonly #runs = new Map<string, RunItem>()
  readonly #progress = new Map<string, { offset: number, tail: string, done: number }>()

  /** @param home PACKLINE_HOME: builds that were left to warm workers are no jobs */
  constructor (jobs: JobQueue, home: string) {
    this.#jobs = jobs
    this.#home = home
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
    const jobs = this.#jobs.list({ kind: 'assets', limit: limit * 2 + 20 }).filter(isEnded).slice(0, limit)
    return this.#withWorkers(jobs.map(job => this.#runOf(job))).slice(0, limit)
  }

  #withWorkers (runs: readonly RunItem[], fromMs = 0): RunItem[] {
    const ofWorkers = workerRuns(this.#home).filter(({ startedAt }) => Date.parse(startedAt) >= fromMs)
    return ofWorkers.length === 0
      ? [...runs]
      : [...runs, ...ofWorkers.map(workerItem)].sort((a, b) =>
        Date.parse(b.startedAt) - Date.parse(a.startedAt)
      )
  }

  /** The last jobs of every kind that began after `fromMs`, the newest first. */
  endedSince (fromMs: number, limit: number): RunItem[] {
    const jobs = this.#jobs.list({ limit: limit * 2 + 20 }).filter(job =>
      isEnded(job) && beginMs(job) >= fromMs
    )
    return this.#withWorkers(jobs.slice(0, limit).map(job => this.#runOf(job)), fromMs).slice(0, limit)
  }

  /** When jobs of any kind ran; one that still runs has no end. */
  busySince (fromMs: number): BusySpan[] {
    return this.#jobs.list({ limit: keptJobs }).flatMap(({ kind, state, startedAt, endedAt }) => {
      const endMs = endedAt === undefined ? Infinity : Date.parse(endedAt)
      return startedAt === undefined || state === 'queued' || endMs < fromMs
        ? []
        : [{ kind, startMs: Date.parse(startedAt), endMs }]
    })
  }

  #runOf (job: Job): RunItem {
    const known = this.#runs.get(job.id)
    if (known !== undefined) return known
    const report = runReport(this.#jobs, job)
    const run: RunItem = {
      id: job.id,
      kind: job.kind,
      project: report?.project ?? basename(job.workspace),
      state: job.state,
      startedAt: job.startedAt ?? job.createdAt,
      durationMs: report?.durationMs ?? durationOf(job),
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

function workerItem (run: WorkerRun): RunItem {
  const { id, project, state, startedAt, durationMs, total, cached, savedMs } = run
  return { id, kind: 'assets', project, state, startedAt, durationMs, total, cached, savedMs }
}

function beginMs ({ startedAt, createdAt }: Job): number {
  return Date.parse(startedAt ?? createdAt)
}

/** Null for a job that was never started, and for an asset run that left no report. */
function durationOf ({ kind, startedAt, endedAt }: Job): number | null {
  return kind === 'assets' || startedAt === undefined || endedAt === undefined
    ? null
    : Date.parse(endedAt) - Date.parse(startedAt)
}
