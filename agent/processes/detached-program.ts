import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Environment, ProgramExit } from './process-group.js'
import { isAlive, processIdentity } from './process-identity.js'

export interface DetachedRun {
  file: string
  args: readonly string[]
  cwd: string
  /** All that the program gets to see of the environment. */
  environment: Environment
  /**
   * An open file for all that it writes: a pipe would end with this process. It has to stay open until the
   * start.
   */
  output: number
}

export interface DetachedProgram {
  /** Undefined when it could not be started: then it has ended, with no status. */
  pid: number | undefined
  /** Resolves if this process sees the end; without a status when it only sees that it is gone. */
  ended: Promise<Partial<ProgramExit>>
}

interface Start {
  started: (pid: number | undefined) => void
  ended: (end: Partial<ProgramExit>) => void
  pid?: number
}

const lookAgainMs = 200

/**
 * Starts programs in process groups of their own that outlive this process and do not keep it alive. Nothing
 * here ends them, nor what they leave behind. A thread does it: until a program runs, its starter stands
 * still, for milliseconds, and on a busy machine for tens of them, in which an agent would answer nobody.
 */
export class DetachedStarter {
  readonly #starts = new Map<number, Start>()
  #thread: Worker | undefined
  #count = 0

  async start (run: DetachedRun): Promise<DetachedProgram> {
    const id = this.#count++
    const thread = this.#thread ??= this.#openThread()
    return await new Promise(resolve => {
      let seeEnd = (_: Partial<ProgramExit>): void => {}
      const ended = new Promise<Partial<ProgramExit>>(resolve => {
        seeEnd = resolve
      })
      this.#starts.set(id, {
        started: pid => {
          resolve({ pid, ended })
        },
        ended: seeEnd
      })
      thread.ref()
      thread.postMessage({ id, ...run })
    })
  }

  /** From now on no end is seen; whether what is being started now has been, nobody knows. */
  async close (): Promise<void> {
    const thread = this.#thread
    this.#thread = undefined
    for (const { pid, started } of this.#starts.values()) if (pid === undefined) started(undefined)
    this.#starts.clear()
    await thread?.terminate()
  }

  #openThread (): Worker {
    const thread = new Worker(join(import.meta.dirname, 'detached-starter.mjs'), {
      execArgv: [],
      env: {},
      resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 }
    })
    thread.on('message', ({ id, pid, end }: { id: number, pid?: number, end?: ProgramExit }) => {
      const start = this.#starts.get(id)
      if (end === undefined) this.#hasStarted(thread, id, pid)
      else {
        this.#starts.delete(id)
        start?.ended(end)
      }
    })
    // Its own exit follows.
    thread.on('error', () => {})
    thread.on('exit', () => {
      if (this.#thread === thread) this.#lost()
    })
    return thread
  }

  #hasStarted (thread: Worker, id: number, pid: number | undefined): void {
    const start = this.#starts.get(id)
    if (start !== undefined && pid !== undefined) start.pid = pid
    start?.started(pid)
    if ([...this.#starts.values()].every(each => each.pid !== undefined)) thread.unref()
  }

  /** The thread is gone, whatever it died of: what it started goes on, and is asked after. */
  #lost (): void {
    this.#thread = undefined
    for (const [id, { pid, started, ended }] of this.#starts) {
      this.#starts.delete(id)
      if (pid === undefined) {
        started(undefined)
        ended({ code: null, signal: null })
        continue
      }
      untilGone(pid).then(() => {
        ended({})
      }, () => {})
    }
  }
}

async function untilGone (pid: number): Promise<void> {
  const identity = processIdentity(pid)
  if (identity === undefined) return
  do await delay(lookAgainMs)
  while (isAlive(identity))
}
