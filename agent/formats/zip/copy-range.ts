import type { FileHandle } from 'node:fs/promises'
import { systemCalls } from '../../files/system-calls.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

/** One call at most: an abort is seen between two of them. */
const sliceBytes = 64 * 1024 * 1024
const bufferBytes = 1024 * 1024

/** Copies a range of one open file into another without taking it through memory, where the system can. */
export async function copyRange (
  from: FileHandle,
  fromOffset: number,
  to: FileHandle,
  toOffset: number,
  length: number,
  signal: AbortSignal
): Promise<void> {
  for (let done = 0; done < length;) {
    signal.throwIfAborted()
    const slice = Math.min(sliceBytes, length - done)
    const copied = await systemCalls().copyRange(from.fd, fromOffset + done, to.fd, toOffset + done, slice)
    // The system's own reason (a full disk, two file systems) comes out of copying by hand.
    done += copied > 0 ? copied : await copySlice(from, fromOffset + done, to, toOffset + done, slice)
  }
}

async function copySlice (
  from: FileHandle,
  fromOffset: number,
  to: FileHandle,
  toOffset: number,
  length: number
): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(bufferBytes, length))
  for (let done = 0; done < length;) {
    const { bytesRead } = await from.read(
      buffer,
      0,
      Math.min(buffer.length, length - done),
      fromOffset + done
    )
    if (bytesRead === 0) throw new ReasonError(phrase('zip.sourceEnds', { offset: fromOffset + length }))
    await writeFully(to, buffer.subarray(0, bytesRead), toOffset + done)
    done += bytesRead
  }
  return length
}

export async function writeFully (to: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await to.write(bytes, done, bytes.length - done, offset + done)).bytesWritten
  }
}
