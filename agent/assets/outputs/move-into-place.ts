import { close, constants, copyFileSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hasCode } from '../../errors.js'
import { syncFile } from '../../files/atomic-file.js'
import { systemCalls } from '../../files/system-calls.js'

/** What a killed run may leave beside an output on another file system than its stage. */
export const arrivingName = '.packline-arriving'

/**
 * What a folder that cannot be moved answers: a mount (EBUSY), another mount (EXDEV), a folder of a lower
 * layer of overlayfs (EXDEV; fs/overlayfs/dir.c, ovl_rename), one whose owner forbids it.
 */
const cannotMove = ['EXDEV', 'EBUSY', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

/** Puts a staged folder in the place of the live one, which it takes in exchange; false where it cannot. */
export function exchangeFolders (staged: string, live: string): boolean {
  if (systemCalls().exchange(staged, live)) return true
  const aside = asideOf(staged)
  if (!moveFolder(live, aside)) return false
  if (!moveFolder(staged, live)) {
    renameSync(aside, live)
    return false
  }
  renameSync(aside, staged)
  return true
}

/** Where the live folder lies between the two renames that stand in for an exchange. */
export function asideOf (staged: string): string {
  return `${staged}.old`
}

/** Moves a folder to where nothing is; false where it cannot be moved. */
export function moveFolder (from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (cannotMove.some(code => hasCode(error, code))) return false
    throw error
  }
}

/** Small files are freed in no time. */
const largeBytes = 1_000_000

/** What has lost its last name is freed when it is closed: on another thread, since a page takes 4 ms. */
function holdLarge (path: string): () => void {
  const letGo = (): void => {}
  try {
    // Windows renames nothing over an open file.
    const isLarge = process.platform !== 'win32' && lstatSync(path).size >= largeBytes
    if (!isLarge) return letGo
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    return () => {
      close(descriptor, letGo)
    }
  } catch {
    return letGo
  }
}

/** Moves a file over another in one step, also from one file system to another. */
export function moveFile (from: string, to: string): void {
  const letGo = holdLarge(to)
  try {
    renameSync(from, to)
    return
  } catch (error) {
    if (!hasCode(error, 'EXDEV')) throw error
  } finally {
    letGo()
  }
  const arriving = join(dirname(to), arrivingName)
  rmSync(arriving, { force: true })
  copyFileSync(from, arriving, constants.COPYFILE_FICLONE)
  syncFile(arriving)
  renameSync(arriving, to)
  rmSync(from, { force: true })
}
