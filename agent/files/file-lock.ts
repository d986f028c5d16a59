import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isFullDisk } from './file-system-errors.js'
import { makeFolder } from './make-folder.js'
import { systemCalls } from './system-calls.js'

/**
 * An exclusive advisory lock on a file (flock). The kernel drops it when the last process that has it open
 * dies, however that happens.
 */
export class FileLock {
  /** For a child that is to hold the lock too. */
  readonly descriptor: number
  #isHeld = false
  #isClosed = false

  /** Opens the file, which is made where there is none, and does not lock it yet. */
  constructor (path: string) {
    this.descriptor = openSync(path, 'a+')
  }

  get isHeld (): boolean {
    return this.#isHeld
  }

  /** False when another open file has the lock. */
  tryLock (): boolean {
    this.#isHeld = systemCalls().tryLock(this.descriptor)
    return this.#isHeld
  }

  unlock (): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    systemCalls().unlock(this.descriptor)
  }

  close (): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#isHeld = false
    closeSync(this.descriptor)
  }
}

/** Somebody alive holds the lock of this file. A file that is not there is nobody's. */
export function isLocked (path: string): boolean {
  const descriptor = openedToLook(path)
  if (descriptor === undefined) return false
  try {
    return !systemCalls().tryLock(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function openedToLook (path: string): number | undefined {
  // A file of another user may be read only, which is enough on a local disk.
  for (const flags of ['r+', 'r']) {
    try {
      return openSync(path, flags)
    } catch {
      continue
    }
  }
  return undefined
}

export interface LockHolder {
  pid: number
  since: string
  command: string
}

export interface LockOptions {
  signal: AbortSignal
  /** What the holder is doing, for those who wait. */
  command: string
  /** Called once when another process has the lock; undefined when its name cannot be read. */
  onWait?: (holder: LockHolder | undefined) => void
}

const pollMs = 50

/** Waits for the lock on `path` and writes into the file who has it. */
export async function lockFile (path: string, options: LockOptions): Promise<FileLock> {
  makeFolder(dirname(path))
  const lock = new FileLock(path)
  try {
    let told = false
    while (!lock.tryLock()) {
      if (!told) options.onWait?.(readHolder(path))
      told = true
      await delay(pollMs, undefined, { signal: options.signal })
    }
    writeHolder(lock, options.command)
    return lock
  } catch (error) {
    lock.close()
    throw error
  }
}

/** A full disk keeps nobody from locking: those who wait only do not learn for whom. */
function writeHolder ({ descriptor }: FileLock, command: string): void {
  const holder: LockHolder = { pid: process.pid, since: new Date().toISOString(), command }
  ftruncateSync(descriptor)
  try {
    writeSync(descriptor, JSON.stringify(holder))
  } catch (error) {
    if (!isFullDisk(error)) throw error
  }
}

function readHolder (path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder
  } catch {
    // The holder has not written its name yet.
    return undefined
  }
}
