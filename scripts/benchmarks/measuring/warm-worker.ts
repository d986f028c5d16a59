import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { workerFlags, workersOf } from '../../../agent/resident/worker-status.js'
import { places } from '../places.js'

const ticksInSecond = 100
/** Longer than a worker waits for the end of a burst of changes. */
const stillMs = 400

/** A warm worker as an agent starts it. It ends when this process does, and may be killed at any moment. */
export class WarmWorker {
  readonly #project: string
  readonly #home: string
  readonly #core: number | undefined
  #pid: number | undefined

  /** @param core the only one that it may use */
  constructor (project: string, home: string, core?: number) {
    this.#project = project
    this.#home = home
    this.#core = core
  }

  /** Sees to one that takes builds. */
  async start (): Promise<void> {
    const isUp = (): boolean => existsSync(this.#home) && workersOf(this.#home).length > 0
    if (isUp()) return
    const limits = { memoryBytes: 2e9, ageMs: 1e9, idleMs: 1e9, watch: true }
    const start = realpathSync(join(places.root, 'dist/start.cjs'))
    const node = process.execPath
    const program: [string, ...string[]] = this.#core === undefined
      ? [node]
      : ['taskset', '-c', `${this.#core}`, node]
    const [file, ...first] = program
    const child = spawn(
      file,
      [
        ...first,
        ...workerFlags,
        start,
        'resident-worker',
        realpathSync(this.#project),
        this.#home,
        JSON.stringify(limits)
      ],
      // In a session of its own, as builds are: the kernel shares processors out between sessions.
      { stdio: 'ignore', detached: true }
    )
    this.#pid = child.pid
    // It ends when this process has.
    child.unref()
    while (!isUp()) {
      if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}`)
      await wait(5)
    }
    await this.rested()
  }

  /** Waits until it does nothing more: between two pushes it looks at the project, and has rehearsed. */
  async rested (): Promise<void> {
    let before = -1
    while (this.done.processorMs !== before) {
      before = this.done.processorMs
      await wait(stillMs)
    }
  }

  /** How many commands it has done, and the processor time that it has taken, in Linux's ticks. */
  get done (): { runs: number, processorMs: number } {
    const fields = readFileSync(`/proc/${this.#pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return { runs: workersOf(this.#home)[0]?.runs ?? 0, processorMs: ticks * 1000 / ticksInSecond }
  }

  kill (): void {
    try {
      if (this.#pid !== undefined) process.kill(this.#pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
