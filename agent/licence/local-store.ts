import { randomBytes } from 'node:crypto'
import { appendFileSync, readFileSync, readdirSync, rmSync, watch as watchFiles } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError, hasCode } from '../errors.js'
import { FileLock, isLocked } from '../files/file-lock.js'
import { makeFolder } from '../files/make-folder.js'
import { StateFile } from '../files/state-file.js'
import { isJsonObject } from '../json-object.js'
import { emptyState, freeSeat, holds } from './licence-state.js'
import type { LicenceState, Seat, Waiter, HeldSlot } from './licence-state.js'
import { reduce } from './model.js'
import type { LicenceEvent, Step } from './model.js'
import { isAgreement, isCount, isSeat, isWaiter, parseAuditEntry } from './record-check.js'
import type { AuditEntry, SeatStore, StoreSession, StoreWatch } from './seat-store.js'
import { agreedTerms, differencesBetween, effectiveTerms, knownLicence } from './terms.js'
import type { Terms, Agreement } from './terms.js'
import { phrase } from '../messages/phrase.js'

export interface LocalStoreOptions {
  /** PACKLINE_HOME. */
  home: string
  device: string
  terms: Readonly<Record<string, Terms>>
  now: () => number
}

interface Recorded {
  agreement: Agreement
  seats: Seat[]
  queue: Waiter[]
  nextSeq: number
}

export function isRecorded (value: unknown): value is Recorded {
  return isJsonObject(value) && isAgreement(value.agreement) && isCount(value.nextSeq) &&
    Array.isArray(value.queue) && value.queue.every(isWaiter) &&
    Array.isArray(value.seats) && value.seats.length === value.agreement.configured.seats &&
    value.seats.every(isSeat)
}

const lockPatienceMs = 10_000
/** Deaths make no file event: whoever is next looks this often. */
const lookEveryMs = 100

/**
 * Seats of one machine, shared by all its processes through files below PACKLINE_HOME. State changes are made
 * under one lock and appended as a whole; a process is alive as long as it, or its guard, holds the lock of
 * its own file, so that SIGKILL at any moment leaves nothing that has to be repaired.
 */
export class LocalStore implements SeatStore {
  readonly device: string
  readonly now: () => number
  readonly terms: Readonly<Record<string, Terms>>
  readonly #folder: string
  readonly #owner = randomBytes(8).toString('hex')
  readonly #lost = new AbortController()
  readonly #session: StoreSession = { owner: this.#owner, lost: this.#lost.signal }
  #life: FileLock | undefined
  #lock: FileLock | undefined
  #watcher: FSWatcher | undefined
  readonly #files = new Map<string, StateFile<Recorded>>()
  readonly #listeners = new Map<() => void, string>()

  constructor (options: LocalStoreOptions) {
    this.device = options.device
    this.now = options.now
    // A dead process keeps its slots until its guard has killed its tools: no further grace is needed.
    this.terms = Object.fromEntries(
      Object.entries(options.terms).map(([name, terms]) => [name, { ...terms, graceMs: 0 }])
    )
    this.#folder = join(options.home, 'licences')
  }

  get inheritedFd (): number | undefined {
    return this.#life?.descriptor
  }

  validUntil (): number {
    return this.#lost.signal.aborted ? -Infinity : Infinity
  }

  problem (): undefined {
    return undefined
  }

  async ready (signal: AbortSignal): Promise<StoreSession> {
    signal.throwIfAborted()
    if (this.#life === undefined) {
      for (const folder of ['live', 'state', 'audit']) {
        makeFolder(join(this.#folder, folder))
      }
      await this.#locked(() => {
        // Under the lock, so that nobody takes the file for a dead one's before it is locked.
        for (const name of readdirSync(join(this.#folder, 'live'))) {
          if (!this.#isAlive(name)) rmSync(this.#lifeFile(name), { force: true })
        }
        this.#life ??= new FileLock(this.#lifeFile(this.#owner))
        this.#life.tryLock()
      })
    }
    return this.#session
  }

  async transact (licence: string, event: LicenceEvent): Promise<Step> {
    return await this.#locked(() => {
      const recorded = this.#load(licence)
      // Who holds something under other terms has to be able to give it back.
      if (event.type === 'want') {
        agreedTerms(licence, recorded.agreement, knownLicence(this.terms, licence))
      }
      const before = this.#toState(recorded)
      const step = reduce(
        before,
        event.type === 'want' ? { ...event, seq: recorded.nextSeq } : event,
        this.now()
      )
      const { seats, queue } = step.state
      if (seats !== before.seats || queue !== before.queue) {
        this.#save(licence, {
          ...recorded,
          seats: [...seats],
          queue: [...queue],
          nextSeq: recorded.nextSeq + (queue.some(waiter => waiter.seq === recorded.nextSeq) ? 1 : 0)
        })
      }
      return step
    })
  }

  async read (licence: string): Promise<LicenceState> {
    await this.ready(this.#lost.signal)
    return await this.#locked(() => this.#toState(this.#load(licence)))
  }

  async verify (licence: string, held: HeldSlot): Promise<boolean> {
    return holds(await this.read(licence), held)
  }

  watch (licence: string, watch: StoreWatch, listener: () => void): () => void {
    this.#watcher ??= watchFiles(join(this.#folder, 'state'), (_event, name) => {
      for (const [listen, file] of [...this.#listeners]) if (name === null || name === file) listen()
    })
      .unref()
    // Each watch is its own, also when two share a listener.
    const own = (): void => {
      listener()
    }
    this.#listeners.set(own, `${licence}.json`)
    const timer = setInterval(listener, watch.type === 'seats' ? lookEveryMs : 5 * lookEveryMs)
    if (watch.type === 'own' || watch.type === 'queue') timer.unref()
    return () => {
      clearInterval(timer)
      this.#listeners.delete(own)
    }
  }

  async changeAgreement (licence: string, change: (agreement: Agreement) => Agreement): Promise<Agreement> {
    await this.ready(this.#lost.signal)
    return await this.#locked(() => {
      const recorded = this.#parse(licence) ?? this.#fresh(licence)
      const agreement = change(recorded.agreement)
      this.#save(licence, {
        ...recorded,
        agreement,
        seats: resized(recorded.seats, agreement.configured.seats)
      })
      return agreement
    })
  }

  async knownDevices (): Promise<string[]> {
    return [this.device]
  }

  async recordAudit (licence: string, entry: AuditEntry): Promise<void> {
    await this.ready(this.#lost.signal)
    appendFileSync(this.#auditFile(licence), `${JSON.stringify(entry)}\n`)
  }

  async readAudit (licence: string): Promise<AuditEntry[]> {
    try {
      const lines = readFileSync(this.#auditFile(licence), 'utf8').split('\n')
      return lines.map(parseAuditEntry).filter(entry => entry !== undefined)
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return []
      throw error
    }
  }

  async close (): Promise<void> {
    if (this.#lost.signal.aborted) return
    this.#lost.abort('closed')
    this.#watcher?.close()
    this.#listeners.clear()
    this.#lock?.close()
    this.#lock = undefined
    if (this.#life === undefined) return
    rmSync(this.#lifeFile(this.#owner), { force: true })
    this.#life.close()
  }

  async #locked<T> (change: () => T): Promise<T> {
    const file = join(this.#folder, 'lock')
    const lock = this.#lock ??= new FileLock(file)
    const deadline = this.now() + lockPatienceMs
    for (let waitMs = 1; !lock.tryLock(); waitMs = Math.min(20, waitMs * 2)) {
      if (this.now() > deadline) {
        throw new PacklineError('LICENCE_STORE_BUSY', { file, waitedMs: lockPatienceMs })
      }
      await delay(waitMs * Math.random())
      if (this.#lost.signal.aborted) {
        throw new PacklineError('LICENCE_LOST', { licence: '', reason: phrase('lease.storeClosed') })
      }
    }
    // Held for this one synchronous call only, so that one open file serves all calls of this process.
    try {
      return change()
    } finally {
      lock.unlock()
    }
  }

  #load (licence: string): Recorded {
    const fresh = this.#fresh(licence)
    const recorded = this.#parse(licence) ?? fresh
    const own = fresh.agreement.configured
    if (differencesBetween(recorded.agreement.configured, own).length > 0 && !this.#isInUse(recorded)) {
      return { ...recorded, agreement: fresh.agreement, seats: resized(recorded.seats, own.seats) }
    }
    return recorded
  }

  #fresh (licence: string): Recorded {
    const own = knownLicence(this.terms, licence)
    return { agreement: { configured: own }, seats: [...emptyState(own).seats], queue: [], nextSeq: 0 }
  }

  #parse (licence: string): Recorded | undefined {
    return this.#file(licence).read()
  }

  #save (licence: string, recorded: Recorded): void {
    this.#file(licence).write(recorded)
  }

  #file (licence: string): StateFile<Recorded> {
    const file = this.#files.get(licence) ??
      new StateFile(join(this.#folder, 'state', `${licence}.json`), isRecorded)
    this.#files.set(licence, file)
    return file
  }

  #isInUse ({ seats, queue }: Recorded): boolean {
    return ownersIn(seats, queue).some(owner => this.#isAlive(owner))
  }

  #toState ({ agreement, seats, queue }: Recorded): LicenceState {
    const live = ownersIn(seats, queue).filter(owner => this.#isAlive(owner))
    return { terms: effectiveTerms(agreement), seats, queue, live: [...live, this.#owner], missedAt: {} }
  }

  #isAlive (owner: string): boolean {
    return owner === this.#owner || isLocked(this.#lifeFile(owner))
  }

  #lifeFile (owner: string): string {
    return join(this.#folder, 'live', owner)
  }
  #auditFile (licence: string): string {
    return join(this.#folder, 'audit', `${licence}.ndjson`)
  }
}

function ownersIn (seats: readonly Seat[], queue: readonly Waiter[]): string[] {
  return [
    ...new Set([
      ...seats.flatMap(seat => Object.values(seat.slots).map(slot => slot.owner)),
      ...queue.map(waiter => waiter.owner)
    ])
  ]
}

function resized (seats: readonly Seat[], count: number): Seat[] {
  return Array.from({ length: count }, (_, index) => seats[index] ?? freeSeat)
}
