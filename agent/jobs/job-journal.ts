import { setTimeout as delay } from 'node:timers/promises'
import { ClassicLevel } from 'classic-level'
import { makeFolder } from '../files/make-folder.js'
import { errorText } from '../error-text.js'
import { PacklineError, hasCode } from '../errors.js'
import type { Job } from './job.js'

interface JournalLog {
  error: (fields: Record<string, unknown>, message: string) => void
}

const writeAgainMs = 2000

type Operation = { type: 'put', key: string, value: string } | { type: 'del', key: string }

/** Every job that the agent accepted. A write is on the disk when it returns. */
export class JobJournal {
  readonly #level: ClassicLevel<string, string>
  readonly #folder: string
  readonly #waiting: Array<
    { records: readonly Operation[], resolve: () => void, reject: (error: Error) => void }
  > = []
  readonly #log: JournalLog
  #writing: Promise<void> | undefined
  #isTrying = true

  private constructor (level: ClassicLevel<string, string>, folder: string, log: JournalLog) {
    this.#log = log
    this.#level = level
    this.#folder = folder
  }

  /**
   * Throws AGENT_ALREADY_RUNNING when another agent uses the folder, JOB_JOURNAL_UNREADABLE when it cannot be
   * read.
   */
  static async open (folder: string, log: JournalLog): Promise<JobJournal> {
    makeFolder(folder, 0o700)
    const level = new ClassicLevel<string, string>(folder, {
      writeBufferSize: 1_048_576,
      cacheSize: 1_048_576
    })
    try {
      await level.open()
    } catch (error) {
      const cause = error instanceof Error ? error.cause ?? error : error
      if (hasCode(cause, 'LEVEL_LOCKED') || hasCode(error, 'LEVEL_LOCKED')) {
        throw new PacklineError('AGENT_ALREADY_RUNNING', { folder }, { cause: error })
      }
      throw new PacklineError('JOB_JOURNAL_UNREADABLE', { folder, reason: errorText(cause) }, {
        cause: error
      })
    }
    return new JobJournal(level, folder, log)
  }

  async all (): Promise<Job[]> {
    const jobs: Job[] = []
    for await (const text of this.#level.values()) jobs.push(JSON.parse(text) as Job)
    return jobs
  }

  /** Throws DISK_FULL or JOB_JOURNAL_UNWRITABLE; the next write may succeed. */
  async write (job: Job): Promise<void> {
    await this.#put([{ type: 'put', key: job.id, value: JSON.stringify(job) }])
  }

  /** Writes what has happened already, so it goes on trying: the disk may be full for a while. */
  async keep (job: Job): Promise<void> {
    for (;;) {
      try {
        return await this.write(job)
      } catch (error) {
        if (!this.#isTrying) throw error
        this.#log.error({ err: error, jobId: job.id }, 'the job journal cannot be written')
        await delay(writeAgainMs)
      }
    }
  }

  async remove (jobs: readonly Job[]): Promise<void> {
    await this.#put(jobs.map(({ id }) => ({ type: 'del', key: id })))
  }

  async #put (records: readonly Operation[]): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ records, resolve, reject })
      this.#writing ??= this.#writeWaiting().finally(() => {
        this.#writing = undefined
      })
    })
  }

  /**
   * What came while the disk was busy goes to it together: its flush takes as long for a hundred records as
   * for one.
   */
  async #writeWaiting (): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0)
      try {
        await this.#level.batch(group.flatMap(({ records }) => records), { sync: true })
        for (const { resolve } of group) resolve()
      } catch (error) {
        const failure = await this.#reopened(error)
        for (const { reject } of group) reject(failure)
      }
    }
  }

  /** From now on a write that fails is given up. */
  stopTrying (): void {
    this.#isTrying = false
  }

  /** After a failed write LevelDB takes no more until it is opened again. */
  async #reopened (error: unknown): Promise<PacklineError> {
    if (this.#level.status === 'open') {
      await this
        .#level
        .close()
        .then(async () => {
          await this.#level.open()
        })
        .catch(() => {})
    }
    const reason = errorText(error)
    return /No space left|quota|disk is full|share of the disk/i.test(String(reason))
      ? new PacklineError('DISK_FULL', { folder: this.#folder }, { cause: error })
      : new PacklineError('JOB_JOURNAL_UNWRITABLE', { folder: this.#folder, reason }, {
        cause: error
      })
  }

  async close (): Promise<void> {
    await this.#writing
    await this.#level.close()
  }
}
