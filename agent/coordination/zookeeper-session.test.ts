// Takes 8 s.
import t, { type Test } from 'tap'
import { once } from 'node:events'
import zookeeper from 'node-zookeeper-client'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import { maxRequestBytes } from './node-requests.js'
import { ZooKeeperSession } from './zookeeper-session.js'
import { anyVersion, type ZooKeeperOptions } from './zookeeper-types.js'

const skip = await noZooKeeper() ?? false
const auth = { user: 'farm', password: 'secret' }
const bytes = (text: string) => Buffer.from(text)
let server: ZooKeeperServer
let chroots = 0

const nextTurn = () =>
  new Promise(resolve => {
    setImmediate(resolve)
  })

const open = (t: Test, options: Partial<ZooKeeperOptions> = {}): ZooKeeperSession => {
  const session = new ZooKeeperSession({
    servers: server.address,
    chroot: `/test-${++chroots}`,
    sessionTimeoutMs: 4000,
    auth,
    ...options
  })
  t.teardown(() => session.close())
  return session.start()
}

t.before(async () => {
  if (skip === false) server = await ZooKeeperServer.start()
})
t.teardown(async () => {
  await server?.stop()
})

t.test('reads back what it wrote, with version and stat', { skip }, async t => {
  const { nodes } = open(t)

  await nodes.create('/a', bytes('one'))
  const stat = await nodes.set('/a', bytes('two'), 0)
  const node = await nodes.get('/a')

  t.equal(node.data.toString(), 'two')
  t.equal(stat.version, 1)
  t.match(node.stat, { version: 1, ephemeralOwner: undefined, dataLength: 3 })
  t.same(await nodes.children('/'), ['a'])
  await nodes.remove('/a', 1)
  t.equal(await nodes.exists('/a'), undefined)
})

t.test('version 0 is compared, not taken for any version', { skip }, async t => {
  const { nodes } = open(t)
  for (const path of ['/set', '/remove', '/check']) {
    await nodes.create(path, bytes('0'))
    await nodes.set(path, bytes('1'), 0)
  }

  await t.rejects(
    nodes.multi([{ type: 'set', path: '/set', data: bytes('x'), version: 0 }, {
      type: 'check',
      path: '/check',
      version: anyVersion
    }]),
    { code: 'ZOOKEEPER_BAD_VERSION', details: { index: 0, path: '/set' } }
  )
  await t.rejects(
    nodes.multi([{ type: 'check', path: '/check', version: anyVersion }, {
      type: 'remove',
      path: '/remove',
      version: 0
    }]),
    { code: 'ZOOKEEPER_BAD_VERSION', details: { index: 1 } }
  )
  await t.rejects(
    nodes.multi([{ type: 'check', path: '/check', version: 0 }, {
      type: 'remove',
      path: '/remove',
      version: 1
    }]),
    { code: 'ZOOKEEPER_BAD_VERSION' }
  )
  await t.rejects(nodes.set('/set', bytes('x'), 0), { code: 'ZOOKEEPER_BAD_VERSION' })
  await t.rejects(nodes.remove('/remove', 0), { code: 'ZOOKEEPER_BAD_VERSION' })
  t.equal((await nodes.get('/set')).data.toString(), '1')
  t.ok(await nodes.exists('/remove'))
})

t.test('a transaction happens as a whole', { skip }, async t => {
  const session = open(t)
  const { nodes } = session
  await nodes.create('/seat', bytes('free'))

  const results = await nodes.multi([{ type: 'set', path: '/seat', data: bytes('held'), version: 0 }, {
    type: 'create',
    path: '/seat/h',
    data: bytes('me'),
    mode: 'ephemeral'
  }])
  await t.rejects(
    nodes.multi([{ type: 'set', path: '/seat', data: bytes('stolen'), version: 1 }, {
      type: 'create',
      path: '/seat/h',
      data: bytes('you')
    }]),
    { code: 'ZOOKEEPER_NODE_EXISTS', details: { path: '/seat/h', index: 1 } }
  )

  t.match(results, [{ stat: { version: 1 } }, { path: '/seat/h' }])
  t.equal((await nodes.get('/seat')).data.toString(), 'held')
  t.equal((await nodes.get('/seat/h')).stat.ephemeralOwner, session.sessionId)
  t.same(await nodes.multi([]), [])
})

t.test('errors say what was asked of which node', { skip }, async t => {
  const { nodes } = open(t)
  await nodes.create('/a', bytes(''))
  await nodes.create('/a/b', bytes(''))

  await t.rejects(nodes.get('/none'), {
    code: 'ZOOKEEPER_NO_NODE',
    details: { path: '/none', operation: 'get' }
  })
  await t.rejects(nodes.create('/a', bytes('')), { code: 'ZOOKEEPER_NODE_EXISTS', details: { path: '/a' } })
  await t.rejects(nodes.remove('/a', anyVersion), { code: 'ZOOKEEPER_NOT_EMPTY' })
  await t.rejects(nodes.create('/a/../b', bytes('')), { code: 'ZOOKEEPER_PATH_INVALID' })
  await t.rejects(nodes.create('/big', Buffer.alloc(maxRequestBytes + 1)), { code: 'ZOOKEEPER_TOO_LARGE' })
  await t.rejects(
    nodes.multi([{ type: 'create', path: '/x', data: Buffer.alloc(600_000) }, {
      type: 'create',
      path: '/y',
      data: Buffer.alloc(600_000)
    }]),
    { code: 'ZOOKEEPER_TOO_LARGE' }
  )
})

t.test('large values pass, and what was sent is what comes back', { skip }, async t => {
  const { nodes } = open(t)
  const data = Buffer.alloc(maxRequestBytes - 200, 'packline')

  await nodes.create('/large', data)

  t.ok((await nodes.get('/large')).data.equals(data))
})

t.test('operations given before there is a connection wait for the login', { skip }, async t => {
  const session = new ZooKeeperSession({
    servers: server.address,
    chroot: `/test-${++chroots}/deep/er`,
    sessionTimeoutMs: 4000,
    auth
  })
  t.teardown(() => session.close())

  // Rights for "the logged-in user" are refused while nobody is logged in.
  const created = Promise.all(
    Array.from({ length: 20 }, (_, index) => session.nodes.create(`/n${index}`, bytes('')))
  )
  session.start()
  await created

  t.equal((await session.nodes.children('/')).length, 20)
})

t.test('everything written is open to the digest user only', { skip }, async t => {
  const chroot = `/test-${++chroots}`
  const { nodes } = open(t, { chroot: `${chroot}/inner` })
  await nodes.create('/single', bytes('s'))
  await nodes.multi([{ type: 'create', path: '/multi', data: bytes('m') }])
  const sequential = await nodes.createSequential('/queue-', bytes('q'))
  await nodes.ensure('/made/by/ensure')

  const anonymous = open(t, { chroot: '', auth: undefined as never })
  for (
    const path of [
      '',
      '/inner',
      '/inner/single',
      '/inner/multi',
      `/inner${sequential}`,
      '/inner/made',
      '/inner/made/by/ensure'
    ]
  ) {
    await t.rejects(anonymous.nodes.get(chroot + path), { code: 'ZOOKEEPER_NOT_ALLOWED' }, path)
  }
})

t.test('a wrong password, user or none at all is one clear error', { skip }, async t => {
  const chroot = `/test-${++chroots}`
  await open(t, { chroot }).ready()

  for (
    const [wrong, user] of [[{ user: 'farm', password: 'guess' }, 'farm'], [{
      user: 'other',
      password: 'secret'
    }, 'other'], [undefined as never, 'an anonymous user']] as const
  ) {
    const session = open(t, { chroot, auth: wrong })
    const failed = once(session, 'failed')
    await t.rejects(session.ready(), {
      code: 'ZOOKEEPER_AUTH_FAILED',
      exitStatus: 2,
      details: { user, chroot }
    })
    t.match(await failed, [{ code: 'ZOOKEEPER_AUTH_FAILED' }])
    t.equal(session.state, 'failed')
    t.notOk(session.isValid())
    await t.rejects(session.nodes.get('/'), { code: 'ZOOKEEPER_AUTH_FAILED' })
  }
})

t.test('a chroot that may not be made, or not be written, is named', { skip }, async t => {
  const chroot = `/test-${++chroots}`
  const raw = zookeeper.createClient(server.address, { sessionTimeout: 4000 })
  t.teardown(() => raw.close())
  raw.connect()
  const anyone = zookeeper.ACL.OPEN_ACL_UNSAFE[0]!
  const create = (path: string, permission: number) =>
    new Promise<void>((resolve, reject) => {
      raw.create(
        path,
        bytes(''),
        [Object.assign(Object.create(Object.getPrototypeOf(anyone)), anyone, { permission })],
        0,
        error => {
          error ? reject(error) : resolve()
        }
      )
    })
  const [read, readAndCreate] = [1, 1 | 4]
  await create(chroot, readAndCreate)
  await create(`${chroot}/closed`, read)

  await t.rejects(open(t, { chroot: `${chroot}/closed/farm` }).ready(), {
    code: 'ZOOKEEPER_CHROOT_MISSING',
    details: { chroot: `${chroot}/closed/farm`, missing: `${chroot}/closed/farm`, user: 'farm' }
  })
  await t.rejects(open(t, { chroot: `${chroot}/closed` }).ready(), {
    code: 'ZOOKEEPER_CHROOT_NOT_WRITABLE',
    details: { chroot: `${chroot}/closed`, user: 'farm' }
  })
})

t.test('a bad setting is refused before anything is dialled', async t => {
  t.throws(() => new ZooKeeperSession({ servers: '[::1]:2181' }), { code: 'ZOOKEEPER_SERVERS_INVALID' })
  t.throws(() => new ZooKeeperSession({ servers: 'zk1', chroot: 'packline' }), {
    code: 'ZOOKEEPER_CHROOT_INVALID'
  })
})

t.test('a watch tells once it stands, then of every change', { skip }, async t => {
  const session = open(t)
  const { nodes } = open(t, { chroot: `/test-${chroots}` })
  const seen: string[] = []
  let wake = () => {}
  const until = async (state: string) => {
    while (seen.at(-1) !== state) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  }
  const note = async () => {
    const found = await session.nodes.exists('/a')
    seen.push(found === undefined ? 'none' : String((await session.nodes.get('/a')).data))
    wake()
  }

  session.watch('/a', () => {
    note().catch(error => {
      t.error(error)
    })
  })
  await until('none')
  for (const text of ['1', '2', '3']) {
    if (text === '1') await nodes.create('/a', bytes(text))
    else await nodes.set('/a', bytes(text), anyVersion)
    await until(text)
  }
  await nodes.remove('/a', anyVersion)
  await until('none')
  await nodes.create('/a', bytes('back'))
  await until('back')

  t.equal(session.watchCount, 1)
})

t.test('children are watched before their parent exists, and after it was removed', { skip }, async t => {
  const session = open(t)
  let wake = () => {}
  const names = async () => await session.nodes.children('/q').catch(() => [])
  const until = async (count: number) => {
    while ((await names()).length !== count) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  }

  session.watchChildren('/q', () => wake())
  await session.nodes.ensure('/q')
  await session.nodes.create('/q/1', bytes(''))
  await until(1)
  await session.nodes.multi([{ type: 'remove', path: '/q/1', version: 0 }, {
    type: 'remove',
    path: '/q',
    version: 0
  }])
  await until(0)
  await session.nodes.multi([{ type: 'create', path: '/q', data: bytes('') }, {
    type: 'create',
    path: '/q/2',
    data: bytes('')
  }])
  await until(1)

  t.same(await names(), ['2'])
})

t.test('watching and ending it ten thousand times keeps one watch', { skip }, async t => {
  const session = open(t)
  let calls = 0
  for (let i = 0; i < 10_000; i++) {
    session.watch('/a', () => {
      calls++
    })()
  }
  const told = new Promise<void>(resolve => {
    session.watch('/a', resolve)
  })
  await told

  t.equal(session.watchCount, 1)
  t.equal(calls, 0)
})

t.test('sequential nodes are numbered by the servers', { skip }, async t => {
  const { nodes } = open(t)

  const paths = [
    await nodes.createSequential('/5-', bytes('a')),
    await nodes.createSequential('/5-', bytes('b'), { mode: 'ephemeral' })
  ]

  t.match(paths, [/^\/5-[0-9a-f-]{36}-\d{10}$/, /^\/5-[0-9a-f-]{36}-\d{10}$/])
  t.equal(Number(paths[1]!.slice(-10)), Number(paths[0]!.slice(-10)) + 1)
})

t.test(
  'a session is certain only while somebody needs that or a transaction was confirmed, and lives on without',
  { skip },
  async t => {
    const session = open(t, { sessionTimeoutMs: 1500 })
    await session.nodes.create('/h', bytes(''), { mode: 'ephemeral' })
    const isOver = async (): Promise<void> => {
      while (session.isValid()) await nextTurn()
    }
    await isOver()

    await session.nodes.set('/h', bytes('1'), 0)
    t.ok(session.isValid(), 'a transaction is as good as a heartbeat')
    await isOver()
    const [first, second] = [session.keepValid(), session.keepValid()]
    while (!session.isValid()) await nextTurn()
    const keptUntilMs = session.clock.monotonicMs() + 1600
    let isKept = true
    while (session.clock.monotonicMs() < keptUntilMs) {
      if (session.clock.monotonicMs() > keptUntilMs - 800) first()
      isKept &&= session.isValid()
      await nextTurn()
    }
    t.ok(isKept, 'as long as one of two needs it')
    second()
    await isOver()

    t.equal(session.generation, 1)
    t.equal((await session.nodes.get('/h')).stat.ephemeralOwner, session.sessionId)
  }
)

t.test('closing removes what was ephemeral at once, and twice is harmless', { skip }, async t => {
  const session = open(t)
  const other = open(t, { chroot: `/test-${chroots}` })
  const lost = once(session, 'lost')
  await session.nodes.create('/h', bytes(''), { mode: 'ephemeral' })
  t.ok(session.isValid())

  await session.close()
  await session.close()

  t.equal(await other.nodes.exists('/h'), undefined)
  t.same(await lost, [1, 'closed'])
  t.equal(session.validUntil(), -Infinity)
  await t.rejects(session.nodes.get('/'), { code: 'ZOOKEEPER_CLOSED' })
  await t.rejects(session.ready(), { code: 'ZOOKEEPER_CLOSED' })
})

t.test(
  'an abort ends an operation, and an operation of another generation does not start',
  { skip },
  async t => {
    const session = open(t, { servers: '127.0.0.1:1' })
    const controller = new AbortController()
    const reason = new Error('enough')
    const waiting = session.nodes.get('/', { signal: controller.signal })

    controller.abort(reason)

    await t.rejects(waiting, reason)
    await t.rejects(session.ready({ signal: controller.signal }), reason)
    await t.rejects(session.nodes.get('/', { generation: 7 }), {
      code: 'ZOOKEEPER_SESSION_LOST',
      details: { generation: 7 }
    })
  }
)
