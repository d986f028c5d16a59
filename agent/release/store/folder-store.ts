import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile
} from 'node:fs/promises'
import { dirname, join, posix, relative, sep } from 'node:path'
import { hasCode, PacklineError } from '../../errors.js'
import { lockFile } from '../../files/file-lock.js'
import { sha256OfFile } from '../../files/streamed-digest.js'
import type { ObjectContent, ObjectStore, StoredObject } from './object-store.js'
import { checkSame, sha256Of } from './stored-bytes.js'
import { phrase } from '../../messages/phrase.js'

/** What is on its way lies here, in the store and on its disk, under no name that anybody asks for. */
const arriving = '.arriving'
/** Nothing takes longer to arrive: what is older was left by somebody who was killed. */
const leftoverMs = 24 * 3600 * 1000

/** A folder on a disk that a web server shows. */
export function folderStore (folder: string): ObjectStore {
  const at = (name: string): string => join(folder, name)
  const write = async (name: string, content: ObjectContent, isNew: boolean): Promise<boolean> =>
    await arrive(folder, at(name), content, isNew)
  const replace: ObjectStore['replace'] = async (name, bytes, signal) => {
    signal.throwIfAborted()
    await write(name, { bytes: Buffer.from(bytes) }, false)
  }
  return {
    place: folder,
    read: async name => await readFile(at(name)).catch(unlessMissing),
    fetch: async (name, to) =>
      await copyFile(at(name), to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
        .then(() => true, error => unlessMissing(error) ?? false),
    open: async (name, piece) => (await open(at(name)).catch(unlessMissing))?.createReadStream(piece),
    find: async name => {
      const found = await stat(at(name)).catch(unlessMissing)
      return found?.isFile() === true ? { sizeBytes: found.size } : undefined
    },
    put: async (name, content, signal) => {
      signal.throwIfAborted()
      const found = await stat(at(name)).catch(unlessMissing)
      if (found !== undefined && await sha256OfFile(at(name)) === sha256Of(content)) return
      await write(name, content, false)
    },
    putIfAbsent: async (name, content, signal) => {
      signal.throwIfAborted()
      const isThere = await stat(at(name)).catch(unlessMissing) !== undefined
      if (!isThere && await write(name, content, true)) return 'written'
      checkSame(name, at(name), content, await sha256OfFile(at(name)))
      return 'kept'
    },
    replace,
    note: replace,
    remove: async name => {
      await rm(at(name), { force: true })
    },
    list: (below, signal) => listFolder(folder, below, signal),
    copy: async (from, to, signal) => {
      signal.throwIfAborted()
      await mkdir(dirname(at(to)), { recursive: true })
      // Neither ever changes, so that one file serves both.
      return await link(at(from), at(to)).then(() => true, (error: unknown) => hasCode(error, 'EEXIST'))
    },
    link: async (name, to) => {
      await switchLink(folder, at(name), posix.relative(posix.dirname(name), to))
    },
    linked: async name => await linkedTo(folder, at(name)),
    alone: async (work, signal) => {
      await checkMounted(folder)
      const lock = await lockFile(join(folder, arriving, 'lock'), { signal, command: 'packline release' })
      await work().finally(() => {
        lock.close()
      })
    },
    close: async () => {
      await removeLeftovers(join(folder, arriving))
    }
  }
}

/** Puts bytes in their place, whole or not at all. With `isNew` false when something is there by now. */
async function arrive (
  folder: string,
  to: string,
  content: ObjectContent,
  isNew: boolean
): Promise<boolean> {
  const partial = join(folder, arriving, randomBytes(12).toString('hex'))
  try {
    await mkdir(dirname(partial), { recursive: true })
    await mkdir(dirname(to), { recursive: true })
    await fill(partial, content)
    const isPlaced = isNew ? await placeNew(partial, to) : await rename(partial, to).then(() => true)
    await flush(dirname(to))
    return isPlaced
  } catch (error) {
    if (hasCode(error, 'ENOSPC')) {
      throw new PacklineError('DISK_FULL', { folder: dirname(to) }, { cause: error })
    }
    throw error
  } finally {
    await rm(partial, { force: true })
  }
}

async function fill (partial: string, content: ObjectContent): Promise<void> {
  if ('bytes' in content) {
    await writeFile(partial, content.bytes)
  } else {
    await copyFile(content.path, partial, constants.COPYFILE_FICLONE)
    const found = await sha256OfFile(partial)
    if (found !== content.sha256) {
      throw new PacklineError('RELEASE_ARTIFACT_CHANGED', {
        file: content.path,
        expected: content.sha256,
        found
      })
    }
  }
  await flush(partial)
}

async function placeNew (partial: string, to: string): Promise<boolean> {
  try {
    // A rename would take the place of what somebody else put there meanwhile.
    await link(partial, to)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    if (!hasCode(error, 'EPERM') && !hasCode(error, 'ENOTSUP') && !hasCode(error, 'ENOSYS')) throw error
    await rename(partial, to)
    return true
  }
}

/** A link is replaced by renaming another one over it: there is no moment without one. */
async function switchLink (folder: string, path: string, to: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await mkdir(join(folder, arriving), { recursive: true })
  const next = join(folder, arriving, randomBytes(12).toString('hex'))
  try {
    await symlink(to, next)
  } catch (error) {
    // Windows gives links to administrators only; a file that names the folder serves there.
    if (!hasCode(error, 'EPERM')) throw error
    await writeFile(next, `${to}\n`)
  }
  await rename(next, path)
  await flush(dirname(path))
}

async function linkedTo (folder: string, path: string): Promise<string | null> {
  const to = await readlink(path).catch(async (error: unknown) => {
    if (hasCode(error, 'EINVAL')) return (await readFile(path, 'utf8')).trim()
    return unlessMissing(error)
  })
  return to === undefined ? null : relative(folder, join(dirname(path), to)).split(sep).join('/')
}

/** A volume that is not mounted here, or a folder of another machine, has nothing of ours. */
async function checkMounted (folder: string): Promise<void> {
  if (await stat(join(folder, arriving)).catch(unlessMissing) !== undefined) return
  const reason = phrase('folder.notHere')
  throw new PacklineError('RELEASE_PUBLISHER_FAILED', { place: folder, reason })
}

async function* listFolder (
  folder: string,
  below: string,
  signal: AbortSignal
): AsyncGenerator<StoredObject> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(unlessMissing) ?? []
  for (const entry of entries) {
    signal.throwIfAborted()
    const name = below === '' ? entry.name : posix.join(below, entry.name)
    if (name === arriving) continue
    if (entry.isDirectory()) yield* listFolder(folder, name, signal)
    else if (entry.isFile()) {
      const status = await stat(join(folder, name)).catch(unlessMissing)
      if (status !== undefined) yield { name, sizeBytes: status.size }
    }
  }
}

async function removeLeftovers (folder: string): Promise<void> {
  // When something arrived last, by the clock of the disk.
  const last = (await stat(folder).catch(unlessMissing))?.mtimeMs ?? 0
  for (const name of await readdir(folder).catch(unlessMissing) ?? []) {
    const path = join(folder, name)
    const status = await stat(path).catch(unlessMissing)
    if (name === 'lock') continue
    if (status !== undefined && last - status.mtimeMs > leftoverMs) await rm(path, { force: true })
  }
}

function unlessMissing (error: unknown): undefined {
  if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined
  throw error
}

async function flush (path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
