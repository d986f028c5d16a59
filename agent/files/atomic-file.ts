import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
  writev
} from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { hasCode } from '../errors.js'
import { partsOf, sizeOf } from './blob-content.js'
import type { BlobContent } from './blob-content.js'
import { namingPath } from './file-system-errors.js'
import { makeFolder } from './make-folder.js'

/**
 * A name beside `path` that no other process uses. Names like this are leftovers when no run is under way.
 */
export function temporaryName (path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
}

/** Writes `bytes` so that `path` holds either what it held before or all of them, also after a power cut. */
export async function writeFileAtomic (
  path: string,
  bytes: string | BlobContent,
  mode = 0o644
): Promise<void> {
  const temporary = temporaryName(path)
  try {
    const file = await openCreatingFolder(temporary, mode)
    try {
      if (typeof bytes === 'string' || bytes instanceof Uint8Array) await file.writeFile(bytes)
      else await writeParts(file, bytes)
      await file.datasync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw namingPath(error, path)
  }
}

/**
 * Makes a file of this content, on another thread from the call on, and waits for the disk. What is left of
 * it where that fails is the caller's.
 */
export async function writeSynced (path: string, content: BlobContent, mode: number): Promise<void> {
  const descriptor = openSync(path, 'wx', mode)
  try {
    const parts = [...partsOf(content)]
    const { bytesWritten } = await promisify(writev)(descriptor, parts)
    // A nearly full disk takes a part of them, and says so with the rest.
    if (bytesWritten < sizeOf(parts)) writeFileSync(descriptor, Buffer.concat(parts).subarray(bytesWritten))
    await promisify(fdatasync)(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The same without waiting for the disk, for records that are checked when read and can be made anew. */
export function writeRecordSync (path: string, bytes: string | Uint8Array): void {
  const temporary = temporaryName(path)
  makeAbsent(dirname(path))
  const descriptor = openSync(temporary, 'wx', 0o644)
  try {
    const whole = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
    for (let offset = 0; offset < whole.length;) offset += writeSync(descriptor, whole, offset)
    closeSync(descriptor)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw namingPath(error, path)
  }
}

export function syncFile (path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fdatasyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

export function syncFolder (folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fdatasyncSync(descriptor)
  } catch (error) {
    // Some file systems (network and FUSE mounts) cannot sync a folder; the rename itself has been done.
    if (!hasCode(error, 'EINVAL') && !hasCode(error, 'ENOTSUP')) throw error
  } finally {
    closeSync(descriptor)
  }
}

/** Writes to an open file what follows one another. */
export async function writeParts (file: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  const { bytesWritten } = await file.writev([...parts])
  // A nearly full disk takes a part of them, and says so with the rest.
  if (bytesWritten < sizeOf(parts)) await file.writeFile(Buffer.concat(parts).subarray(bytesWritten))
}

async function openCreatingFolder (path: string, mode: number): ReturnType<typeof open> {
  makeAbsent(dirname(path))
  return await open(path, 'wx', mode)
}

/** To see whether a folder is there takes much less than to fail for the want of it. */
function makeAbsent (folder: string): void {
  if (!existsSync(folder)) makeFolder(folder)
}
