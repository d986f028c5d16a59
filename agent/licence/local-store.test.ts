// Takes 9 s in real time.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import type { Test } from 'tap'
import { isRunning, until } from '../../test/support/processes.js'
import { systemClock } from '../coordination/system-clock.js'
import { SeatLimiter } from './limiter.js'
import type { LicenceSettings } from './limiter.js'
import { LocalStore } from './local-store.js'
import type { Terms } from './terms.js'

const root = join(import.meta.dirname, '../..')
const never = new AbortController().signal
const floating: Terms = { seats: 1, mode: 'floating', devices: [], jobsPerDevice: 1, graceMs: 1000 }

function localLimiter (
  t: Test,
  home: string,
  terms: Partial<Terms> = {},
  settings: Partial<LicenceSettings> = {}
): SeatLimiter {
  const store = new LocalStore({
    home,
    device: 'host',
    terms: { tool: { ...floating, ...terms } },
    now: systemClock.monotonicMs
  })
  const limiter = new SeatLimiter(store, { tool: { lingerMs: 0, holdMs: 0, maxWaitMs: 60_000, ...settings } })
  t.teardown(async () => {
    await limiter.close()
  })
  return limiter
}

interface Said {
  event: string
  tool: number
  epoch: number
  position: number
  holders: number
}

function startHolder (
  t: Test,
  home: string,
  jobsPerDevice = 1
): { child: ChildProcess, next: (event: string) => Promise<Said> } {
  const child = spawn(process.execPath, [
    '--import',
    join(root, 'scripts/register.mjs'),
    join(import.meta.dirname, 'fixtures/lease-holder.ts'),
    home,
    String(jobsPerDevice)
  ], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  const said: Said[] = []
  createInterface({ input: child.stdout! }).on('line', line => {
    said.push(JSON.parse(line) as Said)
  })
  return {
    child,
    next: async event => {
      const find = (): Said | undefined => said.find(each => each.event === event)
      await until(
        event,
        () => find() !== undefined || child.exitCode !== null || child.signalCode !== null,
        60_000
      )
      return find() ?? await Promise.reject(new Error(`it ended before it said "${event}"`))
    }
  }
}

t.test('processes share the places of the machine, and get them in turn', async t => {
  const home = t.testdir()
  const first = startHolder(t, home)
  await first.next('held')
  const second = startHolder(t, home)
  t.match(await second.next('waits'), { position: 1, holders: 1 })
  first.child.stdin?.write('go\n')
  await first.next('released')
  await second.next('held')
})

t.test('a process that is killed gives its place to the next, once its tool is dead', async t => {
  const home = t.testdir()
  const first = startHolder(t, home)
  const { tool, epoch } = await first.next('held')
  const waiting = localLimiter(t, home).withLease('tool', async lease => {
    t.notOk(isRunning(tool), 'the tool is dead before the next may start')
    return lease.epoch
  }, { signal: never })
  first.child.kill('SIGKILL')
  t.ok(await waiting > epoch, 'under a new fencing token')
})

t.test('a process that is stopped keeps its place', async t => {
  const home = t.testdir()
  const first = startHolder(t, home)
  await first.next('held')
  first.child.kill('SIGSTOP')
  await t.rejects(
    localLimiter(t, home).withLease('tool', async () => {}, { signal: never, maxWaitMs: 600 }),
    { code: 'LICENCE_WAIT_TIMEOUT', details: { position: 1, holders: [{ device: 'host', jobs: 1 }] } }
  )
})

t.test('killed at any moment, processes leave nothing that stops the others', async t => {
  const home = t.testdir()
  for (let round = 0; round < 3; round++) {
    const children = Array.from({ length: 3 }, () => startHolder(t, home, 2))
    await Promise.any(children.map(async each => await each.next('held')))
    for (const each of children) each.child.kill('SIGKILL')
  }
  t.equal(
    await localLimiter(t, home, { jobsPerDevice: 2, graceMs: 0 }).withLease('tool', async () => 'granted', {
      signal: never
    }),
    'granted'
  )
})

t.test('two agents in one process share as two processes do', async t => {
  const home = t.testdir()
  const agents = [localLimiter(t, home, { jobsPerDevice: 3 }), localLimiter(t, home, { jobsPerDevice: 3 })]
  let running = 0
  let most = 0
  await Promise.all(Array.from({ length: 30 }, async (_, index) => {
    await agents[index % 2]!.withLease('tool', async () => {
      most = Math.max(most, ++running)
      await new Promise(_resolve => {
        setImmediate(_resolve)
      })
      running--
    }, { signal: never })
  }))
  t.equal(most, 3)
})

t.test('jobs of one process are served by priority, and in turn within one', async t => {
  const limiter = localLimiter(t, t.testdir())
  const order: string[] = []
  await limiter.withLease('tool', async () => {
    const jobs = ['low-1', 'high-1', 'low-2', 'high-2'].map(async name => {
      await limiter.withLease('tool', async () => {
        order.push(name)
      }, { signal: never, priority: name.startsWith('high') ? 5 : 0 })
    })
    Promise.all(jobs).catch(() => {})
  }, { signal: never })
  await until('all four', () => order.length === 4)
  t.same(order, ['high-1', 'high-2', 'low-1', 'low-2'])
})

t.test('a lingering place is taken again without a write, and yielded at once to another process', async t => {
  const home = t.testdir()
  const keeping = localLimiter(t, home, {}, { lingerMs: 3_600_000 })
  const epoch = await keeping.withLease('tool', async lease => lease.epoch, { signal: never })
  t.equal(await keeping.withLease('tool', async lease => lease.epoch, { signal: never }), epoch)
  t.ok(
    await localLimiter(t, home).withLease('tool', async lease => lease.epoch, {
      signal: never,
      maxWaitMs: 20_000
    }) > epoch
  )
})

t.test('a machine that is not pinned is refused', async t => {
  const limiter = localLimiter(t, t.testdir(), { mode: 'pinned', devices: ['mac-01', 'mac-02'] })
  await t.rejects(limiter.withLease('tool', async () => {}, { signal: never }), {
    code: 'LICENCE_DEVICE_NOT_ALLOWED',
    details: {
      device: 'host',
      devices: 'mac-01 (which has never reported), mac-02 (which has never reported)'
    }
  })
})

t.test('a second configuration is refused while the first is in use, both values shown, and taken when nobody is left', async t => {
  const home = t.testdir()
  const first = localLimiter(t, home, { jobsPerDevice: 2 })
  const second = localLimiter(t, home, { jobsPerDevice: 3 })
  await first.withLease('tool', async () => {
    await t.rejects(second.withLease('tool', async () => {}, { signal: never }), {
      code: 'LICENCE_CONFIG_DIFFERS',
      details: { differences: 'jobsPerDevice is 3 here and 2 there' }
    })
  }, { signal: never })
  t.equal(await second.withLease('tool', async () => 'granted', { signal: never }), 'granted')
})

t.test('the work fails when the seat was forced away, and its tool is dead', async t => {
  const home = t.testdir()
  const limiter = localLimiter(t, home)
  await limiter.withLease('tool', async lease => {
    await lease.assertValid()
    const tool = await lease.spawn('sleep', ['1000'], { env: { PATH: process.env.PATH } })
    await limiter.store.transact(
      'tool',
      { type: 'force', seat: 0, id: 'test' },
      await limiter.store.ready(never)
    )
    t.same(await tool.exited, { code: null, signal: 'SIGKILL' })
    await t.rejects(lease.assertValid(), { code: 'LICENCE_LOST' })
  }, { signal: never })
})

t.test('a lingering place that was forced away is not used again', async t => {
  const limiter = localLimiter(t, t.testdir(), { graceMs: 0 }, { lingerMs: 3_600_000 })
  const epoch = await limiter.withLease('tool', async lease => lease.epoch, { signal: never })
  await limiter.store.transact(
    'tool',
    { type: 'force', seat: 0, id: 'test' },
    await limiter.store.ready(never)
  )
  await until(
    'it is noticed',
    async () => await limiter.withLease('tool', async lease => lease.epoch, { signal: never }) > epoch
  )
})

t.test('who holds a place under terms that changed can give it back', async t => {
  const home = t.testdir()
  const limiter = localLimiter(t, home)
  await limiter.withLease('tool', async () => {
    await limiter.store.changeAgreement(
      'tool',
      ({ configured }) => ({ configured: { ...configured, jobsPerDevice: 7 } })
    )
  }, { signal: never })
  t.equal(Object.keys((await limiter.store.read('tool')).seats[0]!.slots).length, 0)
})

t.test('a torn state file is set aside', async t => {
  const home = t.testdir({ licences: { state: {} } })
  writeFileSync(join(home, 'licences/state/tool.json'), '{"agreem')
  t.equal(await localLimiter(t, home).withLease('tool', async () => 'granted', { signal: never }), 'granted')
  t.ok(readdirSync(join(home, 'licences/state')).includes('tool.json.damaged'))
})
