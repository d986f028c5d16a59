import { closeSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'

/** A lock on an open file. The kernel drops it when the last process that has the file open dies, however that happens. */
export interface FileLock { readonly fd: number, close: () => void }

const exclusive = 2
const nonBlocking = 4
const unlock = 8

type Flock = (fd: number, operation: number) => number

let flock: Flock | undefined

/** Loads the C library's flock on first use. */
function loadFlock (): Flock {
  // koffi is CommonJS and costs some milliseconds to load; most runs of packline need no licence.
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
  flock ??= koffi.load(null).func('int flock(int fd, int operation)') as unknown as Flock
  return flock
}

export function tryLock (fd: number): boolean {
  return loadFlock()(fd, exclusive | nonBlocking) === 0
}

export function releaseLock (fd: number): void {
  loadFlock()(fd, unlock)
}

/** Opens and locks `file`; undefined when another open file holds the lock. */
export function lockFile (file: string): FileLock | undefined {
  const fd = openSync(file, 'a')
  if (!tryLock(fd)) {
    closeSync(fd)
    return undefined
  }
  let isOpen = true
  return {
    fd,
    close: () => {
      if (isOpen) closeSync(fd)
      isOpen = false
    }
  }
}

/** Somebody alive holds the lock of `file`. A file that is not there is nobody's. */
export function isLocked (file: string): boolean {
  let fd: number
  try {
    fd = openSync(file, 'r+')
  } catch {
    return false
  }
  try {
    return !tryLock(fd)
  } finally {
    closeSync(fd)
  }
}
