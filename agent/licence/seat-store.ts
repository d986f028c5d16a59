import type { PacklineError } from '../errors.js'
import type { HeldSlot, LicenceState } from './licence-state.js'
import type { LicenceEvent, Step, Watch } from './model.js'
import type { Agreement, Terms } from './terms.js'

/** One life of this process at the store. When it is over, nothing held under it counts any more. */
export interface StoreSession {
  readonly owner: string
  readonly lost: AbortSignal
}

/** A waiter's watch, or what the holder of a seat looks at: its seat, and whether anybody queues. */
export type StoreWatch = Watch | { type: 'own', seat: number } | { type: 'queue' }

export interface AuditEntry {
  at: string
  action: string
  by: string
  device: string
  why: string
  details: Record<string, unknown>
}

/**
 * Where seats are recorded: this machine's disk, or ZooKeeper. The model decides, a store only reads and
 * writes.
 */
export interface SeatStore {
  readonly device: string
  /** Monotonic milliseconds that all processes of this machine share. */
  readonly now: () => number
  /** Licences this store knows, as configured here. */
  readonly terms: Readonly<Record<string, Terms>>
  /** Waits until something can be recorded; without end unless told otherwise. */
  ready: (signal: AbortSignal, timeoutMs?: number) => Promise<StoreSession>
  /** Why nothing can be recorded right now, for a wait of `waitedMs` that ran out over it. */
  problem: (waitedMs: number) => PacklineError | undefined
  /** Until when, on `now`'s clock, what is held may be relied on without asking. */
  validUntil: () => number
  /**
   * Applies the event to the newest state and records what came of it. A conflict with others is tried again.
   */
  transact: (licence: string, event: LicenceEvent, session: StoreSession) => Promise<Step>
  read: (licence: string) => Promise<LicenceState>
  /** Calls `listener` after each change of what is watched, and now and then without one. */
  watch: (licence: string, watch: StoreWatch, listener: () => void) => () => void
  /** Asks for certain whether the slot is still held, under the same epoch. */
  verify: (licence: string, held: HeldSlot) => Promise<boolean>
  /** Replaces what all machines agreed on; an administrator's decision. */
  changeAgreement: (licence: string, change: (agreement: Agreement) => Agreement) => Promise<Agreement>
  /** The devices that have reported here so far. */
  knownDevices: () => Promise<string[]>
  recordAudit: (licence: string, entry: AuditEntry) => Promise<void>
  readAudit: (licence: string) => Promise<AuditEntry[]>
  /** Passed to the guard, which stays alive for the store as long as it has tools to watch over. */
  readonly inheritedFd: number | undefined
  close: () => Promise<void>
}
