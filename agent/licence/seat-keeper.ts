import { setTimeout as delay } from 'node:timers/promises'
import { PacklineError, hasCode, toPacklineError } from '../errors.js'
import { Bell } from './bell.js'
import { JobQueue } from './job-queue.js'
import type { Holder, WaitStatus } from './limiter.js'
import { holdersOf } from './holders.js'
import { holds, otherWaiter } from './model.js'
import type { Effect, LicenceEvent, LicenceState } from './model.js'
import type { HeldSlot, SeatStore, StoreSession } from './seat-store.js'

export interface KeeperSettings { lingerMs: number, holdMs: number }

/** A job that waits for a slot of the seat. */
export interface Applicant {
  readonly priority: number
  readonly startedMs: number
  readonly granted: (slot: GrantedSlot) => void
  readonly refused: (error: PacklineError) => void
  readonly onWait: ((status: WaitStatus) => void) | undefined
}

export interface GrantedSlot extends HeldSlot { readonly lost: AbortController }

interface Seat { index: number, epoch: number, session: StoreSession, slots: Map<string, GrantedSlot | undefined> }

const showIdleAfterMs = 1000

/**
 * This process's part of one licence: which slots of the device's seat it has, and which of its jobs use them. Slots are
 * kept while there may be work soon, so that the next job needs no round trip, and given up when somebody else waits.
 */
export class SeatKeeper {
  readonly #licence: string
  readonly #store: SeatStore
  readonly #settings: KeeperSettings
  readonly #applicants = new JobQueue<Applicant>()
  readonly #closed = new AbortController()
  #session: StoreSession | undefined
  #seat: Seat | undefined
  #seeking: Promise<void> | undefined
  readonly #bell = new Bell()
  /** What the place in the queue has us look at. It stays over several looks, since each new watch reports at once. */
  #waitWatch: { key: string, unwatch: () => void } | undefined
  #unwatch: Array<() => void> = []
  #linger: NodeJS.Timeout | undefined
  #showIdle: NodeJS.Timeout | undefined
  #isShownIdle = false
  /** Others wait: since when, and from then on which of our own jobs still go first. */
  #contention: { sinceMs: number, priority: number, upTo: number | undefined, timer: NodeJS.Timeout } | undefined
  #lastStatus: { position: number, holders: Holder[] } | undefined
  #changes: Promise<unknown> = Promise.resolve()

  constructor (licence: string, store: SeatStore, settings: KeeperSettings) {
    this.#licence = licence
    this.#store = store
    this.#settings = settings
  }

  /** What the farm looked like when this process last waited. */
  statusFor (applicant: Applicant): WaitStatus {
    const last = this.#lastStatus
    const ahead = this.#applicants.positionOf(applicant) - 1
    return {
      licence: this.#licence,
      waitedMs: Math.round(this.#store.now() - applicant.startedMs),
      position: (last?.position ?? 1) + Math.max(0, ahead),
      holders: last?.holders ?? []
    }
  }

  apply (applicant: Applicant): void {
    this.#applicants.add(applicant)
    this.#serve()
    if (this.#applicants.size > 0) this.#seek()
  }

  withdraw (applicant: Applicant): void {
    if (this.#applicants.delete(applicant)) this.#bell.ring()
  }

  /** The job is over; its slot goes to the next one, or back. */
  async release (slot: GrantedSlot): Promise<void> {
    const seat = this.#seat
    if (seat?.slots.get(slot.slot) !== slot) return
    seat.slots.set(slot.slot, undefined)
    this.#serve()
    if (this.#seeking !== undefined) this.#bell.ring()
    await this.#settle()
  }

  async close (): Promise<void> {
    if (this.#closed.signal.aborted) return
    this.#closed.abort()
    for (const applicant of [...this.#applicants]) this.#refuse(applicant, new PacklineError('INTERRUPTED'))
    this.#bell.ring()
    await this.#seeking?.catch(() => {})
    const seat = this.#seat
    for (const slot of seat?.slots.values() ?? []) slot?.lost.abort('the limiter was closed')
    if (seat !== undefined) await this.#drop(seat, [...seat.slots.keys()])
    await this.#changes
    this.#forget()
  }

  #refuse (applicant: Applicant, error: PacklineError): void {
    this.#applicants.delete(applicant)
    applicant.refused(error)
  }

  /** Idle slots to waiting jobs, without asking anybody: the seat is ours for as long as the session is certain. */
  #serve (): void {
    const seat = this.#seat
    if (seat === undefined || this.#store.now() >= this.#store.validUntil()) return
    for (const [name, user] of seat.slots) {
      if (user !== undefined) continue
      const applicant = this.#applicants.shift(this.#admission())
      if (applicant === undefined) return
      this.#use(seat, name, applicant)
    }
  }

  #admission (): { upTo?: number, priority?: number } {
    const contention = this.#contention
    return contention?.upTo === undefined ? {} : { upTo: contention.upTo, priority: contention.priority }
  }

  #use (seat: Seat, name: string, applicant: Applicant): void {
    clearTimeout(this.#linger)
    clearTimeout(this.#showIdle)
    if (this.#isShownIdle) this.#show(seat, false)
    const slot = { owner: seat.session.owner, seat: seat.index, epoch: seat.epoch, slot: name, lost: new AbortController() }
    seat.slots.set(name, slot)
    applicant.granted(slot)
  }

  /** After a job: keep, hold for a while, or give back what is idle. */
  async #settle (): Promise<void> {
    const seat = this.#seat
    if (seat === undefined) return
    const idle = [...seat.slots].flatMap(([name, user]) => user === undefined ? [name] : [])
    if (idle.length === 0) return
    const isAllIdle = idle.length === seat.slots.size
    const isYielding = this.#contention !== undefined && (isAllIdle || this.#contention.upTo !== undefined)
    if (isYielding || (isAllIdle && this.#settings.lingerMs === 0)) return await this.#drop(seat, idle)
    if (!isAllIdle) return
    clearTimeout(this.#linger)
    this.#linger = setTimeout(() => { this.#drop(seat, [...seat.slots.keys()]) }, this.#settings.lingerMs).unref()
    clearTimeout(this.#showIdle)
    if (this.#settings.lingerMs > showIdleAfterMs) this.#showIdle = setTimeout(() => { this.#show(seat, true) }, showIdleAfterMs).unref()
  }

  #show (seat: Seat, isIdle: boolean): void {
    this.#isShownIdle = isIdle
    this.#write(seat.session, { type: 'idle', owner: seat.session.owner, seat: seat.index, isIdle })
  }

  async #drop (seat: Seat, names: string[]): Promise<void> {
    if (this.#seat !== seat) return
    for (const name of names) seat.slots.delete(name)
    if (seat.slots.size === 0) this.#forget()
    await this.#write(seat.session, { type: 'drop', owner: seat.session.owner, seat: seat.index, slots: names })
    this.#bell.ring()
  }

  /** One write after the other. The end of the session ends the trying, since it frees what was to be given back. */
  async #write (session: StoreSession, event: LicenceEvent): Promise<void> {
    const write = async (): Promise<void> => {
      for (let attempt = 0; !session.lost.aborted; attempt++) {
        try {
          await this.#store.transact(this.#licence, event, session)
          return
        } catch {
          if (this.#closed.signal.aborted && attempt > 2) return
          await delay(Math.min(1000, 20 * 2 ** attempt))
        }
      }
    }
    const change = this.#changes.then(write)
    this.#changes = change
    await change
  }

  #seek (): void {
    this.#seeking ??= this.#seekSlots().catch((error: unknown) => {
      for (const applicant of [...this.#applicants]) this.#refuse(applicant, toPacklineError(error))
    }).finally(() => {
      this.#seeking = undefined
      if (this.#applicants.size > 0 && !this.#closed.signal.aborted) this.#seek()
    })
  }

  /** Asks the store for slots as long as jobs wait for more than are idle. */
  async #seekSlots (): Promise<void> {
    let session = this.#session
    let isQueued = false
    while (this.#applicants.size > 0) {
      const current = await this.#store.ready(this.#closed.signal)
      if (current !== session) {
        current.lost.addEventListener('abort', () => { this.#bell.ring() }, { once: true })
        isQueued = false
        this.#endWait()
      }
      this.#session = session = current
      await this.#changes
      this.#serve()
      if (this.#applicants.size === 0) break
      const free = (this.#store.terms[this.#licence]?.jobsPerDevice ?? 1) - (this.#seat?.slots.size ?? 0)
      if (free <= 0) {
        await this.#bell.heard()
        continue
      }
      const step = await this.#want(session, Math.min(free, this.#applicants.size))
      if (step === undefined) continue
      const [effect] = step.effects
      isQueued = effect?.type === 'waiting'
      if (!isQueued) this.#endWait()
      if (effect?.type === 'granted') this.#take(session, effect)
      else if (effect?.type === 'waiting') await this.#wait(step.state, effect)
      else if (effect?.type === 'refused') {
        throw new PacklineError('LICENCE_DEVICE_NOT_ALLOWED', { licence: this.#licence, device: effect.device, devices: effect.devices.join(', ') || 'no device' })
      }
    }
    this.#endWait()
    if (isQueued && session !== undefined) await this.#write(session, { type: 'leave', owner: session.owner })
  }

  async #want (session: StoreSession, slots: number): Promise<{ state: LicenceState, effects: Effect[] } | undefined> {
    try {
      return await this.#store.transact(this.#licence, {
        type: 'want', owner: session.owner, device: this.#store.device, priority: this.#applicants.highestPriority, slots, seq: 0, wallMs: Date.now()
      }, session)
    } catch (error) {
      // The store went away or the session ended: wait for the next one, as long as the jobs do.
      const isPassing = ['ZOOKEEPER_CONNECTION_LOSS', 'ZOOKEEPER_SESSION_LOST', 'ZOOKEEPER_UNAVAILABLE'].some(code => hasCode(error, code))
      if (session.lost.aborted || isPassing) return undefined
      throw error
    }
  }

  #take (session: StoreSession, effect: Effect & { type: 'granted' }): void {
    const isSame = this.#seat?.index === effect.seat && this.#seat.epoch === effect.epoch && this.#seat.session === session
    if (!isSame) this.#lose('another seat was granted')
    const seat = this.#seat ??= { index: effect.seat, epoch: effect.epoch, session, slots: new Map() }
    this.#endContention()
    for (const name of effect.slots) {
      const applicant = this.#applicants.shift()
      if (applicant === undefined) seat.slots.set(name, undefined)
      else this.#use(seat, name, applicant)
    }
    if (!isSame) this.#guardSeat(seat)
    this.#look()
    this.#settle()
  }

  /** From now on changes of the seat and of the queue concern us. */
  #guardSeat (seat: Seat): void {
    const lost = (): void => { if (this.#seat === seat) this.#lose(String(seat.session.lost.reason)) }
    seat.session.lost.addEventListener('abort', lost, { once: true })
    this.#unwatch = [
      this.#store.watch(this.#licence, { type: 'own', seat: seat.index }, () => { this.#look() }),
      this.#store.watch(this.#licence, { type: 'queue' }, () => { this.#look() }),
      () => { seat.session.lost.removeEventListener('abort', lost) }
    ]
  }

  #looking = false
  /** Is the seat still ours, and does anybody wait for it? */
  #look (): void {
    const seat = this.#seat
    if (seat === undefined || this.#looking) return
    this.#looking = true
    this.#store.read(this.#licence).then(state => {
      this.#looking = false
      if (this.#seat !== seat) return
      const { owner } = seat.session
      for (const [name, slot] of [...seat.slots]) {
        if (slot === undefined || holds(state, slot)) continue
        seat.slots.delete(name)
        slot.lost.abort('the seat was released by an administrator or given to another device')
      }
      if (seat.slots.size === 0) return this.#forget()
      const waiter = otherWaiter(state, owner)
      const { mode, devices } = state.terms
      if (mode === 'pinned' && !devices.includes(this.#store.device)) this.#contend(true, 0)
      else if (waiter === undefined) this.#endContention()
      else this.#contend(waiter.device === this.#store.device, waiter.priority)
    }).catch(() => { this.#looking = false })
  }

  #contend (isOwnDevice: boolean, priority: number): void {
    if (this.#contention === undefined) {
      const close = (): void => {
        if (this.#contention === undefined) return
        this.#contention.upTo = this.#applicants.arrivals
        this.#settle()
      }
      const isUrgent = isOwnDevice || priority > this.#applicants.highestPriority
      const timer = setTimeout(close, isUrgent ? 0 : this.#settings.holdMs).unref()
      this.#contention = { sinceMs: this.#store.now(), priority: isUrgent && !isOwnDevice ? priority : 0, upTo: undefined, timer }
    }
    this.#settle()
  }

  #endContention (): void {
    clearTimeout(this.#contention?.timer)
    this.#contention = undefined
  }

  async #wait (state: LicenceState, effect: Effect & { type: 'waiting' }): Promise<void> {
    const holders = holdersOf(state)
    const isNews = JSON.stringify([effect.position, holders]) !== JSON.stringify([this.#lastStatus?.position, this.#lastStatus?.holders])
    this.#lastStatus = { position: effect.position, holders }
    if (isNews) for (const applicant of this.#applicants) applicant.onWait?.(this.statusFor(applicant))
    const key = JSON.stringify(effect.watch)
    if (this.#waitWatch?.key !== key) {
      this.#waitWatch?.unwatch()
      this.#waitWatch = { key, unwatch: this.#store.watch(this.#licence, effect.watch, () => { this.#bell.ring() }) }
    }
    const timer = effect.at === undefined ? undefined : setTimeout(() => { this.#bell.ring() }, Math.max(1, effect.at - this.#store.now()))
    await this.#bell.heard()
    clearTimeout(timer)
  }

  #endWait (): void {
    this.#waitWatch?.unwatch()
    this.#waitWatch = undefined
    this.#lastStatus = undefined
  }

  #lose (reason: string): void {
    const slots = [...this.#seat?.slots.values() ?? []]
    this.#forget()
    for (const slot of slots) slot?.lost.abort(reason)
    this.#bell.ring()
  }

  #forget (): void {
    this.#seat = undefined
    this.#isShownIdle = false
    clearTimeout(this.#linger)
    clearTimeout(this.#showIdle)
    this.#endContention()
    for (const each of this.#unwatch) each()
    this.#unwatch = []
  }
}
