import { lstatSync } from 'node:fs'
import { basicStatus, fileCalls, noFollow } from './file-calls.js'
import type { FileCalls } from './file-calls.js'
import { OpenFolder, nameIn } from './open-folder.js'

/** The part of a file's status that tells whether it is still the same. */
export interface LookedStatus {
  size: bigint
  mtimeNs: bigint
  ctimeNs: bigint
  ino: bigint
  isFile: () => boolean
}

/** From so many files on, what the system's own call saves is more than loading it takes (8 ms). */
const fewFiles = 5_000

/**
 * Looks at the files below a folder, as `lstat` does. Where there are many of them, Linux is asked for one of
 * a folder after the other without Node's way to it, which takes as long as the look itself.
 */
export class FileStatuses {
  readonly #root: string
  readonly #calls: FileCalls | undefined
  readonly #status = new CallStatus()
  readonly #folder: OpenFolder

  /** @param few below so many, Node's own way is taken */
  constructor (root: string, count: number, few = fewFiles) {
    this.#root = root
    this.#folder = new OpenFolder(root)
    this.#calls = count < few ? undefined : fileCalls()
  }

  /** Undefined where nothing is; what is returned holds until the next look. */
  of (path: string): LookedStatus | undefined {
    if (this.#calls !== undefined) {
      const folder = this.#folder.of(path)
      const isThere = folder >= 0 &&
        this.#calls.status(folder, nameIn(path), noFollow, basicStatus, this.#status.bytes) === 0
      if (isThere) return this.#status
    }
    return lstatSync(`${this.#root}/${path}`, { bigint: true, throwIfNoEntry: false })
  }

  close (): void {
    this.#folder.close()
  }
}

/** Size and time of the last change of what is in it. */
const contentWords = [10, 11, 28, 29, 30]

/** What the call has written, a `struct statx`. */
export class CallStatus implements LookedStatus {
  readonly bytes = Buffer.alloc(256)
  readonly #words = new Int32Array(this.bytes.buffer, this.bytes.byteOffset, 64)

  get size (): bigint {
    return this.bytes.readBigInt64LE(40)
  }
  get ino (): bigint {
    return this.bytes.readBigInt64LE(32)
  }
  get ctimeNs (): bigint {
    return this.#nanosecondsAt(96)
  }
  get mtimeNs (): bigint {
    return this.#nanosecondsAt(112)
  }

  /** Whether the file has not been written to since the other look, as far as that shows. */
  hasContentOf (other: CallStatus): boolean {
    return contentWords.every(word => this.#words[word] === other.#words[word])
  }

  isFile (): boolean {
    return (this.#word(7) & 0xf000) === 0x8000
  }

  /** Whether it has this size and inode: numbers of 64 bits, each two words, of which no numbers are made. */
  hasContent (sizes: Int32Array, inodes: Int32Array, at: number): boolean {
    return sizes[at] === this.#word(10) && sizes[at + 1] === this.#word(11) &&
      inodes[at] === this.#word(8) && inodes[at + 1] === this.#word(9)
  }

  wasModifiedAt (times: Int32Array, at: number): boolean {
    return this.#isTime(28, times, at)
  }

  wasChangedAt (times: Int32Array, at: number): boolean {
    return this.#isTime(24, times, at)
  }

  /** Compares seconds and nanoseconds with nanoseconds. */
  #isTime (word: number, times: Int32Array, at: number): boolean {
    const seconds = this.#word(word)
    const nanoseconds = this.#word(word + 2)
    const low = (Math.imul(seconds, 1e9) + nanoseconds) | 0
    if (times[at] !== low) return false
    // A double misses it by less than a thousand; the low word is known.
    const whole = (this.#word(word + 1) * 2 ** 32 + (seconds >>> 0)) * 1e9 + nanoseconds
    return times[at + 1] === Math.round((whole - (low >>> 0)) / 2 ** 32)
  }

  #nanosecondsAt (offset: number): bigint {
    return this.bytes.readBigInt64LE(offset) * 1_000_000_000n + BigInt(this.bytes.readUInt32LE(offset + 8))
  }

  #word (index: number): number {
    return this.#words[index] ?? 0
  }
}
