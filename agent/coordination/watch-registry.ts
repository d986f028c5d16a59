import { PacklineError } from '../errors.js'

export type WatchKind = 'node' | 'children'

/** Sets the server's one-shot watch; resolves when it stands. */
export type Arm = (kind: WatchKind, path: string, fire: () => void) => Promise<void>

interface Entry {
  kind: WatchKind
  path: string
  listeners: Set<() => void>
  /** One function for the life of the entry: the library keeps what it is given until it fires. */
  fire: () => void
  state: 'idle' | 'arming' | 'armed'
  hasFired: boolean
}

/**
 * Lasting watches over ZooKeeper's one-shot ones. A listener is told when its watch stands, then after each
 * change and after each reconnection; what changed it has to read. The watch is set again before the listener
 * is told, so that no change falls in between.
 */
export class WatchRegistry {
  readonly #arm: Arm
  readonly #entries = new Map<string, Entry>()
  #epoch = 0

  constructor (arm: Arm) {
    this.#arm = arm
  }

  /** How many watches are kept, for tests and metrics. */
  get size (): number {
    return this.#entries.size
  }

  watch (kind: WatchKind, path: string, listener: () => void): () => void {
    const entry = this.#entryFor(kind, path)
    // Wrapped, so that one function given twice counts twice.
    const own = (): void => {
      listener()
    }
    entry.listeners.add(own)
    if (entry.state === 'armed') {
      queueMicrotask(() => {
        if (entry.listeners.has(own)) own()
      })
    } else this.#armAndTell(entry)
    return () => {
      entry.listeners.delete(own)
      if (entry.listeners.size === 0 && entry.state === 'idle') this.#entries.delete(keyOf(entry))
    }
  }

  /** The connection went, and with it the server's watches. */
  suspend (): void {
    this.#epoch++
    for (const entry of this.#entries.values()) {
      if (entry.state === 'armed') entry.state = 'idle'
    }
  }

  resume (): void {
    for (const entry of [...this.#entries.values()]) this.#armAndTell(entry)
  }

  clear (): void {
    this.#entries.clear()
  }

  #entryFor (kind: WatchKind, path: string): Entry {
    const key = keyOf({ kind, path })
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      const made: Entry = {
        kind,
        path,
        listeners: new Set(),
        state: 'idle',
        hasFired: false,
        fire: () => {
          this.#onFired(made)
        }
      }
      this.#entries.set(key, entry = made)
    }
    return entry
  }

  #onFired (entry: Entry): void {
    // The server's event may come in one packet with the answer to the arming, before its promise has gone
    // on.
    entry.hasFired = true
    if (entry.state !== 'armed') return
    entry.state = 'idle'
    this.#armAndTell(entry)
  }

  #armAndTell (entry: Entry): void {
    if (entry.state !== 'idle') return
    const tell = (): void => {
      if (this.#entries.get(keyOf(entry)) !== entry) return
      for (const listener of [...entry.listeners]) queueMicrotask(listener)
    }
    this.#armUntilItStands(entry).then(tell, tell)
  }

  async #armUntilItStands (entry: Entry): Promise<void> {
    let isArmed = false
    while (!isArmed) {
      if (entry.listeners.size === 0) {
        this.#entries.delete(keyOf(entry))
        return
      }
      entry.state = 'arming'
      entry.hasFired = false
      const epoch = this.#epoch
      try {
        await this.#arm(entry.kind, entry.path, entry.fire)
        isArmed = epoch === this.#epoch && !entry.hasFired
      } catch (error) {
        // Not allowed, or closed: a listener that reads meets the reason itself. Anything else passes.
        if (!(error instanceof PacklineError && error.retryable)) break
      }
    }
    entry.state = isArmed ? 'armed' : 'idle'
  }
}

function keyOf ({ kind, path }: { kind: WatchKind, path: string }): string {
  return `${kind} ${path}`
}
