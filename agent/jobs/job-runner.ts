import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError } from '../errors.js'
import { DetachedStarter } from '../processes/detached-program.js'
import { isAlive } from '../processes/process-identity.js'
import type { Job } from './job.js'
import type { JobKind } from './job-kind.js'
import { JobProcess } from './job-process.js'
import type { JobProgram, ProcessEnd } from './job-process.js'
import type { JobRecords } from './job-records.js'
import { failedWith, verdictOn } from './verdict.js'
import { realWorkspace } from './workspace.js'

const killAfterMs = 20_000
/** A process that does not begin in this time has other troubles. */
const beginMs = 10_000
const lookAgainMs = 20

export interface JobRunnerOptions {
  /** Starts the process of a job. */
  program: JobProgram
  environment: Readonly<Record<string, string | undefined>>
  /** Where what a job starts stands in a trace; left out, where whoever handed the job in does. */
  traceparentOf?: (job: Job) => string
  eventLimitBytes: number
  /** Where jobs may work. */
  workspaces: readonly string[]
  /** How long a job that is to end may take to do so. */
  killAfterMs?: number
}

/** The processes of the jobs that run, and what becomes of a job when its process ends. */
export class JobRunner {
  readonly #options: JobRunnerOptions
  readonly #records: JobRecords
  readonly #processes = new Map<string, JobProcess>()
  readonly #onEnd: (work: Promise<void>) => void
  readonly #starter = new DetachedStarter()
  #isLetGo = false
  #isStopping = false

  /** `onEnd` is handed the work that the end of a process brings. */
  constructor (options: JobRunnerOptions, records: JobRecords, onEnd: (work: Promise<void>) => void) {
    this.#options = options
    this.#records = records
    this.#onEnd = onEnd
  }

  get size (): number {
    return this.#processes.size
  }

  async start (job: Job, kind: JobKind): Promise<void> {
    const startedAt = this.#records.time()
    const running = await this.#records.change(job, {
      state: 'running',
      attempt: job.attempt + 1,
      startedAt
    })
    const { program, eventLimitBytes, workspaces } = this.#options
    // It may have waited for hours.
    const place = await realWorkspace(job.workspace, workspaces).catch(() => undefined)
    if (this.#isLetGo) return
    if (place !== job.workspace) {
      const { id, workspace } = job
      const verdict = failedWith(new PacklineError('JOB_WORKSPACE_GONE', { id, workspace }))
      this.#onEnd(this.#records.end(running, verdict, 'failed').then(() => {}))
      return
    }
    this.#records.tell(job.id, { type: 'started', attempt: running.attempt, at: startedAt })
    const folder = this.#records.folder(job.id)
    const words = [
      folder.path,
      String(running.attempt),
      kind.output(job.parameters),
      String(eventLimitBytes),
      ...kind.command(job.workspace, job.parameters, job.id)
    ]
    const environment = this.#environment(running)
    this.#watch(
      running,
      await JobProcess.start(this.#starter, program, words, folder, job.workspace, environment)
    )
  }

  /** The agent may itself have been started within some trace and by some person, which are no job's. */
  #environment (job: Job): Record<string, string | undefined> {
    const { environment, traceparentOf } = this.#options
    return {
      ...environment,
      TRACEPARENT: traceparentOf?.(job) ?? job.traceparent,
      TRACESTATE: undefined,
      // What it changes for everybody, the one who handed it in did.
      BUILD_USER_ID: job.caller
    }
  }

  /** Takes up a job that ran when the agent before this one ended. */
  async recover (job: Job): Promise<void> {
    const folder = this.#records.folder(job.id)
    folder.create()
    const owner = folder.claim(job.attempt, `${process.pid} recovered`)
    if (owner !== undefined && folder.outcome(job.attempt) === undefined && isAlive(owner)) {
      this.#watch(job, JobProcess.adopt(owner))
      return
    }
    await this.#conclude(job.id, {})
  }

  stop (id: string): void {
    this.#processes.get(id)?.stop(this.#options.killAfterMs ?? killAfterMs)
  }

  /** Also those that are only being started. */
  stopAll (): void {
    this.#isStopping = true
    for (const id of this.#processes.keys()) this.stop(id)
  }

  /** Resolves when the processes that run now have ended. */
  async ended (): Promise<void> {
    await Promise.all([...this.#processes.values()].map(async ({ ended }) => await ended))
  }

  /** Resolves when those that run have begun: one that has not is given up by the agent after this one. */
  async begun (): Promise<void> {
    const isStarting = (id: string): boolean =>
      !this.#records.folder(id).isClaimed(this.#records.get(id).attempt)
    for (let left = beginMs; left > 0 && [...this.#processes.keys()].some(isStarting); left -= lookAgainMs) {
      await delay(lookAgainMs)
    }
  }

  /** From now on what ends is left to the agent after this one. */
  async letGo (): Promise<void> {
    this.#isLetGo = true
    await this.#starter.close()
  }

  #watch ({ id }: Job, running: JobProcess): void {
    this.#processes.set(id, running)
    if (this.#isStopping || this.#records.get(id).cancelRequestedAt !== undefined) this.stop(id)
    const conclude = (end: ProcessEnd): void => {
      this.#onEnd(this.#conclude(id, end))
    }
    running.ended.then(conclude, () => {
      conclude({})
    })
  }

  async #conclude (id: string, end: ProcessEnd): Promise<void> {
    this.#processes.delete(id)
    if (this.#isLetGo) return
    const job = this.#records.get(id)
    const folder = this.#records.folder(id)
    const verdict = verdictOn(job, folder.outcome(job.attempt), end, () => folder.lastWords())
    if (verdict.state === 'queued') {
      await this.#records.change(job, { state: 'queued' })
      this.#records.tell(id, { type: 'queued-again', attempt: job.attempt, at: this.#records.time() })
    } else await this.#records.end(job, verdict, verdict.state)
  }
}
