import type { ActionRunnerSettings } from './action-runner-settings.js'
import type { Action } from './runner.js'
import { TimeShares } from './time-shares.js'

/** What the actions of a run cost. */
export class ActionCosts {
  readonly #settings: Pick<ActionRunnerSettings, 'now' | 'processorMs'>
  /** Of this process's work, whatever else its machine does. */
  readonly #work = new TimeShares()
  /** Of the time by the clock, for programs that are other processes. */
  readonly #waits = new TimeShares()

  constructor (settings: Pick<ActionRunnerSettings, 'now' | 'processorMs'>) {
    this.#settings = settings
  }

  /**
   * Returns what ends an action and tells its cost. Sets go on at once, and the one of four sprites waits as
   * long as the one of a thousand.
   */
  begin ({ inputs: { inputs }, isProgram }: Action<unknown>): () => number {
    const { now, processorMs = now } = this.#settings
    const [shares, time] = isProgram === true ? [this.#waits, now] : [this.#work, processorMs]
    const end = shares.begin(time(), 1 + inputs.length)
    return () => end(time())
  }
}
