import t from 'tap'
import { busyDay, busyShares, meanBusy } from './busy-day.js'
import { dayOfGrades, isDayOfGrades, shiftedTo, slotMs, slots } from './day-of-grades.js'

const startMs = 1000 * slots * slotMs
const nowMs = startMs + slotMs / 2
const places = new Map([['assets', 2], ['ccsui', 1]])
const at = (kind: string, fromSlots: number, toSlots: number) => ({
  kind,
  startMs: startMs - fromSlots * slotMs,
  endMs: startMs - toSlots * slotMs
})

t.test('a quarter is as busy as the kind of job that has the least room in it', async t => {
  const busy = busyDay(
    [
      at('assets', 3, 1),
      at('assets', 2.5, 2),
      at('ccsui', 2, 1.25),
      // Before the day, of a kind that this machine does not take, and one that still runs.
      at('assets', 200, 150),
      at('package', 90, 0),
      { kind: 'assets', startMs: startMs + slotMs / 4, endMs: Infinity }
    ],
    places,
    nowMs
  )
  t.equal(busy.length, slots)
  // One of two the whole quarter, and the other half of it; three quarters of the one; a quarter of two so far.
  t.equal(busy, `${'0'.repeat(slots - 4)}${(26).toString(36)}${(26).toString(36)}09`)
  t.equal(busyDay([at('assets', 1, 0.9999)], places, nowMs).at(-2), '1', 'little is not nothing')
  t.equal(busyDay([at('assets', 9, 0)], new Map([['assets', 0]]), nowMs), '0'.repeat(slots))
})

t.test('the mean leaves out when nobody looked, and travels with the day', async t => {
  const span = { count: 1, min: 0, max: 0, sum: 0, worst: 0 }
  const looked = [0, 1, 2, 3].map(back => ({ ...span, atMs: nowMs - back * slotMs }))
  const day = dayOfGrades(looked, nowMs, undefined, `${'z'.repeat(slots - 4)}0z0z`)
  t.ok(isDayOfGrades(day))
  t.equal(busyShares(day).filter(share => share !== undefined).length, 4)
  t.equal(meanBusy([day, null]), 0.5)
  t.equal(meanBusy([null]), undefined)
  const { busy: _, ...older } = day
  t.equal(meanBusy([older]), undefined, 'an agent of an older version tells nothing of it')
  t.equal(meanBusy([shiftedTo(day, nowMs + 2 * slotMs)]), 0.5)
  t.notOk(isDayOfGrades({ ...day, busy: '<b>' }))
})
