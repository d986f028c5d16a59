// Takes 5 s.
import t from 'tap'
import { once } from 'node:events'
import { testDocuments } from '../../test/support/documents-contract.js'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import { ZooKeeperDocuments } from './zookeeper-documents.js'
import { ZooKeeperSession } from './zookeeper-session.js'

const skip = await noZooKeeper()

if (skip !== undefined) t.test('documents in ZooKeeper', { skip }, async () => {})
else {
  const server = await ZooKeeperServer.start()
  const options = { chroot: '/documents', sessionTimeoutMs: 3000, auth: { user: 'farm', password: 'secret' } }
  const openSession = (servers = server.address): ZooKeeperSession =>
    new ZooKeeperSession({ ...options, servers }).start()
  const sessions = [openSession(), openSession()]
  let roots = 0
  t.teardown(async () => {
    await Promise.all(sessions.map(each => each.close()))
    await server.stop()
  })

  testDocuments(t, async t => {
    const root = `/${++roots}`
    let opened = 0
    return () => {
      const documents = new ZooKeeperDocuments(sessions[opened++ % sessions.length]!, root)
      t.teardown(() => documents.close())
      return documents
    }
  })

  t.test('a transaction whose answer got lost counts once', async t => {
    const relay = await TcpRelay.start(server.port)
    const session = openSession(relay.address)
    t.teardown(async () => {
      await session.close()
      await relay.close()
    })
    const documents = new ZooKeeperDocuments(session, `/${++roots}`)
    const [plain] = sessions.map(each => new ZooKeeperDocuments(each, `/${roots}`))
    await documents.transact([{ type: 'create', key: 'a', value: 0 }])

    await relay.set('dropAnswers')
    const replaced = documents.transact([{ type: 'replace', key: 'a', value: 1, version: 0 }, {
      type: 'create',
      key: 'b',
      value: 1
    }])
    while ((await plain!.get('a'))?.version !== 1) {
      await new Promise(resolve => {
        setImmediate(resolve)
      })
    }
    const disconnected = once(session, 'disconnected')
    relay.reset()
    await relay.set('pass')
    await disconnected

    t.same(await replaced, [1, 0])
    t.match(await plain!.get('a'), { value: 1, version: 1 })
  })

  t.test('a transaction that lost its answer and then the race is a conflict, and one that cannot know says so', async t => {
    const relay = await TcpRelay.start(server.port)
    const session = openSession(relay.address)
    t.teardown(async () => {
      await session.close()
      await relay.close()
    })
    const documents = new ZooKeeperDocuments(session, `/${++roots}`)
    const [other] = sessions.map(each => new ZooKeeperDocuments(each, `/${roots}`))
    await documents.transact([{ type: 'create', key: 'a', value: 0 }])

    // The request never arrives, and somebody else replaces the document once.
    await relay.set('blackHole')
    const lost = documents.transact([{ type: 'replace', key: 'a', value: 1, version: 0 }])
    await other!.transact([{ type: 'replace', key: 'a', value: 2, version: 0 }])
    relay.reset()
    await relay.set('pass')
    await t.rejects(lost, { code: 'DOCUMENT_CONFLICT' })

    // The request arrives, its answer does not, and somebody else replaces the document after it.
    await session.ready()
    await relay.set('dropAnswers')
    const unknown = documents.transact([{ type: 'replace', key: 'a', value: 3, version: 1 }])
    while ((await other!.get('a'))?.version !== 2) {
      await new Promise(resolve => {
        setImmediate(resolve)
      })
    }
    await other!.transact([{ type: 'replace', key: 'a', value: 4, version: 2 }])
    relay.reset()
    await relay.set('pass')
    await t.rejects(unknown, { code: 'ZOOKEEPER_CONNECTION_LOSS' })
  })

  t.test('a node that something else wrote is refused, and left as it is', async t => {
    const root = `/${++roots}`
    const documents = new ZooKeeperDocuments(sessions[0]!, root)
    await sessions[0]!.nodes.ensure(root)
    for (const [name, text] of [['a', 'not json'], ['b', '{"value":1}'], ['c', '']] as const) {
      await sessions[0]!.nodes.create(`${root}/${name}.json`, Buffer.from(text))
      await t.rejects(documents.get(name), { code: 'DOCUMENT_DAMAGED', details: { key: name } })
    }
    await t.rejects(documents.list(''), { code: 'DOCUMENT_DAMAGED' })
    t.equal((await sessions[0]!.nodes.get(`${root}/a.json`)).data.toString(), 'not json')
  })
}
