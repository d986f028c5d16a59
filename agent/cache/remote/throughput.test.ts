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

t.test('the first over an unknown line goes alone, and what comes slowly is known to', async t => {
  const { clock, line } = lineAt()
  const begun: string[] = []
  let end = (_isWhole: boolean): void => {}
  let arrive = (): void => {}
  const first = line.inTurn(async () => {
    begun.push('first')
    end = line.begin(1_000_000)
    await new Promise<void>(resolve => {
      arrive = resolve
    })
  })
  clock.now = 1000
  const second = line.inTurn(async () => {
    begun.push(`second, of ${line.rate}`)
  })
  t.same(begun, ['first'])
  await second
  t.same(begun, ['first', 'second, of 1000'], 'while the first is coming')
  end(true)
  arrive()
  await first
  await line.inTurn(async () => {
    begun.push('third')
  })
  t.equal(begun.at(-1), 'third')
})

t.test('a first that fails or says nothing of the line lets all others go', async t => {
  const { line } = lineAt()
  await t.rejects(line.inTurn(async () => {
    throw new Error('gone')
  }))
  const began = line.begin(1_000_000)
  began(true)
  await line.inTurn(async () => {})
  t.ok(line.rate !== undefined, 'and then everybody measures')
})
