import { mkdir } from 'node:fs/promises'
import { ClassicLevel } from 'classic-level'
import { PacklineError, hasCode } from '../errors.js'
import type { Job } from './job.js'

/** Every job that the agent accepted. A write is on the disk when it returns. */
export class JobJournal {
  readonly #level: ClassicLevel<string, string>

  readonly #folder: string

  private constructor (level: ClassicLevel<string, string>, folder: string) {
    this.#level = level
    this.#folder = folder
  }

  /** Throws AGENT_ALREADY_RUNNING when another agent uses the folder, JOB_JOURNAL_UNREADABLE when it cannot be read. */
  static async open (folder: string): Promise<JobJournal> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const level = new ClassicLevel<string, string>(folder, { writeBufferSize: 1_048_576, cacheSize: 1_048_576 })
    try {
      await level.open()
    } catch (error) {
      const { cause } = error as { cause?: { code?: string, message?: string } }
      if (cause?.code === 'LEVEL_LOCKED' || hasCode(error, 'LEVEL_LOCKED')) throw new PacklineError('AGENT_ALREADY_RUNNING', { folder }, { cause: error })
      throw new PacklineError('JOB_JOURNAL_UNREADABLE', { folder, reason: cause?.message ?? (error as Error).message }, { cause: error })
    }
    return new JobJournal(level, folder)
  }

  async all (): Promise<Job[]> {
    const jobs: Job[] = []
    for await (const text of this.#level.values()) jobs.push(JSON.parse(text) as Job)
    return jobs
  }

  /** Throws DISK_FULL or JOB_JOURNAL_UNWRITABLE; the next write may succeed. */
  async write (job: Job): Promise<void> {
    await this.#writing(this.#level.put(job.id, JSON.stringify(job), { sync: true }))
  }

  async remove (jobs: readonly Job[]): Promise<void> {
    await this.#writing(this.#level.batch(jobs.map(({ id }) => ({ type: 'del', key: id })), { sync: true }))
  }

  async #writing (write: Promise<void>): Promise<void> {
    try {
      await write
    } catch (error) {
      // After a failed write LevelDB takes no more until it is opened again.
      if (this.#level.status === 'open') await this.#level.close().then(async () => { await this.#level.open() }).catch(() => {})
      const reason = (error as Error).message
      throw /No space left|quota/i.test(reason) ? new PacklineError('DISK_FULL', { folder: this.#folder }, { cause: error }) : new PacklineError('JOB_JOURNAL_UNWRITABLE', { folder: this.#folder, reason }, { cause: error })
    }
  }

  async close (): Promise<void> {
    await this.#level.close()
  }
}
