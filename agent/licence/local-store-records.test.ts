import { appendFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { FileLock } from '../files/file-lock.js'
import { LocalStore } from './local-store.js'
import type { LicenceEvent } from './model.js'
import type { Terms } from './terms.js'

const never = new AbortController().signal
const terms: Terms = { seats: 2, mode: 'floating', devices: [], jobsPerDevice: 1, graceMs: 5000 }

interface Options {
  terms?: Partial<Terms>
  now?: () => number
}

function localStore (t: Test, home: string, { terms: own = {}, now = () => 0 }: Options = {}): LocalStore {
  const store = new LocalStore({ home, device: 'host', terms: { tool: { ...terms, ...own } }, now })
  t.teardown(async () => {
    await store.close()
  })
  return store
}

function want (owner: string, device: string): LicenceEvent {
  return { type: 'want', owner, device, priority: 0, slots: 1, seq: 0, wallMs: 0 }
}

t.test('what one process wrote another reads: seats, queue, and arrivals that are counted', async t => {
  const home = t.testdir()
  const [one, other] = [localStore(t, home), localStore(t, home)]
  const [{ owner: first }, { owner: second }] = [await one.ready(never), await other.ready(never)]
  await one.transact('tool', want(first, 'a'))
  await one.transact('tool', want(first, 'b'))
  await one.transact('tool', want(first, 'c'))
  await other.transact('tool', want(second, 'd'))
  const { seats, queue, terms: inForce } = await other.read('tool')
  t.same(seats.map(({ device }) => device), ['a', 'b'])
  t.same(queue.map(({ device, seq }) => [device, seq]), [['c', 0], ['d', 1]])
  t.strictSame(inForce, { ...terms, graceMs: 0 }, 'no grace: a dead process keeps its slots by its guard')
  await one.transact('tool', { type: 'leave', owner: first })
  t.same((await other.read('tool')).queue.map(({ device }) => device), ['d'])
})

t.test('a held slot is verified against what is recorded', async t => {
  const store = localStore(t, t.testdir())
  const { owner } = await store.ready(never)
  await store.transact('tool', want(owner, 'a'))
  const held = { owner, seat: 0, epoch: 1, slot: '0' }
  t.ok(await store.verify('tool', held))
  t.notOk(await store.verify('tool', { ...held, epoch: 2 }))
})

t.test('what nothing changed is not written', async t => {
  const home = t.testdir()
  const store = localStore(t, home)
  const { owner } = await store.ready(never)
  const file = join(home, 'licences/state/tool.json')
  await store.transact('tool', { type: 'look' })
  t.notOk(existsSync(file))
  await store.transact('tool', want(owner, 'a'))
  t.ok(existsSync(file))
})

t.test('a session that is over leaves no file, and what it held is free', async t => {
  const home = t.testdir()
  const [one, other] = [localStore(t, home), localStore(t, home)]
  const { owner, lost } = await one.ready(never)
  t.equal((await one.ready(never)).owner, owner, 'one session for a process')
  await other.ready(never)
  await one.transact('tool', want(owner, 'a'))
  t.equal(one.validUntil(), Infinity)
  t.equal(one.problem(), undefined)
  t.ok((await other.read('tool')).live.includes(owner))
  await one.close()
  await one.close()
  t.ok(lost.aborted)
  t.equal(one.validUntil(), -Infinity)
  t.equal(readdirSync(join(home, 'licences/live')).length, 1)
  t.notOk((await other.read('tool')).live.includes(owner))
})

t.test('terms of another configuration are refused while they are in use, else taken', async t => {
  const home = t.testdir()
  const one = localStore(t, home)
  const other = localStore(t, home, { terms: { seats: 3 } })
  const [mine, others] = [await one.ready(never), await other.ready(never)]
  await one.transact('tool', want(mine.owner, 'a'))
  await t.rejects(other.transact('tool', want(others.owner, 'b')), { code: 'LICENCE_CONFIG_DIFFERS' })
  await other.transact('tool', { type: 'look' })
  await one.transact('tool', { type: 'drop', owner: mine.owner, seat: 0, slots: ['0'] })
  await other.transact('tool', want(others.owner, 'b'))
  const { seats } = await other.read('tool')
  t.equal(seats.length, 3)
  t.match(seats[0], { device: 'a', epoch: 1 }, 'tokens go on')
})

t.test('administrators change what all agreed on', async t => {
  const store = localStore(t, t.testdir())
  const agreed = await store.changeAgreement('tool', ({ configured }) => ({
    configured: { ...configured, seats: 3, mode: 'pinned' },
    pinned: ['x']
  }))
  t.match(agreed, { pinned: ['x'], configured: { seats: 3 } })
  const again = await store.changeAgreement('tool', agreement => agreement)
  t.strictSame(again, agreed)
  t.same(await store.knownDevices(), ['host'])
  await t.rejects(store.read('other'), { code: 'LICENCE_UNKNOWN', details: { known: 'tool' } })
})

t.test('the audit is kept in order, without the lines that are none', async t => {
  const home = t.testdir()
  const store = localStore(t, home)
  t.same(await store.readAudit('tool'), [])
  const entry = { at: '1', action: 'pin', by: 'me', device: 'host', why: 'why', details: { device: 'x' } }
  await store.recordAudit('tool', entry)
  appendFileSync(join(home, 'licences/audit/tool.ndjson'), '{"at":\n')
  await store.recordAudit('tool', { ...entry, at: '2' })
  t.strictSame(await store.readAudit('tool'), [entry, { ...entry, at: '2' }])
})

t.test('a lock that another process never gives back ends the wait, with its file', async t => {
  const home = t.testdir()
  let looks = 0
  const store = localStore(t, home, { now: () => ++looks * 4000 })
  await store.ready(never)
  const lock = new FileLock(join(home, 'licences/lock'))
  t.ok(lock.tryLock())
  await t.rejects(store.transact('tool', { type: 'look' }), {
    code: 'LICENCE_STORE_BUSY',
    details: { file: join(home, 'licences/lock'), waitedMs: 10_000 }
  })
  lock.close()
  await store.transact('tool', { type: 'look' })
})
