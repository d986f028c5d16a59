import t from 'tap'
import { EventEmitter, once } from 'node:events'
import { GarbageServer } from '../../test/support/garbage-server.js'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import { systemClock } from './system-clock.js'
import { Connection } from './connection.js'
import { ZooKeeperSession } from './zookeeper-session.js'

const skip = await noZooKeeper() ?? false
let server: ZooKeeperServer

t.before(async () => {
  if (skip === false) server = await ZooKeeperServer.start({ config: ['maxSessionTimeout=1000'] })
})
t.teardown(async () => {
  await server?.stop()
})

t.test('a session that is granted less time than it asked for keeps to that', { skip }, async t => {
  const session = new ZooKeeperSession({ servers: server.address, sessionTimeoutMs: 60_000 }).start()
  t.teardown(() => session.close())
  await session.ready()
  session.keepValid()
  const endMs = systemClock.monotonicMs() + 1500
  let isAlwaysValid = true
  while (systemClock.monotonicMs() < endMs) {
    isAlwaysValid &&= session.isValid()
    await new Promise(resolve => {
      setImmediate(resolve)
    })
  }

  t.equal(session.timeoutMs, 1000)
  t.ok(isAlwaysValid, 'heartbeats come often enough')
  t.equal(session.generation, 1)
})

t.test('failed handshakes do not pile up logins', async t => {
  const events = new EventEmitter()
  const silent = await GarbageServer.start((_chunk, count) => {
    if (count === 0) events.emit('dialled')
    return null
  })
  t.teardown(() => silent.close())
  const [host = '', port] = silent.address.split(':')
  const connection = new Connection({
    servers: [{ host, port: Number(port) }],
    sessionTimeoutMs: 400,
    clock: systemClock,
    auth: { user: 'farm', password: 'secret' }
  }, { usable: () => {}, unusable: () => {}, ended: () => {} })
  t.teardown(() => connection.destroy())
  connection.open()

  for (let i = 0; i < 5; i++) await once(events, 'dialled')

  connection.issue(client => {
    t.ok(
      client.connectionManager.packetQueue.queue.length <= 1,
      `${client.connectionManager.packetQueue.queue.length} queued`
    )
  })
})

t.test('request numbers start over before they overflow', { skip }, async t => {
  const events = new EventEmitter()
  const connection = new Connection({
    servers: [{ host: '127.0.0.1', port: server.port }],
    sessionTimeoutMs: 4000,
    clock: systemClock
  }, {
    usable: () => events.emit('usable'),
    unusable: reason => events.emit('unusable', reason),
    ended: how => events.emit('ended', how)
  })
  t.teardown(() => connection.close(1000))
  const usable = once(events, 'usable')
  connection.open()
  await usable
  let manager: { xid: number } | undefined
  const read = async () =>
    await new Promise<void>((resolve, reject) => {
      connection.issue(client => {
        manager = client.connectionManager
        client.exists('/', undefined, error => {
          error ? reject(error) : resolve()
        })
      })
    })
  await read()

  manager!.xid = 2 ** 31 - 1100
  await Promise.all(Array.from({ length: 2000 }, read))

  t.ok(manager!.xid < 2000, `the last request had number ${manager!.xid}`)
})
