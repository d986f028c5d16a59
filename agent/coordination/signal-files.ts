import { createHash } from 'node:crypto'
import { closeSync, openSync, readdirSync, statSync, utimesSync, watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../files/make-folder.js'
import { hasCode } from '../errors.js'

const pollMs = 1000
/** Where the system gives no events (too many watches), looking has to do. */
const pollWithoutEventsMs = 100

interface Watched {
  path: string
  listeners: Set<() => void>
  seenNs: bigint
}

/**
 * Tells the processes of one machine that something changed: who watches a topic makes a file for it, who
 * changes it touches that file. A topic that nobody ever watched costs its writers one look.
 */
export class SignalFiles {
  readonly #folder: string
  readonly #watched = new Map<string, Watched>()
  #watcher: FSWatcher | undefined
  #poll: NodeJS.Timeout | undefined

  readonly #onLook: () => void

  /** `onLook` runs about every second while anything is watched. */
  constructor (folder: string, onLook: () => void = () => {}) {
    this.#folder = folder
    this.#onLook = onLook
    makeFolder(folder)
  }

  watch (topic: string, listener: () => void): () => void {
    const name = fileName(topic)
    let watched = this.#watched.get(name)
    if (watched === undefined) {
      const path = join(this.#folder, name)
      closeSync(openSync(path, 'a'))
      this.#watched.set(name, watched = { path, listeners: new Set(), seenNs: touchedNs(path) })
      this.#listen()
    }
    const { listeners } = watched
    const own = (): void => {
      listener()
    }
    listeners.add(own)
    queueMicrotask(() => {
      if (listeners.has(own)) own()
    })
    return () => {
      listeners.delete(own)
      if (listeners.size > 0) return
      this.#watched.delete(name)
      if (this.#watched.size === 0) this.close()
    }
  }

  touch (topic: string): void {
    this.#touch(fileName(topic))
  }

  touchAll (): void {
    for (const name of readdirSync(this.#folder)) this.#touch(name)
  }

  #touch (name: string): void {
    // With microseconds, which Date has not: two touches in one millisecond must differ.
    const now = Date.now() / 1000 + Number(process.hrtime.bigint() % 1_000_000n) / 1e9
    try {
      utimesSync(join(this.#folder, name), now, now)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }

  close (): void {
    this.#watched.clear()
    this.#watcher?.close()
    this.#watcher = undefined
    clearInterval(this.#poll)
    this.#poll = undefined
  }

  #listen (): void {
    if (this.#poll !== undefined) return
    try {
      this.#watcher = watch(this.#folder, (_event, name) => {
        if (name === null) this.#look()
        else this.#tell(this.#watched.get(name))
      })
      this.#watcher.on('error', () => {})
    } catch {
      this.#watcher = undefined
    }
    this.#poll = setInterval(() => {
      this.#look()
    }, this.#watcher === undefined ? pollWithoutEventsMs : pollMs)
  }

  /** Events can get lost, or come late. */
  #look (): void {
    this.#onLook()
    for (const watched of [...this.#watched.values()]) {
      if (touchedNs(watched.path) !== watched.seenNs) this.#tell(watched)
    }
  }

  #tell (watched: Watched | undefined): void {
    if (watched === undefined) return
    watched.seenNs = touchedNs(watched.path)
    for (const listener of [...watched.listeners]) listener()
  }
}

function touchedNs (path: string): bigint {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? 0n
}

function fileName (topic: string): string {
  return createHash('sha256').update(topic).digest('hex').slice(0, 32)
}
