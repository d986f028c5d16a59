import { createHash } from 'node:crypto'
import { readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { standIn } from '../config/process-place.js'

/** Where the workers of a home are: for its user alone. */
export function workersFolder (home: string): string {
  return join(home, 'workers')
}

/** What belongs to the worker of a project, without an ending. */
export function workerName (project: string): string {
  return createHash('sha256').update(realpathSync(project)).digest('hex').slice(0, 16)
}

/** Where a worker rehearses. */
export function rehearsalFolder (home: string, name: string): string {
  return join(workersFolder(home), `${name}${rehearsalEnding}`)
}

export const rehearsalEnding = '.rehearsal'

/** What macOS takes; Linux takes four bytes more. */
const longestSocketPath = 103

/**
 * Calls `use` with a path by which the socket is reached: a long one is shortened by the folder of the
 * process, which is as it was when this returns.
 */
export function withSocket<T> (home: string, name: string, use: (path: string) => T): T {
  const path = join(workersFolder(home), `${name}.sock`)
  if (Buffer.byteLength(path) <= longestSocketPath) return use(path)
  const leave = standIn(workersFolder(home))
  try {
    return use(`${name}.sock`)
  } finally {
    leave()
  }
}

/**
 * In which mounts this process sees files, where the system has several: the same path is another folder in
 * another container.
 */
export function mountsSeen (): string {
  try {
    return readlinkSync('/proc/self/ns/mnt')
  } catch {
    return ''
  }
}
