import { inOrder, positionOf, rank, seatAt } from './licence-state.js'
import type { LicenceState, Seat, Slot, Waiter } from './licence-state.js'

/**
 * Who may use a licence: the whole decision, without input, output or clock. Both stores, local and
 * ZooKeeper, put their records in, apply one event and write what changed, each record under the version that
 * it was read with.
 */

export type LicenceEvent =
  | {
    type: 'want'
    owner: string
    device: string
    priority: number
    slots: number
    seq: number
    wallMs: number
  }
  | { type: 'leave', owner: string }
  | { type: 'drop', owner: string, seat: number, slots: readonly string[] }
  | { type: 'idle', owner: string, seat: number, isIdle: boolean }
  | { type: 'force', seat: number, id: string }
  | { type: 'look' }

export type Effect =
  | { type: 'granted', seat: number, epoch: number, slots: string[] }
  /** Look again when `watch` changes, and at `at` at the latest. */
  | { type: 'waiting', position: number, watch: Watch, at?: number }
  | { type: 'refused', device: string, devices: readonly string[] }
  | { type: 'gone', seat: number }

/** What a waiter looks at: one predecessor, or as the first the seats. Nobody else is woken by a change. */
export type Watch = { type: 'waiter', owner: string } | { type: 'seats', seats: number[] }

export interface Step {
  state: LicenceState
  effects: Effect[]
}

/**
 * The state after `event`, and what it means for the one who caused it. `now` is the observer's monotonic
 * clock.
 */
export function reduce (before: LicenceState, event: LicenceEvent, now: number): Step {
  const state = look(before, now)
  switch (event.type) {
    case 'look':
      return { state, effects: [] }
    case 'want':
      return want(state, event, now)
    case 'leave':
      return { state: leave(state, event.owner), effects: [] }
    case 'drop':
      return drop(state, event)
    case 'idle':
      return { state: markIdle(state, event), effects: [] }
    case 'force':
      return force(state, event, now)
  }
}

/** Waiters of the dead leave by themselves; their slots stay until the grace is over. */
function look (state: LicenceState, now: number): LicenceState {
  const alive = new Set(state.live)
  const missing = state
    .seats
    .flatMap(seat => Object.values(seat.slots))
    .map(slot => slot.owner)
    .filter(owner => !alive.has(owner))
  const missedAt = Object.fromEntries(missing.map(owner => [owner, state.missedAt[owner] ?? now]))
  const queue = state.queue.filter(waiter => alive.has(waiter.owner))
  return { ...state, queue: queue.length === state.queue.length ? state.queue : queue, missedAt }
}

function want (state: LicenceState, event: LicenceEvent & { type: 'want' }, now: number): Step {
  const { terms } = state
  const { owner, device } = event
  if (terms.mode === 'pinned' && !terms.devices.includes(device)) {
    return { state: leave(state, owner), effects: [{ type: 'refused', device, devices: terms.devices }] }
  }
  const mine = state.queue.find(waiter => waiter.device === device)
  if (mine !== undefined && mine.owner !== owner) {
    return wait(state, mine, { type: 'waiter', owner: mine.owner })
  }
  const waiter = mine !== undefined && rank(mine) <= rank(event)
    ? mine
    : { owner, device, priority: event.priority, seq: event.seq }
  const queued = waiter === mine
    ? state
    : { ...state, queue: [...state.queue.filter(other => other !== mine), waiter] }
  const before = blocker(queued, waiter, now)
  if (before !== undefined) return wait(queued, waiter, { type: 'waiter', owner: before.owner })
  const granted = take(queued, event, waiter.priority, now)
  if (granted !== undefined) return granted
  const own = seatedAt(state, device)
  const seats = own === undefined ? [...state.seats.keys()] : [own]
  return wait(queued, waiter, { type: 'seats', seats }, nextReclaim(state, now))
}

function wait (state: LicenceState, waiter: Waiter, watch: Watch, at?: number): Step {
  const position = positionOf(state, waiter)
  return {
    state,
    effects: [{ type: 'waiting', position, watch, ...at === undefined ? {} : { at } }]
  }
}

function leave (state: LicenceState, owner: string): LicenceState {
  return { ...state, queue: state.queue.filter(waiter => waiter.owner !== owner) }
}

/**
 * Gives free places of the device's own seat, else of a free seat: the one that it had last, else one that
 * nobody will miss.
 */
function take (
  state: LicenceState,
  event: LicenceEvent & { type: 'want' },
  waited: number,
  now: number
): Step | undefined {
  const { owner, device, wallMs } = event
  const own = seatedAt(state, device)
  const index = own ?? [...state.seats.keys()]
    .filter(each => isFree(state, seatAt(state, each), now))
    .sort((a, b) => affinity(seatAt(state, a), device) - affinity(seatAt(state, b), device))[0]
  if (index === undefined) return undefined
  const seat = seatAt(state, index)
  const kept = own === undefined
    ? {}
    : Object.fromEntries(Object.entries(seat.slots).filter(([, slot]) => !isReclaimable(state, slot, now)))
  const names = Array
    .from({ length: state.terms.jobsPerDevice }, (_, slot) => String(slot))
    .filter(name => kept[name] === undefined)
    .slice(0, event.slots)
  if (names.length === 0) return undefined
  // A seat whose every slot is past its grace changes hands even to the same device: what ran there is to be
  // fenced off.
  const isNew = own === undefined || Object.keys(kept).length === 0
  const epoch = isNew ? seat.epoch + 1 : seat.epoch
  const slots = { ...kept, ...Object.fromEntries(names.map(name => [name, { owner, since: wallMs }])) }
  const priority = isNew ? waited : seat.priority ?? 0
  const taken = replaceSeat(state, index, {
    device,
    epoch,
    since: isNew ? wallMs : seat.since,
    priority,
    isIdle: false,
    slots
  })
  const live = taken.live.includes(owner) ? taken.live : [...taken.live, owner]
  return {
    state: leave({ ...taken, live }, owner),
    effects: [{ type: 'granted', seat: index, epoch, slots: names }]
  }
}

function drop (state: LicenceState, event: LicenceEvent & { type: 'drop' }): Step {
  const seat = seatAt(state, event.seat)
  const mine = event.slots.filter(name => seat.slots[name]?.owner === event.owner)
  if (mine.length === 0) return { state, effects: [{ type: 'gone', seat: event.seat }] }
  const slots = Object.fromEntries(Object.entries(seat.slots).filter(([name]) => !mine.includes(name)))
  return { state: replaceSeat(state, event.seat, { ...seat, isIdle: false, slots }), effects: [] }
}

function markIdle (
  state: LicenceState,
  { owner, seat: index, isIdle }: LicenceEvent & { type: 'idle' }
): LicenceState {
  const seat = seatAt(state, index)
  const isOurs = Object.values(seat.slots).some(slot => slot.owner === owner)
  return isOurs ? replaceSeat(state, index, { ...seat, isIdle }) : state
}

/**
 * The token is stale at once, but the seat stays blocked for the grace, since the tools there may still run.
 */
function force (state: LicenceState, event: LicenceEvent & { type: 'force' }, now: number): Step {
  const seat = seatAt(state, event.seat)
  const slots = Object.fromEntries(
    Object.entries(seat.slots).map(([name, slot]) => [name, { ...slot, owner: `released-${event.id}` }])
  )
  const forced = replaceSeat(state, event.seat, { ...seat, epoch: seat.epoch + 1, isIdle: false, slots })
  return { state: look(forced, now), effects: [{ type: 'gone', seat: event.seat }] }
}

/**
 * The nearest waiter ahead that needs a whole seat. Those that only wait for a place on their own seat block
 * nobody; with a seat that was lost and may be taken now, they are as good as without.
 */
function blocker (state: LicenceState, waiter: Waiter, now: number): Waiter | undefined {
  const order = inOrder(state.queue)
  return order.slice(0, order.indexOf(waiter)).findLast(({ device }) => {
    const own = seatedAt(state, device)
    return own === undefined || isFree(state, seatAt(state, own), now)
  })
}

/**
 * The seat that the device has. One that it lost with all its processes counts, until the grace is over, as
 * its own.
 */
function seatedAt (state: LicenceState, device: string): number | undefined {
  const index = state.seats.findIndex(seat => seat.device === device && Object.keys(seat.slots).length > 0)
  return index < 0 ? undefined : index
}

function affinity (seat: Seat, device: string): number {
  return seat.device === device ? 0 : seat.device === '' ? 1 : 2
}

function isFree (state: LicenceState, seat: Seat, now: number): boolean {
  return Object.values(seat.slots).every(slot => isReclaimable(state, slot, now))
}

function isReclaimable (state: LicenceState, slot: Slot, now: number): boolean {
  const missed = state.missedAt[slot.owner]
  return missed !== undefined && now - missed >= state.terms.graceMs
}

function nextReclaim (state: LicenceState, now: number): number | undefined {
  const times = Object
    .values(state.missedAt)
    .map(missed => missed + state.terms.graceMs)
    .filter(at => at > now)
  return times.length === 0 ? undefined : Math.min(...times)
}

function replaceSeat (state: LicenceState, index: number, seat: Seat): LicenceState {
  return { ...state, seats: state.seats.map((each, at) => at === index ? seat : each) }
}
