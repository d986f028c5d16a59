import t from 'tap'
import { CircuitBreaker, isLeftAlone } from './circuit-breaker.js'

function breakerAt (state?: CircuitBreaker['state']) {
  const clock = { now: 1_000_000 }
  return { clock, breaker: new CircuitBreaker(() => clock.now, state) }
}

t.test('a server is left alone after three failures, or where one answer in five is one', async t => {
  const { breaker } = breakerAt()
  for (const reason of ['one', 'two']) breaker.fail(reason)
  t.ok(breaker.allows())
  breaker.fail('three')
  t.notOk(breaker.allows())
  t.match(breaker, { reason: 'three', state: { openUntil: 1_030_000, coolingMs: 30_000 } })

  const { breaker: lame } = breakerAt()
  for (let answers = 0; answers < 200 && lame.allows(); answers++) {
    if (answers % 4 === 3) lame.fail('now and then')
    else lame.succeed()
  }
  t.notOk(lame.allows(), 'one in four')
  const { breaker: fair } = breakerAt()
  for (let answers = 0; answers < 200; answers++) {
    if (answers % 6 === 5) fair.fail('rarely')
    else fair.succeed()
  }
  t.ok(fair.allows(), 'one in six')
})

t.test('then one request tries it: the others wait, and the time doubles up to ten minutes', async t => {
  const { breaker, clock } = breakerAt()
  for (let left = 3; left > 0; left--) breaker.fail('gone')
  const cooled: number[] = []
  for (let tries = 7; tries > 0; tries--) {
    const { openUntil = 0, coolingMs = 0 } = breaker.state ?? {}
    cooled.push(coolingMs)
    clock.now = openUntil - 1
    t.notOk(breaker.allows())
    clock.now = openUntil
    t.same([breaker.allows(), breaker.allows()], [true, false])
    breaker.fail('still gone')
  }
  t.same(cooled, [30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000])
  clock.now = breaker.state?.openUntil ?? 0
  t.ok(breaker.allows())
  breaker.succeed()
  t.same([breaker.state, breaker.allows(), breaker.allows()], [undefined, true, true])
  t.equal(breaker.reason, 'still gone', 'the run tells of it')
})

t.test('three wrong answers are too many, whatever comes between', async t => {
  const { breaker } = breakerAt()
  for (let left = 3; left > 0; left--) {
    t.ok(breaker.allows())
    breaker.succeed()
    breaker.wrong('other bytes')
  }
  t.notOk(breaker.allows())
  breaker.succeed()
  t.notOk(breaker.allows(), 'and no right one that was under way makes it good')
})

t.test('the next process knows, and no clock that was set back keeps a server away', async t => {
  const state = { openUntil: 1_020_000, coolingMs: 30_000, reason: 'gone' }
  t.notOk(breakerAt(state).breaker.allows())
  t.equal(breakerAt(state).breaker.reason, 'gone')
  t.ok(breakerAt({ ...state, openUntil: 1_000_000 + 365 * 86_400_000 }).breaker.allows())
  t.same(
    [1_020_000, 1_030_000, 1_030_001, 1_000_000].map(openUntil => isLeftAlone({ ...state, openUntil }, 1e6)),
    [
      true,
      true,
      false,
      false
    ]
  )
})
