import type { StartProgram } from '../processes/process-group.js'

/** What a waiter is told while it waits, and what a wait that ran out reports. */
export interface WaitStatus {
  licence: string
  waitedMs: number
  /** Waiters ahead of this one, plus one. */
  position: number
  holders: Holder[]
}

/** Who holds a seat. Times are in milliseconds since 1970. */
export interface Holder {
  seat: number
  device: string
  since: number
  jobs: number
  state: 'held' | 'linger' | 'orphaned'
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
   * when this process hangs until the seat is over. Throws TOOL_NOT_FOUND.
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
