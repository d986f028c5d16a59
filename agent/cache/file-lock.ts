import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { systemCalls } from './system-calls.js'

export interface LockHolder { pid: number, since: string, command: string }

export interface FileLock {
  /** For a child that is to hold the lock too. */
  descriptor: number
  close: () => void
}

export interface LockOptions {
  signal: AbortSignal
  /** What the holder is doing, for those who wait. */
  command: string
  /** Called once when another process has the lock; undefined when its name cannot be read. */
  onWait?: (holder: LockHolder | undefined) => void
}

const pollMs = 50

/** Waits for the exclusive lock on `path`. The system frees it when this process ends, however that happens. */
export async function lockFile (path: string, options: LockOptions): Promise<FileLock> {
  mkdirSync(dirname(path), { recursive: true })
  const descriptor = openSync(path, 'a+')
  try {
    let told = false
    while (!systemCalls().tryLock(descriptor)) {
      if (!told) options.onWait?.(readHolder(path))
      told = true
      await delay(pollMs, undefined, { signal: options.signal })
    }
    ftruncateSync(descriptor)
    writeSync(descriptor, JSON.stringify({ pid: process.pid, since: new Date().toISOString(), command: options.command } satisfies LockHolder))
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
  let open = true
  return {
    descriptor,
    close: () => {
      if (open) closeSync(descriptor)
      open = false
    }
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
