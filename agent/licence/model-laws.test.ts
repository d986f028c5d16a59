import fc from 'fast-check'
import t from 'tap'
import {
  emptyState,
  freeSeat,
  holdersOf,
  holds,
  inOrder,
  otherWaiter,
  positionOf,
  rank,
  seatState,
  slotsOf
} from './licence-state.js'
import type { LicenceState, Seat, Waiter } from './licence-state.js'
import { reduce } from './model.js'
import type { Effect, LicenceEvent, Step } from './model.js'
import type { Terms } from './terms.js'

const terms: Terms = { seats: 2, mode: 'floating', devices: [], jobsPerDevice: 2, graceMs: 1000 }

function want (device: string, changed: Partial<LicenceEvent & { type: 'want' }> = {}): LicenceEvent {
  return { type: 'want', owner: device, device, priority: 0, slots: 1, seq: 0, wallMs: 7, ...changed }
}
function seat (device: string, owners: string[], changed: Partial<Seat> = {}): Seat {
  const slots = Object.fromEntries(owners.map((owner, slot) => [String(slot), { owner, since: 1 }]))
  return { device, epoch: 1, since: 1, isIdle: false, slots, ...changed }
}
function waiter (device: string, seq: number, priority = 0): Waiter {
  return { owner: device, device, priority, seq }
}
function state (changed: Partial<LicenceState>): LicenceState {
  return { ...emptyState(terms), ...changed }
}

t.test('a new licence has its seats, free, and nobody waits', async t => {
  t.same(emptyState({ ...terms, seats: 2 }), {
    terms,
    seats: [freeSeat, freeSeat],
    queue: [],
    live: [],
    missedAt: {}
  })
  t.same(freeSeat, { device: '', epoch: 0, since: 0, isIdle: false, slots: {} })
})

t.test('a grant records all that is known of it', async t => {
  const before = state({ queue: [waiter('a', 0, 3)], live: ['a'], terms: { ...terms, jobsPerDevice: 3 } })
  const first = reduce(before, want('a', { priority: 3, slots: 2 }), 0)
  t.same(first.effects, [{ type: 'granted', seat: 0, epoch: 1, slots: ['0', '1'] }])
  t.same(first.state.seats, [{
    device: 'a',
    epoch: 1,
    since: 7,
    priority: 3,
    isIdle: false,
    slots: { 0: { owner: 'a', since: 7 }, 1: { owner: 'a', since: 7 } }
  }, freeSeat])
  t.same([first.state.queue, first.state.live], [[], ['a']])
  const idle = reduce(first.state, { type: 'idle', owner: 'a', seat: 0, isIdle: true }, 0).state
  const second = reduce(idle, want('a', { owner: 'a2', wallMs: 9, priority: 1 }), 0)
  t.same(second.effects, [{ type: 'granted', seat: 0, epoch: 1, slots: ['2'] }])
  t.same(second.state.seats[0], {
    ...first.state.seats[0],
    slots: { ...first.state.seats[0]?.slots, 2: { owner: 'a2', since: 9 } }
  }, 'a place more keeps seat, epoch, time and priority, and ends the idling')
  t.same(second.state.live, ['a', 'a2'])
})

t.test('a place more on a seat that was recorded without priority gives it the lowest', async t => {
  const { state: { seats } } = reduce(state({ seats: [seat('a', ['x'])], live: ['x'] }), want('a'), 0)
  t.equal(seats[0]?.priority, 0)
})

t.test('a seat whose every holder is past the grace changes hands, also within its device', async t => {
  const before = state({
    seats: [seat('a', ['dead', 'dead'], { epoch: 4 })],
    live: ['a'],
    missedAt: { dead: 0 }
  })
  t.same(reduce(before, want('a'), 999).effects, [
    { type: 'waiting', position: 1, watch: { type: 'seats', seats: [0] }, at: 1000 }
  ])
  const { effects, state: { seats } } = reduce(before, want('a', { slots: 2 }), 1000)
  t.same(effects, [{ type: 'granted', seat: 0, epoch: 5, slots: ['0', '1'] }])
  t.equal(seats[0]?.since, 7)
})

t.test('with one holder alive the places of the dead are used again, under the same token', async t => {
  const before = state({ seats: [seat('a', ['dead', 'x'])], live: ['x', 'a'], missedAt: { dead: 0 } })
  t.match(reduce(before, want('a'), 999).effects, [{ type: 'waiting' }])
  const { effects, state: { seats } } = reduce(before, want('a'), 1000)
  t.same(effects, [{ type: 'granted', seat: 0, epoch: 1, slots: ['0'] }])
  t.same(seats[0]?.slots, { 0: { owner: 'a', since: 7 }, 1: { owner: 'x', since: 1 } })
  const other = reduce({ ...before, seats: [...before.seats] }, want('b'), 1000)
  t.match(other.effects, [{ type: 'waiting' }], 'another device cannot have the seat')
})

t.test('a free seat is the one that was had last, else one that nobody had, else any', async t => {
  const [a, b] = [seat('a', []), seat('b', [])]
  const seatFor = (device: string, seats: Seat[]): unknown =>
    reduce(state({ seats, live: [device] }), want(device), 0).effects[0]
  t.match(seatFor('b', [a, freeSeat, b]), { type: 'granted', seat: 2, epoch: 2 })
  t.match(seatFor('c', [a, freeSeat, b]), { type: 'granted', seat: 1, epoch: 1 })
  t.match(seatFor('c', [a, b]), { type: 'granted', seat: 0, epoch: 2 })
  t.match(seatFor('c', [seat('a', ['x']), b]), { type: 'granted', seat: 1 }, 'what is past its grace too') &&
    t.match(
      reduce(state({ seats: [seat('a', ['x'])], live: ['c'], missedAt: { x: 0 } }), want('c'), 1000).effects,
      [
        { type: 'granted', seat: 0, epoch: 2 }
      ]
    )
})

t.test('who waits is told its place, what to look at, and when at the latest', async t => {
  const full = state({
    seats: [seat('a', ['a', 'a']), seat('b', ['dead', 'gone'])],
    live: ['a', 'c', 'd'],
    missedAt: { dead: 500, gone: 0 },
    queue: [waiter('c', 1)]
  })
  const { effects, state: { queue } } = reduce(full, want('d', { seq: 2 }), 1200)
  t.same(effects, [{ type: 'waiting', position: 2, watch: { type: 'waiter', owner: 'c' } }])
  t.same(queue, [waiter('c', 1), waiter('d', 2)])
  t.same(reduce(full, want('c'), 900).effects, [
    { type: 'waiting', position: 1, watch: { type: 'seats', seats: [0, 1] }, at: 1000 }
  ], 'the nearest end of a grace')
  t.same(reduce(full, want('c'), 1000).effects, [
    { type: 'waiting', position: 1, watch: { type: 'seats', seats: [0, 1] }, at: 1500 }
  ], 'that is still to come')
  t.same(reduce({ ...full, live: ['a', 'c', 'dead', 'gone'] }, want('c'), 0).effects, [
    { type: 'waiting', position: 1, watch: { type: 'seats', seats: [0, 1] } }
  ])
  t.same(reduce({ ...full, live: [...full.live, 'c2'] }, want('c', { owner: 'c2' }), 0), {
    state: { ...full, live: [...full.live, 'c2'] },
    effects: [{ type: 'waiting', position: 1, watch: { type: 'waiter', owner: 'c' } }]
  }, 'one waiter per device: another process of it waits for that one')
})

t.test('a wait that is asked for again keeps its turn unless it is more urgent now', async t => {
  const before = state({
    seats: [seat('a', ['a']), seat('b', ['b'])],
    live: ['a', 'b', 'c'],
    queue: [waiter('c', 20, 1)]
  })
  for (const again of [want('c', { seq: 30, priority: 0 }), want('c', { seq: 20, priority: 1 })]) {
    t.equal(reduce(before, again, 0).state.queue, before.queue, 'not even written again')
  }
  t.same(reduce(before, want('c', { seq: 30, priority: 2 }), 0).state.queue, [waiter('c', 30, 2)])
})

t.test('the dead stop waiting, keep their places for the grace, and are forgiven when they are back', async t => {
  const before = state({
    seats: [seat('a', ['dead', 'late']), freeSeat],
    queue: [waiter('dead', 1), waiter('c', 2)],
    live: ['c'],
    missedAt: { dead: 5, other: 3 }
  })
  const looked = reduce(before, { type: 'look' }, 50)
  t.same(looked.effects, [])
  t.same(looked.state, { ...before, queue: [waiter('c', 2)], missedAt: { dead: 5, late: 50 } })
  const back = reduce({ ...looked.state, live: ['c', 'dead'] }, { type: 'look' }, 60).state
  t.same(back.missedAt, { late: 50 })
  t.equal(back.queue, looked.state.queue, 'nothing changed in the queue')
})

t.test('a device that is not pinned is refused and loses its place in the queue', async t => {
  const pinned: Terms = { ...terms, mode: 'pinned', devices: ['a'] }
  const before = state({ terms: pinned, queue: [waiter('b', 1), waiter('a', 2)], live: ['a', 'b'] })
  const refused = reduce(before, want('b'), 0)
  t.same(refused.effects, [{ type: 'refused', device: 'b', devices: ['a'] }])
  t.same(refused.state.queue, [waiter('a', 2)])
  t.match(reduce(before, want('a'), 0).effects, [{ type: 'granted' }])
  t.match(reduce({ ...before, terms: { ...pinned, mode: 'floating' }, queue: [] }, want('b'), 0).effects, [
    { type: 'granted' }
  ])
})

t.test('only the holder gives places back, and only its own', async t => {
  const before = state({ seats: [seat('a', ['a', 'x'], { isIdle: true }), freeSeat], live: ['a', 'x'] })
  const dropped = reduce(before, { type: 'drop', owner: 'a', seat: 0, slots: ['0', '1', '5'] }, 0)
  t.same(dropped.effects, [])
  t.same(dropped.state.seats[0], seat('a', [], { slots: { 1: { owner: 'x', since: 1 } } }))
  const others = reduce(before, { type: 'drop', owner: 'a', seat: 0, slots: ['1'] }, 0)
  t.same(others, { state: before, effects: [{ type: 'gone', seat: 0 }] })
  t.equal(others.state.seats, before.seats)
  t.same(reduce(before, { type: 'drop', owner: 'a', seat: 9, slots: ['0'] }, 0).effects, [
    { type: 'gone', seat: 9 }
  ])
})

t.test('leaving and idling concern nobody else', async t => {
  const before = state({
    seats: [seat('a', ['a', 'x'])],
    queue: [waiter('b', 1), waiter('c', 2)],
    live: ['a', 'b', 'c', 'x']
  })
  t.same(reduce(before, { type: 'leave', owner: 'b' }, 0), {
    state: { ...before, queue: [waiter('c', 2)] },
    effects: []
  })
  const idle = reduce(before, { type: 'idle', owner: 'x', seat: 0, isIdle: true }, 0)
  t.same(idle, { state: { ...before, seats: [{ ...before.seats[0], isIdle: true }] }, effects: [] })
  t.equal(reduce(before, { type: 'idle', owner: 'b', seat: 0, isIdle: true }, 0).state.seats, before.seats)
})

t.test('a forced release takes the seat from its holders for the grace, and leaves the others theirs', async t => {
  const before = state({
    seats: [seat('a', ['a', 'x'], { epoch: 3, isIdle: true }), seat('b', ['b'])],
    live: ['a', 'b', 'x']
  })
  const { state: forced, effects } = reduce(before, { type: 'force', seat: 0, id: 'id' }, 100)
  t.same(effects, [{ type: 'gone', seat: 0 }])
  t.same(forced, {
    ...before,
    seats: [seat('a', ['released-id', 'released-id'], { epoch: 4 }), before.seats[1]],
    missedAt: { 'released-id': 100 }
  })
})

t.test('who waits for a place on its own seat looks at that one only', async t => {
  const full = state({ seats: [seat('b', ['b', 'b']), seat('a', ['x', 'x'])], live: ['a', 'b', 'x'] })
  const [effect] = reduce(full, want('a'), 0).effects
  t.strictSame(effect, { type: 'waiting', position: 1, watch: { type: 'seats', seats: [1] } })
  t.notOk(effect !== undefined && 'at' in effect)
})

t.test('a seat that the device had before and left is not its seat', async t => {
  const before = state({ seats: [seat('a', []), seat('a', ['x'])], live: ['a', 'x'] })
  t.match(reduce(before, want('a'), 0).effects, [{ type: 'granted', seat: 1, epoch: 1 }])
})

t.test('what is said of a seat', async t => {
  const seats = [freeSeat, seat('a', ['a']), seat('b', ['b', 'dead'], { isIdle: true }), seat('c', ['dead'])]
  const all = state({ seats, live: ['a', 'b'], queue: [waiter('d', 5), waiter('e', 9, 1)] })
  t.same(seats.map((_, index) => seatState(all, index)), ['free', 'held', 'linger', 'orphaned'])
  t.equal(seatState(all, 9), 'free')
  t.same(holdersOf(all), [
    { seat: 1, device: 'a', since: 1, jobs: 1, state: 'held' },
    { seat: 2, device: 'b', since: 1, jobs: 2, state: 'linger' },
    { seat: 3, device: 'c', since: 1, jobs: 1, state: 'orphaned' }
  ])
  t.same([slotsOf(seats[2], 'b'), slotsOf(seats[2], 'a'), slotsOf(undefined, 'a')], [1, 0, 0])
  const held = { owner: 'b', seat: 2, epoch: 1, slot: '0' }
  t.ok(holds(all, held))
  for (
    const other of [{ owner: 'a' }, { seat: 1 }, { seat: 9 }, { epoch: 2 }, { slot: '1' }, { slot: '7' }]
  ) {
    t.notOk(holds(all, { ...held, ...other }), JSON.stringify(other))
  }
})

t.test('what is said of the queue', async t => {
  const queue = [waiter('d', 30), waiter('e', 40, 1), waiter('f', 24)]
  const all = state({ queue })
  t.same(queue.map(rank), [30, 24, 24])
  t.same(inOrder(queue).map(({ device }) => device), ['f', 'e', 'd'], 'of two with one rank the earlier')
  t.same(queue.map(each => positionOf(all, each)), [3, 2, 1])
  t.equal(queue[0]?.device, 'd', 'as it was')
  t.equal(otherWaiter(all, 'f')?.device, 'e')
  t.equal(otherWaiter(all, 'd')?.device, 'f')
  t.equal(otherWaiter(state({ queue: [waiter('d', 1)] }), 'd'), undefined)
})

/** Whatever machines do, in any order, and whoever dies in between. */
const devices = ['a', 'b', 'c']
const owners = devices.flatMap(device => [`${device}1`, `${device}2`])
const owner = fc.constantFrom(...owners)
const seatIndex = fc.nat(1)
const happening = fc.record({
  afterMs: fc.constantFrom(0, 1, 400, 1000, 3000),
  dies: fc.option(owner, { freq: 4, nil: undefined }),
  event: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('want' as const),
        owner,
        priority: fc.nat(2),
        slots: fc.integer({ min: 1, max: 3 })
      })
    },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('drop' as const),
        owner,
        seat: seatIndex,
        slots: fc.constantFrom(['0', '1'], ['0'], ['1'])
      })
    },
    fc.record({ type: fc.constant('leave' as const), owner }),
    fc.record({ type: fc.constant('idle' as const), owner, seat: seatIndex, isIdle: fc.boolean() }),
    fc.record({ type: fc.constant('force' as const), seat: seatIndex, id: fc.constantFrom('x', 'y') }),
    fc.record({ type: fc.constant('look' as const) })
  )
})

function frozen<T> (value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}

function check (what: string, isTrue: boolean): void {
  if (!isTrue) throw new Error(what)
}

t.test('the laws of a licence hold in every history', async t => {
  let granted = 0
  fc.assert(
    fc.property(
      fc.array(happening, { minLength: 5, maxLength: 60 }),
      fc.integer({ min: 1, max: 2 }),
      (history, seats) => {
        let now = 0
        let seq = 0
        let before = frozen(emptyState({ ...terms, seats }))
        for (const { afterMs, dies, event: told } of history) {
          now += afterMs
          const event: LicenceEvent = told.type === 'want'
            ? { ...told, device: told.owner.slice(0, 1), seq: seq++, wallMs: now }
            : told
          const acting = 'owner' in event ? [event.owner] : []
          const live = [...new Set([...before.live, ...acting])].filter(each =>
            each !== dies || acting.includes(each)
          )
          before = frozen({ ...before, live })
          const step = frozen(reduce(before, event, now))
          checkSeats(before, step, event, now)
          checkQueue(before, step, event, now)
          if (step.effects[0]?.type === 'granted') granted++
          before = step.state
        }
      }
    ),
    { numRuns: 300 }
  )
  t.ok(granted > 300, `granted: ${granted}`)
})

function checkSeats (
  before: LicenceState,
  { state: after, effects }: Step,
  event: LicenceEvent,
  now: number
): void {
  const held = after.seats.filter(({ slots }) => Object.keys(slots).length > 0)
  check('a device has one seat', new Set(held.map(({ device }) => device)).size === held.length)
  for (const [index, { device, epoch, slots }] of after.seats.entries()) {
    const was = before.seats[index] ?? freeSeat
    const [effect] = effects
    check('places are counted', Object.keys(slots).every(name => Number(name) < terms.jobsPerDevice))
    check('tokens grow', epoch >= was.epoch)
    const changesHands = effect?.type === 'granted' && effect.seat === index &&
      Object.keys(was.slots).length === 0
    check('a new holder has a new token', !changesHands || epoch === was.epoch + 1)
    check('a device changes with its token', device === was.device || epoch > was.epoch)
    for (const [name, slot] of Object.entries(was.slots)) {
      if (slots[name] === slot) continue
      const isGiven = event.type === 'drop' && event.owner === slot.owner
      const missedAt = after.missedAt[slot.owner] ?? before.missedAt[slot.owner] ?? now
      const isOver = !before.live.includes(slot.owner) && now - missedAt >= terms.graceMs
      check(`a place is its owner's: ${slot.owner}`, isGiven || isOver || event.type === 'force')
    }
  }
}

function checkQueue (
  before: LicenceState,
  { state: after, effects }: Step,
  event: LicenceEvent,
  now: number
): void {
  check('a device waits once', new Set(after.queue.map(({ device }) => device)).size === after.queue.length)
  check('the dead do not wait', after.queue.every(each => after.live.includes(each.owner)))
  if (event.type !== 'want') return
  const [effect] = effects
  const isSeated = (state: LicenceState, device: string): boolean =>
    state.seats.some(seat =>
      seat.device === device && Object
        .values(seat.slots)
        .some(slot =>
          state.live.includes(slot.owner) || now - (after.missedAt[slot.owner] ?? now) < terms.graceMs
        )
    )
  if (effect?.type === 'granted') {
    const alive = before.queue.filter(each => before.live.includes(each.owner))
    const turn = Math.min(rank(event), ...alive.filter(each => each.owner === event.owner).map(rank))
    const passed = alive.filter(each => rank(each) < turn && !isSeated(before, each.device))
    check('nobody that needs a seat is passed', passed.length === 0)
    check('who is served waits no more', !after.queue.some(each => each.owner === event.owner))
    check('no more than was asked for', effect.slots.length <= event.slots && effect.slots.length > 0)
    check('what is granted is held', effect.slots.every(slot => holds(after, { ...event, ...effect, slot })))
  } else checkWait(after, effect, event, now)
}

function checkWait (
  after: LicenceState,
  effect: Effect | undefined,
  event: LicenceEvent & { type: 'want' },
  now: number
): void {
  if (effect?.type !== 'waiting') throw new Error('who gets nothing waits')
  const own = after.queue.find(({ device }) => device === event.device)
  if (own === undefined) throw new Error('who waits is in the queue')
  check('its place is counted', effect.position === inOrder(after.queue).indexOf(own) + 1)
  const { watch } = effect
  if (watch.type === 'waiter') {
    check('it looks at somebody that waits', after.queue.some(each => each.owner === watch.owner))
    return
  }
  check(
    'it looks at seats that are there',
    watch.seats.length > 0 && watch.seats.every(index => index < after.seats.length)
  )
  check('it looks in the future', (effect.at ?? Infinity) > now)
  const ends = Object.values(after.missedAt).map(missed => missed + terms.graceMs).filter(at => at > now)
  check('it looks when a grace ends', effect.at === (ends.length === 0 ? undefined : Math.min(...ends)))
}
