import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { JobsConfig } from '../config/agent-schema.js'
import type { Redactor } from '../config/redaction.js'
import { PacklineError } from '../errors.js'
import { isEnded } from './job.js'
import type { Job, JobOutcome, JobRequest, JobState } from './job.js'
import { JobFolder } from './job-folder.js'
import { JobFollowers } from './job-followers.js'
import { JobJournal } from './job-journal.js'
import type { JobKind } from './job-kinds.js'
import { JobProcess } from './job-process.js'
import type { JobProgram, ProcessEnd } from './job-process.js'
import { checkRequest } from './job-request.js'
import { JobTable } from './job-table.js'
import type { JobFilter } from './job-table.js'
import { isAlive } from '../processes/process-identity.js'
import { expiredJobs } from './retention.js'
import { nextJobs } from './schedule.js'
import { verdictOn } from './verdict.js'

const tidyEveryMs = 600_000
const killAfterMs = 20_000

export interface JobQueueOptions {
  /** Folder of the journal and of the jobs. */
  folder: string
  kinds: readonly JobKind[]
  config: JobsConfig
  workspaces: readonly string[]
  /** Starts job-main. */
  program: JobProgram
  environment: Readonly<Record<string, string | undefined>>
  /** Keeps secrets out of what jobs leave. */
  redactor: Redactor
  /** How long a job that is to end may take to do so. */
  killAfterMs?: number
  now: () => number
  log: {
    info: (fields: Record<string, unknown>, message: string) => void
    error: (fields: Record<string, unknown>, message: string) => void
  }
}

/** Takes jobs, starts them in their turn, and keeps what became of them. */
export class JobQueue {
  readonly #options: JobQueueOptions
  readonly #journal: JobJournal
  readonly #jobs = new JobTable()
  readonly #followers = new JobFollowers()
  readonly #byKey = new Map<string, Promise<Job>>()
  readonly #processes = new Map<string, JobProcess>()
  readonly #settling = new Set<Promise<void>>()
  readonly #tidying: NodeJS.Timeout
  #pauses = 0
  #isDraining = false
  #isClosed = false

  private constructor (options: JobQueueOptions, journal: JobJournal) {
    this.#options = options
    this.#journal = journal
    this.#tidying = setInterval(() => {
      this.#settle(this.tidy())
    }, tidyEveryMs)
      .unref()
  }

  /** Opens the journal and goes on where the agent before this one ended, however it ended. */
  static async open (options: JobQueueOptions): Promise<JobQueue> {
    const queue = new JobQueue(options, await JobJournal.open(join(options.folder, 'journal'), options.log))
    for (const job of await queue.#journal.all()) {
      queue.#jobs.set(job)
      if (job.key !== undefined) queue.#byKey.set(job.key, Promise.resolve(job))
    }
    for (const job of queue.#jobs.open()) if (job.state === 'running') await queue.#recover(job)
    await queue.tidy()
    queue.#startNext()
    return queue
  }

  /** The job that the request stands for: a new one, on the disk, or the one that has its key already. */
  async submit (request: JobRequest, caller: string): Promise<{ job: Job, isNew: boolean }> {
    const { kind, parameters, workspace, digest } = await checkRequest(request, this.#options)
    const { key } = request
    const known = key === undefined ? undefined : this.#byKey.get(key)
    if (known !== undefined) return { job: sameJob(await known, digest), isNew: false }
    // From here to the entry in the table nothing waits: two requests with one key are one job.
    this.#checkTakesJobs(kind)
    const now = this.#options.now()
    const accepted = this.#accept({
      id: `${now.toString(36).padStart(9, '0')}${randomBytes(6).toString('hex')}`,
      kind: kind.name,
      workspace,
      parameters,
      ...key !== undefined && { key },
      digest,
      caller,
      state: 'queued',
      createdAt: new Date(now).toISOString(),
      attempt: 0
    })
    if (key !== undefined) this.#byKey.set(key, accepted)
    try {
      const job = await accepted
      this.#startNext()
      return { job, isNew: true }
    } catch (error) {
      if (key !== undefined) this.#byKey.delete(key)
      throw error
    }
  }

  /** Throws JOB_UNKNOWN. */
  get (id: string): Job {
    return this.#jobs.get(id)
  }
  list (filter: JobFilter): Job[] {
    return this.#jobs.list(filter)
  }
  counts (): Record<JobState, number> {
    return this.#jobs.counts()
  }

  /** The report of an ended job as JSON text. */
  report (id: string): string | undefined {
    this.get(id)
    return this.#folder(id).report()
  }

  /** The lines of a job's events from byte `from` on; with `follow` until it ends or `signal` aborts. */
  events (id: string, from: number, follow: boolean, signal: AbortSignal): AsyncGenerator<Buffer> {
    this.get(id)
    return this.#followers.events(
      this.#folder(id).events,
      from,
      () => !follow || isEnded(this.#jobs.find(id) ?? { state: 'done' }),
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
    const cancelled = await this.#change(job, { cancelRequestedAt: this.#time() })
    if (cancelled.state === 'queued') return await this.#end(cancelled, { exitStatus: 130 }, 'cancelled')
    this.#processes.get(id)?.stop(this.#options.killAfterMs ?? killAfterMs)
    return cancelled
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
   * after this one.
   */
  async drain (deadline: AbortSignal): Promise<void> {
    this.#isDraining = true
    const stopAll = (): void => {
      for (const running of this.#processes.values()) running.stop(this.#options.killAfterMs ?? killAfterMs)
    }
    if (deadline.aborted) stopAll()
    else deadline.addEventListener('abort', stopAll, { once: true })
    while (this.#processes.size + this.#settling.size > 0) {
      await Promise.all([...this.#processes.values()].map(async ({ ended }) => await ended))
      await Promise.all(this.#settling)
    }
    deadline.removeEventListener('abort', stopAll)
  }

  /** Running jobs go on; the agent after this one finds them. */
  async close (): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#followers.dismiss()
    this.#journal.stopTrying()
    clearInterval(this.#tidying)
    await Promise.all(this.#settling)
    await this.#journal.close()
  }

  /** Forgets jobs that ended long ago or are too many. */
  async tidy (): Promise<void> {
    const expired = expiredJobs(this.#jobs.all(), this.#options.config, this.#options.now())
    if (expired.length === 0) return
    await this.#journal.remove(expired)
    for (const job of expired) {
      this.#jobs.delete(job)
      if (job.key !== undefined) this.#byKey.delete(job.key)
      await this.#folder(job.id).remove()
    }
  }

  #checkTakesJobs (kind: JobKind): void {
    const { config: { maxQueued } } = this.#options
    if (this.#isDraining || this.#isClosed) throw new PacklineError('AGENT_DRAINING')
    if (this.#concurrency(kind) === 0) throw new PacklineError('JOB_KIND_NOT_TAKEN', { kind: kind.name })
    if (this.counts().queued >= maxQueued) throw new PacklineError('JOB_QUEUE_FULL', { maxQueued })
  }

  async #accept (job: Job): Promise<Job> {
    const folder = this.#folder(job.id)
    folder.append({
      type: 'accepted',
      id: job.id,
      kind: job.kind,
      workspace: job.workspace,
      at: job.createdAt
    })
    await this.#journal.write(job)
    this.#jobs.set(job)
    return job
  }

  #startNext (): void {
    if (this.#isDraining || this.#isClosed || this.#pauses > 0) return
    const kinds = new Map(this.#options.kinds.map(kind => [kind.name, kind]))
    const concurrency = (name: string): number => kinds.has(name) ? this.#concurrency(kinds.get(name)!) : 0
    for (const job of nextJobs(this.#jobs.open(), concurrency)) {
      this.#settle(this.#start(job, kinds.get(job.kind)!))
    }
  }

  async #start (job: Job, kind: JobKind): Promise<void> {
    const running: Job = { ...job, state: 'running', attempt: job.attempt + 1, startedAt: this.#time() }
    this.#jobs.set(running)
    await this.#journal.keep(running)
    if (this.#isClosed) return
    const folder = this.#folder(job.id)
    this.#tell(job.id, { type: 'started', attempt: running.attempt, at: running.startedAt })
    const words = [
      folder.path,
      String(running.attempt),
      kind.output,
      String(this.#options.config.eventLimitBytes),
      ...kind.command(job.workspace, job.parameters)
    ]
    this.#watch(
      running,
      JobProcess.start(this.#options.program, words, folder, job.workspace, this.#options.environment)
    )
  }

  #watch (job: Job, running: JobProcess): void {
    this.#processes.set(job.id, running)
    if (this.get(job.id).cancelRequestedAt !== undefined) {
      running.stop(this.#options.killAfterMs ?? killAfterMs)
    }
    running.ended.then(end => {
      this.#settle(this.#conclude(job.id, end))
    })
  }

  async #conclude (id: string, end: ProcessEnd): Promise<void> {
    this.#processes.delete(id)
    if (this.#isClosed) return
    const job = this.get(id)
    const folder = this.#folder(id)
    const verdict = verdictOn(job, folder.outcome(job.attempt), end, () => folder.lastWords())
    if (verdict.state === 'queued') {
      await this.#change(job, { state: 'queued' })
      this.#tell(id, { type: 'queued-again', attempt: job.attempt, at: this.#time() })
    } else await this.#end(job, verdict, verdict.state)
    this.#startNext()
  }

  async #end (
    job: Job,
    { exitStatus, error }: JobOutcome,
    state: 'done' | 'failed' | 'cancelled'
  ): Promise<Job> {
    const endedAt = this.#time()
    const ended: Job = {
      ...this.get(job.id),
      state,
      exitStatus,
      endedAt,
      ...error !== undefined && { error }
    }
    // Told before it is recorded: killed between the two, the next agent tells it again, and no follower
    // waits for ever.
    this.#tell(job.id, { type: 'ended', state, exitStatus, at: endedAt, ...error !== undefined && { error } })
    await this.#journal.keep(ended)
    this.#jobs.set(ended)
    this.#options.log.info({
      jobId: job.id,
      kind: job.kind,
      state,
      exitStatus,
      attempt: job.attempt,
      ...error !== undefined && { code: error.code }
    }, 'job ended')
    return ended
  }

  /** What became of a job that ran when the agent ended. */
  async #recover (job: Job): Promise<void> {
    const folder = this.#folder(job.id)
    folder.create()
    const owner = folder.claim(job.attempt, `${process.pid} recovered`)
    if (owner !== undefined && folder.outcome(job.attempt) === undefined && isAlive(owner)) {
      this.#watch(job, JobProcess.adopt(owner))
      return
    }
    await this.#conclude(job.id, {})
  }

  async #change (job: Job, change: Partial<Job>): Promise<Job> {
    const changed = { ...this.get(job.id), ...change }
    this.#jobs.set(changed)
    await this.#journal.keep(changed)
    return changed
  }

  /** Events are for followers: a full disk that takes none does not hold up the job. */
  #tell (id: string, event: Record<string, unknown>): void {
    try {
      this.#folder(id).append(event)
    } catch (error) {
      this.#options.log.error({ err: error, jobId: id }, 'an event cannot be written')
    }
  }

  #settle (work: Promise<unknown>): void {
    const settled = work.then(() => {}, (error: unknown) => {
      this.#options.log.error({ err: error }, 'a job could not be carried on')
    })
    this.#settling.add(settled)
    settled.finally(() => {
      this.#settling.delete(settled)
    })
  }

  #folder (id: string): JobFolder {
    return new JobFolder(join(this.#options.folder, id), this.#options.redactor)
  }

  #concurrency (kind: JobKind): number {
    return this.#options.config.concurrency[kind.name] ?? kind.concurrency
  }

  #time (): string {
    return new Date(this.#options.now()).toISOString()
  }
}

function sameJob (job: Job, digest: string): Job {
  if (job.digest !== digest) throw new PacklineError('JOB_KEY_REUSED', { key: job.key, id: job.id })
  return job
}
