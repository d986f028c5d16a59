import { mock } from 'node:test'
import t from 'tap'
import type { Test } from 'tap'
import { until } from '../../test/support/processes.js'
import { systemClock } from '../coordination/system-clock.js'
import { LocalStore } from './local-store.js'
import type { StoreWatch } from './seat-store.js'

const never = new AbortController().signal
const terms = { seats: 1, mode: 'floating' as const, devices: [], jobsPerDevice: 1, graceMs: 0 }

function localStore (t: Test, home: string): LocalStore {
  const now = systemClock.monotonicMs
  const store = new LocalStore({ home, device: 'host', terms: { tool: terms, other: terms }, now })
  t.teardown(async () => {
    await store.close()
  })
  return store
}

/** Nobody looks by himself: who is woken is woken by a change. */
function withoutLooks (t: Test): void {
  mock.timers.enable({ apis: ['setInterval'] })
  t.teardown(() => {
    mock.timers.reset()
  })
}

async function change (store: LocalStore, licence: string): Promise<void> {
  const { owner } = await store.ready(never)
  await store.transact(licence, {
    type: 'want',
    owner,
    device: 'host',
    priority: 0,
    slots: 1,
    seq: 0,
    wallMs: 0
  })
}

t.test('a change wakes those who watch its licence, in every process, and nobody else', async t => {
  const home = t.testdir()
  const [watching, writing] = [localStore(t, home), localStore(t, home)]
  await watching.ready(never)
  withoutLooks(t)
  const woken: string[] = []
  for (const licence of ['other', 'tool']) {
    watching.watch(licence, { type: 'queue' }, () => {
      woken.push(licence)
    })
  }
  await change(writing, 'tool')
  await until('the watch reports', () => woken.length > 0)
  t.same(new Set(woken), new Set(['tool']))
  woken.length = 0
  await change(writing, 'other')
  await until('the other watch reports', () => woken.includes('other'))
})

t.test('each watch ends by itself, also where two share a listener', async t => {
  const home = t.testdir()
  const [watching, writing] = [localStore(t, home), localStore(t, home)]
  await watching.ready(never)
  withoutLooks(t)
  let calls = 0
  const count = (): void => {
    calls++
  }
  const ends = [1, 2].map(() => watching.watch('tool', { type: 'queue' }, count))
  const last: string[] = []
  watching.watch('tool', { type: 'queue' }, () => {
    last.push(`after ${calls}`)
  })
  await change(writing, 'tool')
  await until('all three report', () => last.length > 0)
  t.equal(last[0], 'after 2')
  ends[0]?.()
  calls = last.length = 0
  await change(writing, 'tool')
  await until('the other two report', () => last.length > 0)
  t.equal(last[0], 'after 1')
  ends[1]?.()
  calls = 0
  mock.timers.tick(60_000)
  t.equal(calls, 0, 'nor does an ended watch look')
})

t.test('deaths make no event: a waiter for the seats looks every 100 ms, others seldom', async t => {
  const store = localStore(t, t.testdir())
  await store.ready(never)
  withoutLooks(t)
  const looks = { seats: 0, waiter: 0, own: 0, queue: 0 }
  const watches: StoreWatch[] = [
    { type: 'seats', seats: [0] },
    { type: 'waiter', owner: 'x' },
    { type: 'own', seat: 0 },
    { type: 'queue' }
  ]
  for (const watch of watches) {
    store.watch('tool', watch, () => {
      looks[watch.type]++
    })
  }
  mock.timers.tick(400)
  t.same(looks, { seats: 4, waiter: 0, own: 0, queue: 0 })
  mock.timers.tick(100)
  t.same(looks, { seats: 5, waiter: 1, own: 1, queue: 1 })
})
