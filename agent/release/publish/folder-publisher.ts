import { constants } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hasCode, PacklineError } from '../../errors.js'
import { sha256OfFile } from '../../files/streamed-digest.js'
import type { Delivery, Publisher, PublishFile, PublishResult } from './publisher.js'

/**
 * A folder on a disk that a web server shows. Packages go to releases/VERSION-BUILD/TARGET, written beside
 * and renamed when whole; then the link current/TARGET is switched to it. A reader finds the old release or
 * the new one, and a kill leaves either.
 */
export function folderPublisher (folder: string): Publisher {
  return {
    place: folder,
    publish: async (delivery, signal) => {
      const { release, target } = delivery
      const result: PublishResult = {
        written: 0,
        kept: 0,
        bytes: 0,
        place: join(folder, 'releases', release, target)
      }
      for (const file of delivery.hotUpdate) {
        await place(file, join(folder, 'hot-update', file.name), result, signal)
      }
      if (delivery.files.length === 0) return result
      await placeAll(delivery, folder, result, signal)
      await switchLink(join(folder, 'current'), target, join('..', 'releases', release, target))
      return result
    }
  }
}

async function placeAll (
  { release, target, files }: Delivery,
  folder: string,
  result: PublishResult,
  signal: AbortSignal
): Promise<void> {
  const parent = join(folder, 'releases', release)
  const [final, partial] = [join(parent, target), join(parent, `.${target}.partial`)]
  if (await exists(final)) {
    for (const file of files) await place(file, join(final, file.name), result, signal)
    return
  }
  // What an interrupted run copied is checked and kept.
  for (const file of files) await place(file, join(partial, file.name), result, signal)
  await flush(partial)
  await rename(partial, final).catch(async (error: unknown) => {
    if (!await exists(final)) throw error
    // Another publisher of the same release was faster.
    for (const file of files) await place(file, join(final, file.name), result, signal)
    await rm(partial, { recursive: true, force: true })
  })
  await flush(parent)
}

/**
 * Puts one file in its place, whole or not at all. What is there already has to be the same, unless it is one
 * that is replaced.
 */
async function place (
  { path, name, sha256, sizeBytes, isReplaced }: PublishFile,
  to: string,
  result: PublishResult,
  signal: AbortSignal
): Promise<void> {
  signal.throwIfAborted()
  if (await exists(to)) {
    const found = await sha256OfFile(to)
    if (found === sha256) {
      result.kept++
      return
    }
    if (!isReplaced) {
      throw new PacklineError('RELEASE_PUBLISHED_DIFFERS', {
        file: name,
        place: to,
        expected: sha256,
        found
      })
    }
  }
  await mkdir(dirname(to), { recursive: true })
  const partial = `${to}.partial-${process.pid}`
  try {
    await copyFile(path, partial, constants.COPYFILE_FICLONE)
    const copied = await sha256OfFile(partial)
    if (copied !== sha256) {
      throw new PacklineError('RELEASE_ARTIFACT_CHANGED', {
        file: path,
        expected: sha256,
        found: copied
      })
    }
    await flush(partial)
    await rename(partial, to)
    await flush(dirname(to))
  } catch (error) {
    await rm(partial, { force: true })
    if (hasCode(error, 'ENOSPC')) {
      throw new PacklineError('DISK_FULL', { folder: dirname(to) }, { cause: error })
    }
    throw error
  }
  result.written++
  result.bytes += sizeBytes
}

/** A link is replaced by renaming another one over it: there is no moment without one. */
async function switchLink (folder: string, name: string, to: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const next = join(folder, `.${name}.next-${process.pid}`)
  await unlink(next).catch(() => {})
  try {
    await symlink(to, next)
  } catch (error) {
    // Windows gives links to administrators only; a file that names the folder serves there.
    if (!hasCode(error, 'EPERM')) throw error
    await writeFile(next, `${to}\n`)
  }
  await rename(next, join(folder, name))
  await flush(folder)
}

async function exists (path: string): Promise<boolean> {
  return await stat(path).then(() => true, () => false)
}

async function flush (path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
