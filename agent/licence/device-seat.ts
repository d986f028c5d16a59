import { PacklineError } from '../errors.js'
import { HeldSeat } from './held-seat.js'
import type { GrantedSlot } from './held-seat.js'
import type { WaitStatus } from './lease.js'
import { otherWaiter } from './licence-state.js'
import type { LicenceState } from './licence-state.js'
import type { Effect } from './model.js'
import { Contention, Linger, SeatReturn } from './seat-return.js'
import type { SeatStore, StoreSession } from './seat-store.js'
import { SeatWait } from './seat-wait.js'
import { WaitingJobs } from './waiting-jobs.js'
import type { WaitingJob } from './waiting-jobs.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface SeatSettings {
  lingerMs: number
  holdMs: number
}

/** A seat that is given back sooner costs its two writes and no reads. */
const watchAfterMs = 200

/**
 * This process's part of one licence: which slots of the device's seat it has, and which of its jobs use
 * them. Slots are kept while there may be work soon, so that the next job needs no round trip, and given up
 * when somebody else waits.
 */
export class DeviceSeat {
  readonly #licence: string
  readonly #store: SeatStore
  readonly #settings: SeatSettings
  readonly #jobs = new WaitingJobs()
  readonly #closed = new AbortController()
  readonly #return: SeatReturn
  readonly #wait: SeatWait
  readonly #contention = new Contention()
  readonly #linger = new Linger()
  #seat: HeldSeat | undefined
  #unwatch: Array<() => void> = []
  #isLooking = false

  constructor (licence: string, store: SeatStore, settings: SeatSettings) {
    this.#licence = licence
    this.#store = store
    this.#settings = settings
    this.#return = new SeatReturn(licence, store, this.#closed.signal)
    this.#wait = new SeatWait(licence, store, this.#return, this.#closed.signal, {
      serve: () => this.#serve(),
      room: () => (store.terms[licence]?.jobsPerDevice ?? 1) - (this.#seat?.names.length ?? 0),
      priority: () => this.#jobs.highestPriority,
      granted: (session, effect) => {
        this.#take(session, effect)
      },
      slotsOn: (index, session) =>
        this.#seat?.index === index && this.#seat.session === session ? this.#seat.names : [],
      waits: () => {
        for (const job of this.#jobs) job.onWait?.(this.statusFor(job))
      },
      refused: error => {
        this.#refuseAll(error)
      }
    })
  }

  statusFor (job: WaitingJob): WaitStatus {
    const { position, holders } = this.#wait.status
    const ahead = this.#jobs.positionOf(job) - 1
    return {
      licence: this.#licence,
      waitedMs: Math.round(this.#store.now() - job.startedMs),
      position: position + Math.max(0, ahead),
      holders
    }
  }

  apply (job: WaitingJob): void {
    this.#jobs.add(job)
    if (this.#serve() > 0) this.#wait.seek()
  }

  withdraw (job: WaitingJob): void {
    if (this.#jobs.delete(job)) this.#wait.wake()
  }

  /** The job is over; its slot goes to the next one, or back. */
  async release (slot: GrantedSlot): Promise<void> {
    const seat = this.#seat
    if (seat?.isUsedFor(slot) !== true) return
    seat.keepIdle(slot.slot)
    this.#serve()
    this.#wait.wake()
    if (this.#settle()) await this.#return.settled()
  }

  async close (): Promise<void> {
    if (this.#closed.signal.aborted) return
    this.#closed.abort()
    this.#refuseAll(new PacklineError('INTERRUPTED'))
    await this.#wait.ended()
    const seat = this.#seat
    seat?.tell(phrase('lease.closed'))
    if (seat !== undefined) this.#drop(seat, seat.names)
    await this.#return.settled()
    this.#forget()
  }

  #refuseAll (error: PacklineError): void {
    for (const job of [...this.#jobs]) {
      this.#jobs.delete(job)
      job.refused(error)
    }
  }

  /**
   * Idle slots to waiting jobs, without asking anybody: the seat is ours for as long as the session is
   * certain.
   */
  #serve (): number {
    const seat = this.#seat
    if (seat === undefined || this.#jobs.size === 0 || this.#store.now() >= this.#store.validUntil()) {
      return this.#jobs.size
    }
    for (const name of seat.idle) {
      const job = this.#jobs.shift(this.#contention.admission)
      if (job === undefined) break
      this.#use(seat, name, job)
    }
    return this.#jobs.size
  }

  #use (seat: HeldSeat, name: string, job: WaitingJob): void {
    if (this.#linger.end()) this.#show(seat, false)
    job.granted(seat.use(name))
  }

  /** After a job: keep, hold for a while, or give back what is idle. Says whether anything is given back. */
  #settle (): boolean {
    const seat = this.#seat
    if (seat === undefined) return false
    const { idle, names } = seat
    if (idle.length === 0) return false
    const isAllIdle = idle.length === names.length
    const isYielding = this.#contention.isOn && (isAllIdle || this.#contention.isClosed)
    const { lingerMs } = this.#settings
    if (isYielding || (isAllIdle && lingerMs === 0)) {
      this.#drop(seat, idle)
      return true
    }
    if (isAllIdle) {
      this.#linger.begin(lingerMs, {
        show: () => {
          this.#show(seat, true)
        },
        end: () => {
          this.#drop(seat, seat.names)
        }
      })
    }
    return false
  }

  #show (seat: HeldSeat, isIdle: boolean): void {
    this.#return.write(seat.session, { type: 'idle', owner: seat.session.owner, seat: seat.index, isIdle })
  }

  #drop (seat: HeldSeat, names: string[]): void {
    if (this.#seat !== seat) return
    const dropped = seat.drop(names)
    if (seat.names.length === 0) this.#forget()
    this.#return.write(seat.session, dropped, () => {
      this.#wait.wake()
    })
  }

  #take (session: StoreSession, effect: Effect & { type: 'granted' }): void {
    const isSame = this.#seat?.is(effect.seat, effect.epoch, session) === true
    if (!isSame) this.#lose(phrase('lease.otherSeat'))
    const seat = this.#seat ??= new HeldSeat(effect.seat, effect.epoch, session)
    this.#contention.end()
    for (const name of effect.slots) {
      const job = this.#jobs.shift()
      if (job === undefined) seat.keepIdle(name)
      else this.#use(seat, name, job)
    }
    if (isSame) this.#look()
    else this.#keepTrack(seat)
    this.#settle()
  }

  /** From now on the end of the session, and changes of the seat and of the queue, concern us. */
  #keepTrack (seat: HeldSeat): void {
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
    const done = (): void => {
      this.#isLooking = false
    }
    this
      .#store
      .read(this.#licence)
      .then(state => {
        done()
        if (this.#seat === seat) this.#compare(seat, state)
      })
      .catch(done)
  }

  #compare (seat: HeldSeat, state: LicenceState): void {
    seat.loseWhatIsNotIn(state)
    if (seat.names.length === 0) return this.#forget()
    const waiter = otherWaiter(state, seat.session.owner)
    const { mode, devices } = state.terms
    if (mode === 'pinned' && !devices.includes(this.#store.device)) this.#contend(true, 0)
    else if (waiter === undefined) this.#contention.end()
    else this.#contend(waiter.device === this.#store.device, waiter.priority)
  }

  #contend (isOwnDevice: boolean, priority: number): void {
    const isUrgent = isOwnDevice || priority > this.#jobs.highestPriority
    this.#contention.begin(isUrgent ? 0 : this.#settings.holdMs, () => {
      queueMicrotask(() => {
        this.#settle()
      })
      return { upTo: this.#jobs.arrivals, priority: isUrgent && !isOwnDevice ? priority : 0 }
    })
    this.#settle()
  }

  #lose (reason: Wording): void {
    const seat = this.#seat
    this.#forget()
    seat?.tell(reason)
    this.#wait.wake()
  }

  #forget (): void {
    this.#seat = undefined
    this.#linger.end()
    this.#contention.end()
    for (const each of this.#unwatch) each()
    this.#unwatch = []
  }
}
