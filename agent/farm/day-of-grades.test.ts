import fc from 'fast-check'
import t from 'tap'
import { exampleFarm } from '../../test/support/example-farm.js'
import { labelDays } from './label-day.js'
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

t.test('the longest queue of each quarter travels with it', async t => {
  const waited = (atMs: number, max: number) => ({ ...span(atMs, 0), max })
  const day = dayOfGrades([], nowMs, [
    waited(nowMs, 3),
    waited(nowMs - 1000, 12),
    waited(nowMs - slotMs, 900)
  ])
  t.match(day.queue, /^-{94}zc$/)
  t.match(shiftedTo(day, nowMs + slotMs).queue, /^-{93}zc-$/)
  t.ok(isDayOfGrades(day))
  t.notOk(isDayOfGrades({ ...day, queue: '<'.repeat(96) }))
  t.notOk(isDayOfGrades({ ...day, queue: 5 }))
})

t.test('what a label could do and had to do, over the day', async t => {
  const { view: { rows }, nowMs } = exampleFarm(Date.UTC(2026, 10, 22, 21))
  const day = dayOfGrades([span(nowMs, 0)], nowMs, [{ ...span(nowMs - slotMs, 0), max: 12 }])
  const days = labelDays(rows.map(row => row.device === 'linux-04' ? { ...row, day } : row))
  t.same(days.map(({ label, machines, atWork }) => [label, atWork, machines]), [
    ['macos', 2, 3],
    ['ios', 2, 2],
    ['linux', 2, 2],
    ['texturepacker', 2, 2]
  ])
  const linux = days.find(({ label }) => label === 'linux')!
  t.same(linux.capacity.slice(-2), [1, 2], 'of one nobody knows how it was before')
  t.same(linux.queue.slice(-3), [0, 12, 1], 'what waits now counts in this quarter')
  t.match(linux, { running: 3, waiting: 1 })
  t.same(days[0]!.capacity.slice(-2), [3, 2], 'mac-02 is poor now')
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
