import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ClassicLevel } from 'classic-level'
import { errorText } from '../error-text.js'
import { hasCode, PacklineError } from '../errors.js'
import { FileLock } from '../files/file-lock.js'
import { makeFolder } from '../files/make-folder.js'

/** Open while work comes in, so that one process alone pays for opening (2 ms) once. */
const lingerMs = 10
/**
 * Handing over costs about 6 ms: while others wait, work that comes in one after the other may go on for this
 * long.
 */
const turnMs = 25
/** With others waiting, work has to come in this soon to go on. */
const pauseMs = 1
const firstPollMs = 1
/** The one whose turn it is looks often, those behind it seldom. */
const maxPollMs = { turn: 10, store: 2 }

/**
 * A LevelDB that several processes share by taking turns: LevelDB itself lets in only one. `turn` is the
 * queue's head and the sign that somebody waits; `store` is held while the database is open. Both are flocks,
 * so a killed holder frees them.
 */
export class LevelStore {
  readonly #folder: string
  readonly #turn: FileLock
  readonly #store: FileLock
  #level: ClassicLevel | undefined
  #linger: NodeJS.Timeout | undefined
  #releasing: Promise<void> | undefined
  #openedMs = 0
  /** Others waited when this process let go: they go first. */
  #hasYielded = false
  readonly #onAbandoned: () => void

  /**
   * `onAbandoned`: the last holder died with the database open, perhaps between a write and telling others of
   * it.
   */
  constructor (folder: string, onAbandoned: () => void) {
    this.#folder = folder
    this.#onAbandoned = onAbandoned
    makeFolder(folder)
    this.#turn = new FileLock(join(folder, 'turn.lock'))
    this.#store = new FileLock(join(folder, 'store.lock'))
  }

  /** Runs `work` while no other process has the database open. One call at a time. */
  async use<T> (timeoutMs: number, work: (level: ClassicLevel) => Promise<T>): Promise<T> {
    clearTimeout(this.#linger)
    await this.#releasing
    const level = this.#level ?? await this.#open(timeoutMs)
    try {
      return await work(level)
    } catch (error) {
      // After a failed write LevelDB takes no more until it is opened again.
      if (!(error instanceof PacklineError)) await this.release()
      throw error
    } finally {
      const isWanted = this.#isWanted()
      if (isWanted && performance.now() - this.#openedMs >= turnMs) await this.#yield()
      else if (isWanted) this.#later(() => this.#yield(), pauseMs)
      else this.#later(() => this.release(), lingerMs)
    }
  }

  #later (letGo: () => Promise<void>, ms: number): void {
    this.#linger = setTimeout(() => {
      // Who uses the store next meets the reason: it waits for the same release.
      letGo().catch(() => {})
    }, ms)
  }

  async #yield (): Promise<void> {
    this.#hasYielded = true
    await this.release()
  }

  async release (): Promise<void> {
    clearTimeout(this.#linger)
    this.#releasing ??= this.#release()
    await this.#releasing
    this.#releasing = undefined
  }

  /** For those who only wait to be told: looks whether a holder died, and says so. */
  checkAbandoned (): void {
    if (this.#store.isHeld || !existsSync(this.#holderFile) || !this.#store.tryLock()) return
    this.#settleAbandoned()
    this.#store.unlock()
  }

  async close (): Promise<void> {
    await this.release()
    this.#turn.close()
    this.#store.close()
  }

  get #holderFile (): string {
    return join(this.#folder, 'holder')
  }

  async #release (): Promise<void> {
    if (this.#level === undefined) return
    await this.#level.close().catch(() => {})
    this.#level = undefined
    rmSync(this.#holderFile, { force: true })
    this.#store.unlock()
  }

  #settleAbandoned (): void {
    if (!existsSync(this.#holderFile)) return
    rmSync(this.#holderFile, { force: true })
    this.#onAbandoned()
  }

  #isWanted (): boolean {
    if (!this.#turn.tryLock()) return true
    this.#turn.unlock()
    return false
  }

  async #open (timeoutMs: number): Promise<ClassicLevel> {
    const deadline = performance.now() + timeoutMs
    try {
      await this.#lock('turn', deadline, timeoutMs)
      await this.#lock('store', deadline, timeoutMs)
    } finally {
      this.#turn.unlock()
    }
    try {
      return (this.#level = await this.#openLevel(deadline, timeoutMs))
    } catch (error) {
      this.#store.unlock()
      throw error
    }
  }

  async #openLevel (deadline: number, timeoutMs: number): Promise<ClassicLevel> {
    for (;;) {
      const level = new ClassicLevel(join(this.#folder, 'level'))
      try {
        await level.open()
        this.#settleAbandoned()
        writeFileSync(this.#holderFile, String(process.pid))
        this.#openedMs = performance.now()
        this.#hasYielded = false
        return level
      } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
        // A killed holder's two locks need not go at the same moment.
        if (!hasCode(cause, 'LEVEL_LOCKED')) {
          throw new PacklineError('DOCUMENTS_UNREADABLE', {
            folder: this.#folder,
            reason: errorText(cause)
          }, { cause: error })
        }
        if (performance.now() > deadline) throw this.#locked(timeoutMs)
        await delay(firstPollMs)
      }
    }
  }

  async #lock (which: 'turn' | 'store', deadline: number, timeoutMs: number): Promise<void> {
    const lock = which === 'turn' ? this.#turn : this.#store
    const isLast = which === 'turn' && this.#hasYielded
    if (isLast) await delay(maxPollMs.turn)
    for (let pollMs = firstPollMs; !lock.tryLock(); pollMs = Math.min(maxPollMs[which], pollMs * 1.5)) {
      if (performance.now() > deadline) throw this.#locked(timeoutMs)
      await delay(pollMs * (0.5 + Math.random()))
    }
  }

  #locked (waitedMs: number): PacklineError {
    let holder = 'unknown'
    try {
      holder = readFileSync(this.#holderFile, 'utf8')
    } catch {}
    return new PacklineError('DOCUMENTS_LOCKED', { folder: this.#folder, holder, waitedMs })
  }
}
