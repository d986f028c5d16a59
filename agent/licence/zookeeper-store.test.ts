// Takes 16 s in real time.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import t from 'tap'
import type { Test } from 'tap'
import { until } from '../../test/support/processes.js'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import { ZooKeeperServer, noZooKeeper } from '../../test/support/zookeeper-server.js'
import { systemClock } from '../coordination/system-clock.js'
import { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import type { WaitStatus } from './lease.js'
import { SeatLimiter } from './limiter.js'
import type { LicenceSettings } from './limiter.js'
import type { LicenceEvent } from './model.js'
import type { StoreSession } from './seat-store.js'
import type { Terms } from './terms.js'
import { ZooKeeperStore } from './zookeeper-store.js'

const skip = await noZooKeeper() ?? false
const never = new AbortController().signal
const timeoutMs = 2000
let server: ZooKeeperServer

t.before(async () => {
  if (skip === false) server = await ZooKeeperServer.start()
})
t.teardown(async () => {
  await server?.stop()
})

interface Options {
  servers?: string
  terms?: Partial<Terms>
  settings?: Partial<LicenceSettings>
  wallOffsetMs?: number
  password?: string
}

/** Agents of one farm of its own. */
function farm (t: Test): (device: string, options?: Options) => SeatLimiter {
  const chroot = `/farm-${randomBytes(4).toString('hex')}`
  return (
    device,
    { servers = server.address, terms = {}, settings = {}, wallOffsetMs = 0, password = 'secret' } = {}
  ) => {
    const clock = { ...systemClock, wallMs: () => Date.now() + wallOffsetMs }
    const session = new ZooKeeperSession({
      servers,
      chroot,
      sessionTimeoutMs: timeoutMs,
      auth: { user: 'farm', password },
      clock
    })
    const store = new ZooKeeperStore({
      session,
      device,
      terms: { tool: { seats: 2, mode: 'floating', devices: [], jobsPerDevice: 2, graceMs: 500, ...terms } }
    })
    const limiter = new SeatLimiter(store, {
      tool: { lingerMs: 0, holdMs: 0, maxWaitMs: 60_000, ...settings }
    })
    t.teardown(async () => {
      await limiter.close()
    })
    return limiter
  }
}

/** A lease held until `release` is called. */
async function hold (
  limiter: SeatLimiter,
  options: { priority?: number, onWait?: (status: WaitStatus) => void } = {}
): Promise<
  {
    seat: number
    epoch: number
    lost: AbortSignal
    assertValid: () => Promise<void>
    release: () => Promise<void>
  }
> {
  return await new Promise((_resolve, _reject) => {
    const done = limiter.withLease('tool', async lease => {
      const end = new AbortController()
      _resolve({
        seat: lease.seat,
        epoch: lease.epoch,
        lost: lease.signal,
        assertValid: lease.assertValid,
        release: async () => {
          end.abort()
          await done
        }
      })
      await once(end.signal, 'abort')
    }, { signal: never, ...options })
    done.catch(_reject)
  })
}

t.test('two devices hold the two seats, a third waits and follows', { skip }, async t => {
  const agent = farm(t)
  const [a, b] = [await hold(agent('a')), await hold(agent('b'))]
  t.same([a.seat, b.seat].sort(), [0, 1])
  const waits: WaitStatus[] = []
  const third = hold(agent('c'), {
    onWait: status => {
      waits.push(status)
    }
  })
  await until('it waits', () => waits.length > 0)
  t.match(waits[0], { position: 1, holders: [{ device: 'a' }, { device: 'b' }] })
  await a.release()
  const c = await third
  t.equal(c.seat, a.seat)
  t.ok(c.epoch > a.epoch)
  await c.assertValid()
})

t.test('processes of one device share its seat and its jobs', { skip }, async t => {
  const agent = farm(t)
  const [first, second] = [await hold(agent('a')), await hold(agent('a'))]
  t.equal(first.seat, second.seat)
  const third = hold(agent('a'))
  const other = await hold(agent('b'))
  t.not(other.seat, first.seat, 'a device that waits for its own jobs blocks no other')
  await first.release()
  t.equal((await third).seat, first.seat)
})

t.test('a seat is served in the order of arrival, higher priority first', { skip }, async t => {
  const agent = farm(t)
  const terms = { seats: 1 }
  const first = await hold(agent('a', { terms }))
  const order: string[] = []
  const waiting: Array<Promise<void>> = []
  for (const [device, priority] of [['b', 0], ['c', 0], ['d', 3]] as const) {
    await new Promise<void>(_resolve => {
      waiting.push(
        agent(device, { terms }).withLease('tool', async () => {
          order.push(device)
        }, {
          signal: never,
          priority,
          onWait: () => {
            _resolve()
          }
        })
      )
    })
  }
  await first.release()
  await Promise.all(waiting)
  t.same(order, ['d', 'b', 'c'])
})

t.test('a lingering seat needs no round trip, and is yielded at once', { skip }, async t => {
  const agent = farm(t)
  const relay = await TcpRelay.start(server.port)
  t.teardown(async () => {
    await relay.close()
  })
  const keeping = agent('a', {
    servers: relay.address,
    terms: { seats: 1 },
    settings: { lingerMs: 3_600_000 }
  })
  await (await hold(keeping)).release()
  await relay.set('blackHole')
  await (await hold(keeping)).release()
  await relay.set('pass')
  relay.reset()
  t.equal((await hold(agent('b', { terms: { seats: 1 } }))).seat, 0)
})

t.test('who is cut off loses its lease before anybody else can get the seat', { skip }, async t => {
  const agent = farm(t)
  const relay = await TcpRelay.start(server.port)
  t.teardown(async () => {
    await relay.close()
  })
  const terms = { seats: 1 }
  const cut = await hold(agent('a', { servers: relay.address, terms }))
  const next = hold(agent('b', { terms }))
  await relay.set('blackHole')
  const cutAt = performance.now()
  const { epoch } = await next
  t.ok(performance.now() - cutAt < timeoutMs + 500 + 2000, 'recovered within T + grace + 2 s')
  await t.rejects(cut.assertValid(), { code: 'LICENCE_LOST' })
  t.ok(epoch > cut.epoch)
})

t.test('a tool dies when its agent is cut off, before the session can expire', { skip }, async t => {
  const relay = await TcpRelay.start(server.port)
  t.teardown(async () => {
    await relay.close()
  })
  const limiter = farm(t)('a', { servers: relay.address })
  await limiter.withLease('tool', async lease => {
    const tool = await lease.spawn('sleep', ['1000'], { env: { PATH: process.env.PATH } })
    await relay.set('blackHole')
    const started = performance.now()
    t.same(await tool.exited, { code: null, signal: 'SIGKILL' })
    t.ok(performance.now() - started < timeoutMs)
  }, { signal: never })
})

t.test('a configuration that differs is refused with both values, until it is adopted', { skip }, async t => {
  const agent = farm(t)
  await (await hold(agent('a'))).release()
  const other = agent('b', { terms: { jobsPerDevice: 3, graceMs: 700 } })
  await t.rejects(hold(other), {
    code: 'LICENCE_CONFIG_DIFFERS',
    details: { differences: 'jobsPerDevice is 3 here and 2 there; graceMs is 700 here and 500 there' }
  })
  await other.store.changeAgreement('tool', () => ({ configured: other.store.terms.tool! }))
  await (await hold(other)).release()
  await t.rejects(hold(agent('c')), { code: 'LICENCE_CONFIG_DIFFERS' }, 'and now the old one is')
})

t.test('a clock that is 10 minutes off changes nothing', { skip }, async t => {
  const agent = farm(t)
  const terms = { seats: 1 }
  const early = await hold(agent('a', { terms, wallOffsetMs: -600_000 }))
  const next = hold(agent('b', { terms, wallOffsetMs: 600_000 }))
  await early.assertValid()
  await early.release()
  await (await next).assertValid()
})

t.test('a forced release is noticed by the holder', { skip }, async t => {
  const agent = farm(t)
  const holder = await hold(agent('a'))
  const admin = agent('admin').store
  await admin.transact('tool', { type: 'force', seat: holder.seat, id: 'test' }, await admin.ready(never))
  await until('the lease is lost', () => holder.lost.aborted)
  await t.rejects(holder.assertValid(), { code: 'LICENCE_LOST' })
})

t.test('devices that reported are known, and the audit is kept in order', { skip }, async t => {
  const agent = farm(t)
  const { store } = agent('a')
  await store.ready(never)
  await agent('b').store.ready(never)
  t.same((await store.knownDevices()).sort(), ['a', 'b'])
  for (const why of ['one', 'two']) {
    await store.recordAudit('tool', { at: '', action: 'pin', by: 'me', device: 'a', why, details: {} })
  }
  t.same((await store.readAudit('tool')).map(each => each.why), ['one', 'two'])
})

t.test('a wrong password, and servers that are not there, are one clear error', { skip }, async t => {
  const agent = farm(t)
  await (await hold(agent('a'))).release()
  await t.rejects(agent('b', { password: 'wrong' }).withLease('tool', async () => {}, { signal: never }), {
    code: /ZOOKEEPER_(AUTH_FAILED|NOT_ALLOWED|CHROOT_NOT_WRITABLE)/
  })
  await t.rejects(
    agent('c', { servers: '127.0.0.1:1' }).withLease('tool', async () => {}, {
      signal: never,
      maxWaitMs: 300
    }),
    { code: 'ZOOKEEPER_UNAVAILABLE' }
  )
})

/** A store whose session ends when the clock of its machine jumps, as it does over a suspend. */
async function suspendable (t: Test): Promise<
  { store: ZooKeeperStore, session: ZooKeeperSession, relay: TcpRelay, suspend: () => void }
> {
  const relay = await TcpRelay.start(server.port)
  let sleptMs = 0
  const session = new ZooKeeperSession({
    servers: relay.address,
    chroot: `/farm-${randomBytes(4).toString('hex')}`,
    sessionTimeoutMs: timeoutMs,
    clock: { ...systemClock, wallMs: () => Date.now() + sleptMs }
  })
  const terms = { seats: 2, mode: 'floating' as const, devices: [], jobsPerDevice: 2, graceMs: 500 }
  const store = new ZooKeeperStore({ session, device: 'a', terms: { tool: terms } })
  t.teardown(async () => {
    await store.close()
    await relay.close()
  })
  return {
    store,
    session,
    relay,
    suspend: () => {
      sleptMs += 600_000
    }
  }
}

const want = ({ owner }: StoreSession): LicenceEvent => ({
  type: 'want',
  owner,
  device: 'a',
  priority: 0,
  slots: 1,
  seq: 0,
  wallMs: 0
})

t.test('a session that is over writes nothing, though the next one could', { skip }, async t => {
  const { store, suspend } = await suspendable(t)
  const old = await store.ready(never)
  suspend()
  await until('the session is lost', () => old.lost.aborted)
  await t.rejects(
    store.transact('tool', want(old), old),
    { code: 'ZOOKEEPER_SESSION_LOST' },
    'before the next'
  )
  const next = await store.ready(never)
  t.not(next.owner, old.owner)
  await t.rejects(store.transact('tool', want(old), old), { code: 'ZOOKEEPER_SESSION_LOST' }, 'and after it')
  const { seats, queue } = await store.read('tool')
  t.same([seats.map(({ slots }) => slots), queue], [[{}, {}], []])
  await store.transact('tool', want(next), next)
  t.match((await store.read('tool')).seats[0]?.slots, { 0: { owner: next.owner } })
})

t.test('what waited for a connection is not written by the session after its own', { skip }, async t => {
  const { store, session, relay, suspend } = await suspendable(t)
  const old = await store.ready(never)
  await store.read('tool')
  await relay.set('refuse')
  relay.reset()
  await once(session, 'disconnected')
  const late = t.rejects(store.transact('tool', want(old), old), { code: 'ZOOKEEPER_SESSION_LOST' })
  suspend()
  await until('the session is lost', () => old.lost.aborted)
  await relay.set('pass')
  await late
  await store.ready(never)
  const { seats, queue } = await store.read('tool')
  t.same([seats.map(({ slots }) => slots), queue], [[{}, {}], []])
})
