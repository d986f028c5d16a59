import t from 'tap'
import fc from 'fast-check'
import { Validity } from './validity.js'

class TestClock {
  nowMs = 1000
  offsetMs = 1_700_000_000_000
  monotonicMs = (): number => this.nowMs
  wallMs = (): number => this.nowMs + this.offsetMs
}

t.test('lasts for two thirds of the timeout from the moment a confirmed heartbeat was sent', async t => {
  const clock = new TestClock()
  const validity = new Validity(clock)
  t.equal(validity.validUntil(), -Infinity)

  validity.begin(15_000)
  t.equal(validity.validUntil(), -Infinity, 'nothing confirmed yet')
  clock.nowMs = 5000
  validity.confirm(4000)

  t.equal(validity.validUntil(), 14_000)
  validity.confirm(3000)
  t.equal(validity.validUntil(), 14_000, 'a late answer to an earlier one takes nothing away')
  validity.end()
  t.equal(validity.validUntil(), -Infinity)
})

t.test('a jump of the wall clock, to either side, voids it until a new session', async t => {
  for (const jumpMs of [600_000, -600_000, 3000]) {
    const clock = new TestClock()
    const validity = new Validity(clock)
    validity.begin(15_000)
    validity.confirm(1000)

    clock.offsetMs += jumpMs
    t.equal(validity.validUntil(), -Infinity, `${jumpMs} ms`)
    clock.offsetMs -= jumpMs
    validity.confirm(clock.nowMs)
    t.equal(validity.validUntil(), -Infinity, 'setting it back heals nothing')
    validity.begin(15_000)
    validity.confirm(clock.nowMs)
    t.not(validity.hasJumped(), true)
  }
})

t.test('a time daemon that slews the clock for hours is no jump', async t => {
  const clock = new TestClock()
  const validity = new Validity(clock)
  validity.begin(2000)
  for (let i = 0; i < 50_000; i++) {
    clock.nowMs += 100
    clock.offsetMs += 0.05
    if (validity.hasJumped()) break
  }

  t.ok(clock.offsetMs - 1_700_000_000_000 > 2000)
  t.notOk(validity.hasJumped())
})

t.test('is never later than the last send time allows', async t => {
  const step = fc.record({
    passMs: fc.nat(5000),
    act: fc.constantFrom('confirm', 'begin', 'end', 'none'),
    roundTripMs: fc.nat(3000)
  })
  fc.assert(fc.property(fc.array(step), fc.integer({ min: 400, max: 60_000 }), (steps, timeoutMs) => {
    const clock = new TestClock()
    const validity = new Validity(clock)
    let latestMs = -Infinity
    for (const { passMs, act, roundTripMs } of steps) {
      clock.nowMs += passMs
      if (act === 'begin') validity.begin(timeoutMs)
      if (act === 'end') validity.end()
      if (act === 'begin' || act === 'end') latestMs = -Infinity
      if (act === 'confirm') {
        validity.confirm(clock.nowMs - roundTripMs)
        latestMs = Math.max(latestMs, clock.nowMs - roundTripMs + timeoutMs)
      }
      if (validity.validUntil() > latestMs) return false
    }
    return true
  }))
  t.pass('for all of them')
})
