import { randomUUID } from 'node:crypto'
import { PacklineError } from '../errors.js'
import type { RunningProgram, StartProgram } from '../processes/process-group.js'
import type { Guard } from './guard.js'
import type { GrantedSlot } from './held-seat.js'
import type { Holder } from './licence-state.js'
import type { SeatStore } from './seat-store.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** What a waiter is told while it waits, and what a wait that ran out reports. */
export interface WaitStatus {
  licence: string
  waitedMs: number
  /** Waiters ahead of this one, plus one. */
  position: number
  holders: Holder[]
}

export interface Lease {
  readonly licence: string
  readonly device: string
  readonly seat: number
  /**
   * Fencing token: grows with every change of the seat's holder, so that work under an older one can be
   * refused.
   */
  readonly epoch: number
  /** Aborted when the seat is lost; what runs under the lease has to stop then. */
  readonly signal: AbortSignal
  /** Throws LICENCE_LOST unless the seat is still this lease's. Call it right before publishing. */
  assertValid: () => Promise<void>
  /**
   * Starts a tool under the lease: in its own process group, which dies with the lease, with this process, or
   * when this process hangs until the seat is over. So does what it starts elsewhere, as long as it keeps
   * PACKLINE_LEASE. Throws TOOL_NOT_FOUND.
   */
  spawn: StartProgram
}

export interface LeaseOptions {
  signal: AbortSignal
  /** The licence's own maximum when left out. */
  maxWaitMs?: number
  /** 0 to 9; higher goes first. Waiting raises it, so that nothing starves. */
  priority?: number
  onWait?: (status: WaitStatus) => void
}

/** Grants the use of licensed tools. */
export interface Limiter {
  /**
   * Waits for a seat and a job's place on this device, runs `use` and gives the place back.
   * Throws LICENCE_UNKNOWN, LICENCE_DEVICE_NOT_ALLOWED, LICENCE_WAIT_TIMEOUT or INTERRUPTED when nothing was
   * granted.
   */
  withLease: <T>(licence: string, use: (lease: Lease) => Promise<T>, options: LeaseOptions) => Promise<T>
  close: () => Promise<void>
}

/** The lease of one job on its slot. Its tools die when the slot is lost, and at `end`. */
export class JobLease implements Lease {
  readonly licence: string
  readonly device: string
  readonly seat: number
  readonly epoch: number
  readonly signal: AbortSignal
  readonly #slot: GrantedSlot
  readonly #store: SeatStore
  readonly #guard: Guard
  readonly #tools = new Set<RunningProgram>()
  readonly #marker = randomUUID()

  constructor (licence: string, slot: GrantedSlot, store: SeatStore, guard: Guard) {
    this.licence = licence
    this.device = store.device
    this.seat = slot.seat
    this.epoch = slot.epoch
    this.signal = slot.lost.signal
    this.#slot = slot
    this.#store = store
    this.#guard = guard
    this.signal.addEventListener('abort', () => {
      this.#killTools()
    })
  }

  readonly assertValid = async (): Promise<void> => {
    this.#check()
    const isHeld = await this.#store.verify(this.licence, this.#slot).catch((cause: unknown) => {
      throw this.#lost(phrase('lease.unchecked'), cause)
    })
    this.#check()
    if (!isHeld) throw this.#lost(phrase('lease.givenAway'))
  }

  readonly spawn: StartProgram = async (file, args, options) => {
    this.#check()
    const tool = await this.#guard.spawn(file, args, options, this.#marker)
    this.#tools.add(tool)
    const forget = (): void => {
      this.#tools.delete(tool)
    }
    tool.exited.then(forget, forget)
    // Lost while it was being started, before it was listed.
    if (this.signal.aborted) tool.signal('SIGKILL')
    return tool
  }

  /** Returns once all its tools are dead, and all that they started. */
  async end (): Promise<void> {
    const isOver = this.#tools.size === 0 && !this.signal.aborted
    for (const tool of this.#tools) tool.signal('SIGKILL')
    await Promise.all([...this.#tools].map(async tool => await tool.exited))
    await this.#guard.sweep(this.#marker, isOver)
  }

  #killTools (): void {
    for (const tool of this.#tools) tool.signal('SIGKILL')
    // What is left is told by `end`.
    this.#guard.sweep(this.#marker, false).catch(() => {})
  }

  #check (): void {
    if (this.signal.aborted) throw this.#lost(String(this.signal.reason))
    if (this.#store.now() >= this.#store.validUntil()) {
      throw this.#lost(phrase('lease.notRenewed'))
    }
  }

  #lost (reason: Wording, cause?: unknown): PacklineError {
    const details = { licence: this.licence, seat: this.seat, epoch: this.epoch, reason }
    return new PacklineError('LICENCE_LOST', details, cause === undefined ? {} : { cause })
  }
}
