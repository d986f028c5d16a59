import fc from 'fast-check'
import t from 'tap'
import { dayMs, dayOfGrades, isDayOfGrades, shiftedTo, slotMs, slots } from './day-of-grades.js'

const nowMs = Date.UTC(2026, 10, 22, 21, 7)
const span = (atMs: number, worst: number) => ({ atMs, count: 1, min: 0, max: 0, sum: 0, worst })

t.test('each quarter of an hour has the worst grade that was seen in it', async t => {
  const { untilMs, grades } = dayOfGrades([
    span(nowMs, 0),
    span(nowMs - 60_000, 1),
    span(nowMs - slotMs, 2),
    span(nowMs - dayMs, 2),
    span(nowMs + dayMs, 2)
  ], nowMs)
  t.equal(untilMs, Date.UTC(2026, 10, 22, 21, 15))
  t.match(grades, /^-{94}pd$/)
})

t.test('seen later, the day has moved on, and of the time since nothing is known', async t => {
  const day = dayOfGrades([span(nowMs, 0)], nowMs)
  t.same(shiftedTo(day, nowMs + 60_000), day)
  t.match(shiftedTo(day, nowMs + slotMs), { untilMs: day.untilMs + slotMs, grades: /g-$/ })
  t.match(shiftedTo(day, nowMs + 3 * dayMs), { grades: /^-{96}$/ })
  t.same(shiftedTo(day, nowMs - dayMs), day, 'a clock that was set back')
})

t.test('whatever is seen, a day is a day, and travels as one', async t => {
  fc.assert(
    fc.property(
      fc.array(fc
        .record({
          at: fc.integer({ min: -2 * dayMs, max: 2 * dayMs }),
          worst: fc.integer({ min: 0, max: 2 })
        })),
      fc.nat(2 * dayMs),
      (spans, later) => {
        const day = dayOfGrades(spans.map(({ at, worst }) => span(nowMs + at, worst)), nowMs)
        const shifted = shiftedTo(day, nowMs + later)
        return isDayOfGrades(JSON
          .parse(JSON
            .stringify(day))) && isDayOfGrades(shifted) && shifted
              .grades
              .length === slots
      }
    )
  )
  for (
    const value of [undefined, null, 5, {}, { untilMs: 0, grades: '' }, {
      untilMs: 1,
      grades: 'g'.repeat(96)
    }, { untilMs: 0, grades: '<'.repeat(96) }]
  ) t.notOk(isDayOfGrades(value))
})
