import t from 'tap'
import { emptyState } from './licence-state.js'
import type { LicenceState, Seat, Waiter } from './licence-state.js'
import { reduce } from './model.js'
import type { LicenceEvent } from './model.js'
import type { Terms } from './terms.js'
import type { Snapshot } from './zookeeper-nodes.js'
import { changesBetween, isNothing, operationsFor, snapshotAfter } from './zookeeper-write.js'
import type { Changes } from './zookeeper-write.js'

const terms: Terms = { seats: 3, mode: 'floating', devices: [], jobsPerDevice: 2, graceMs: 0 }
const nothing = Buffer.alloc(0)
const me = '00000000000000aa'

function seat (device: string, owners: string[]): Seat {
  const slots = Object.fromEntries(owners.map((owner, slot) => [String(slot), { owner, since: 1 }]))
  return { device, epoch: 1, since: 1, isIdle: false, slots }
}
function waiter (owner: string, device: string, seq = 5): Waiter {
  return { owner, device, priority: 0, seq }
}
function snapshot (changed: Partial<LicenceState>): Snapshot {
  const state = { ...emptyState(terms), live: [me, 'x', 'y'], ...changed }
  return { agreement: { configured: terms }, state, versions: [10, 11, 12], queueVersion: 7 }
}
function want (slots = 1): LicenceEvent {
  return { type: 'want', owner: me, device: 'a', priority: 0, slots, seq: 7, wallMs: 1 }
}
function stepOf (before: Snapshot, event: LicenceEvent): { after: LicenceState, changes: Changes } {
  const after = reduce(before.state, event, 0).state
  return { after, changes: changesBetween(before.state, after, me) }
}

t.test('a seat taken without queueing writes it, checks all others and that nobody queued meanwhile', async t => {
  const before = snapshot({ seats: [seat('b', ['x']), ...emptyState(terms).seats.slice(1)] })
  const { after, changes } = stepOf(before, want())
  t.strictSame(changes, {
    seats: [1],
    attach: [1],
    detach: [],
    enter: undefined,
    leave: undefined,
    checks: [0, 2],
    needsQueueUnchanged: true
  })
  t.strictSame(operationsFor('tool', before, after, changes, me), [
    {
      type: 'set',
      path: '/licences/tool/seats/1',
      data: Buffer.from(JSON.stringify(after.seats[1])),
      version: 11
    },
    { type: 'check', path: '/licences/tool/seats/0', version: 10 },
    { type: 'check', path: '/licences/tool/seats/2', version: 12 },
    { type: 'create', path: `/licences/tool/seats/1/${me}`, data: nothing, mode: 'ephemeral' },
    { type: 'check', path: '/licences/tool/queue', version: 7 }
  ])
  t.strictSame(snapshotAfter(before, after, changes, [{ stat: statOf(40) }]), {
    ...before,
    state: after,
    versions: [10, 40, 12]
  })
  t.same(snapshotAfter(before, after, changes, []).versions, [10, 12, 12], 'an answer that says none')
})

t.test('a place more on the own seat leaves the other seats alone, but for those that were passed', async t => {
  const seats = [seat('a', [me]), seat('b', ['x']), seat('c', ['y'])]
  t.match(stepOf(snapshot({ seats }), want()).changes, { seats: [0], attach: [], checks: [] })
  const passing = stepOf(snapshot({ seats, queue: [waiter('x', 'b')] }), want()).changes
  t.strictSame([passing.checks, passing.needsQueueUnchanged], [[1], true])
  const own = stepOf(snapshot({ seats, queue: [waiter(me, 'a', 4)] }), want()).changes
  t.strictSame([own.checks, own.needsQueueUnchanged], [[], false], 'nor does its own wait need a check')
  t.same(own.leave, waiter(me, 'a', 4))
})

t.test('who has to wait enters the queue, which counts the arrival', async t => {
  const before = snapshot({ seats: [seat('b', ['x']), seat('c', ['x']), seat('d', ['y'])] })
  const { after, changes } = stepOf(before, want())
  t.notOk(isNothing(changes))
  t.strictSame(operationsFor('tool', before, after, changes, me), [
    { type: 'set', path: '/licences/tool/queue', data: nothing, version: 7 },
    {
      type: 'create',
      path: `/licences/tool/queue/0000000007-0-${me}-a`,
      data: nothing,
      mode: 'ephemeral'
    }
  ])
  t.equal(snapshotAfter(before, after, changes, []).queueVersion, 8)
  const waiting = { ...before, state: after }
  t.ok(isNothing(stepOf(waiting, want()).changes), 'to wait on writes nothing')
})

t.test('who leaves the queue, or its last place on a seat, takes its sign of life away', async t => {
  const before = snapshot({
    seats: [seat('a', [me, me]), seat('b', ['x']), seat('c', ['y'])],
    queue: [waiter(me, 'a', 4)]
  })
  const left = stepOf(before, { type: 'leave', owner: me })
  t.notOk(isNothing(left.changes))
  t.strictSame(operationsFor('tool', before, left.after, left.changes, me), [
    { type: 'remove', path: `/licences/tool/queue/0000000004-0-${me}-a`, version: -1 }
  ])
  const one = stepOf(before, { type: 'drop', owner: me, seat: 0, slots: ['0'] })
  t.match(one.changes, { seats: [0], attach: [], detach: [], checks: [], needsQueueUnchanged: false })
  const both = stepOf(before, { type: 'drop', owner: me, seat: 0, slots: ['0', '1'] })
  t.strictSame(both.changes.detach, [0])
  t.strictSame(operationsFor('tool', before, both.after, both.changes, me).slice(1), [
    { type: 'remove', path: `/licences/tool/seats/0/${me}`, version: -1 }
  ])
  t.equal(snapshotAfter(before, both.after, both.changes, []).queueVersion, 7)
})

t.test('a look writes nothing', async t => {
  t.ok(isNothing(stepOf(snapshot({}), { type: 'look' }).changes))
})

function statOf (version: number) {
  return {
    version,
    childVersion: 0,
    createdBy: '',
    modifiedBy: '',
    createdMs: 0,
    modifiedMs: 0,
    ephemeralOwner: undefined,
    dataLength: 0,
    childCount: 0
  }
}
