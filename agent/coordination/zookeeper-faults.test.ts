// Takes 14 s in real time.
import t, { type Test } from 'tap'
import { EventEmitter, once } from 'node:events'
import { GarbageServer } from '../../test/support/garbage-server.js'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import { systemClock, type Clock } from './system-clock.js'
import { ZooKeeperSession } from './zookeeper-session.js'
import type { ZooKeeperOptions } from './zookeeper-types.js'

const skip = await noZooKeeper() ?? false
const auth = { user: 'farm', password: 'secret' }
const bytes = (text: string) => Buffer.from(text)
const nextTurn = () =>
  new Promise(resolve => {
    setImmediate(resolve)
  })
let server: ZooKeeperServer
let chroots = 0

const open = (t: Test, options: Partial<ZooKeeperOptions> = {}): ZooKeeperSession => {
  const session = new ZooKeeperSession({
    servers: server.address,
    chroot: `/test-${++chroots}`,
    sessionTimeoutMs: 2000,
    auth,
    ...options
  })
  t.teardown(() => session.close())
  return session.start()
}

/** A session through a relay, and another to see what the servers hold. */
const openRelayed = async (t: Test, options: Partial<ZooKeeperOptions> = {}) => {
  const relay = await TcpRelay.start(server.port)
  const session = open(t, { servers: relay.address, ...options })
  const witness = open(t, { chroot: `/test-${chroots}` })
  t.teardown(() => relay.close())
  await session.ready()
  return { relay, session, witness }
}

const goneFor = async (witness: ZooKeeperSession, path: string) => {
  await new Promise<void>((resolve, reject) => {
    witness.watch(path, () => {
      witness.nodes.exists(path).then(found => {
        if (found === undefined) resolve()
      }, reject)
    })
  })
}

t.before(async () => {
  if (skip === false) server = await ZooKeeperServer.start({ javaOptions: ['-Dzookeeper.enforceQuota=true'] })
})
t.teardown(async () => {
  await server?.stop()
})

t.test(
  'a black-holed connection is given up, and the session lives on through another',
  { skip },
  async t => {
    const { relay, session } = await openRelayed(t)
    session.keepValid()

    await relay.set('blackHole')
    const [reason] = await once(session, 'disconnected')
    await relay.set('pass')
    await session.ready()

    t.match(reason, /silent/)
    t.equal(session.generation, 1)
    t.ok(session.isValid())
  }
)

t.test(
  'a cut-off holder stops trusting itself before the servers let go of what it holds',
  { skip },
  async t => {
    const { relay, session, witness } = await openRelayed(t, { sessionTimeoutMs: 1500 })
    session.keepValid()
    await session.nodes.create('/h', bytes(''), { mode: 'ephemeral' })
    await witness.ready()

    await relay.set('blackHole')
    while (session.isValid()) await nextTurn()
    const invalidMs = systemClock.monotonicMs()
    t.ok(await witness.nodes.exists('/h'), 'still held when the holder stops')
    await goneFor(witness, '/h')

    t.ok(systemClock.monotonicMs() - invalidMs > session.marginMs / 2, 'and for a while after')
  }
)

t.test('a session that expired unheard is followed by the next generation', { skip }, async t => {
  const { relay, session, witness } = await openRelayed(t, { sessionTimeoutMs: 600 })
  await session.nodes.create('/h', bytes(''), { mode: 'ephemeral' })
  const [firstId, lost] = [session.sessionId, once(session, 'lost')]
  const told = new EventEmitter()
  const standing = once(told, 'told')
  session.watch('/w', () => told.emit('told'))
  await standing

  await relay.set('refuse')
  relay.reset()
  const bound = session.nodes.create('/bound', bytes(''), { generation: 1, timeoutMs: 20_000 })
  const free = session.nodes.create('/free', bytes(''), { timeoutMs: 20_000 })
  const gone = goneFor(witness, '/h')
  bound.catch(() => {})
  await gone
  const resumed = once(told, 'told')
  await relay.set('pass')

  t.match(await lost, [1, /expired|unreachable/])
  await t.rejects(bound, { code: 'ZOOKEEPER_SESSION_LOST', details: { generation: 1 } })
  await free
  t.equal(session.generation, 2)
  t.not(session.sessionId, firstId)
  t.ok(session.isValid())
  t.equal(await witness.nodes.exists('/bound'), undefined)
  await resumed
  const again = once(told, 'told')
  await witness.nodes.create('/w', bytes(''))
  await again
})

t.test('servers that lost their data get a new session and the chroot back', { skip }, async t => {
  const own = await ZooKeeperServer.start()
  t.teardown(() => own.stop())
  const session = open(t, { servers: own.address, sessionTimeoutMs: 600, operationTimeoutMs: 20_000 })
  for (let i = 0; i < 10; i++) await session.nodes.create(`/n${i}`, bytes(''))
  const lost = once(session, 'lost')

  await own.crash()
  own.wipe()
  await own.start()

  t.match(await lost, [1, /unreachable|expired/])
  t.same(await session.nodes.children('/'), [])
  t.equal(session.generation, 2)
})

t.test(
  'a chroot removed under a running session ends its generation and is made again',
  { skip },
  async t => {
    const admin = open(t)
    const session = open(t, { chroot: `/test-${chroots}/inner`, sessionTimeoutMs: 600 })
    session.keepValid()
    await session.ready()
    const lost = once(session, 'lost')

    await admin.nodes.remove('/inner', -1)

    t.same(await lost, [1, 'failed'])
    t.equal(await session.ready(), 2)
    t.ok(await admin.nodes.exists('/inner'))
  }
)

t.test('every operation ends by its deadline', { skip }, async t => {
  const { relay, session } = await openRelayed(t, { sessionTimeoutMs: 4000 })

  await relay.set('blackHole')
  await t.rejects(session.nodes.set('/', bytes('x'), -1, { timeoutMs: 50 }), {
    code: 'ZOOKEEPER_CONNECTION_LOSS',
    retryable: true
  })
  await t.rejects(session.nodes.create('/x', bytes(''), { timeoutMs: 50 }), {
    code: 'ZOOKEEPER_CONNECTION_LOSS'
  })
  await t.rejects(session.nodes.get('/', { timeoutMs: 50 }), { code: 'ZOOKEEPER_CONNECTION_LOSS' })
  await relay.set('refuse')
  relay.reset()
  await once(session, 'disconnected')
  await t.rejects(session.nodes.get('/', { timeoutMs: 50 }), {
    code: 'ZOOKEEPER_UNAVAILABLE',
    exitStatus: 3,
    details: { servers: relay.address }
  })
})

t.test('what was asked while disconnected, and timed out, is not done later', { skip }, async t => {
  const { relay, session, witness } = await openRelayed(t)

  await relay.set('refuse')
  relay.reset()
  await once(session, 'disconnected')
  await t.rejects(session.nodes.create('/late', bytes(''), { timeoutMs: 30 }), {
    code: 'ZOOKEEPER_UNAVAILABLE'
  })
  await relay.set('pass')
  await session.nodes.create('/later', bytes(''))

  t.same(await witness.nodes.children('/'), ['later'])
})

t.test('a silent server does not keep the session from a good one', { skip }, async t => {
  const silent = await GarbageServer.start(() => undefined)
  t.teardown(() => silent.close())

  await Promise.all(
    Array.from(
      { length: 4 },
      () =>
        open(t, { servers: `${silent.address},${server.address}`, sessionTimeoutMs: 1000 })
          .ready({ timeoutMs: 5000 })
    )
  )

  t.pass('all four found the good one')
})

t.test('a server that answers garbage is named, and kept away from', { skip }, async t => {
  const answers = {
    http: 'HTTP/1.1 400 Bad Request\r\n\r\n',
    zeroes: Buffer.alloc(64),
    ssh: 'SSH-2.0-OpenSSH_9.2\r\n',
    negative: Buffer.from([255, 255, 255, 255, 1, 2, 3, 4]),
    huge: Buffer.from([127, 0, 0, 0, 0]),
    likeAnAnswer: Buffer.concat([Buffer.from([0, 0, 0, 36]), Buffer.alloc(36, 7)])
  }
  for (const [name, answer] of Object.entries(answers)) {
    const garbage = await GarbageServer.start(() => answer)
    const session = open(t, { servers: garbage.address })
    await t.rejects(session.ready({ timeoutMs: 100 }), {
      code: 'ZOOKEEPER_NOT_ZOOKEEPER',
      exitStatus: 3,
      details: { server: garbage.address }
    }, name)
    garbage.close()
  }
  const garbage = await GarbageServer.start(() => answers.http)
  t.teardown(() => garbage.close())
  await open(t, { servers: `${garbage.address},${server.address}` }).ready()
})

t.test('garbage after a good handshake drops the connection only', { skip }, async t => {
  const { relay, session } = await openRelayed(t)

  for (
    const garbage of [
      Buffer.from('HTTP/1.1 500\r\n\r\n'),
      Buffer.concat([Buffer.from([0, 0, 0, 20]), Buffer.alloc(20, 1)]),
      Buffer.concat([Buffer.from([0, 0, 0, 16, 255, 255, 255, 255]), Buffer.alloc(12)])
    ]
  ) {
    const disconnected = once(session, 'disconnected')
    relay.inject(garbage)
    await disconnected
    await session.ready()
  }

  t.equal(session.generation, 1)
})

t.test('an error code that the library does not know ends its operation only', { skip }, async t => {
  const session = open(t, { chroot: '', auth: undefined as never })
  const { nodes } = session
  const path = `/quota-${++chroots}`
  await nodes.create(path, bytes(''))
  await nodes.create(`/zookeeper/quota${path}`, bytes(''))
  await nodes.create(
    `/zookeeper/quota${path}/zookeeper_limits`,
    bytes('count=-1,bytes=-1=;byteHardLimit=10;countHardLimit=-1')
  )
  await nodes.create(`/zookeeper/quota${path}/zookeeper_stats`, bytes('count=1,bytes=0'))

  await t.rejects(nodes.set(path, Buffer.alloc(100), -1), {
    code: 'ZOOKEEPER_REFUSED',
    details: { zooKeeperCode: -125, index: 0, path }
  })
  await t.rejects(nodes.create(`${path}/a`, Buffer.alloc(100), { timeoutMs: 3000 }), {
    code: 'ZOOKEEPER_REFUSED',
    details: { zooKeeperCode: -125 }
  })
  await session.ready()

  t.equal(session.generation, 1)
  await nodes.set(path, bytes('small'), -1)
})

t.test('a create whose answer got lost is known again, by its bytes or by its guid', { skip }, async t => {
  const { relay, session, witness } = await openRelayed(t)
  const loseAnswerOf = async <T>(issue: () => Promise<T>, arrived: () => Promise<boolean>): Promise<T> => {
    await session.ready()
    await relay.set('dropAnswers')
    const result = issue()
    result.catch(() => {})
    while (!await arrived()) await nextTurn()
    relay.reset()
    await relay.set('pass')
    return await result
  }
  const there = (path: string) => async () => await witness.nodes.exists(path) !== undefined

  await loseAnswerOf(() => session.nodes.create('/persistent', bytes('guid-1')), there('/persistent'))
  await loseAnswerOf(
    () => session.nodes.create('/ephemeral', bytes('guid-2'), { mode: 'ephemeral' }),
    there('/ephemeral')
  )
  await witness.nodes.ensure('/queue')
  const path = await loseAnswerOf(
    () => session.nodes.createSequential('/queue/5-', bytes('')),
    async () => (await witness.nodes.children('/queue')).length === 1
  )

  t.same(await witness.nodes.children('/queue'), [path.slice('/queue/'.length)])
  t.equal((await witness.nodes.get('/ephemeral')).stat.ephemeralOwner, session.sessionId)
  await relay.set('blackHole')
  const lost = session.nodes.create('/raced', bytes('ours'))
  lost.catch(() => {})
  await witness.nodes.create('/raced', bytes('theirs'))
  relay.reset()
  await relay.set('pass')
  await t.rejects(lost, { code: 'ZOOKEEPER_NODE_EXISTS' })
})

t.test("a write whose answer got lost is not repeated behind the caller's back", { skip }, async t => {
  const { relay, session, witness } = await openRelayed(t)
  await session.nodes.create('/a', bytes('0'))

  await relay.set('dropAnswers')
  const set = session.nodes.set('/a', bytes('1'), -1)
  const read = session.nodes.get('/a')
  set.catch(() => {})
  while ((await witness.nodes.get('/a')).stat.version !== 1) await nextTurn()
  relay.reset()
  await relay.set('pass')

  await t.rejects(set, { code: 'ZOOKEEPER_CONNECTION_LOSS', details: { operation: 'set', path: '/a' } })
  t.equal((await read).stat.version, 1, 'a read is')
})

t.test('a jump of the wall clock ends the generation', { skip }, async t => {
  let offsetMs = 0
  const clock: Clock = { ...systemClock, wallMs: () => systemClock.wallMs() + offsetMs }
  const session = open(t, { clock })
  await session.ready()
  const lost = once(session, 'lost')

  offsetMs = 600_000
  t.equal(session.validUntil(), -Infinity, 'at once')

  t.same(await lost, [1, 'clock-jump'])
  t.equal(await session.ready(), 2)
  t.ok(session.isValid())
})

t.test('closing without a connection does not wait', { skip }, async t => {
  const { relay, session } = await openRelayed(t)
  const never = open(t, { servers: '127.0.0.1:1' })
  await relay.set('refuse')
  relay.reset()
  await once(session, 'disconnected')
  const waiting = session.nodes.get('/')
  waiting.catch(() => {})

  await session.close()
  await never.close()

  await t.rejects(waiting, { code: 'ZOOKEEPER_CLOSED' })
})
