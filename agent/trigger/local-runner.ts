import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lockFile } from '../files/file-lock.js'
import { PacklineError } from '../errors.js'
import { ProgramError } from '../processes/program-error.js'
import { OutputLines } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'
import type { Batch, BatchRunner } from './batch-runner.js'
import type { Handle, Result, Run } from './lane.js'
import type { Source } from './source.js'

interface LocalRunnerOptions {
  source: Source
  /** The program and first arguments that start packline. */
  packline: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
  onLine: (line: string) => void
}

/** A build that is asked to end gives back its licences and takes away its temporary files first. */
const timeToEndMs = 60_000

/**
 * Builds batches on this machine, in a working copy per lane that keeps what the last build wrote. Started
 * again after a crash it waits for the build that the crash left behind, and then finds nothing left to do.
 */
export class LocalRunner implements BatchRunner {
  readonly #options: LocalRunnerOptions
  readonly #results = new Map<string, Promise<Result>>()

  constructor (options: LocalRunnerOptions) {
    this.#options = options
  }

  async find ({ run }: Batch): Promise<Handle | undefined> {
    return this.#results.has(run.id) ? { queueItem: null, number: null, url: null } : undefined
  }

  async start (batch: Batch, signal: AbortSignal): Promise<Handle> {
    const result = this.#build(batch, signal)
    result.catch(() => {})
    this.#results.set(batch.run.id, result)
    return { queueItem: null, number: null, url: null }
  }

  async follow (run: Run): Promise<Result> {
    const result = this.#results.get(run.id)
    if (result === undefined) return 'lost'
    try {
      return await result
    } finally {
      this.#results.delete(run.id)
    }
  }

  async #build ({ workFolder, run, pipeline }: Batch, signal: AbortSignal): Promise<Result> {
    const folder = join(workFolder, 'copy')
    mkdirSync(workFolder, { recursive: true })
    // The build inherits the lock: it stays taken when this process is killed and the build lives on.
    const lock = await lockFile(join(workFolder, 'lock'), {
      signal,
      command: `packline trigger ${run.id}`,
      onWait: holder => {
        this.#options.onLine(
          `waiting for the build that process ${holder?.pid ?? '?'} began: ${holder?.command ?? ''}`
        )
      }
    })
    try {
      await this.#options.source.checkOut(run.head, folder, signal, this.#options.onLine)
      const status = await this.#run(
        [
          ...this.#options.packline,
          'assets',
          'build',
          '--local',
          '--json',
          // What a push builds nobody commits: a layout that has to change is to be told.
          '--ci',
          '--project',
          join(folder, pipeline.project)
        ],
        lock.descriptor,
        signal
      )
      return status === 0 ? 'succeeded' : 'failed'
    } finally {
      lock.close()
    }
  }

  async #run (
    [program = '', ...args]: readonly string[],
    lock: number,
    signal: AbortSignal
  ): Promise<number> {
    let last = ''
    try {
      const { status, killedBy } = await runProgram({
        file: program,
        args,
        environment: this.#options.environment,
        inherited: [lock],
        stderr: new OutputLines(line => {
          last = line
          this.#options.onLine(line)
        }),
        gracePeriodMs: timeToEndMs,
        signal
      })
      // Exit status 3: a tool or a licence was missing. That says nothing of the commits.
      if (status === 0 || status === 1 || status === 2) return status
      throw new PacklineError('TRIGGER_LOCAL_RUN_FAILED', {
        folder: args.at(-1),
        status: status ?? killedBy,
        reason: last
      })
    } catch (error) {
      if (!(error instanceof Error)) throw new PacklineError('INTERRUPTED')
      if (!(error instanceof ProgramError)) throw error
      throw new PacklineError('TRIGGER_LOCAL_RUN_FAILED', {
        folder: program,
        status: 'none',
        reason: error.message
      })
    }
  }
}
