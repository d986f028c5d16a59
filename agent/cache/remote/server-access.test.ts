import t from 'tap'
import { Patience } from './patience.js'
import { ServerAccess } from './server-access.js'

const place = 'http://cache'

/** An answer that comes when nobody can be waiting for it any more. */
async function lateAnswer (): Promise<string> {
  return await new Promise(resolve => setTimeout(resolve, 20_000, 'late').unref())
}

t.test('a server that is late is not waited for, and three times is too often', async t => {
  const access = new ServerAccess(
    Date.now,
    { place, patience: { meanMs: 1, deviationMs: 0 } },
    async () => 'here'
  )
  for (const count of [1, 2, 3]) {
    t.equal(access.problem, undefined)
    t.equal(await access.inTime(lateAnswer), undefined)
    t.equal(access.late, count)
  }
  t.match([access.problem, access.state.breaker], [{ key: 'late.within', parameters: { ms: 150 } }, {
    coolingMs: 30_000
  }])
  t.equal(await access.inTime(async () => 'quick'), undefined, 'nor asked')
  t.match(await access.inBackground(async () => 'quick', 0), { isAnswer: false })
  t.match(
    await access.insistently(async () => 'quick', 0),
    { isAnswer: true, value: 'quick' },
    'but for a plan'
  )
})

t.test('bytes have the time that they take more, and are not late as long as some come', async t => {
  const access = new ServerAccess(
    Date.now,
    { place, patience: { meanMs: 1, deviationMs: 0 } },
    async () => 'here'
  )
  const soon = async (): Promise<string> => await new Promise(resolve => setTimeout(resolve, 400, 'bytes'))
  const flow = { bytes: 1000, withdrawn: new AbortController().signal, come: () => 0, arrivalMs: () => 0 }
  t.equal(await access.inFlow(soon, { ...flow, arrivalMs: () => 60_000 }), 'bytes')
  let come = 0
  t.equal(await access.inFlow(soon, { ...flow, come: () => come++ }), 'bytes')
  t.equal(access.late, 0)
  t.equal(await access.inFlow(lateAnswer, flow), undefined)
  t.equal(access.late, 1)
})

t.test('of what nobody waits for any more, the server is not to blame', async t => {
  const access = new ServerAccess(
    Date.now,
    { place, patience: { meanMs: 1, deviationMs: 0 } },
    async () => 'here'
  )
  for (let left = 5; left > 0; left--) {
    const withdrawn = AbortSignal.abort()
    const ask = async (given: AbortSignal): Promise<void> => {
      given.throwIfAborted()
    }
    await access.inFlow(ask, { bytes: 1000, withdrawn, come: () => 0, arrivalMs: () => 0 })
  }
  t.equal(access.problem, undefined)
})

t.test('no request goes on for longer than ten seconds, and what its bytes take at 100 KB a second', async t => {
  const limits: Array<{ ms: number, end: AbortController }> = []
  const limitOf = (ms: number): AbortSignal => {
    const end = new AbortController()
    limits.push({ ms, end })
    return end.signal
  }
  const access = new ServerAccess(
    Date.now,
    { place, patience: { meanMs: 1, deviationMs: 0 } },
    async () => 'here',
    limitOf
  )
  const hanging = async (signal: AbortSignal): Promise<string> =>
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('given up'))
      })
    })
  for (const bytes of [0, 1_000_000, 50_000_000]) {
    t.equal(access.problem, undefined)
    const asked = access.inBackground(hanging, bytes)
    // The request begins when nobody greets the server.
    await new Promise(setImmediate)
    limits.at(-1)?.end.abort()
    t.same(await asked, { isAnswer: false })
  }
  t.same(limits.map(({ ms }) => ms), [10_000, 20_000, 510_000])
  t.match(access.problem, /given up/, 'three of them, and the server is left alone')
})

t.test('patience is learnt from answers, between a seventh of a second and five', t => {
  const patience = new Patience(undefined)
  t.equal(patience.ms, 500, 'of a server that is not known')
  for (let left = 50; left > 0; left--) patience.learn(300)
  t.ok(patience.ms >= 300 && patience.ms < 310, `${patience.ms}`)
  for (let left = 50; left > 0; left--) patience.learn(1)
  t.equal(patience.ms, 150)
  // As after a clock that went forward, and one that went back.
  patience.learn(3_600_000)
  t.equal(patience.ms, 5000)
  for (let left = 200; left > 0; left--) patience.learn(10)
  t.equal(patience.ms, 150)
  patience.learn(-3_600_000)
  t.ok(patience.ms >= 150 && patience.ms <= 5000)
  t.end()
})

t.test('where nothing listens, asking once more tells nothing', async t => {
  let asked = 0
  const access = new ServerAccess(Date.now, { place }, async () => {
    asked++
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  })
  t.equal(await access.inTime(async () => 'quick'), undefined)
  t.equal(asked, 1)
  t.match(access.state.breaker, { coolingMs: 30_000 })
  t.equal(access.late, 0)
})

t.test('a server says soon that it is there, or nobody counts on it', async t => {
  let answer: (value: string) => void = () => {}
  const late = new ServerAccess(Date.now, { place }, async () =>
    await new Promise(resolve => {
      answer = resolve
    }))
  late.greet()
  t.equal(late.isSilent, false, 'it was asked just now')
  t.equal(await late.answersSoon(), false)
  t.equal(late.isSilent, true)
  answer('here')
  t.equal(await late.inTime(async () => 'all the same'), 'all the same')
  t.equal(late.isSilent, false)
  t.equal(await late.answersSoon(), true)

  const quick = new ServerAccess(Date.now, { place }, async () => 'here')
  quick.greet()
  t.equal(await quick.answersSoon(), true)
  const dead = new ServerAccess(Date.now, { place }, async () => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  })
  dead.greet()
  t.equal(await dead.answersSoon(), false)
  t.equal(dead.isSilent, false, 'it has said enough')
})
