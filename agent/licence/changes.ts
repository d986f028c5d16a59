import type { LicenceState, Waiter } from './model.js'

/** What one step writes. Every seat is written under the version it was read with. */
export interface Changes {
  seats: number[]
  /**
   * Seats whose holders this owner joined or left: its sign of life there comes or goes in the same write.
   */
  attach: number[]
  detach: number[]
  enter: Waiter | undefined
  leave: Waiter | undefined
  /**
   * Seats that must still be as read: with a new seat all, or two processes of one device take one each; with
   * a place on the own seat those of the waiters ahead, which were passed because they had one.
   */
  checks: number[]
  /** Granted without having queued: only right if nobody has queued since. */
  needsQueueUnchanged: boolean
}

export function changesBetween (before: LicenceState, after: LicenceState, owner: string): Changes {
  const indexes = [...after.seats.keys()]
  const seats = indexes.filter(index => before.seats[index] !== after.seats[index])
  const isOn = (state: LicenceState, index: number): boolean =>
    Object.values(state.seats[index]?.slots ?? {}).some(slot => slot.owner === owner)
  const gained = (index: number): boolean => countOf(after, index, owner) > countOf(before, index, owner)
  const isGrant = seats.some(gained)
  const isNewSeat = seats.some(index => before.seats[index]?.epoch !== after.seats[index]?.epoch)
  const waiting = new Set(before.queue.filter(waiter => waiter.owner !== owner).map(waiter => waiter.device))
  const waitedAs = before.queue.find(waiter => waiter.owner === owner)
  const waitsAs = after.queue.find(waiter => waiter.owner === owner)
  return {
    seats,
    attach: seats.filter(index => isOn(after, index) && !isOn(before, index)),
    detach: seats.filter(index => !isOn(after, index) && isOn(before, index)),
    enter: waitsAs === waitedAs ? undefined : waitsAs,
    leave: waitsAs === waitedAs ? undefined : waitedAs,
    checks: isGrant
      ? indexes.filter(index =>
        !seats.includes(index) && (isNewSeat || waiting.has(before.seats[index]?.device ?? ''))
      )
      : [],
    needsQueueUnchanged: waitedAs === undefined && isGrant
  }
}

export function isNothing (changes: Changes): boolean {
  return changes.seats.length === 0 && changes.enter === undefined && changes.leave === undefined
}

function countOf (state: LicenceState, index: number, owner: string): number {
  return Object.values(state.seats[index]?.slots ?? {}).filter(slot => slot.owner === owner).length
}
