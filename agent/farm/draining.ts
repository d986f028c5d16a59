import { noteDrain } from './drain-note.js'
import type { DrainOrder } from './farm-machine.js'
import type { OwnJobs } from './own-jobs.js'

interface DrainingOptions {
  /** PACKLINE_HOME, where the machine's own processes find out that it is drained. */
  home: string
  device: string
  jobs: OwnJobs
  nowMs: () => number
  /** Whether it is drained, or done, is other than it was. */
  onChange: () => void
  onProblem: (what: string, error: unknown) => void
}

interface Current {
  resume: () => void
  isDone: boolean
  stop: AbortController
}

const longestTimerMs = 2 ** 31 - 1

/** Does what an administrator ordered: takes nothing new, lets end what runs, and hands the rest back. */
export class Draining {
  readonly #options: DrainingOptions
  #current: Current | undefined
  #noting: Promise<void> = Promise.resolve()

  constructor (options: DrainingOptions) {
    this.#options = options
  }

  /** undefined while nobody wants it drained. */
  get standing (): { isDone: boolean } | undefined {
    return this.#current && { isDone: this.#current.isDone }
  }

  obey (order: DrainOrder | undefined): void {
    const { home, device, onProblem, onChange } = this.#options
    this.#noting = this
      .#noting
      .then(async () => {
        await noteDrain(home, device, order)
      })
      .catch((error: unknown) => {
        onProblem('drain', error)
      })
    if (order === undefined) this.#end()
    else if (this.#current === undefined) this.#begin(order)
    onChange()
  }

  async close (): Promise<void> {
    this.#current?.stop.abort()
    await this.#noting
  }

  #begin ({ deadlineAt }: DrainOrder): void {
    const { jobs, nowMs, onProblem } = this.#options
    const current = { resume: jobs.pause(), isDone: false, stop: new AbortController() }
    this.#current = current
    const leftMs = Math.min(longestTimerMs, Math.max(0, Date.parse(deadlineAt) - nowMs()))
    this.#empty(current, leftMs).catch((error: unknown) => {
      onProblem('drain', error)
    })
  }

  #end (): void {
    this.#current?.stop.abort()
    this.#current?.resume()
    this.#current = undefined
  }

  /** Lets what runs end until the deadline, then hands it back. */
  async #empty (current: Current, leftMs: number): Promise<void> {
    const { jobs, onChange } = this.#options
    const { signal } = current.stop
    await jobs.whenIdle(AbortSignal.any([signal, AbortSignal.timeout(leftMs)])).catch(async () => {
      if (!signal.aborted) await jobs.handBack()
    })
    current.isDone = !signal.aborted
    onChange()
  }
}
