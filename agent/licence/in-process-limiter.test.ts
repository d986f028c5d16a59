import t from 'tap'
import { InProcessLimiter } from './in-process-limiter.js'
import type { Lease, WaitStatus } from './limiter.js'

const limiter = (jobsPerDevice = 2, maxWaitMs = 60_000) =>
  new InProcessLimiter({ device: 'mac-01', licences: { tool: { jobsPerDevice, maxWaitMs } }, now: () => Date.now() })

const never = new AbortController().signal

t.test('lets jobsPerDevice jobs run at once, and the others after them', async t => {
  const under = limiter(2)
  let running = 0
  let most = 0
  const use = async (lease: Lease) => {
    most = Math.max(most, ++running)
    await new Promise(resolve => { setImmediate(resolve) })
    await lease.assertValid()
    running--
  }

  await Promise.all(Array.from({ length: 9 }, async () => { await under.withLease('tool', use, { signal: never }) }))

  t.equal(most, 2)
})

t.test('gives up after the maximum wait, saying who holds it', async t => {
  const under = limiter(1)
  const told: WaitStatus[] = []
  await under.withLease('tool', async () => {
    await t.rejects(under.withLease('tool', async () => {}, { signal: never, maxWaitMs: 5, onWait: status => { told.push(status) } }),
      { code: 'LICENCE_WAIT_TIMEOUT', details: { licence: 'tool', position: 1, holders: [{ device: 'mac-01', jobs: 1 }] } })
  }, { signal: never })

  t.match(told, [{ licence: 'tool', position: 1 }])
  t.equal(await under.withLease('tool', async () => 'next', { signal: never }), 'next', 'the place given up is free again')
})

t.test('stops waiting when the caller is interrupted', async t => {
  const under = limiter(1)
  const interrupt = new AbortController()
  await under.withLease('tool', async () => {
    const waiting = under.withLease('tool', async () => {}, { signal: interrupt.signal })
    interrupt.abort()
    await t.rejects(waiting, { code: 'INTERRUPTED' })
  }, { signal: never })
})

t.test('gives the place back when the work throws', async t => {
  const under = limiter(1)
  await t.rejects(under.withLease('tool', async () => { throw new Error('tool') }, { signal: never }), { message: 'tool' })
  t.equal(await under.withLease('tool', async lease => lease.device, { signal: never }), 'mac-01')
})

t.test('refuses an unknown licence, also one named like a property of Object', async t => {
  await t.rejects(limiter().withLease('toString', async () => {}, { signal: never }), { code: 'LICENCE_UNKNOWN', details: { known: ['tool'] } })
})

t.test('a lease is invalid once the limiter is closed', async t => {
  const under = limiter(1)
  await under.withLease('tool', async lease => {
    await under.close()
    t.ok(lease.signal.aborted)
    await t.rejects(lease.assertValid(), { code: 'LICENCE_LOST' })
  }, { signal: never })
})
