import { closeSync, constants, lstatSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { endianness } from 'node:os'
import type * as Koffi from 'koffi'

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
  readonly #call: StatusCall | undefined
  readonly #status: CallStatus | undefined
  #folder: string | undefined
  #descriptor = -1

  /** @param few below so many, Node's own way is taken */
  constructor (root: string, count: number, few = fewFiles) {
    this.#root = root
    this.#call = count < few ? undefined : statusCall()
    this.#status = this.#call && new CallStatus()
  }

  /** Undefined where nothing is; what is returned holds until the next look. */
  of (path: string): LookedStatus | undefined {
    const call = this.#call
    const status = this.#status
    if (call !== undefined && status !== undefined) {
      const end = path.lastIndexOf('/')
      const isThere = this.#enter(path, end) &&
        call(this.#descriptor, path.slice(end + 1), noFollow, basicStatus, status.bytes) === 0
      if (isThere) return status
    }
    return lstatSync(`${this.#root}/${path}`, { bigint: true, throwIfNoEntry: false })
  }

  close (): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor)
    this.#descriptor = -1
    this.#folder = undefined
  }

  /** Whether the folder of `path`, which ends at `end`, is open. */
  #enter (path: string, end: number): boolean {
    const folder = this.#folder
    if (folder?.length === Math.max(end, 0) && path.startsWith(folder)) return this.#descriptor >= 0
    this.close()
    this.#folder = path.slice(0, Math.max(end, 0))
    try {
      this.#descriptor = openSync(`${this.#root}/${this.#folder}`, openPath | constants.O_DIRECTORY)
    } catch {
      // Each file in it is looked at by its whole path, which says what is wrong.
      return false
    }
    return true
  }
}

const openPath = 0o10000000 // O_PATH
const noFollow = 0x100 // AT_SYMLINK_NOFOLLOW
const basicStatus = 0x7ff // STATX_BASIC_STATS

type StatusCall = (folder: number, name: string, flags: number, mask: number, status: Buffer) => number

let loaded: { call: StatusCall | undefined } | undefined

function statusCall (): StatusCall | undefined {
  if (process.platform !== 'linux' || endianness() !== 'LE') return undefined
  loaded ??= { call: loadCall() }
  return loaded.call
}

function loadCall (): StatusCall | undefined {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof Koffi
    return koffi
      .load(null)
      .func(
        'int statx(int folder, str name, int flags, uint32_t mask, void *status)'
      ) as unknown as StatusCall
  } catch {
    // A C library without the call, or no koffi for this machine: Node's way takes longer.
    return undefined
  }
}

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
