import fc from 'fast-check'
import t from 'tap'
import { severityOf, stateOf, type Check, type CheckState } from './check.js'
import { gradeOf, nextTrack, worstOf, type Hysteresis, type Track } from './grade.js'

const states = ['ok', 'warn', 'fail'] as const
const anyState = fc.constantFrom<CheckState>(...states)
const anyRule = fc.record({
  failAfter: fc.integer({ min: 1, max: 5 }),
  recoverAfter: fc.integer({ min: 1, max: 8 })
})

function trackOf (looks: readonly CheckState[], rule: Hysteresis): Track {
  let track: Track | undefined
  looks.forEach((look, index) => {
    track = nextTrack(track, look, index, rule)
  })
  return track!
}

const check = (state: CheckState, id = 'disk.cache'): Check => ({
  id,
  state,
  value: 1,
  unit: 'bytes',
  warn: 2,
  fail: 1,
  since: '2026-01-01T00:00:00.000Z',
  hint: null
})

t.test('one bad look changes nothing, two make a check bad, three good ones make it good again', async t => {
  const rule = { failAfter: 2, recoverAfter: 3 }
  t.equal(trackOf(['ok', 'fail', 'ok'], rule).state, 'ok')
  t.equal(trackOf(['ok', 'fail', 'fail'], rule).state, 'fail')
  t.equal(trackOf(['fail', 'fail', 'ok', 'ok'], rule).state, 'fail')
  t.equal(trackOf(['fail', 'fail', 'ok', 'ok', 'ok'], rule).state, 'ok')
  t.equal(trackOf(['fail', 'fail', 'ok', 'warn', 'ok'], rule).state, 'warn', 'better, not good')
})

t.test('what flaps turns bad and stays bad until it is quiet', async t => {
  const rule = { failAfter: 2, recoverAfter: 3 }
  t.equal(trackOf(['fail', 'ok', 'fail'], rule).state, 'fail')
  t.equal(trackOf(['fail', 'ok', 'fail', 'ok', 'fail', 'ok', 'ok'], rule).state, 'fail')
})

t.test('for all looks: never worse than what was seen, and equal looks win in time', async () => {
  fc.assert(fc.property(fc.array(anyState, { minLength: 1, maxLength: 60 }), anyRule, (looks, rule) => {
    const { state } = trackOf(looks, rule)
    return severityOf[state] <= severityOf[worstOf(looks)]
  }))
  fc.assert(fc.property(fc.array(anyState, { maxLength: 30 }), anyState, anyRule, (before, last, rule) => {
    const enough = Math.max(rule.failAfter, rule.recoverAfter)
    return trackOf([...before, ...Array<CheckState>(enough).fill(last)], rule).state === last
  }))
})

t.test('for all looks: a state lasts at least as long as its opposite needs', async () => {
  fc.assert(fc.property(fc.array(anyState, { minLength: 2, maxLength: 60 }), anyRule, (looks, rule) => {
    const seen = looks.map((_, index) => trackOf(looks.slice(0, index + 1), rule).state)
    return seen.every((state, index) => {
      const before = seen[index - 1] ?? 'ok'
      if (state === before) return true
      const span = severityOf[state] > severityOf[before]
        ? looks.slice(Math.max(0, index - rule.failAfter), index + 1)
        : looks.slice(index + 1 - rule.recoverAfter, index + 1)
      const agreeing = span.filter(look =>
        severityOf[state] > severityOf[before]
          ? severityOf[look] >= severityOf[state]
          : severityOf[look] <= severityOf[state]
      )
      return agreeing.length >= (severityOf[state] > severityOf[before] ? rule.failAfter : rule.recoverAfter)
    })
  }))
})

t.test('for all checks: the worst decides, its reasons are all that are not ok, and worsening one never betters the grade', async () => {
  const order = ['good', 'degraded', 'poor']
  const checks = fc.array(anyState, { minLength: 1, maxLength: 20 }).map(all =>
    all.map((state, index) => check(state, `disk.${index}`))
  )
  fc.assert(fc.property(checks, fc.nat(), (all, at) => {
    const { grade, reasons } = gradeOf(all)
    const worse = all.map((each, index) => index === at % all.length ? check('fail', each.id) : each)
    return order.indexOf(grade) === severityOf[worstOf(all.map(({ state }) => state))] &&
      reasons.length === all.filter(({ state }) => state !== 'ok').length &&
      order.indexOf(gradeOf(worse).grade) >= order.indexOf(grade)
  }))
})

t.test('limits are on the side that the table says, and a value that is no number warns', async t => {
  t.equal(stateOf({ kind: 'disk', value: 5 }, { warn: 10, fail: 2 }), 'warn')
  t.equal(stateOf({ kind: 'disk', value: 10 }, { warn: 10, fail: 2 }), 'ok')
  t.equal(stateOf({ kind: 'load', value: 11 }, { warn: 3, fail: 10 }), 'fail')
  t.equal(stateOf({ kind: 'load', value: NaN }, { warn: 3, fail: 10 }), 'warn')
  t.equal(
    stateOf({ kind: 'load', value: 1, state: 'fail' }, { warn: 3, fail: null }),
    'fail',
    'a probe may know worse'
  )
})
