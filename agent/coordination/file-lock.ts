import { closeSync, openSync } from 'node:fs'
import { systemCalls } from '../cache/system-calls.js'

/** An advisory lock on a file (flock). The kernel drops it when its holder dies, however it dies. */
export class FileLock {
  readonly #file: number
  #isHeld = false
  #isClosed = false

  constructor (path: string) {
    this.#file = openSync(path, 'a')
  }

  get isHeld (): boolean { return this.#isHeld }

  tryLock (): boolean {
    this.#isHeld = systemCalls().tryLock(this.#file)
    return this.#isHeld
  }

  unlock (): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    systemCalls().unlock(this.#file)
  }

  close (): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#isHeld = false
    closeSync(this.#file)
  }
}
