import t from 'tap'
import { arrivalsPerPriority, emptyState, holds, inOrder, seatState } from './licence-state.js'
import type { LicenceState } from './licence-state.js'
import { reduce } from './model.js'
import type { Effect, LicenceEvent } from './model.js'
import type { Terms } from './terms.js'

const terms: Terms = { seats: 2, mode: 'floating', devices: [], jobsPerDevice: 2, graceMs: 1000 }

/** Applies events in turn, each owner alive from its first one on, and keeps the effects of the last. */
class Farm {
  state: LicenceState
  effects: Effect[] = []
  #seq = 0

  constructor (changed: Partial<Terms> = {}) {
    this.state = emptyState({ ...terms, ...changed })
  }

  apply (event: LicenceEvent, now = 0): Effect[] {
    if ('owner' in event && !this.state.live.includes(event.owner)) {
      this.state = {
        ...this.state,
        live: [
          ...this
            .state
            .live,
          event.owner
        ]
      }
    }
    const step = reduce(this.state, event, now)
    this.state = step.state
    return step.effects
  }

  want (device: string, { owner = device, priority = 0, slots = 1, now = 0 } = {}): Effect[] {
    return this.apply({ type: 'want', owner, device, priority, slots, seq: this.#seq++, wallMs: now }, now)
  }

  drop (device: string, seat: number, slots = ['0'], owner = device): Effect[] {
    return this.apply({ type: 'drop', owner, seat, slots })
  }
  die (owner: string): void {
    this.state = { ...this.state, live: this.state.live.filter(other => other !== owner) }
  }
}

t.test('gives a free seat, then waits for one, and the first waiter watches the seats', async t => {
  const farm = new Farm()
  t.match(farm.want('a'), [{ type: 'granted', seat: 0, epoch: 1, slots: ['0'] }])
  t.match(farm.want('b'), [{ type: 'granted', seat: 1, epoch: 1 }])
  t.match(farm.want('c'), [{ type: 'waiting', position: 1, watch: { type: 'seats', seats: [0, 1] } }])
  t.match(
    farm.want('d'),
    [{ type: 'waiting', position: 2, watch: { type: 'waiter', owner: 'c' } }],
    'the second watches the first only'
  )
  farm.drop('a', 0)
  t.match(farm.want('d'), [{ type: 'waiting', position: 2 }], 'nobody overtakes')
  t.match(farm.want('c'), [{ type: 'granted', seat: 0, epoch: 2 }])
})

t.test('a device has one seat and at most jobsPerDevice slots, whichever of its processes ask', async t => {
  const farm = new Farm()
  t.match(farm.want('a', { owner: 'a1', slots: 5 }), [{ type: 'granted', seat: 0, slots: ['0', '1'] }])
  t.match(farm.want('a', { owner: 'a2' }), [{
    type: 'waiting',
    position: 1,
    watch: { type: 'seats', seats: [0] }
  }])
  t.match(farm.want('a', { owner: 'a3' }), [{ type: 'waiting', watch: { type: 'waiter', owner: 'a2' } }])
  t.equal(farm.state.queue.length, 1, 'one waiter per device')
  t.match(
    farm.want('b'),
    [{ type: 'granted', seat: 1 }],
    'who waits for a place on its own seat blocks nobody'
  )
  farm.drop('a', 0, ['1'], 'a1')
  t.match(farm.want('a', { owner: 'a2' }), [{ type: 'granted', seat: 0, epoch: 1, slots: ['1'] }])
})

t.test('a device that holds a seat does not pass one that waits for a seat', async t => {
  const farm = new Farm({ seats: 1 })
  farm.want('a', { owner: 'a1' })
  farm.want('b')
  t.match(farm.want('a', { owner: 'a2' }), [{
    type: 'waiting',
    position: 2,
    watch: { type: 'waiter', owner: 'b' }
  }], 'though a slot of its own seat is free')
})

t.test("an orphaned seat comes back after the grace, on the observer's clock", async t => {
  const farm = new Farm({ seats: 1 })
  farm.want('a')
  farm.die('a')
  t.match(farm.want('b', { now: 500 }), [{ type: 'waiting', at: 1500 }])
  t.equal(seatState(farm.state, 0), 'orphaned')
  t.match(farm.want('b', { now: 1499 }), [{ type: 'waiting', at: 1500 }])
  t.match(farm.want('b', { now: 1500 }), [{ type: 'granted', seat: 0, epoch: 2 }])
})

t.test('a device whose lost seat may be taken is not passed by those that came later', async t => {
  const farm = new Farm({ seats: 1, jobsPerDevice: 1 })
  farm.want('a', { owner: 'a1' })
  farm.die('a1')
  t.match(farm.want('a', { owner: 'a2', now: 20 }), [{ type: 'waiting', position: 1 }])
  t.match(farm.want('b', { now: 50 }), [{ type: 'waiting', position: 2 }])
  t.match(farm.want('b', { now: 2000 }), [{ type: 'waiting', watch: { type: 'waiter', owner: 'a2' } }])
  t.match(farm.want('a', { owner: 'a2', now: 2000 }), [{ type: 'granted', seat: 0, epoch: 2 }])
})

t.test('a restarted process takes the other slots of its own seat at once', async t => {
  const farm = new Farm({ seats: 1 })
  farm.want('a', { owner: 'a1' })
  farm.die('a1')
  t.match(
    farm.want('a', { owner: 'a2', slots: 2 }),
    [{ type: 'granted', seat: 0, epoch: 1, slots: ['1'] }],
    'the tool in slot 0 may still run'
  )
})

t.test('higher priority goes first, but arrivals age past it', async t => {
  const waiter = (owner: string, priority: number, seq: number) => ({ owner, device: owner, priority, seq })
  t.same(inOrder([waiter('low', 0, 0), waiter('high', 1, 1)]).map(each => each.owner), ['high', 'low'])
  t.same(inOrder([waiter('old', 0, 0), waiter('new', 1, arrivalsPerPriority + 1)]).map(each => each.owner), [
    'old',
    'new'
  ])
  t.same(
    inOrder([waiter('b', 5, 2), waiter('a', 5, 1)]).map(each => each.owner),
    ['a', 'b'],
    'first come, first served within one'
  )
})

t.test('a waiter may raise its priority', async t => {
  const farm = new Farm({ seats: 1 })
  farm.want('a')
  farm.want('b')
  farm.want('c')
  t.match(farm.want('c', { priority: 1 }), [{ type: 'waiting', position: 1, watch: { type: 'seats' } }])
})

t.test('pinned refuses devices that are not listed, and takes their waiter away', async t => {
  const farm = new Farm({ mode: 'pinned', devices: ['a', 'b'] })
  t.match(farm.want('c'), [{ type: 'refused', device: 'c', devices: ['a', 'b'] }])
  t.equal(farm.state.queue.length, 0)
})

t.test('a device gets the seat back that it had last', async t => {
  const farm = new Farm()
  farm.want('a')
  farm.want('b')
  farm.drop('a', 0)
  farm.drop('b', 1)
  t.match(farm.want('b'), [{ type: 'granted', seat: 1, epoch: 2 }])
})

t.test('a forced release makes the token stale at once and blocks the seat for the grace', async t => {
  const farm = new Farm({ seats: 1 })
  farm.want('a')
  const lease = { owner: 'a', seat: 0, epoch: 1, slot: '0' }
  t.ok(holds(farm.state, lease))
  farm.apply({ type: 'force', seat: 0, id: 'x' }, 100)
  t.notOk(holds(farm.state, lease))
  t.match(farm.want('b', { now: 100 }), [{ type: 'waiting', at: 1100 }])
  t.match(farm.drop('a', 0), [{ type: 'gone' }], 'the old holder cannot give back what is not its own')
  t.match(farm.want('b', { now: 1100 }), [{ type: 'granted', epoch: 3 }])
})

t.test('idle shows as linger until the seat is used again', async t => {
  const farm = new Farm()
  farm.want('a')
  t.equal(seatState(farm.state, 0), 'held')
  farm.apply({ type: 'idle', owner: 'a', seat: 0, isIdle: true })
  t.equal(seatState(farm.state, 0), 'linger')
  farm.apply({ type: 'idle', owner: 'b', seat: 0, isIdle: false })
  t.equal(seatState(farm.state, 0), 'linger', 'only for its holder')
  farm.drop('a', 0)
  t.equal(seatState(farm.state, 0), 'free')
})
