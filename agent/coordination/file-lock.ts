import { closeSync, openSync } from 'node:fs'
import koffi from 'koffi'

const exclusive = 2
const withoutWaiting = 4
const unlock = 8
const wouldBlock = new Set([koffi.os.errno.EAGAIN, koffi.os.errno.EWOULDBLOCK])
let flock: ((file: number, operation: number) => number) | undefined

/** An advisory lock on a file (flock). The kernel drops it when its holder dies, however it dies. */
export class FileLock {
  readonly #file: number
  #isHeld = false
  #isClosed = false

  constructor (path: string) {
    flock ??= koffi.load(null).func('int flock(int file, int operation)')
    this.#file = openSync(path, 'a')
  }

  get isHeld (): boolean { return this.#isHeld }

  tryLock (): boolean {
    for (;;) {
      if (flock!(this.#file, exclusive | withoutWaiting) === 0) return (this.#isHeld = true)
      const errno = koffi.errno()
      if (wouldBlock.has(errno)) return false
      if (errno !== koffi.os.errno.EINTR) throw new Error(`flock failed with errno ${errno}`)
    }
  }

  unlock (): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    flock!(this.#file, unlock)
  }

  close (): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#isHeld = false
    closeSync(this.#file)
  }
}
