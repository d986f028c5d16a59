import fc from 'fast-check'
import t from 'tap'
import { PacklineError } from '../errors.js'
import { emptyState, inOrder, seatState } from './licence-state.js'
import type { Seat, Waiter } from './licence-state.js'
import { isRecorded } from './local-store.js'
import { reduce } from './model.js'
import { isAgreement, isSeat, isWaiter, parseAuditEntry } from './record-check.js'
import { effectiveTerms } from './terms.js'
import type { Agreement } from './terms.js'
import { encode, parseAgreement, parseSeat, parseWaiter, waiterName } from './zookeeper-layout.js'

const time = fc.nat(2 ** 45)
const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/)
const owner = fc.stringMatching(/^[0-9a-f]{16}$/)
const slots = fc.dictionary(fc.nat(255).map(String), fc.record({ owner, since: time }), {
  maxKeys: 4,
  noNullPrototype: true
})
const seat: fc.Arbitrary<Seat> = fc.record({
  device: name,
  epoch: fc.nat(),
  since: time,
  isIdle: fc.boolean(),
  priority: fc.nat(9),
  slots
}, { requiredKeys: ['device', 'epoch', 'since', 'isIdle', 'slots'], noNullPrototype: true })
const waiter: fc.Arbitrary<Waiter> = fc.record({ owner, device: name, priority: fc.nat(9), seq: fc.nat() })
const terms = fc.record({
  seats: fc.integer({ min: 1, max: 5 }),
  mode: fc.constantFrom('pinned' as const, 'floating' as const),
  devices: fc.array(name, { maxLength: 3 }),
  jobsPerDevice: fc.integer({ min: 1, max: 256 }),
  graceMs: fc.nat()
})
const agreement: fc.Arbitrary<Agreement> = fc.record({
  configured: terms,
  pinned: fc.array(name, { maxLength: 3 })
}, { requiredKeys: ['configured'], noNullPrototype: true })

t.test('what is written is read back', async t => {
  fc.assert(
    fc.property(seat, agreement, waiter, (seat, agreement, waiter) => {
      t.same(parseSeat('/s', encode(seat)), seat)
      t.same(parseAgreement('/a', encode(agreement)), agreement)
      t.same(parseWaiter(waiterName(waiter)), waiter)
    }),
    { numRuns: 50 }
  )
  const entry = {
    at: '2026-01-01',
    action: 'pin',
    by: 'me',
    device: 'mac-01',
    why: '升级',
    details: { device: 'mac-02' }
  }
  t.same(parseAuditEntry(JSON.stringify(entry)), entry)
})

/** A valid record with one value anywhere in it replaced by something else. */
function altered (record: fc.Arbitrary<object>): fc.Arbitrary<unknown> {
  return fc
    .tuple(
      record,
      fc.nat(),
      fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 1.5, 1e99, null, '', '__proto__', [], {}))
    )
    .map(([value, at, other]) => {
      const places = [] as Array<{ parent: Record<string, unknown>, key: string }>
      const copy = JSON.parse(JSON.stringify(value)) as Record<string, unknown>
      const walk = (parent: Record<string, unknown>): void => {
        for (const key of Object.keys(parent)) {
          places.push({ parent, key })
          if (typeof parent[key] === 'object' && parent[key] !== null) {
            walk(parent[key] as Record<string, unknown>)
          }
        }
      }
      walk(copy)
      const place = places[at % places.length]!
      place.parent[place.key] = other
      return copy
    })
}

t.test('damaged records are one clear error, and what passes the check cannot make the model fail', async t => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc
          .uint8Array()
          .map(bytes => Buffer.from(bytes)),
        altered(seat).map(value => encode(value as object)),
        altered(agreement).map(value => encode(value as object))
      ),
      bytes => {
        for (const parse of [parseSeat, parseAgreement] as const) {
          try {
            const record = parse('/path', bytes)
            if (!isSeat(record) && !isAgreement(record)) throw new Error('a record that is none')
          } catch (error) {
            if (
              !(error instanceof PacklineError) || error.code !== 'LICENCE_RECORD_DAMAGED'
            ) throw error
          }
        }
      }
    ),
    { numRuns: 500 }
  )
  const recorded = agreement.chain(agreed =>
    fc.record({
      agreement: fc.constant(agreed),
      seats: fc.array(seat, { minLength: agreed.configured.seats, maxLength: agreed.configured.seats }),
      queue: fc.array(waiter, { maxLength: 4 }),
      nextSeq: fc.nat()
    })
  )
  let passed = 0
  fc.assert(
    fc.property(fc.oneof(recorded, altered(recorded)), value => {
      if (!isRecorded(value)) return
      passed++
      const state = { ...emptyState(effectiveTerms(value.agreement)), seats: value.seats, queue: value.queue }
      reduce(state, {
        type: 'want',
        owner: 'me',
        device: 'here',
        priority: 0,
        slots: 2,
        seq: value.nextSeq,
        wallMs: 0
      }, 0)
      reduce(state, { type: 'force', seat: 0, id: 'x' }, 0)
      inOrder(state.queue)
      state.seats.forEach((_, index) => seatState(state, index))
    }),
    { numRuns: 500 }
  )
  t.ok(passed > 100)
})

t.test('names of queue nodes and lines of the audit that are none are passed over', async t => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), text => {
      const waits = parseWaiter(text)
      if (waits !== undefined && !isWaiter(waits)) throw new Error(text)
      parseAuditEntry(text)
    }),
    { numRuns: 500 }
  )
  for (
    const line of [
      '',
      '{}',
      'null',
      '[]',
      '{"at":1}',
      '{"at":"","action":"","by":"","device":"","why":"","details":null}'
    ]
  ) t.equal(parseAuditEntry(line), undefined)
})

t.test('each part of a record is checked, up to its limits', async t => {
  const slots = { 0: { owner: 'o', since: 1.5 } }
  const seat = { device: 'd', epoch: 0, since: 1.5, isIdle: false, priority: 0, slots }
  const many = (count: number): object =>
    Object.fromEntries(Array.from({ length: count }, (_, slot) => [String(slot), slots[0]]))
  for (const good of [seat, { ...seat, priority: undefined }, { ...seat, slots: many(256) }]) {
    t.ok(isSeat(good))
  }
  const badSeats = [
    { device: 1 },
    { epoch: -1 },
    { epoch: '1' },
    { since: NaN },
    { since: '1' },
    { isIdle: 0 },
    { priority: -1 },
    { slots: [] },
    { slots: many(257) },
    { slots: { a: slots[0] } },
    { slots: { '0a': slots[0] } },
    { slots: { a0: slots[0] } },
    { slots: { 0: { owner: 1, since: 1 } } },
    { slots: { 0: { owner: 'o', since: '1' } } }
  ]
  for (const bad of badSeats) t.notOk(isSeat({ ...seat, ...bad }), JSON.stringify(bad))
  const waits = { owner: 'o', device: 'd', priority: 9, seq: 0 }
  t.ok(isWaiter(waits))
  for (const bad of [{ owner: 1 }, { device: 1 }, { priority: 10 }, { priority: 0.5 }, { seq: 2 ** 53 }]) {
    t.notOk(isWaiter({ ...waits, ...bad }), JSON.stringify(bad))
  }
  const names = (length: number): string[] => Array.from({ length }, () => 'd')
  const configured = { seats: 1000, mode: 'pinned', devices: names(1000), jobsPerDevice: 256, graceMs: 0 }
  for (const good of [configured, { ...configured, seats: 1, jobsPerDevice: 1, mode: 'floating' }]) {
    t.ok(isAgreement({ configured: good, pinned: [] }))
  }
  const badTerms = [
    { seats: 0 },
    { seats: 1001 },
    { jobsPerDevice: 0 },
    { jobsPerDevice: 257 },
    { mode: 'other' },
    { devices: names(1001) },
    { devices: [1] },
    { graceMs: -1 }
  ]
  for (const bad of badTerms) {
    t.notOk(
      isAgreement({ configured: { ...configured, ...bad } }),
      JSON.stringify(bad)
    )
  }
  t.notOk(isAgreement({ configured, pinned: [1] }))
  t.notOk(isAgreement({ configured, pinned: 'd' }))
  const entry = { at: '', action: '', by: '', device: '', why: '', details: {} }
  t.same(parseAuditEntry(JSON.stringify(entry)), entry)
  for (const part of ['at', 'action', 'by', 'device', 'why']) {
    t.equal(parseAuditEntry(JSON.stringify({ ...entry, [part]: 1 })), undefined, part)
  }
})
