// Takes 9 s.
import { EventEmitter, once } from 'node:events'
import t from 'tap'
import type { Test } from 'tap'
import { ZooKeeperSession } from '../coordination/zookeeper-session.js'
import { ZooKeeperStore } from '../licence/zookeeper-store.js'
import { termsOf } from '../licence/terms.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import { until } from '../../test/support/processes.js'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import type { DrainOrder, MachineRecord, MachineReport } from './farm-machine.js'
import { replaceMachine } from './replace.js'
import { ZooKeeperRegistry } from './zookeeper-registry.js'

const reason = await noZooKeeper()
const never = new AbortController().signal
const record = (device: string, more: Partial<MachineRecord> = {}): MachineRecord => ({
  device,
  labels: ['linux'],
  version: '1',
  address: null,
  jenkinsNode: device,
  facts: null,
  baseline: null,
  instance: `${device}-1`,
  ...more
})
const report = (instance: string, more: Partial<MachineReport> = {}): MachineReport => ({
  instance,
  grade: 'good',
  since: '2026-01-01T00:00:00.000Z',
  reasons: [],
  checkedAt: new Date().toISOString(),
  running: 0,
  waiting: 0,
  ...more
})
const order: DrainOrder = {
  by: 'li',
  why: 'new disk',
  at: '2026-01-01T00:00:00.000Z',
  deadlineAt: '2026-01-01T01:00:00.000Z'
}

t.test('a farm in ZooKeeper', { skip: reason ?? false }, async t => {
  const server = await ZooKeeperServer.start()
  t.teardown(async () => {
    await server.stop()
  })
  let farms = 0
  const registries = (t: Test, count: number, timeoutMs = 2000): ZooKeeperRegistry[] => {
    const chroot = `/farm-${++farms}`
    return Array.from({ length: count }, () => {
      const registry = new ZooKeeperRegistry(
        new ZooKeeperSession({ servers: server.address, chroot, sessionTimeoutMs: timeoutMs })
      )
      t.teardown(async () => {
        await registry.close()
      })
      return registry
    })
  }
  const grades = async (registry: ZooKeeperRegistry): Promise<string> =>
    (await registry.machines(never))
      .map(each => `${each.record.device} ${each.report?.grade ?? 'unheard'}${each.isAlive ? '' : ' gone'}`)
      .join(', ')

  t.test('machines see each other, changes within two seconds, and one that ends', async t => {
    const [a, b] = registries(t, 2) as [ZooKeeperRegistry, ZooKeeperRegistry]
    for (const [registry, device] of [[a, 'a'], [b, 'b']] as const) {
      await registry.register(record(device))
      await registry.report(report(`${device}-1`))
    }
    t.equal(await grades(a), 'a good, b good')
    const changedMs = performance.now()
    await b.report(report('b-1', { grade: 'poor' }))
    await until('the change is seen', async () => await grades(a) === 'a good, b poor')
    t.ok(performance.now() - changedMs < 2000)
    await b.close()
    await until('its end is seen', async () => await grades(a) === 'a good, b poor gone')
    await a.remove('b')
    await until('it is forgotten', async () => await grades(a) === 'a good')
    await a.report(report('a-1'))
    const clock = await a.clock()
    t.ok(clock !== undefined && Math.abs(clock.ownMs - clock.theirMs) < 1000)
  })

  t.test('a machine whose agent never reported, or has ended, is known but not alive', async t => {
    const [a, b, c] = registries(t, 3)
    if (a === undefined || b === undefined || c === undefined) throw new Error('three were asked for')
    await a.register(record('a'))
    await b.register(record('b'))
    await b.report(report('b-1'))
    await b.close()
    t.equal(await grades(c), 'a unheard gone, b unheard gone')
    await a.report(report('a-1'))
    await until('its first report is seen', async () => await grades(c) === 'a good, b unheard gone')
  })

  t.test('a machine that comes is seen with its report and its order, not before both were read', async t => {
    const chroot = `/farm-${++farms}`
    const session = new ZooKeeperSession({ servers: server.address, chroot, sessionTimeoutMs: 2000 })
    const onlooker = new ZooKeeperRegistry(session)
    const newcomer = new ZooKeeperRegistry(
      new ZooKeeperSession({ servers: server.address, chroot, sessionTimeoutMs: 2000 })
    )
    t.teardown(async () => {
      await onlooker.close()
      await newcomer.close()
    })
    t.equal(await grades(onlooker), '')
    const held = new EventEmitter<{ asked: [], released: [] }>()
    const get = session.nodes.get.bind(session.nodes)
    session.nodes.get = async (path, options) => {
      if (path === '/farm/live/a') {
        const released = once(held, 'released')
        held.emit('asked')
        await released
        session.nodes.get = get
      }
      return await get(path, options)
    }
    await newcomer.setOrder('a', order)
    const seen: string[] = []
    onlooker.watch(() => {
      grades(onlooker).then(each => seen.push(each), () => {})
    })
    const asked = once(held, 'asked')
    await newcomer.register(record('a'))
    await asked
    t.equal(await grades(onlooker), '', 'half of it would be a machine whose agent is gone')
    await newcomer.report(report('a-1'))
    held.emit('released')
    await until('it is seen', async () => await grades(onlooker) === 'a good')
    t.match(await onlooker.machines(never), [{ order, isAlive: true }])
    t.same(seen.filter(each => each !== '' && each !== 'a good'), [], 'nobody was told anything else')
  })

  t.test('one of them is the warden; another one when it ends, and it knows what was told', async t => {
    const [a, b] = registries(t, 2) as [ZooKeeperRegistry, ZooKeeperRegistry]
    await a.register(record('a'))
    await until('a is the warden', () => a.isWarden())
    await b.register(record('b'))
    await a.setOpenAlerts([{ check: 'disk.cache', subject: 'b' }])
    t.equal(b.isWarden(), false)
    await a.close()
    await until('b is the warden', () => b.isWarden())
    t.same(await b.openAlerts(), [{ check: 'disk.cache', subject: 'b' }])
  })

  t.test("an order reaches its machine and lasts over its agent's end", async t => {
    const [a, b] = registries(t, 2) as [ZooKeeperRegistry, ZooKeeperRegistry]
    await a.register(record('a'))
    const seen: Array<DrainOrder | undefined> = []
    a.watchOrder('a', each => seen.push(each))
    await b.setOrder('a', order)
    await until('it arrives', () => seen.at(-1)?.why === 'new disk')
    t.match(await b.machines(never), [{ order }])
    await b.setOrder('a', undefined)
    await until('it is taken back', () => seen.at(-1) === undefined && seen.length > 1)
  })

  t.test("the server's end and new beginning is survived", async t => {
    const [a, b] = registries(t, 2, 1000) as [ZooKeeperRegistry, ZooKeeperRegistry]
    await a.register(record('a'))
    await a.report(report('a-1'))
    t.equal(await grades(b), 'a good')
    await server.crash()
    await new Promise(resolve => {
      setTimeout(resolve, 3000)
    })
    await server.start()
    await a.report(report('a-1', { grade: 'degraded' })).catch(async () => {
      await a.report(report('a-1', { grade: 'degraded' }))
    })
    await until('it is there again', async () => await grades(b).catch(() => '') === 'a degraded')
  })

  t.test('of two agents with one name the older one falls silent and says so', async t => {
    const [a, b] = registries(t, 2) as [ZooKeeperRegistry, ZooKeeperRegistry]
    await a.register(record('a'))
    await a.report(report('a-1'))
    await b.register(record('a', { instance: 'a-2' }))
    await b.report(report('a-2', { grade: 'poor' }))
    await until('it is noticed', () => a.warnings.length > 0)
    t.match(a.warnings, [{ code: 'FARM_NAME_TAKEN', details: { device: 'a' } }])
    await a.report(report('a-1'))
    t.equal(await grades(b), 'a poor')
  })

  t.test('replace: labels and pins go to the new machine, the old one is drained and loses its seat', async t => {
    const [a, b] = registries(t, 2) as [ZooKeeperRegistry, ZooKeeperRegistry]
    const pinned = {
      ...defaultAgentConfig().licences.texturepacker!,
      mode: 'pinned' as const,
      devices: ['a', 'c'],
      seats: 2
    }
    const store = new ZooKeeperStore({
      session: new ZooKeeperSession({
        servers: server.address,
        chroot: `/farm-${farms}`,
        sessionTimeoutMs: 2000
      }),
      device: 'admin',
      terms: { texturepacker: termsOf(pinned) }
    })
    t.teardown(async () => {
      await store.close()
    })
    for (
      const [registry, device, labels] of [[a, 'a', ['mac', 'texturepacker']], [b, 'b', ['mac']]] as const
    ) {
      await registry.register(record(device, { labels }))
      await registry.report(report(`${device}-1`))
    }
    const given: string[][] = []
    b.watchLabels('b', labels => given.push(labels))
    const replace = async (oldDevice: string, newDevice: string) =>
      await replaceMachine({
        registry: a,
        store,
        oldDevice,
        newDevice,
        order,
        nowMs: Date.now(),
        silentAfterMs: 60_000,
        isForced: false,
        signal: never
      })
    await t.rejects(replace('a', 'a'), { code: 'FARM_REPLACEMENT_UNFIT' })
    await t.rejects(replace('a', 'x'), { code: 'FARM_MACHINE_UNKNOWN' })
    t.match(await replace('a', 'b'), {
      labels: ['mac', 'texturepacker'],
      licences: [{ licence: 'texturepacker', pinned: true }]
    })
    t.same((await store.read('texturepacker')).terms.devices, ['b', 'c'])
    t.match((await b.machines(never)).find(each => each.record.device === 'a'), { order })
    await until('the labels arrive', () => given.at(-1)?.includes('texturepacker') === true)
    await t.rejects(
      replace('b', 'a'),
      { code: 'FARM_REPLACEMENT_UNFIT' },
      "one that is drained takes nobody's place"
    )
  })
})
