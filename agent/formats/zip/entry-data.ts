import { Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { PacklineError } from '../../errors.js'
import { deflated, stored } from './zip-entry.js'
import type { ZipArchive, ZipEntry } from './zip-entry.js'
import { readLocalEntry } from './read-zip.js'
import { phrase, type Wording, about } from '../../messages/phrase.js'
import type { ZipSource } from './zip-source.js'

/** Streams an entry's bytes into `sink`; no more than its directory tells, and exactly those. */
export async function streamEntry (
  handle: ZipSource,
  archive: ZipArchive,
  entry: ZipEntry,
  sink: NodeJS.WritableStream,
  signal?: AbortSignal
): Promise<void> {
  const damaged = (reason: Wording): PacklineError =>
    new PacklineError('PACKAGE_DAMAGED', { file: archive.file, reason: about(entry.name, reason) })
  if (entry.method !== stored && entry.method !== deflated) {
    throw damaged(phrase('zip.method', { method: entry.method }))
  }
  const { dataOffset } = await readLocalEntry(handle, archive, entry)
  let seen = 0
  let checksum = 0
  const check = new Transform({
    transform (chunk: Buffer, _, done) {
      seen += chunk.length
      checksum = crc32(chunk, checksum)
      if (seen > entry.size) {
        done(damaged(phrase('zip.more', { size: entry.size })))
      } else done(null, chunk)
    },
    flush (done) {
      if (seen !== entry.size) done(damaged(phrase('zip.otherSize', { seen, size: entry.size })))
      else done(checksum === entry.crc32 ? null : damaged(phrase('zip.checksum')))
    }
  })
  const source = entry.compressedSize === 0
    ? (async function* () {})()
    : readRange(handle, dataOffset, entry.compressedSize)
  const options = signal === undefined ? {} : { signal }
  try {
    if (entry.method === stored) await pipeline(source, check, sink, options)
    else await pipeline(source, createInflateRaw(), check, sink, options)
  } catch (error) {
    throw error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
      ? damaged(error.message)
      : error
  }
}

const chunkBytes = 256 * 1024

async function* readRange (handle: ZipSource, offset: number, length: number): AsyncGenerator<Buffer> {
  for (let done = 0; done < length;) {
    const { buffer, bytesRead } = await handle.read(
      Buffer.allocUnsafe(Math.min(chunkBytes, length - done)),
      0,
      Math.min(chunkBytes, length - done),
      offset + done
    )
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    done += bytesRead
  }
}

/** The bytes of a small entry. */
export async function readEntry (
  handle: ZipSource,
  archive: ZipArchive,
  entry: ZipEntry,
  maxBytes: number
): Promise<Buffer> {
  if (entry.size > maxBytes) {
    throw new PacklineError('PACKAGE_BOMB', {
      file: archive.file,
      reason: phrase('zip.entryTooLarge', { entry: entry.name, size: entry.size, most: maxBytes })
    })
  }
  // At once: parts that are put together take twice the memory. No more comes than its size.
  const bytes = Buffer.allocUnsafe(entry.size)
  let filled = 0
  const sink = new Writable({
    write (chunk: Buffer, _, done) {
      filled += chunk.copy(bytes, filled)
      done()
    }
  })
  await streamEntry(handle, archive, entry, sink)
  return bytes
}
