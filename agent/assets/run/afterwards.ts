/**
 * What of a run only saves a later one time. A warm worker does it when the command has its answer; one that
 * dies before has lost it.
 */
export class Afterwards {
  readonly #tasks: Array<() => void> = []

  readonly add = (task: () => void): void => {
    this.#tasks.push(task)
  }

  /** Does what there is to do. */
  finish (): void {
    for (const task of this.#tasks.splice(0)) {
      try {
        task()
      } catch {
        // A disk that takes nothing is the next run's to tell.
      }
    }
  }
}
