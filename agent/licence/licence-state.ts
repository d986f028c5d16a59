import type { Terms } from './terms.js'

/** What is recorded of a licence, and what can be said about it without changing anything. */

/**
 * One job's place on a seat. `owner` is the session of the process that runs it; `since` is for people only.
 */
export interface Slot {
  owner: string
  since: number
}

/** A seat with no slots is free; `device` then says who had it last. */
export interface Seat {
  device: string
  /** Grows with each new holder: the fencing token. */
  epoch: number
  since: number
  isIdle: boolean
  /** Of the wait that got it. */
  priority?: number
  slots: Readonly<Record<string, Slot>>
}

export interface Waiter {
  owner: string
  device: string
  priority: number
  seq: number
}

export interface LicenceState {
  terms: Terms
  seats: readonly Seat[]
  queue: readonly Waiter[]
  /** Owners whose session lives. */
  live: readonly string[]
  /**
   * When this observer first missed an owner, on its own clock: clocks of other machines are not to be
   * trusted.
   */
  missedAt: Readonly<Record<string, number>>
}

export type SeatState = 'free' | 'held' | 'linger' | 'orphaned'

/** Who holds a seat. Times are in milliseconds since 1970. */
export interface Holder {
  seat: number
  device: string
  since: number
  jobs: number
  state: 'held' | 'linger' | 'orphaned'
}

/**
 * Waiters that one step of priority passes at most. Counting arrivals instead of minutes keeps the order
 * fixed while they wait, and right when the machines' clocks differ.
 */
export const arrivalsPerPriority = 16

export const freeSeat: Seat = { device: '', epoch: 0, since: 0, isIdle: false, slots: {} }

export function emptyState (terms: Terms): LicenceState {
  const seats = Array.from({ length: terms.seats }, () => freeSeat)
  return { terms, seats, queue: [], live: [], missedAt: {} }
}

export function seatAt (state: LicenceState, index: number): Seat {
  return state.seats[index] ?? freeSeat
}

export function seatState (state: LicenceState, index: number): SeatState {
  const seat = seatAt(state, index)
  const slots = Object.values(seat.slots)
  if (slots.length === 0) return 'free'
  if (slots.every(slot => !state.live.includes(slot.owner))) return 'orphaned'
  return seat.isIdle ? 'linger' : 'held'
}

/** The seats that are not free, as people and programs are told about them. */
export function holdersOf (state: LicenceState): Holder[] {
  return state.seats.flatMap(({ device, since, slots }, seat) => {
    const current = seatState(state, seat)
    return current === 'free'
      ? []
      : [{ seat, device, since, jobs: Object.keys(slots).length, state: current }]
  })
}

/** How many places of the seat the owner has. */
export function slotsOf (seat: Seat | undefined, owner: string): number {
  return Object.values(seat?.slots ?? {}).filter(slot => slot.owner === owner).length
}

/** One job's place as its holder knows it. */
export interface HeldSlot {
  owner: string
  seat: number
  epoch: number
  slot: string
}

export function isHeld (seat: Seat | undefined, { owner, epoch, slot }: HeldSlot): boolean {
  return seat?.epoch === epoch && seat.slots[slot]?.owner === owner
}

export function holds (state: LicenceState, held: HeldSlot): boolean {
  return isHeld(state.seats[held.seat], held)
}

/** The lower, the earlier it is served. */
export function rank (waiter: { priority: number, seq: number }): number {
  return waiter.seq - waiter.priority * arrivalsPerPriority
}

/** The waiters in the order in which they get seats. */
export function inOrder (queue: readonly Waiter[]): Waiter[] {
  return [...queue].sort((a, b) => rank(a) - rank(b) || a.seq - b.seq)
}

/** 1 for the waiter that is served next. */
export function positionOf (state: LicenceState, waiter: Waiter): number {
  return inOrder(state.queue).findIndex(other => other.owner === waiter.owner) + 1
}

/** Somebody else waits, so that idle slots are to be given up: the first waiter that is not `owner`. */
export function otherWaiter (state: LicenceState, owner: string): Waiter | undefined {
  return inOrder(state.queue).find(waiter => waiter.owner !== owner)
}
