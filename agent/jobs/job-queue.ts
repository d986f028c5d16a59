import { randomBytes } from 'node:crypto'
import type { JobsConfig } from '../config/jobs-schema.js'
import { PacklineError } from '../errors.js'
import { BackgroundWork, whenAborted } from './background-work.js'
import { isEnded } from './job.js'
import type { Job, JobRequest, JobState } from './job.js'
import { JobFollowers } from './job-followers.js'
import type { JobKind } from './job-kind.js'
import { JobRecords } from './job-records.js'
import type { JobRecordsOptions } from './job-records.js'
import { checkRequest, sameJob } from './job-request.js'
import { JobRunner } from './job-runner.js'
import type { JobRunnerOptions } from './job-runner.js'
import type { JobFilter } from './job-table.js'
import { expiredJobs, RetentionTime } from './retention.js'
import { nextJobs } from './schedule.js'
import { isWithin } from './workspace.js'

const tidyEveryMs = 600_000

export interface JobQueueOptions extends JobRecordsOptions, Omit<JobRunnerOptions, 'eventLimitBytes'> {
  kinds: readonly JobKind[]
  config: JobsConfig
  workspaces: readonly string[]
}

/** Why this machine cannot do a job that another one may. */
type Obstacle = (
  job: { kind: string, workspace: string, parameters: Readonly<Record<string, unknown>> }
) => Promise<PacklineError | undefined>

/** What is left out does not matter. */
export interface CancelFilter {
  state?: 'queued' | 'running'
  kind?: string
  /** A real path: jobs there and below. */
  workspace?: string
}

/** Takes jobs, starts them in their turn, and keeps what became of them. */
export class JobQueue {
  readonly #options: JobQueueOptions
  readonly #kinds: ReadonlyMap<string, JobKind>
  readonly #records: JobRecords
  readonly #runner: JobRunner
  readonly #followers = new JobFollowers()
  readonly #background: BackgroundWork
  readonly #tidying: NodeJS.Timeout
  readonly #retention: RetentionTime
  #newestIdMs: number
  #pauses = 0
  #obstacle: Obstacle = async () => undefined
  #ending: 'AGENT_DRAINING' | 'AGENT_RESTARTING' | undefined
  #isClosed = false

  private constructor (options: JobQueueOptions, records: JobRecords) {
    this.#options = options
    this.#kinds = new Map(options.kinds.map(kind => [kind.name, kind]))
    this.#records = records
    this.#retention = new RetentionTime(records.all())
    this.#newestIdMs = Math.max(
      0,
      ...records.list({ limit: 1 }).map(({ id }) => parseInt(id.slice(0, 9), 36))
    )
    this.#background = new BackgroundWork(error => {
      options.log.error({ err: error }, 'a job could not be carried on')
    })
    this.#runner = new JobRunner(
      { ...options, eventLimitBytes: options.config.eventLimitBytes },
      records,
      concluded => {
        this.#background.add(concluded.then(() => {
          this.#startNext()
        }))
      }
    )
    this.#tidying = setInterval(() => {
      this.#background.add(this.tidy())
    }, tidyEveryMs)
      .unref()
  }

  /** Opens the journal and goes on where the agent before this one ended, however it ended. */
  static async open (options: JobQueueOptions): Promise<JobQueue> {
    const queue = new JobQueue(options, await JobRecords.open(options))
    for (const job of queue.#records.open()) if (job.state === 'running') await queue.#runner.recover(job)
    await queue.tidy()
    queue.#startNext()
    return queue
  }

  /** The job that the request stands for: a new one, on the disk, or the one that has its key already. */
  async submit (
    request: JobRequest,
    caller: string,
    traceparent?: string
  ): Promise<{ job: Job, isNew: boolean }> {
    const { kind, parameters, workspace, digest } = await checkRequest(request, this.#options)
    const { key } = request
    const isKnown = key !== undefined && this.#records.withKey(key) !== undefined
    const obstacle = isKnown ? undefined : await this.#obstacle({ kind: kind.name, workspace, parameters })
    const known = key === undefined ? undefined : this.#records.withKey(key)
    if (known !== undefined) return { job: sameJob(await known, digest), isNew: false }
    // From here until the key stands for the job nothing waits: two requests with one key are one job.
    this.#checkTakesJobs(kind)
    if (obstacle !== undefined) throw obstacle
    const now = this.#options.now()
    const job = await this.#records.accept({
      id: this.#newId(now),
      kind: kind.name,
      workspace,
      parameters,
      ...key !== undefined && { key },
      digest,
      caller,
      ...traceparent !== undefined && { traceparent },
      state: 'queued',
      createdAt: new Date(now).toISOString(),
      attempt: 0
    })
    this.#startNext()
    return { job, isNew: true }
  }

  /** Throws JOB_UNKNOWN. */
  get (id: string): Job {
    return this.#records.get(id)
  }

  list (filter: JobFilter): Job[] {
    return this.#records.list(filter)
  }

  counts (): Record<JobState, number> {
    return this.#records.counts()
  }

  /** How many jobs of each kind may run at once. */
  places (): Map<string, number> {
    return new Map([...this.#kinds.values()].map(kind => [kind.name, this.#concurrency(kind)]))
  }

  /** The report of an ended job as JSON text. */
  report (id: string): string | undefined {
    this.get(id)
    return this.#records.folder(id).report()
  }

  /** The lines of a job's events from byte `from` on; with `follow` until it ends or `signal` aborts. */
  events (id: string, from: number, follow: boolean, signal: AbortSignal): AsyncGenerator<Buffer> {
    this.get(id)
    return this.#followers.events(
      this.#records.folder(id).events,
      from,
      () => !follow || isEnded(this.#records.find(id) ?? { state: 'done' }),
      signal
    )
  }

  /** Lets those who follow a job read what there is, and leave. */
  async dismissFollowers (deadline: AbortSignal): Promise<void> {
    this.#followers.dismiss()
    await this.#followers.whenGone(deadline)
  }

  /** Ends the job before its time; an ended one stays as it is. */
  async cancel (id: string): Promise<Job> {
    const job = this.get(id)
    if (isEnded(job) || job.cancelRequestedAt !== undefined) return job
    const cancelled = await this.#records.change(job, { cancelRequestedAt: this.#records.time() })
    if (cancelled.state === 'queued') {
      return await this.#records.end(cancelled, { exitStatus: 130 }, 'cancelled')
    }
    this.#runner.stop(id)
    return cancelled
  }

  /**
   * Ends every job that waits or runs and is such; none of those that wait takes the place of one that ends.
   * In the order in which they came.
   */
  async cancelAll ({ state, kind, workspace }: CancelFilter): Promise<Job[]> {
    const resume = this.pause()
    try {
      return await Promise.all(
        this
          .#records
          .open()
          .filter(job =>
            (state === undefined || job.state === state) && (kind === undefined || job.kind === kind) &&
            (workspace === undefined || isWithin(job.workspace, workspace))
          )
          .map(async ({ id }) => await this.cancel(id))
      )
    } finally {
      resume()
    }
  }

  /** Tells of each job that ends from now on, once that is recorded. */
  onEnded (listener: (job: Job) => void): void {
    this.#records.onEnded(listener)
  }

  /** Asked before each new job: what it tells keeps the job out. One that is known already goes on. */
  refuseFor (obstacle: Obstacle): void {
    this.#obstacle = obstacle
  }

  /** Starts nothing until every pause is undone. */
  pause (): () => void {
    let isPaused = true
    this.#pauses++
    return () => {
      if (isPaused) this.#pauses--
      isPaused = false
      this.#startNext()
    }
  }

  /**
   * Takes and starts nothing any more; what still runs at the deadline is stopped, and queued for the agent
   * after this one. With `leaveRunning` it goes on, and that agent takes it up.
   */
  async drain (deadline: AbortSignal, leaveRunning = false): Promise<void> {
    this.#ending = leaveRunning ? 'AGENT_RESTARTING' : 'AGENT_DRAINING'
    if (leaveRunning) {
      await Promise.race([this.#allEnded(), whenAborted(deadline)])
      await this.#background.settled()
      await this.#runner.begun()
      return
    }
    const stopAll = (): void => {
      this.#runner.stopAll()
    }
    if (deadline.aborted) stopAll()
    else deadline.addEventListener('abort', stopAll, { once: true })
    await this.#allEnded()
    deadline.removeEventListener('abort', stopAll)
  }

  async #allEnded (): Promise<void> {
    while (this.#runner.size + this.#background.size > 0) {
      await this.#runner.ended()
      await this.#background.settled()
    }
  }

  /** Running jobs go on; the agent after this one finds them. */
  async close (): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#runner.letGo()
    this.#followers.dismiss()
    this.#records.stopTrying()
    clearInterval(this.#tidying)
    await this.#background.settled()
    await this.#records.close()
  }

  /** Forgets jobs that ended long ago or are too many. */
  async tidy (): Promise<void> {
    const nowMs = this.#retention.next(this.#options.now())
    const expired = expiredJobs(this.#records.all(), this.#options.config, nowMs)
    if (expired.length > 0) await this.#records.forget(expired)
  }

  /** Greater than all before it, also when the clock was put back. */
  #newId (nowMs: number): string {
    this.#newestIdMs = Math.max(nowMs, this.#newestIdMs + 1)
    return `${this.#newestIdMs.toString(36).padStart(9, '0')}${randomBytes(6).toString('hex')}`
  }

  #checkTakesJobs (kind: JobKind): void {
    const { config: { maxQueued } } = this.#options
    if (this.#ending !== undefined || this.#isClosed) {
      throw new PacklineError(this.#ending ?? 'AGENT_DRAINING')
    }
    if (this.#concurrency(kind) === 0) throw new PacklineError('JOB_KIND_NOT_TAKEN', { kind: kind.name })
    if (this.counts().queued >= maxQueued) throw new PacklineError('JOB_QUEUE_FULL', { maxQueued })
  }

  #startNext (): void {
    if (this.#ending !== undefined || this.#isClosed || this.#pauses > 0) return
    const concurrencyOf = (name: string): number => {
      const kind = this.#kinds.get(name)
      return kind === undefined ? 0 : this.#concurrency(kind)
    }
    for (const job of nextJobs(this.#records.open(), concurrencyOf)) {
      const kind = this.#kinds.get(job.kind)
      if (kind !== undefined) this.#background.add(this.#runner.start(job, kind))
    }
  }

  #concurrency (kind: JobKind): number {
    return this.#options.config.concurrency[kind.name] ?? kind.concurrency
  }
}
