import t from 'tap'
import { Throughput } from './throughput.js'

/** A line by a clock, and what it does when all that has come was taken. */
function lineAt (rate?: number) {
  const clock = { now: 0 }
  const due: Array<() => void> = []
  const line = new Throughput(() => clock.now, rate, work => due.push(work))
  return {
    line,
    at: (now: number, come: () => void) => {
      clock.now = now
      come()
      for (const work of due.splice(0)) work()
    }
  }
}

t.test('the rate is that of all that comes at once, as soon as a part of it has come', async t => {
  const { line, at } = lineAt()
  t.same([line.rate, line.arrivalMs(1e6)], [undefined, 100], '10 MB/s, as long as none is known')
  const transfers = [line.begin(1_000_000), line.begin(1_000_000)] as const
  const both = (bytes: number) => (): void => {
    for (const { come } of transfers) come(bytes)
  }
  at(500, both(1000))
  t.equal(line.rate, undefined, 'half a second is what the answer took')
  t.equal(line.arrivalMs(2000), 200, 'behind what is coming')
  at(540, both(20_000))
  t.equal(line.rate, 41_000 / 40)
  at(580, both(10_000))
  t.equal(line.rate, 1025 + (500 - 1025) / 4, 'one measurement moves it by a quarter')
})

t.test('what came while this process did something else is taken before its time is told', async t => {
  const { line, at } = lineAt()
  const { come } = line.begin(1_000_000)
  at(0, () => {
    come(1000)
  })
  at(100, () => {
    come(10_000)
    come(90_000)
  })
  t.equal(line.rate, 1000)
})

t.test('small ones tell nothing of the line, and what was withdrawn is no longer coming', async t => {
  const { line, at } = lineAt(2000)
  const small = line.begin(1000)
  at(50, () => {
    small.come(1000)
    small.end()
  })
  const cut = line.begin(1_000_000)
  at(60, cut.end)
  t.equal(line.rate, 2000)
  t.equal(line.arrivalMs(2000), 1)
})

t.test('a blob that comes as a whole tells what it took, and a clock that goes back no nonsense', async t => {
  const { line, at } = lineAt()
  const whole = line.begin(1_000_000)
  at(1000, () => {
    whole.come(1_000_000)
    whole.end()
  })
  t.equal(line.rate, 1000)
  const back = line.begin(1_000_000)
  at(0, () => {
    back.come(1_000_000)
    back.end()
  })
  t.ok(Number.isFinite(line.rate) && (line.rate ?? 0) > 0)
})
