import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { lockFile } from '../files/file-lock.js'
import { PacklineError } from '../errors.js'
import type { Batch, BatchRunner } from './batch-runner.js'
import type { Handle, Result, Run } from './lane.js'
import type { Source } from './source.js'

export interface LocalRunnerOptions {
  source: Source
  /** The program and first arguments that start packline. */
  packline: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
  onLine: (line: string) => void
}

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
      await this.#options.source.checkOut(run.head, folder, signal)
      const status = await this.#run(
        [
          ...this.#options.packline,
          'assets',
          'build',
          '--local',
          '--json',
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
    signal.throwIfAborted()
    return await new Promise((resolve, reject) => {
      const child = spawn(program, args, {
        env: { ...this.#options.environment },
        stdio: ['ignore', 'ignore', 'pipe', lock]
      })
      const end = (): void => {
        child.kill('SIGTERM')
      }
      signal.addEventListener('abort', end, { once: true })
      let open = ''
      child.stderr!.setEncoding('utf8').on('data', (text: string) => {
        const lines = (open + text).split('\n')
        open = lines.pop()!.slice(0, 4096)
        lines.forEach(this.#options.onLine)
      })
      child.on('error', error => {
        reject(
          new PacklineError('TRIGGER_LOCAL_RUN_FAILED', {
            folder: program,
            status: 'none',
            reason: error.message
          })
        )
      })
      child.on('close', (status, killedBy) => {
        signal.removeEventListener('abort', end)
        if (signal.aborted) {
          reject(signal.reason instanceof Error ? signal.reason : new PacklineError('INTERRUPTED'))
        } // Exit status 3: a tool or a licence was missing. That says nothing of the commits.
        else if (status === 0 || status === 1 || status === 2) resolve(status)
        else {reject(
            new PacklineError('TRIGGER_LOCAL_RUN_FAILED', {
              folder: args.at(-1),
              status: status ?? killedBy,
              reason: open
            })
          )}
      })
    })
  }
}
