import t from 'tap'
import { Throughput } from './throughput.js'

function lineAt (rate?: number) {
  const clock = { now: 0 }
  return { clock, line: new Throughput(() => clock.now, rate) }
}

t.test('the rate is that of all that comes at once, and small blobs say nothing of it', async t => {
  const { clock, line } = lineAt()
  t.same(
    [line.rate, line.shareMs(1e9), line.arrivalMs(1e6)],
    [undefined, 0, 100],
    '10 MB/s, as long as none is known'
  )
  const small = line.begin(1000)
  clock.now = 500
  small(true)
  t.equal(line.rate, undefined)
  const ends = [line.begin(1_000_000), line.begin(1_000_000)]
  t.equal(line.arrivalMs(1_000_000), 300, 'behind what is coming')
  clock.now = 1500
  for (const end of ends) end(true)
  t.equal(line.rate, 2000)
  t.equal(line.shareMs(10_000), 5)
  const slower = line.begin(1_000_000)
  clock.now = 3500
  slower(true)
  t.equal(line.rate, 2000 + (500 - 2000) / 4, 'one measurement moves it by a quarter')
})

t.test('what did not arrive whole tells nothing, and a clock that goes back no nonsense', async t => {
  const { clock, line } = lineAt(2000)
  const cut = line.begin(1_000_000)
  clock.now = 1e6
  cut(false)
  t.equal(line.rate, 2000)
  t.equal(line.arrivalMs(2000), 1, 'and it is no longer coming')
  const back = line.begin(1_000_000)
  clock.now = 0
  back(true)
  t.ok(Number.isFinite(line.rate) && (line.rate ?? 0) > 0)
})
