import t from 'tap'
import type { Test } from 'tap'
import { until } from '../../test/support/processes.js'
import { systemClock } from '../coordination/system-clock.js'
import { PacklineError } from '../errors.js'
import { SeatLimiter } from './limiter.js'
import { LocalStore } from './local-store.js'
import type { LicenceEvent } from './model.js'

const never = new AbortController().signal
const terms = { tool: { seats: 1, mode: 'floating' as const, devices: [], jobsPerDevice: 1, graceMs: 0 } }

/** A limiter whose writes are done, but whose answers get lost for as long as `isLost` says so. */
function limiterWithout (t: Test, home: string, isLost: (event: LicenceEvent) => boolean): SeatLimiter {
  const store = new LocalStore({ home, device: 'host', terms, now: systemClock.monotonicMs })
  const transact = store.transact.bind(store)
  store.transact = async (licence, event) => {
    const step = await transact(licence, event)
    if (isLost(event)) {
      throw new PacklineError('ZOOKEEPER_CONNECTION_LOSS', { operation: event.type, path: '/' })
    }
    return step
  }
  const limiter = new SeatLimiter(store, { tool: { lingerMs: 0, holdMs: 0, maxWaitMs: 60_000 } })
  t.teardown(async () => {
    await limiter.close()
  })
  return limiter
}

t.test('a place in the queue is given up even if nobody ever heard of it', async t => {
  const home = t.testdir()
  const holding = limiterWithout(t, home, () => false)
  const waiting = limiterWithout(t, home, ({ type }) => type === 'want')
  await holding.withLease('tool', async () => {
    await t.rejects(waiting.withLease('tool', async () => {}, { signal: never, maxWaitMs: 300 }), {
      code: 'LICENCE_WAIT_TIMEOUT'
    })
    await until('the queue is empty', async () => (await holding.store.read('tool')).queue.length === 0)
  }, { signal: never })
})

t.test('a place that was granted by an answer that got lost is given back, and asked for again', async t => {
  let answers = 0
  const limiter = limiterWithout(t, t.testdir(), ({ type }) => type === 'want' && ++answers === 1)
  t.equal(await limiter.withLease('tool', async lease => lease.epoch, { signal: never }), 2)
  t.same((await limiter.store.read('tool')).seats[0]?.slots, {})
})

t.test('a connection that is lost while the session begins does not end the wait', async t => {
  const limiter = limiterWithout(t, t.testdir(), () => false)
  const ready = limiter.store.ready.bind(limiter.store)
  // As the ZooKeeper store does: it writes the device's name first.
  const failures = ['ZOOKEEPER_CONNECTION_LOSS', 'ZOOKEEPER_SESSION_LOST', 'ZOOKEEPER_UNAVAILABLE'] as const
  const details = {
    operation: 'create',
    path: '/devices/host',
    generation: 1,
    reason: 'expired',
    servers: 'zk1:2181',
    waitedMs: 10
  }
  let attempts = 0
  limiter.store.ready = async signal => {
    const code = failures[attempts++]
    if (code !== undefined) throw new PacklineError(code, details)
    return await ready(signal)
  }
  t.equal(await limiter.withLease('tool', async lease => lease.epoch, { signal: never }), 1)
  t.equal(attempts > failures.length, true)
})

t.test('a wait whose store never begins a session ends with the time that it has', async t => {
  const limiter = limiterWithout(t, t.testdir(), () => false)
  limiter.store.ready = async () => {
    throw new PacklineError('ZOOKEEPER_SESSION_LOST', { generation: 1, reason: 'expired' })
  }
  await t.rejects(limiter.withLease('tool', async () => {}, { signal: never, maxWaitMs: 100 }), {
    code: 'LICENCE_WAIT_TIMEOUT'
  })
})

t.test('what is to be given back is, however often the answer gets lost', async t => {
  let losses = 3
  const limiter = limiterWithout(t, t.testdir(), ({ type }) => type === 'drop' && losses-- > 0)
  await limiter.withLease('tool', async () => {}, { signal: never })
  t.same((await limiter.store.read('tool')).seats[0]?.slots, {})
})
