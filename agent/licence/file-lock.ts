import { closeSync, openSync } from 'node:fs'
import { systemCalls } from '../cache/system-calls.js'

/** A lock on an open file. The kernel drops it when the last process that has the file open dies, however that happens. */
export interface FileLock { readonly fd: number, close: () => void }

/** Opens and locks `file`; undefined when another open file holds the lock. */
export function lockFile (file: string): FileLock | undefined {
  const fd = openSync(file, 'a')
  if (!systemCalls().tryLock(fd)) {
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
    return !systemCalls().tryLock(fd)
  } finally {
    closeSync(fd)
  }
}
