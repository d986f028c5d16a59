import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { BigIntStats } from 'node:fs'
import { join } from 'node:path'
import { errorText } from '../../error-text.js'
import { PacklineError, hasCode } from '../../errors.js'

/** The bytes of a file and the status that belongs to exactly these bytes. */
export function readUnchanging (
  project: string,
  path: string,
  memory: Pick<ReadMemory, 'take'>
): { bytes: Buffer, status: BigIntStats } {
  let descriptor: number | undefined
  try {
    descriptor = openSync(join(project, path), 'r')
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
