import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DetachedStarter } from '../processes/detached-program.js'
import type { ResidentConfig } from '../config/resident-schema.js'
import { workerName, workersFolder } from './worker-place.js'
import type { WorkerLimits } from './worker-server.js'
import { removeLeftRehearsals, replaceStatus, workersOf } from './worker-status.js'

const idleMs = 3_600_000

export interface WorkerPoolOptions {
  home: string
  config: ResidentConfig
  /** Starts a worker: the program and its first arguments. */
  program: readonly [file: string, ...words: string[]]
  environment: Readonly<Record<string, string | undefined>>
  log: Record<'info' | 'warn', (fields: Record<string, unknown>, message: string) => void>
}

/** The warm workers of an agent: one for each of the projects that were built last. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions
  readonly #starter = new DetachedStarter()
  /** By project, the one that was built last at the end; a worker has no number while it is being started. */
  readonly #workers = new Map<string, { pid: number | undefined }>()
  #isClosed = false

  constructor (options: WorkerPoolOptions) {
    this.#options = options
    removeLeftRehearsals(options.home)
  }

  /** Sees to a worker for a project that was built. */
  want (project: string): void {
    const known = this.#workers.get(project)
    this.#workers.delete(project)
    if (known !== undefined) this.#workers.set(project, known)
    else this.#start(project)
    this.#endOthers()
  }

  close (): void {
    this.#isClosed = true
    for (const { pid } of this.#workers.values()) end(pid)
    this.#starter.close().catch(() => {})
  }

  #start (project: string): void {
    if (this.#isClosed) return
    const worker: { pid: number | undefined } = { pid: undefined }
    this.#workers.set(project, worker)
    this.#live(project, worker).catch((error: unknown) => {
      this.#workers.delete(project)
      this.#options.log.warn({ err: error, project }, 'a warm worker could not be started')
    })
  }

  /** From the start of a worker to its end. */
  async #live (project: string, worker: { pid: number | undefined }): Promise<void> {
    const { home, program, environment, log } = this.#options
    const folder = workersFolder(home)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const output = openSync(join(folder, `${workerName(project)}.log`), 'w', 0o600)
    const [file, ...words] = program
    try {
      const { pid, ended } = await this.#starter.start({
        file,
        args: [...words, project, home, JSON.stringify(this.#limits)],
        cwd: folder,
        environment,
        output
      })
      worker.pid = pid
      if (this.#isClosed || this.#workers.get(project) !== worker) end(pid)
      log.info({ project, pid }, 'warm worker started')
      const { code, signal } = await ended
      if (this.#workers.get(project) !== worker || this.#isClosed) return
      this.#workers.delete(project)
      if (code === replaceStatus) this.#start(project)
      else if (code !== 0) log.warn({ project, pid, code, signal }, 'a warm worker died')
    } finally {
      closeSync(output)
    }
  }

  get #limits (): WorkerLimits & Pick<ResidentConfig, 'watch'> {
    const { memoryMb, maxAgeHours, watch } = this.#options.config
    return { memoryBytes: memoryMb * 1_000_000, ageMs: maxAgeHours * 3_600_000, idleMs, watch }
  }

  /** Those that nobody has used for the longest time make room. */
  #endOthers (): void {
    if (this.#workers.size <= this.#options.config.projects) return
    const usedAt = new Map(
      workersOf(this.#options.home).map(({ project, lastRunAt }) => [project, lastRunAt])
    )
    // One that has not told yet has just been started.
    const lastUse = ([project]: [string, unknown]): number => usedAt.get(project) ?? Infinity
    const [least] = [...this.#workers].sort((a, b) => lastUse(a) - lastUse(b))
    if (least === undefined) return
    const [project, { pid }] = least
    this.#workers.delete(project)
    end(pid)
  }
}

function end (pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    // It has ended by itself.
  }
}
