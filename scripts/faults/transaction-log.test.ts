import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ZooKeeperSession } from '../../agent/coordination/zookeeper-session.js'
import { ZooKeeperServer, noZooKeeper } from '../../test/support/zookeeper-server.js'
import { parseLog, readTransactions } from './transaction-log.js'

const skip = await noZooKeeper() ?? false

t.test('reads back what a server was asked to do, in order, and no more than is whole', { skip }, async t => {
  const server = await ZooKeeperServer.start()
  t.teardown(async () => {
    await server.stop()
  })
  const session = new ZooKeeperSession({
    servers: server.address,
    chroot: '/c',
    sessionTimeoutMs: 5000,
    auth: { user: 'farm', password: 'secret' }
  })
    .start()
  await session.nodes.create('/a', Buffer.from('1'))
  await session.nodes.multi([{ type: 'set', path: '/a', data: Buffer.from('2'), version: 0 }, {
    type: 'create',
    path: '/b',
    data: Buffer.alloc(0),
    mode: 'ephemeral'
  }])
  await t.rejects(
    session.nodes.multi([{ type: 'remove', path: '/a', version: 7 }, {
      type: 'create',
      path: '/never',
      data: Buffer.alloc(0)
    }])
  )
  await t.rejects(
    session.nodes.multi([{ type: 'set', path: '/a', data: Buffer.from('never'), version: 1 }, {
      type: 'check',
      path: '/a',
      version: 7
    }])
  )
  await session.nodes.remove('/a', 1)
  const { sessionId } = session
  await session.close()

  const folder = join(server.folder, 'data')
  const transactions = readTransactions([folder, folder]).filter(each => each.session === sessionId)
  const changes = transactions.flatMap(each => each.changes).filter(({ path }) =>
    !path.includes('probe') && path !== '/c'
  )
  t.match(changes, [
    { type: 'create', path: '/c/a', data: Buffer.from('1'), isEphemeral: false },
    { type: 'set', path: '/c/a', data: Buffer.from('2') },
    { type: 'create', path: '/c/b', isEphemeral: true },
    { type: 'remove', path: '/c/a' }
  ])
  t.equal(changes.length, 4)
  t.ok(transactions.at(-1)?.endsSession)

  const log = readFileSync(
    join(folder, 'version-2', readdirSync(join(folder, 'version-2')).find(name => name.startsWith('log.'))!)
  )
  const whole = [...parseLog(log)].length
  t.equal(
    [...parseLog(log.subarray(0, log.findLastIndex(byte => byte !== 0)))].length,
    whole - 1,
    'the last one is torn'
  )
  t.same([...parseLog(Buffer.from('no log'))], [])
})
