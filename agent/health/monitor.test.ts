import t from 'tap'
import { defaultAgentConfig } from '../config/agent-config.js'
import type { Reading } from './check.js'
import { hintOf } from './check-hint.js'
import { HealthMonitor, type Health, type Samples } from './monitor.js'
import type { Probe } from './probe.js'

interface Row extends Partial<Omit<Probe, 'id'>> {
  id: string
}

function monitorOf (
  rows: Row[],
  more: { isIdle?: () => boolean } = {}
): { monitor: HealthMonitor, clock: { ms: number } } {
  const clock = { ms: 1_000_000 }
  const probes = rows.map(row => ({
    everyMs: 0,
    deadlineMs: 1000,
    whenBroken: 'warn' as const,
    measure: async () => [],
    ...row
  }))
  const monitor = new HealthMonitor({
    probes,
    hysteresis: { failAfter: 2, recoverAfter: 3 },
    limits: defaultAgentConfig().health.limits,
    nowMs: () => clock.ms,
    hintOf,
    ...more
  })
  return { monitor, clock }
}

async function rounds (monitor: HealthMonitor, clock: { ms: number }, count: number): Promise<Health> {
  for (let index = 0; index < count; index++) {
    clock.ms += 30_000
    await monitor.round()
  }
  return monitor.health
}

t.test('a fault is found and named within two rounds, with its limits, since when and what to do', async t => {
  let free = 50e9
  const { monitor, clock } = monitorOf([{
    id: 'folder',
    measure: async () => [{ kind: 'disk', name: 'cache', value: free, subject: '/cache' }]
  }])
  const changes: string[] = []
  monitor.on('grade', ({ grade }, before) => changes.push(`${before}-${grade}`))

  t.equal((await rounds(monitor, clock, 3)).grade, 'good')
  free = 1e9
  const since = new Date(clock.ms + 60_000).toISOString()
  const health = await rounds(monitor, clock, 2)
  t.match(health, {
    grade: 'poor',
    since,
    reasons: [{ id: 'disk.cache', state: 'fail', value: 1e9, since, subject: '/cache', hint: /\/cache/ }]
  })
  t.strictSame(health.checks[0], {
    id: 'disk.cache',
    state: 'fail',
    value: 1e9,
    unit: 'bytes',
    warn: 10e9,
    fail: 2e9,
    since,
    hint: health.reasons[0]!.hint,
    subject: '/cache'
  })

  free = 50e9
  t.equal((await rounds(monitor, clock, 2)).grade, 'poor')
  t.match(await rounds(monitor, clock, 1), { grade: 'good', reasons: [], checks: [{ hint: null }] })
  t.same(changes, ['good-poor', 'poor-good'])
})

t.test('a probe that throws or hangs is a finding and stops no other; it is not started again while it hangs', async t => {
  let starts = 0
  let answer = (): void => {}
  const { monitor, clock } = monitorOf([
    {
      id: 'thrower',
      measure: async () => {
        throw new Error('no such sensor')
      }
    },
    {
      id: 'hanger',
      deadlineMs: 20,
      whenBroken: 'fail',
      measure: async () => {
        starts++
        return await new Promise<Reading[]>(resolve => {
          answer = () => {
            resolve([])
          }
        })
      }
    },
    { id: 'load', measure: async () => [{ kind: 'load', value: 0.5 }] }
  ])
  const health = await rounds(monitor, clock, 4)
  t.match(health.reasons.map(({ id, state, problem }) => [id, state, problem]), [[
    'probe.hanger',
    'fail',
    /^no answer for \d+ s$/
  ], ['probe.thrower', 'warn', 'no such sensor']])
  t.match(health.checks.find(({ id }) => id === 'load'), { state: 'ok', value: 0.5 })
  t.equal(starts, 1)
  answer()
  await new Promise(resolve => {
    setImmediate(resolve)
  })
  await rounds(monitor, clock, 1)
  t.equal(starts, 2, 'it may try again when the old attempt has ended')
})

t.test('a probe that answers again is forgotten after a while', async t => {
  let isBroken = true
  const { monitor, clock } = monitorOf([{
    id: 'sensor',
    measure: async () => {
      if (isBroken) throw new Error('gone')
      return [{ kind: 'load', value: 1 }]
    }
  }])
  t.equal((await rounds(monitor, clock, 2)).grade, 'degraded')
  isBroken = false
  t.match(await rounds(monitor, clock, 2), {
    grade: 'degraded',
    reasons: [{ problem: 'gone', hint: 'The look at sensor failed: gone.' }]
  }, 'while it recovers, its reason is still told')
  t.same((await rounds(monitor, clock, 2)).checks.map(({ id }) => id), ['load'])
})

t.test('a folder that answers late makes a machine degraded; one that answers no more, poor', async t => {
  const { monitor, clock } = monitorOf([{
    id: 'folder.cache',
    deadlineMs: 5,
    whenBroken: 'fail',
    measure: async () => await new Promise(() => {})
  }])
  t.equal((await rounds(monitor, clock, 2)).grade, 'degraded')
  t.equal((await rounds(monitor, clock, 3)).grade, 'poor')
  await monitor.close()
})

t.test('a probe that looks seldom looks again at once when it sees a change, and what it no longer speaks of is gone', async t => {
  let looks = 0
  let drives = ['sda', 'sdb']
  let state: 'ok' | 'fail' = 'ok'
  const { monitor, clock } = monitorOf([{
    id: 'drives',
    everyMs: 600_000,
    measure: async () => {
      looks++
      return drives.map(name => ({ kind: 'drive', name, value: 'x', state }))
    }
  }])
  await rounds(monitor, clock, 5)
  t.equal(looks, 1)
  clock.ms += 600_000
  state = 'fail'
  t.equal((await rounds(monitor, clock, 2)).grade, 'poor')
  t.equal(looks, 3)
  drives = ['sdb']
  clock.ms += 600_000
  t.same((await rounds(monitor, clock, 1)).checks.map(({ id }) => id), ['drive.sdb'])
})

t.test('the probe build waits until the machine is idle', async t => {
  let isIdle = false
  let runs = 0
  const { monitor, clock } = monitorOf([{
    id: 'build',
    whenIdle: true,
    everyMs: 1000,
    measure: async () => {
      runs++
      return []
    }
  }], { isIdle: () => isIdle })
  await rounds(monitor, clock, 2)
  t.equal(runs, 0)
  isIdle = true
  await rounds(monitor, clock, 1)
  t.equal(runs, 1)
})

t.test('each round gives its numbers to the history; closing stops rounds, twice is harmless', async t => {
  const { monitor, clock } = monitorOf([{
    id: 'load',
    measure: async () => [{ kind: 'load', value: 12 }, { kind: 'tool', name: 'git', value: '2.39' }]
  }])
  const seen: Samples[] = []
  monitor.on('round', (_health, samples) => seen.push(samples))
  await rounds(monitor, clock, 2)
  t.same([...seen[1]!.values], [['load', { value: 12, severity: 2 }], ['grade', { value: 2, severity: 2 }]])
  await monitor.close()
  await monitor.close()
})
