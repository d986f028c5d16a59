import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { workersOf } from '../../../agent/resident/worker-status.js'
import { places } from '../places.js'

/** A warm worker as an agent starts it. It ends when this process does, and may be killed at any moment. */
export class WarmWorker {
  readonly #project: string
  readonly #home: string
  #pid: number | undefined

  constructor (project: string, home: string) {
    this.#project = project
    this.#home = home
  }

  /** Sees to one that takes builds. */
  async start (): Promise<void> {
    const isUp = (): boolean => existsSync(this.#home) && workersOf(this.#home).length > 0
    if (isUp()) return
    const limits = { memoryBytes: 2e9, ageMs: 1e9, idleMs: 1e9, watch: true }
    const start = realpathSync(join(places.root, 'dist/start.cjs'))
    const child = spawn(
      process.execPath,
      [
        '--max-semi-space-size=64',
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
  }

  kill (): void {
    try {
      if (this.#pid !== undefined) process.kill(this.#pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
