import { join } from 'node:path'
import type { Redactor } from '../config/redaction.js'
import type { Job, JobOutcome, JobState } from './job.js'
import { JobFolder } from './job-folder.js'
import { JobJournal } from './job-journal.js'
import { JobTable } from './job-table.js'
import type { JobFilter } from './job-table.js'

export interface JobRecordsOptions {
  /** Folder of the journal and of the jobs. */
  folder: string
  /** Keeps secrets out of what jobs leave. */
  redactor: Redactor
  now: () => number
  log: {
    info: (fields: Record<string, unknown>, message: string) => void
    error: (fields: Record<string, unknown>, message: string) => void
  }
}

/** What is known of the jobs: in memory, in the journal, and as events in their folders. */
export class JobRecords {
  readonly #options: JobRecordsOptions
  readonly #journal: JobJournal
  readonly #table = new JobTable()
  readonly #byKey = new Map<string, Promise<Job>>()
  readonly #listeners: Array<(job: Job) => void> = []

  private constructor (options: JobRecordsOptions, journal: JobJournal) {
    this.#options = options
    this.#journal = journal
  }

  static async open (options: JobRecordsOptions): Promise<JobRecords> {
    const { folder, log } = options
    const records = new JobRecords(options, await JobJournal.open(join(folder, 'journal'), log))
    for (const job of await records.#journal.all()) {
      records.#table.set(job)
      if (job.key !== undefined) records.#byKey.set(job.key, Promise.resolve(job))
    }
    return records
  }

  /** Throws JOB_UNKNOWN. */
  get (id: string): Job {
    return this.#table.get(id)
  }

  find (id: string): Job | undefined {
    return this.#table.find(id)
  }

  /** The job with that key, which may be on its way to the disk. */
  withKey (key: string): Promise<Job> | undefined {
    return this.#byKey.get(key)
  }

  /** The oldest first. */
  all (): Job[] {
    return this.#table.all()
  }

  /** The jobs that wait or run, the oldest first. */
  open (): Job[] {
    return this.#table.open()
  }

  list (filter: JobFilter): Job[] {
    return this.#table.list(filter)
  }

  counts (): Record<JobState, number> {
    return this.#table.counts()
  }

  folder (id: string): JobFolder {
    return new JobFolder(join(this.#options.folder, id), this.#options.redactor)
  }

  /** Its key stands for the job at once; it is on the disk when this resolves. */
  async accept (job: Job): Promise<Job> {
    const written = this.#writeNew(job)
    if (job.key !== undefined) this.#byKey.set(job.key, written)
    try {
      return await written
    } catch (error) {
      if (job.key !== undefined) this.#byKey.delete(job.key)
      throw error
    }
  }

  async change (job: Job, change: Partial<Job>): Promise<Job> {
    const changed = { ...this.get(job.id), ...change }
    this.#table.set(changed)
    await this.#journal.keep(changed)
    return changed
  }

  async end (
    job: Job,
    { exitStatus, error }: JobOutcome,
    state: 'done' | 'failed' | 'cancelled'
  ): Promise<Job> {
    const { id, kind, attempt } = job
    const endedAt = this.time()
    const failure = error === undefined ? {} : { error }
    const ended: Job = { ...this.get(id), state, exitStatus, endedAt, ...failure }
    // Told before it is recorded: killed between the two, the next agent tells it again, and no follower
    // waits for ever.
    this.tell(id, { type: 'ended', state, exitStatus, at: endedAt, ...failure })
    await this.#journal.keep(ended)
    this.#table.set(ended)
    this.#options.log.info(
      { jobId: id, kind, state, exitStatus, attempt, ...error !== undefined && { code: error.code } },
      'job ended'
    )
    for (const listen of this.#listeners) listen(ended)
    return ended
  }

  onEnded (listener: (job: Job) => void): void {
    this.#listeners.push(listener)
  }

  /** Events are for followers: a full disk that takes none does not hold up the job. */
  tell (id: string, event: Record<string, unknown>): void {
    try {
      this.folder(id).append(event)
    } catch (error) {
      this.#options.log.error({ err: error, jobId: id }, 'an event cannot be written')
    }
  }

  async forget (jobs: readonly Job[]): Promise<void> {
    await this.#journal.remove(jobs)
    for (const job of jobs) {
      this.#table.delete(job)
      if (job.key !== undefined) this.#byKey.delete(job.key)
      await this.folder(job.id).remove()
    }
  }

  time (): string {
    return new Date(this.#options.now()).toISOString()
  }

  /** From now on a write that fails is given up. */
  stopTrying (): void {
    this.#journal.stopTrying()
  }

  async close (): Promise<void> {
    await this.#journal.close()
  }

  async #writeNew (job: Job): Promise<Job> {
    const { id, kind, workspace, createdAt } = job
    this.folder(id).append({ type: 'accepted', id, kind, workspace, at: createdAt })
    await this.#journal.write(job)
    this.#table.set(job)
    return job
  }
}
