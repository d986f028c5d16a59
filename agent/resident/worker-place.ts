import { readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { standIn } from '../config/process-place.js'

/** Where the workers of a home are: for its user alone. */
export function workersFolder (home: string): string {
  return join(home, 'workers')
}

/** What belongs to the worker of a project, without an ending. */
export function workerName (project: string): string {
  const path = realpathSync(project)
  return [0x9e3779b9, 0x85ebca6b].map(seed => mixed(path, seed).toString(16).padStart(8, '0')).join('')
}

/**
 * 32 bits of a text, each of which hangs on all of it (MurmurHash3's mixing). It keeps a user's own projects
 * apart, and nobody from anything: node:crypto would take 2 of the 28 ms that a command takes by itself.
 */
function mixed (text: string, seed: number): number {
  let state = seed
  for (let at = 0; at < text.length; at++) {
    state = Math.imul(state ^ text.charCodeAt(at), 0xcc9e2d51)
    state = Math.imul(state << 13 | state >>> 19, 5) + 0xe6546b64 | 0
  }
  state = Math.imul(state ^ state >>> 16, 0x85ebca6b)
  state = Math.imul(state ^ state >>> 13, 0xc2b2ae35)
  return (state ^ state >>> 16) >>> 0
}

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
