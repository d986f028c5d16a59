import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { errorText } from '../../error-text.js'
import { PacklineError, hasCode } from '../../errors.js'
import { basicStatus, emptyPath, fileCalls } from '../../files/file-calls.js'
import type { FileCalls } from '../../files/file-calls.js'
import { CallStatus } from '../../files/file-statuses.js'
import { OpenFolder, nameIn } from '../../files/open-folder.js'

/** From so many files on, the system's own calls save more than declaring them takes. */
const fewFiles = 200
const closeOnExec = 0o2000000 // O_CLOEXEC

/** The bytes of a file and the status that belongs to exactly these bytes. */
export interface UnchangedFile {
  bytes: Buffer
  status: { size: bigint, mtimeNs: bigint, ctimeNs: bigint, ino: bigint }
}

/** Reads the files of a project, best one folder after the other. */
export class UnchangedFiles {
  readonly #project: string
  readonly #folder: OpenFolder
  readonly #calls: FileCalls | undefined
  readonly #before = new CallStatus()
  readonly #after = new CallStatus()

  /** @param few below so many, Node's own way is taken */
  constructor (project: string, count: number, few = fewFiles) {
    this.#project = project
    this.#folder = new OpenFolder(project)
    this.#calls = count < few ? undefined : fileCalls()
  }

  /** The status holds until the next file is read. */
  read (path: string, memory: Pick<ReadMemory, 'take'>): UnchangedFile {
    const read = this.#calls && this.#readBy(this.#calls, path, memory)
    // What is unusual in any way is read, or told, by Node's own way.
    return read ?? readUnchanging(this.#project, path, memory)
  }

  #readBy (calls: FileCalls, path: string, memory: Pick<ReadMemory, 'take'>): UnchangedFile | undefined {
    const folder = this.#folder.of(path)
    if (folder < 0) return undefined
    const descriptor = calls.open(folder, nameIn(path), constants.O_RDONLY | closeOnExec)
    if (descriptor < 0) return undefined
    try {
      const [before, after] = [this.#before, this.#after]
      if (calls.status(descriptor, '', emptyPath, basicStatus, before.bytes) !== 0) return undefined
      const bytes = memory.take(Number(before.size))
      for (let length = 0; length < bytes.length;) {
        const rest = length === 0 ? bytes : bytes.subarray(length)
        const count = calls.read(descriptor, rest, rest.length)
        if (count <= 0) return undefined
        length += count
      }
      const isThere = calls.status(descriptor, '', emptyPath, basicStatus, after.bytes) === 0
      return isThere && after.hasContentOf(before) ? { bytes, status: before } : undefined
    } finally {
      calls.close(descriptor)
    }
  }

  close (): void {
    this.#folder.close()
  }
}

function readUnchanging (project: string, path: string, memory: Pick<ReadMemory, 'take'>): UnchangedFile {
  let descriptor: number | undefined
  try {
    descriptor = openSync(`${project}/${path}`, 'r')
    for (let attempt = 0; attempt < 3; attempt++) {
      const status = fstatSync(descriptor, { bigint: true })
      const bytes = readWhole(descriptor, memory.take(Number(status.size)))
      const after = fstatSync(descriptor, { bigint: true })
      if (
        after.mtimeNs === status.mtimeNs && after.size === status.size && bytes.length === Number(status.size)
      ) return { bytes, status }
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) {
      throw new PacklineError('SCAN_FILE_CHANGED', { file: path }, { cause: error })
    }
    throw new PacklineError('SCAN_UNREADABLE', {
      file: path,
      reason: errorText(error)
    }, {
      cause: error
    })
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
  throw new PacklineError('SCAN_FILE_CHANGED', { file: path })
}

function readWhole (descriptor: number, bytes: Buffer): Buffer {
  let length = 0
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, length)
    if (count === 0) break
    length += count
  }
  return length === bytes.length ? bytes : bytes.subarray(0, length)
}

const slabBytes = 1024 * 1024

/** Small files share memory: an allocation of its own for each took half as long as reading it. */
export class ReadMemory {
  readonly #make: (size: number) => Buffer
  #slab: Buffer = Buffer.alloc(0)

  constructor (make: (size: number) => Buffer = size => Buffer.allocUnsafeSlow(size)) {
    this.#make = make
  }

  take (size: number): Buffer {
    if (size > slabBytes / 4) return this.#make(size)
    if (size > this.#slab.length) this.#slab = this.#make(slabBytes)
    const bytes = this.#slab.subarray(0, size)
    this.#slab = this.#slab.subarray(size)
    return bytes
  }
}

/** The memory of the file before, for whoever has done with it: it is in the processor's cache. */
export class OneBuffer {
  #bytes = Buffer.alloc(0)

  take (size: number): Buffer {
    if (size > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(Math.max(size, 256 * 1024))
    return this.#bytes.subarray(0, size)
  }
}
