import { PacklineError } from '../errors.js'
import { Contention } from './contention.js'
import { JobQueue } from './job-queue.js'
import type { WaitStatus } from './limiter.js'
import { holds, otherWaiter } from './model.js'
import type { Effect } from './model.js'
import { SeatChanges } from './seat-changes.js'
import { SeatSeeker } from './seat-seeker.js'
import type { HeldSlot, SeatStore, StoreSession } from './seat-store.js'

export interface KeeperSettings {
  lingerMs: number
  holdMs: number
}

/** A job that waits for a slot of the seat. */
export interface Applicant {
  readonly priority: number
  readonly startedMs: number
  readonly granted: (slot: GrantedSlot) => void
  readonly refused: (error: PacklineError) => void
  readonly onWait: ((status: WaitStatus) => void) | undefined
}

export interface GrantedSlot extends HeldSlot {
  readonly lost: AbortController
}

interface Seat {
  index: number
  epoch: number
  session: StoreSession
  slots: Map<string, GrantedSlot | undefined>
}

const showIdleAfterMs = 1000
/** A seat that is given back sooner costs its two writes and no reads. */
const watchAfterMs = 200

/**
 * This process's part of one licence: which slots of the device's seat it has, and which of its jobs use
 * them. Slots are kept while there may be work soon, so that the next job needs no round trip, and given up
 * when somebody else waits.
 */
export class SeatKeeper {
  readonly #licence: string
  readonly #store: SeatStore
  readonly #settings: KeeperSettings
  readonly #applicants = new JobQueue<Applicant>()
  readonly #closed = new AbortController()
  readonly #changes: SeatChanges
  readonly #seeker: SeatSeeker
  readonly #contention = new Contention()
  #seat: Seat | undefined
  #unwatch: Array<() => void> = []
  #linger: NodeJS.Timeout | undefined
  #showIdle: NodeJS.Timeout | undefined
  #isShownIdle = false
  #isLooking = false

  constructor (licence: string, store: SeatStore, settings: KeeperSettings) {
    this.#licence = licence
    this.#store = store
    this.#settings = settings
    this.#changes = new SeatChanges(licence, store, this.#closed.signal)
    this.#seeker = new SeatSeeker(
      licence,
      store,
      {
        serve: () => this.#serve(),
        room: () => (store.terms[licence]?.jobsPerDevice ?? 1) - (this.#seat?.slots.size ?? 0),
        priority: () => this.#applicants.highestPriority,
        granted: (session, effect) => {
          this.#take(session, effect)
        },
        slotsOn: (index, session) =>
          this.#seat?.index === index && this.#seat.session === session ? [...this.#seat.slots.keys()] : [],
        waits: () => {
          for (const applicant of this.#applicants) applicant.onWait?.(this.statusFor(applicant))
        },
        refused: error => {
          this.#refuseAll(error)
        }
      },
      this.#changes,
      this.#closed.signal
    )
  }

  statusFor (applicant: Applicant): WaitStatus {
    const { position, holders } = this.#seeker.status
    const ahead = this.#applicants.positionOf(applicant) - 1
    return {
      licence: this.#licence,
      waitedMs: Math.round(this.#store.now() - applicant.startedMs),
      position: position + Math.max(0, ahead),
      holders
    }
  }

  apply (applicant: Applicant): void {
    this.#applicants.add(applicant)
    if (this.#serve() > 0) this.#seeker.seek()
  }

  withdraw (applicant: Applicant): void {
    if (this.#applicants.delete(applicant)) this.#seeker.wake()
  }

  /** The job is over; its slot goes to the next one, or back. */
  async release (slot: GrantedSlot): Promise<void> {
    const seat = this.#seat
    if (seat?.slots.get(slot.slot) !== slot) return
    seat.slots.set(slot.slot, undefined)
    this.#serve()
    this.#seeker.wake()
    await this.#settle()
  }

  async close (): Promise<void> {
    if (this.#closed.signal.aborted) return
    this.#closed.abort()
    this.#refuseAll(new PacklineError('INTERRUPTED'))
    await this.#seeker.ended()
    const seat = this.#seat
    for (const slot of seat?.slots.values() ?? []) slot?.lost.abort('the limiter was closed')
    if (seat !== undefined) await this.#drop(seat, [...seat.slots.keys()])
    await this.#changes.settled()
    this.#forget()
  }

  #refuseAll (error: PacklineError): void {
    for (const applicant of [...this.#applicants]) {
      this.#applicants.delete(applicant)
      applicant.refused(error)
    }
  }

  /**
   * Idle slots to waiting jobs, without asking anybody: the seat is ours for as long as the session is
   * certain.
   */
  #serve (): number {
    const seat = this.#seat
    if (seat === undefined || this.#applicants.size === 0 || this.#store.now() >= this.#store.validUntil()) {
      return this.#applicants.size
    }
    for (const [name, user] of seat.slots) {
      if (user !== undefined) continue
      const applicant = this.#applicants.shift(this.#contention.admission)
      if (applicant === undefined) break
      this.#use(seat, name, applicant)
    }
    return this.#applicants.size
  }

  #use (seat: Seat, name: string, applicant: Applicant): void {
    clearTimeout(this.#linger)
    clearTimeout(this.#showIdle)
    if (this.#isShownIdle) this.#show(seat, false)
    const slot = {
      owner: seat.session.owner,
      seat: seat.index,
      epoch: seat.epoch,
      slot: name,
      lost: new AbortController()
    }
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
    const isYielding = this.#contention.isOn && (isAllIdle || this.#contention.isClosed)
    if (isYielding || (isAllIdle && this.#settings.lingerMs === 0)) return await this.#drop(seat, idle)
    if (!isAllIdle) return
    clearTimeout(this.#linger)
    this.#linger = setTimeout(() => {
      this.#drop(seat, [...seat.slots.keys()])
    }, this.#settings.lingerMs)
      .unref()
    clearTimeout(this.#showIdle)
    if (this.#settings.lingerMs > showIdleAfterMs) {
      this.#showIdle = setTimeout(() => {
        this.#show(seat, true)
      }, showIdleAfterMs)
        .unref()
    }
  }

  #show (seat: Seat, isIdle: boolean): void {
    this.#isShownIdle = isIdle
    this.#changes.write(seat.session, { type: 'idle', owner: seat.session.owner, seat: seat.index, isIdle })
  }

  async #drop (seat: Seat, names: string[]): Promise<void> {
    if (this.#seat !== seat) return
    for (const name of names) seat.slots.delete(name)
    if (seat.slots.size === 0) this.#forget()
    await this.#changes.write(seat.session, {
      type: 'drop',
      owner: seat.session.owner,
      seat: seat.index,
      slots: names
    })
    this.#seeker.wake()
  }

  #take (session: StoreSession, effect: Effect & { type: 'granted' }): void {
    const isSame = this.#seat?.index === effect.seat && this.#seat.epoch === effect.epoch &&
      this.#seat.session === session
    if (!isSame) this.#lose('another seat was granted')
    const seat = this.#seat ??= { index: effect.seat, epoch: effect.epoch, session, slots: new Map() }
    this.#contention.end()
    for (const name of effect.slots) {
      const applicant = this.#applicants.shift()
      if (applicant === undefined) seat.slots.set(name, undefined)
      else this.#use(seat, name, applicant)
    }
    if (isSame) this.#look()
    else this.#keepTrack(seat)
    this.#settle()
  }

  /** From now on the end of the session, and changes of the seat and of the queue, concern us. */
  #keepTrack (seat: Seat): void {
    const lost = (): void => {
      this.#lose(String(seat.session.lost.reason))
    }
    const look = (): void => {
      this.#look()
    }
    seat.session.lost.addEventListener('abort', lost, { once: true })
    const timer = setTimeout(() => {
      this.#unwatch.push(
        this.#store.watch(this.#licence, { type: 'own', seat: seat.index }, look),
        this.#store.watch(this.#licence, { type: 'queue' }, look)
      )
      look()
    }, watchAfterMs)
      .unref()
    this.#unwatch = [() => {
      seat.session.lost.removeEventListener('abort', lost)
    }, () => {
      clearTimeout(timer)
    }]
  }

  /** Is the seat still ours, and does anybody wait for it? */
  #look (): void {
    const seat = this.#seat
    if (seat === undefined || this.#isLooking) return
    this.#isLooking = true
    this
      .#store
      .read(this.#licence)
      .then(state => {
        this.#isLooking = false
        if (this.#seat !== seat) return
        for (const [name, slot] of [...seat.slots]) {
          // An idle one too: whoever it is used for next does not ask.
          if (
            holds(state, {
              owner: seat.session.owner,
              seat: seat.index,
              epoch: seat.epoch,
              slot: name
            })
          ) continue
          seat.slots.delete(name)
          slot?.lost.abort('the seat was released by an administrator or given to another device')
        }
        if (seat.slots.size === 0) return this.#forget()
        const waiter = otherWaiter(state, seat.session.owner)
        const { mode, devices } = state.terms
        if (mode === 'pinned' && !devices.includes(this.#store.device)) this.#contend(true, 0)
        else if (waiter === undefined) this.#contention.end()
        else this.#contend(waiter.device === this.#store.device, waiter.priority)
      })
      .catch(() => {
        this.#isLooking = false
      })
  }

  #contend (isOwnDevice: boolean, priority: number): void {
    const isUrgent = isOwnDevice || priority > this.#applicants.highestPriority
    this.#contention.begin(isUrgent ? 0 : this.#settings.holdMs, () => {
      queueMicrotask(() => {
        this.#settle()
      })
      return { upTo: this.#applicants.arrivals, priority: isUrgent && !isOwnDevice ? priority : 0 }
    })
    this.#settle()
  }

  #lose (reason: string): void {
    const slots = [...this.#seat?.slots.values() ?? []]
    this.#forget()
    for (const slot of slots) slot?.lost.abort(reason)
    this.#seeker.wake()
  }

  #forget (): void {
    this.#seat = undefined
    this.#isShownIdle = false
    clearTimeout(this.#linger)
    clearTimeout(this.#showIdle)
    this.#contention.end()
    for (const each of this.#unwatch) each()
    this.#unwatch = []
  }
}
