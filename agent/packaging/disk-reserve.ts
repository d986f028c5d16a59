import { statfsSync } from 'node:fs'
import { PacklineError } from '../errors.js'

/** Lets work begin that leaves enough of a disk free, whatever the work that is under way still writes. */
export class DiskReserve {
  readonly #folder: string
  readonly #reserveMb: number
  readonly #freeBytes: () => number
  readonly #waiting: Array<() => void> = []
  #underWay = 0

  constructor (folder: string, reserveMb: number, freeBytes = freeBytesOf) {
    this.#folder = folder
    this.#reserveMb = reserveMb
    this.#freeBytes = () => freeBytes(folder)
  }

  /** Waits for other work where that may free the disk. Throws PACKAGE_DISK_RESERVE where there is none. */
  async use<T> (bytes: number, work: () => Promise<T>): Promise<T> {
    while (!this.#fits(bytes)) {
      if (this.#underWay === 0) {
        throw new PacklineError('PACKAGE_DISK_RESERVE', {
          folder: this.#folder,
          freeMb: Math.floor(this.#freeBytes() / 1_000_000),
          neededMb: Math.ceil(bytes / 1_000_000),
          reserveMb: this.#reserveMb
        })
      }
      await new Promise<void>(resolve => {
        this.#waiting.push(resolve)
      })
    }
    this.#underWay += bytes
    try {
      return await work()
    } finally {
      this.#underWay -= bytes
      for (const next of this.#waiting.splice(0)) next()
    }
  }

  #fits (bytes: number): boolean {
    return this.#freeBytes() - this.#underWay - bytes >= this.#reserveMb * 1_000_000
  }
}

function freeBytesOf (folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
