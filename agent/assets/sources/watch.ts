import { statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { watch } from 'chokidar'
import { hasCode } from '../../errors.js'

const burstMs = 150
const pollMs = 1000

export interface WatchSettings {
  folder: string
  /** Called before each run; later it tells of changes that are none of files, in words. */
  follow?: (tell: (what: string) => void) => Promise<void>
  /** One run, after changes of these files: none before the first. */
  build: (changed: readonly string[]) => Promise<WatchedRun>
  /** The folder that runs write to, relative to the project. */
  output: () => Promise<string | undefined>
  /** Called when a run has ended and changes are waited for. */
  onWaiting: () => void
  /** Called when the system has no watches left, so that the folder is looked through from time to time. */
  onPolling: () => void
  signal: AbortSignal
}

export interface WatchedRun {
  exitStatus: number
  /** Files outside of the output that the run keeps in the project. */
  kept: readonly string[]
}

type Watcher = ReturnType<typeof watch>

/**
 * Builds once, and again after each burst of changes; a change during a run starts exactly one more, what a
 * run itself writes none. Ends when `signal` is aborted, with the exit status of the last run.
 */
export async function watchProject (settings: WatchSettings): Promise<number> {
  const changes = new ProjectChanges(settings)
  const stop = (): void => {
    changes.wake()
  }
  settings.signal.addEventListener('abort', stop)
  let exitStatus = 0
  try {
    await changes.open()
    while (!settings.signal.aborted) {
      await settings.follow?.(what => {
        changes.tell(what)
      })
      const run = await settings.build(changes.take())
      exitStatus = run.exitStatus
      changes.expect(run.kept)
      await changes.open()
      if (settings.signal.aborted) break
      settings.onWaiting()
      await changes.next(settings.signal)
    }
  } finally {
    settings.signal.removeEventListener('abort', stop)
    await changes.close()
  }
  return exitStatus
}

/** The changes of a project's files that no run has seen yet. */
class ProjectChanges {
  readonly #settings: WatchSettings
  readonly #changed = new Set<string>()
  /** What the files that runs keep look like since the last one. */
  readonly #kept = new Map<string, string>()
  #watcher: Watcher | undefined
  #output: string | undefined
  #isPolling = false
  #burst: NodeJS.Timeout | undefined
  /** Set when the burst of changes has ended. */
  #isSettled = false
  /** Set when there may be changes that nobody has told. */
  #isBlind = false
  #failure: { error: unknown } | undefined
  #wake = (): void => {}

  constructor (settings: WatchSettings) {
    this.#settings = settings
  }

  /** Begins to watch; another time only when the output is another one now, or watches have run out. */
  async open (): Promise<void> {
    const output = await this.#settings.output() ?? this.#output
    const isFirst = this.#watcher === undefined
    if (!isFirst && output === this.#output && this.#failure === undefined) return
    this.#output = output
    do {
      this.#checkFailure()
      await this.#watcher?.close()
      await this.#start()
    } while (this.#failure !== undefined)
    this.#isBlind = !isFirst
  }

  take (): string[] {
    const changed = [...this.#changed].sort()
    this.#changed.clear()
    this.#isSettled = this.#isBlind = false
    return changed
  }

  /** What a run has written is no change. */
  expect (kept: readonly string[]): void {
    for (const path of kept) {
      this.#kept.set(path, stampOf(join(this.#settings.folder, path)))
      this.#changed.delete(path)
    }
  }

  async next (signal: AbortSignal): Promise<void> {
    const isDue = (): boolean => this.#isBlind || (this.#isSettled && this.#changed.size > 0)
    while (!isDue() && !signal.aborted) {
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
      if (this.#failure !== undefined) await this.open()
    }
  }

  wake (): void {
    this.#wake()
  }

  async close (): Promise<void> {
    clearTimeout(this.#burst)
    await this.#watcher?.close()
  }

  /** Throws unless looking by hand mends it. */
  #checkFailure (): void {
    if (this.#failure === undefined) return
    const { error } = this.#failure
    this.#failure = undefined
    if (this.#isPolling || !(hasCode(error, 'ENOSPC') || hasCode(error, 'EMFILE'))) throw error
    this.#isPolling = true
    this.#settings.onPolling()
  }

  /** Ends when the watcher is ready or has failed. */
  async #start (): Promise<void> {
    const { folder } = this.#settings
    const watcher = watch(folder, {
      ignoreInitial: true,
      usePolling: this.#isPolling,
      interval: pollMs,
      binaryInterval: pollMs,
      ignored: path => this.#isIgnored(relative(folder, path))
    })
    this.#watcher = watcher
    for (const event of ['add', 'change', 'unlink'] as const) {
      watcher.on(event, path => {
        this.#note(relative(folder, path))
      })
    }
    await new Promise<void>(resolve => {
      watcher.once('ready', resolve)
      watcher.on('error', error => {
        this.#failure ??= { error }
        resolve()
        this.#wake()
      })
    })
  }

  #note (path: string): void {
    if (this.#isIgnored(path)) return
    if (this.#kept.get(path) === stampOf(join(this.#settings.folder, path))) return
    this.tell(path)
  }

  /** A run follows when the burst of changes has ended. */
  tell (what: string): void {
    this.#changed.add(what)
    clearTimeout(this.#burst)
    this.#burst = setTimeout(() => {
      this.#isSettled = true
      this.#wake()
    }, burstMs)
  }

  /** packline's own records and outputs, and the version control's. */
  #isIgnored (path: string): boolean {
    const parts = path.split(sep)
    if (['.packline', '.git', '.svn', 'node_modules'].some(name => parts.includes(name))) return true
    return this.#output !== undefined && (path === this.#output || path.startsWith(this.#output + sep))
  }
}

function stampOf (path: string): string {
  const status = statSync(path, { bigint: true, throwIfNoEntry: false })
  return status === undefined ? '' : `${status.ino} ${status.size} ${status.mtimeNs}`
}
