// Takes 7 s.
import t from 'tap'
import { noZooKeeper, ZooKeeperEnsemble } from '../../test/support/zookeeper-server.js'
import { systemClock } from './system-clock.js'
import { ZooKeeperSession } from './zookeeper-session.js'
import { anyVersion } from './zookeeper-types.js'

const skip = await noZooKeeper() ?? false
const bytes = (text: string) => Buffer.from(text)
const nextTurn = () =>
  new Promise(resolve => {
    setImmediate(resolve)
  })
const auth = { user: 'farm', password: 'secret' }
let ensemble: ZooKeeperEnsemble

t.before(async () => {
  if (skip === false) ensemble = await ZooKeeperEnsemble.start()
})
t.teardown(async () => {
  await ensemble?.stop()
})

t.test('a leader that dies costs no session and no node', { skip }, async t => {
  const session = new ZooKeeperSession({
    servers: ensemble.address,
    chroot: '/leader',
    sessionTimeoutMs: 4000,
    operationTimeoutMs: 20_000,
    auth
  })
    .start()
  t.teardown(() => session.close())
  await session.nodes.create('/h', bytes('held'), { mode: 'ephemeral' })
  const { sessionId } = session

  const leader = await ensemble.leader()
  await leader.crash()
  const startedMs = systemClock.monotonicMs()
  await session.nodes.ensure('/after')
  t.comment(`writes went on after ${Math.round(systemClock.monotonicMs() - startedMs)} ms`)
  await session.ready()

  t.equal(session.generation, 1)
  t.equal((await session.nodes.get('/h')).stat.ephemeralOwner, sessionId)
  t.ok(session.isValid())
  await leader.start()
})

t.test(
  'a server cut off from the majority still answers reads, but vouches for nothing',
  { skip },
  async t => {
    const leader = await ensemble.leader()
    const follower = ensemble.servers.find(each => each !== leader)!
    const session = new ZooKeeperSession({
      servers: follower.address,
      chroot: '/cut-off',
      sessionTimeoutMs: 1500,
      auth
    })
      .start()
    t.teardown(() => session.close())
    await session.nodes.create('/a', bytes('read me'))
    session.keepValid()

    const others = ensemble.servers.filter(each => each !== follower)
    for (const each of others) each.signal('SIGSTOP')
    const stoppedMs = systemClock.monotonicMs()
    t.teardown(() => {
      for (const each of others) each.signal('SIGCONT')
    })
    // Until the follower gives up its leader (two seconds here) it goes on answering.
    let lastReadMs = 0
    while (session.isValid()) {
      if (
        await session.nodes.get('/a', { timeoutMs: 300 }).catch(() => undefined) !== undefined
      ) lastReadMs = systemClock.monotonicMs()
      await nextTurn()
    }
    const invalidMs = systemClock.monotonicMs()

    // The next heartbeat, at most T/5 after the cut, waits for the majority, and what is asked after it waits
    // behind it.
    t.ok(
      lastReadMs > stoppedMs + 50,
      `reads were answered until ${Math.round(lastReadMs - stoppedMs)} ms after the cut`
    )
    t.ok(
      invalidMs - stoppedMs <= session.timeoutMs - session.marginMs + 300,
      `no longer valid ${Math.round(invalidMs - stoppedMs)} ms after the cut`
    )
    for (const each of others) each.signal('SIGCONT')
    await session.nodes.set('/a', bytes('written'), anyVersion, { timeoutMs: 20_000 })
    t.ok(session.isValid())
  }
)
