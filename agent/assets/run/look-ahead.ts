import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { join } from 'node:path'
import { openProject, scanProject } from '../sources/project-scan.js'
import type { RunMemory } from './run-memory.js'
import { RunStateStore } from './run-state.js'

const burstMs = 200
/** Each takes a watch of the system, of which a user has some thousands. */
const mostFolders = 2000

export interface LookAheadOptions {
  /** Real path of the project. */
  project: string
  /** PACKLINE_HOME. */
  home: string
  memory: RunMemory
  now: () => number
  /** Told when it has looked. */
  onLooked?: () => void
}

/**
 * Reads what changes in a project between its runs, so that the next run finds it read. No run believes it
 * without a look at each file's status: what it misses is only read later.
 */
export class LookAhead {
  readonly #options: LookAheadOptions
  readonly #watchers = new Map<string, FSWatcher>()
  #burst: NodeJS.Timeout | undefined
  #looking: AbortController | undefined
  #isPaused = false

  constructor (options: LookAheadOptions) {
    this.#options = options
  }

  /** Before the first run, so that it finds what does the looking compiled, and folders watched. */
  async begin (): Promise<void> {
    await this.#look().catch(() => {})
  }

  /** A run looks by itself. */
  pause (): void {
    this.#isPaused = true
    clearTimeout(this.#burst)
    this.#looking?.abort()
  }

  /** A run has ended: its folders are watched from now on. */
  resume (): void {
    this.#isPaused = false
    this.#follow()
  }

  close (): void {
    this.pause()
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #follow (): void {
    const { project, memory } = this.#options
    const folders = memory.foldersOf(project)
    const wanted = new Set(folders.length > mostFolders ? [] : folders)
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue
      watcher.close()
      this.#watchers.delete(folder)
    }
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#watch(folder)
  }

  #watch (folder: string): void {
    const path = join(this.#options.project, folder)
    const forget = (): void => {
      this.#watchers.get(folder)?.close()
      this.#watchers.delete(folder)
    }
    try {
      const watcher = watch(path, { persistent: false }, () => {
        this.#noteChange()
      })
      this.#watchers.set(folder, watcher.on('error', forget))
    } catch {
      // It has gone, or the system has no watches left: what changes there is read by the next run.
    }
  }

  #noteChange (): void {
    if (this.#isPaused) return
    clearTimeout(this.#burst)
    this.#burst = setTimeout(() => {
      // What is wrong with the project is for a run to tell.
      this.#look().catch(() => {}).then(this.#options.onLooked, () => {})
    }, burstMs)
  }

  async #look (): Promise<void> {
    const { project: folder, home, memory, now } = this.#options
    this.#looking?.abort()
    const looking = new AbortController()
    this.#looking = looking
    const { project, past: { states } } = await openProject(folder, root => {
      const states = new RunStateStore(home, root, memory)
      return { states, state: states.read() }
    })
    const walk = memory.walkOf(project)
    const { table } = await scanProject(project, states.readFiles(), {
      signal: looking.signal,
      now,
      memory: walk,
      isLookOnly: true
    })
    walk.seen = table
    this.#follow()
  }
}
