import t from 'tap'
import { once } from 'node:events'
import { EventEmitter } from 'node:events'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import { systemClock } from './clock.js'
import { Connection } from './connection.js'

const skip = await noZooKeeper() ?? false

t.test('request numbers start over before they overflow', { skip }, async t => {
  const server = await ZooKeeperServer.start()
  t.teardown(() => server.stop())
  const events = new EventEmitter()
  const connection = new Connection({ servers: [{ host: '127.0.0.1', port: server.port }], sessionTimeoutMs: 4000, clock: systemClock }, {
    usable: () => events.emit('usable'),
    unusable: reason => events.emit('unusable', reason),
    ended: how => events.emit('ended', how)
  })
  t.teardown(() => connection.close(1000))
  const usable = once(events, 'usable')
  connection.open()
  await usable
  let manager: { xid: number } | undefined
  const read = async () => await new Promise<void>((resolve, reject) => {
    connection.issue(client => {
      manager = client.connectionManager
      client.exists('/', undefined, error => { error ? reject(error) : resolve() })
    })
  })
  await read()

  manager!.xid = 2 ** 31 - 1100
  await Promise.all(Array.from({ length: 2000 }, read))

  t.ok(manager!.xid < 2000, `the last request had number ${manager!.xid}`)
})
