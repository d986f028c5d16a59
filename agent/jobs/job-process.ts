import { closeSync, openSync } from 'node:fs'
import type { JobFolder } from './job-folder.js'
import type { DetachedStarter } from '../processes/detached-program.js'
import { signalGroup, signalProcess } from '../processes/process-group.js'
import { isAlive } from '../processes/process-identity.js'

const lookAgainMs = 200

/** How to start the process of a job: the program and its first arguments. */
export type JobProgram = readonly [file: string, ...words: string[]]

/**
 * How a process ended, where that is known: it is for a child, not for one that an agent before this one
 * started.
 */
export interface ProcessEnd {
  code?: number | null
  signal?: NodeJS.Signals | null
}

/** The process of a running job. It is a group of its own and outlives the agent. */
export class JobProcess {
  readonly #pid: number
  readonly ended: Promise<ProcessEnd>
  #kill: NodeJS.Timeout | undefined

  private constructor (pid: number, ended: Promise<ProcessEnd>) {
    this.#pid = pid
    this.ended = ended.finally(() => {
      clearTimeout(this.#kill)
    })
  }

  static async start (
    starter: DetachedStarter,
    program: JobProgram,
    words: readonly string[],
    folder: JobFolder,
    cwd: string,
    environment: Readonly<Record<string, string | undefined>>
  ): Promise<JobProcess> {
    const output = openSync(folder.errorOutput, 'a', 0o600)
    try {
      const [file, ...first] = program
      const { pid, ended } = await starter.start({
        file,
        args: [...first, ...words],
        cwd,
        environment,
        output
      })
      return new JobProcess(pid ?? 0, ended)
    } finally {
      closeSync(output)
    }
  }

  /** A process that an agent before this one started. */
  static adopt (identity: string): JobProcess {
    return new JobProcess(
      parseInt(identity),
      new Promise(resolve => {
        const timer = setInterval(() => {
          if (isAlive(identity)) return
          clearInterval(timer)
          resolve({})
        }, lookAgainMs)
        timer.unref()
      })
    )
  }

  /** Asks the process to end; what is left of it and its tools after a while is killed. */
  stop (killAfterMs: number): void {
    if (this.#kill !== undefined || this.#pid === 0) return
    signalProcess(this.#pid, 'SIGTERM')
    this.#kill = setTimeout(() => {
      signalGroup(this.#pid, 'SIGKILL')
    }, killAfterMs)
  }
}
