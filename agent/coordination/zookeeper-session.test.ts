import t, { type Test } from 'tap'
import { once } from 'node:events'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import { ZooKeeperSession } from './zookeeper-session.js'
import { anyVersion, type ZooKeeperOptions } from './zookeeper-types.js'

const skip = await noZooKeeper() ?? false
const auth = { user: 'farm', password: 'secret' }
const bytes = (text: string) => Buffer.from(text)
let server: ZooKeeperServer
let chroots = 0

const open = (t: Test, options: Partial<ZooKeeperOptions> = {}): ZooKeeperSession => {
  const session = new ZooKeeperSession({ servers: server.address, chroot: `/test-${++chroots}`, sessionTimeoutMs: 2000, auth, ...options })
  t.teardown(() => session.close())
  return session.start()
}

t.before(async () => { if (skip === false) server = await ZooKeeperServer.start() })
t.teardown(async () => { await server?.stop() })

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

  await t.rejects(nodes.multi([{ type: 'set', path: '/set', data: bytes('x'), version: 0 }, { type: 'check', path: '/check', version: anyVersion }]), { code: 'ZOOKEEPER_BAD_VERSION', details: { index: 0, path: '/set' } })
  await t.rejects(nodes.multi([{ type: 'check', path: '/check', version: anyVersion }, { type: 'remove', path: '/remove', version: 0 }]), { code: 'ZOOKEEPER_BAD_VERSION', details: { index: 1 } })
  await t.rejects(nodes.multi([{ type: 'check', path: '/check', version: 0 }, { type: 'remove', path: '/remove', version: 1 }]), { code: 'ZOOKEEPER_BAD_VERSION' })
  t.equal((await nodes.get('/set')).data.toString(), '1')
  t.ok(await nodes.exists('/remove'))
})

t.test('a black-holed connection is given up, and the session lives on through another', { skip }, async t => {
  const relay = await TcpRelay.start(server.port)
  t.teardown(() => relay.close())
  const session = open(t, { servers: relay.address })
  await session.ready()

  await relay.set('blackHole')
  const [reason] = await once(session, 'disconnected')
  await relay.set('pass')
  await session.ready()

  t.match(reason, /silent/)
  t.equal(session.generation, 1)
  t.ok(session.isValid())
})
