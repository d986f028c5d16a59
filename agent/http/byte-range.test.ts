import t from 'tap'
import { rangeOf } from './byte-range.js'

t.test('a piece is asked for as RFC 9110 has it', async t => {
  t.same(rangeOf('bytes=0-3', 10), { start: 0, end: 3 })
  t.same(rangeOf('bytes=4-', 10), { start: 4, end: 9 })
  t.same(rangeOf('bytes=4-400', 10), { start: 4, end: 9 })
  t.same(rangeOf('bytes=-3', 10), { start: 7, end: 9 })
  t.same(rangeOf('bytes=-30', 10), { start: 0, end: 9 })
  for (const none of ['bytes=10-', 'bytes=-0', 'bytes=99-100']) t.equal(rangeOf(none, 10), 'none', none)
  for (const whole of [undefined, '', 'bytes=', 'bytes=-', 'bytes=3-1', 'bytes=0-1,4-5', 'items=0-1']) {
    t.equal(rangeOf(whole, 10), undefined, String(whole))
  }
})
