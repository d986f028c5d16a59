import { anyVersion } from '../coordination/zookeeper-types.js'
import type { MultiOperation, MultiResult } from '../coordination/zookeeper-types.js'
import { seatAt, slotsOf } from './licence-state.js'
import type { LicenceState, Waiter } from './licence-state.js'
import { encode, layout } from './zookeeper-layout.js'
import type { Snapshot } from './zookeeper-nodes.js'

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
  const had = (index: number): number => slotsOf(before.seats[index], owner)
  const has = (index: number): number => slotsOf(after.seats[index], owner)
  const isGrant = seats.some(index => has(index) > had(index))
  const isNewSeat = seats.some(index => before.seats[index]?.epoch !== after.seats[index]?.epoch)
  const waiting = new Set(before.queue.filter(waiter => waiter.owner !== owner).map(waiter => waiter.device))
  const waitedAs = before.queue.find(waiter => waiter.owner === owner)
  const waitsAs = after.queue.find(waiter => waiter.owner === owner)
  return {
    seats,
    attach: seats.filter(index => has(index) > 0 && had(index) === 0),
    detach: seats.filter(index => has(index) === 0 && had(index) > 0),
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

/** The transaction that makes `after` of what was read, for `owner`. The seats come first. */
export function operationsFor (
  licence: string,
  before: Snapshot,
  after: LicenceState,
  changes: Changes,
  owner: string
): MultiOperation[] {
  const nothing = Buffer.alloc(0)
  const version = (seat: number): number => before.versions[seat] ?? 0
  const queue = layout.queue(licence)
  const operations: MultiOperation[] = [
    ...changes.seats.map((seat): MultiOperation => ({
      type: 'set',
      path: layout.seat(licence, seat),
      data: encode(seatAt(after, seat)),
      version: version(seat)
    })),
    ...changes.checks.map((seat): MultiOperation => ({
      type: 'check',
      path: layout.seat(licence, seat),
      version: version(seat)
    })),
    ...changes.attach.map((seat): MultiOperation => ({
      type: 'create',
      path: layout.life(licence, seat, owner),
      data: nothing,
      mode: 'ephemeral'
    })),
    ...changes.detach.map((seat): MultiOperation => ({
      type: 'remove',
      path: layout.life(licence, seat, owner),
      version: anyVersion
    }))
  ]
  const { leave, enter, needsQueueUnchanged } = changes
  if (leave !== undefined) {
    operations.push({ type: 'remove', path: layout.waiter(licence, leave), version: anyVersion })
  }
  if (enter !== undefined) {
    operations.push(
      { type: 'set', path: queue, data: nothing, version: before.queueVersion },
      { type: 'create', path: layout.waiter(licence, enter), data: nothing, mode: 'ephemeral' }
    )
  }
  if (needsQueueUnchanged) operations.push({ type: 'check', path: queue, version: before.queueVersion })
  return operations
}

/** What a read would give after the transaction, as far as nobody else has written since. */
export function snapshotAfter (
  before: Snapshot,
  state: LicenceState,
  changes: Changes,
  results: readonly MultiResult[]
): Snapshot {
  const versions = before.versions.map((version, seat) => {
    const index = changes.seats.indexOf(seat)
    return index < 0 ? version : results[index]?.stat?.version ?? version + 1
  })
  const { agreement, queueVersion } = before
  return { agreement, state, versions, queueVersion: queueVersion + (changes.enter === undefined ? 0 : 1) }
}
