import fc from 'fast-check'
import t from 'tap'
import { TimeShares } from './time-shares.js'

t.test('what goes on alone has all the time, what goes on beside others its part', async t => {
  const shares = new TimeShares()
  const a = shares.begin(100)
  const b = shares.begin(110)
  t.equal(b(130), 10)
  t.equal(a(135), 10 + 10 + 5)
  t.equal(shares.begin(500)(501), 1, 'a pause costs nobody anything')
})

t.test('who has more to do has more of the time', async t => {
  const shares = new TimeShares()
  const [few, many] = [shares.begin(0, 1), shares.begin(0, 3)]
  t.equal(few(40), 10)
  t.equal(many(50), 30 + 10)
})

t.test('all shares together are the time in which something went on', async t => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ begin: fc.nat(1000), length: fc.nat(300), weight: fc.integer({ min: 1, max: 9 }) }),
        { minLength: 1, maxLength: 30 }
      ),
      spans => {
        const shares = new TimeShares()
        const moments = spans
          .flatMap((
            { begin, length, weight },
            index
          ) => [{ at: begin, index, weight, isEnd: false }, {
            at: begin + length,
            index,
            weight,
            isEnd: true
          }])
          .sort((a, b) => a.at - b.at || Number(a.isEnd) - Number(b.isEnd))
        const ends = new Map<number, (endMs: number) => number>()
        let sum = 0
        let busy = 0
        let last = 0
        for (const { at, index, weight, isEnd } of moments) {
          if (ends.size > 0) busy += at - last
          last = at
          if (isEnd) {
            sum += ends.get(index)!(at)
            ends.delete(index)
          } else ends.set(index, shares.begin(at, weight))
        }
        return Math.abs(sum - busy) < 1e-6
      }
    )
  )
})
