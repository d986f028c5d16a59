import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rehearsalEnding, rehearsalFolder, workerName, workersFolder } from './worker-place.js'

/** A worker ends with it when another one is to take its place. */
export const replaceStatus = 75

/** With which Node starts one. */
export const workerFlags: readonly string[] = [
  // What one run leaves is collected once, not a dozen times,
  '--max-semi-space-size=64',
  // and that when the command has its answer.
  '--expose-gc',
  // What runs each time only is compiled once.
  '--no-flush-bytecode'
]

/** What a worker tells of itself after each run. */
export interface WorkerStatus {
  pid: number
  project: string
  /** The folder of its program. */
  build: string
  /** Milliseconds since 1970, as all times here. */
  startedAt: number
  lastRunAt: number
  runs: number
  memoryBytes: number
}

/** Removes what workers left that were killed while they rehearsed. */
export function removeLeftRehearsals (home: string): void {
  const folder = workersFolder(home)
  try {
    const up = new Set(workersOf(home).map(({ project }) => rehearsalFolder(home, workerName(project))))
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      if (name.endsWith(rehearsalEnding) && !up.has(path)) rmSync(path, { recursive: true, force: true })
    }
  } catch {
    // There are none yet; or a worker is up whose project has gone: it ends, and removes what is its own.
  }
}

/** The workers of a home that are up. */
export function workersOf (home: string): WorkerStatus[] {
  const folder = workersFolder(home)
  let names: string[]
  try {
    names = readdirSync(folder).filter(name => name.endsWith('.json'))
  } catch {
    return []
  }
  return names.flatMap(name => {
    try {
      const status = JSON.parse(readFileSync(join(folder, name), 'utf8')) as WorkerStatus
      process.kill(status.pid, 0)
      return [status]
    } catch {
      // It has ended, or tells of itself just now.
      return []
    }
  })
}
