import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import t from 'tap'
import type { Test } from 'tap'
import { until } from '../../test/support/processes.js'
import { wordedLater } from '../messages/message.js'
import { dedupKey, type Alert, type Group } from './alert.js'
import { OutboxStore } from './outbox-store.js'
import { Alerts, type AlertsOptions } from './alerts.js'
import { pagerDuty, webhook } from './destination.js'
import { isQuiet } from './quiet-hours.js'
import { alertReceiver, type Answer } from './testing/alert-receiver.js'

const disk: Alert = {
  check: 'disk.cache',
  subject: 'mac-01',
  severity: 'critical',
  summary: 'mac-01 has no space'
}
const tool: Alert = {
  check: 'tool.git',
  subject: 'mac-01',
  severity: 'warning',
  summary: 'mac-01 has no git'
}

async function start (
  t: Test,
  { answer, ...more }: Partial<AlertsOptions> & { answer?: (count: number) => Answer } = {}
) {
  const receiver = await alertReceiver(answer)
  const folder = join(t.testdir(), 'alerts')
  const store = await OutboxStore.open<Group>(folder, 0)
  const events = pagerDuty({ url: receiver.url, routingKey: 'secret', project: 'farm' })
  const alerts = await Alerts.open({
    store,
    destinations: [events],
    project: 'farm',
    groupBy: 'machine',
    groupMs: 0,
    retryMs: [1, 10],
    ...more
  })
  t.teardown(async () => {
    await alerts.close()
    await store.close()
    await receiver.close()
  })
  return { receiver, alerts, store, folder, events }
}

const isTold = (alerts: Alerts, count: number) => async () =>
  alerts.groups.length === count &&
  alerts.groups.every(group => group.told.pagerduty?.version === group.version)

t.test('an incident is triggered, grows, is acknowledged and resolved under one key', async t => {
  const { receiver, alerts } = await start(t)
  await alerts.raise(disk)
  await until('told', isTold(alerts, 1))
  await alerts.raise(disk)
  await alerts.raise(tool)
  await until('told', isTold(alerts, 1))
  await alerts.acknowledge('mac-01', 'li')
  await until('told', isTold(alerts, 1))
  await alerts.resolve(disk)
  await until('told', isTold(alerts, 1))
  t.equal(receiver.incidents.open.size, 1)
  await alerts.resolve(tool)
  await until('told and forgotten', isTold(alerts, 0))

  t.same(receiver.taken.map(({ body }) => body.event_action), [
    'trigger',
    'trigger',
    'acknowledge',
    'acknowledge',
    'resolve'
  ])
  t.same(
    new Set(receiver.taken.map(({ body }) => body.dedup_key)),
    new Set([dedupKey('farm', { instance: 'mac-01' })])
  )
  t.match(receiver.taken[1], {
    path: '/v2/enqueue',
    body: {
      routing_key: 'secret',
      payload: { summary: 'mac-01 has no space (and 1 more)', severity: 'critical', source: 'mac-01' }
    }
  })
})

t.test('429 and 5xx are tried again, Retry-After is kept to, and nothing is told twice', async t => {
  const answers: Answer[] = [429, { status: 503, retryAfter: '1' }, 500]
  const started = performance.now()
  const { receiver, alerts } = await start(t, { answer: count => answers[count - 1] ?? 202 })
  await alerts.raise(disk)
  await until('told', isTold(alerts, 1))
  t.equal(receiver.received.length, 4)
  t.equal(receiver.taken.length, 1)
  t.ok(performance.now() - started >= 1000)
  t.equal(alerts.problems.size, 0)
})

t.test('what is refused for good does not hold up the rest, and stays on record', async t => {
  const { receiver, alerts } = await start(t, { groupBy: 'none', answer: count => count === 1 ? 400 : 202 })
  await alerts.raise(disk)
  await until('refused', isTold(alerts, 1))
  t.match(alerts.problems.get('pagerduty'), /status 400/)
  await alerts.raise(tool)
  await until('told', isTold(alerts, 2))
  t.equal(receiver.received.length, 2)
  t.match(alerts.groups.find(group => group.labels.alertname === 'disk.cache')?.told.pagerduty, {
    refused: /400/
  })
})

t.test('what starts together is told together, and what was over at once is not told', async t => {
  let nowMs = 1_000_000
  const { receiver, alerts } = await start(t, { groupBy: 'check', groupMs: 60_000, nowMs: () => nowMs })
  await alerts.raise({ ...disk, subject: 'a' })
  await alerts.raise({ ...disk, subject: 'b' })
  await alerts.raise(tool)
  await alerts.resolve(tool)
  nowMs += 60_000
  await alerts.raise({ ...disk, subject: 'c' })
  await until('told', isTold(alerts, 1))
  t.equal(receiver.received.length, 1)
  t.match(receiver.taken[0]!.body.payload, {
    summary: /and 2 more/,
    custom_details: { 'a disk.cache': {}, 'b disk.cache': {}, 'c disk.cache': {} }
  })
})

t.test('in quiet hours only the worst is told, the rest afterwards', async t => {
  let nowMs = Date.UTC(2026, 0, 1, 15, 0)
  const { receiver, alerts } = await start(t, {
    groupBy: 'none',
    nowMs: () => nowMs,
    quietHours: { from: '22:00', to: '08:00', timeZone: 'Asia/Shanghai', unless: 'critical' }
  })
  await alerts.raise(tool)
  await alerts.raise(disk)
  await until('the worst is told', () => receiver.received.length === 1)
  t.equal(receiver.taken[0]!.body.payload?.severity, 'critical')
  nowMs = Date.UTC(2026, 0, 2, 0, 0)
  await alerts.resolve(disk)
  await until('the rest is told', isTold(alerts, 1))
  t.same(receiver.taken.map(({ body }) => body.event_action).sort(), ['resolve', 'trigger', 'trigger'])
})

t.test('quiet hours over midnight, in their own time zone', async t => {
  const night = { from: '22:00', to: '08:00', timeZone: 'Asia/Shanghai', unless: 'error' } as const
  const at = (hour: number, minute = 0) => Date.UTC(2026, 5, 1, hour - 8, minute)
  t.same([21, 22, 23].map(hour => isQuiet(night, 'warning', at(hour))), [false, true, true])
  t.same([0, 7, 8].map(hour => isQuiet(night, 'warning', at(hour + 24))), [true, true, false])
  t.equal(isQuiet(night, 'error', at(23)), false)
  t.equal(isQuiet({ ...night, from: '12:00', to: '13:00' }, 'info', at(12, 59)), true)
})

t.test("a webhook gets Alertmanager's form, with what is over, and no acknowledgement", async t => {
  const receiver = await alertReceiver()
  t.teardown(async () => {
    await receiver.close()
  })
  const { alerts } = await start(t, {
    destinations: [
      webhook({
        name: 'pagerduty',
        url: `${receiver.url}/hook`,
        project: 'farm',
        externalUrl: 'http://farm/',
        language: 'zh-CN',
        headers: { authorization: 'Bearer x' }
      })
    ]
  })
  await alerts.raise({ ...disk, summary: wordedLater('alert.node', { device: 'mac-01' }) })
  await alerts.raise(tool)
  await until('told', isTold(alerts, 1))
  t.match(JSON.stringify(receiver.taken[0]?.body), /它在 Jenkins 中的节点状态不对/)
  await alerts.acknowledge('mac-01', 'li')
  await alerts.resolve(disk)
  await alerts.resolve(tool)
  await until('told', isTold(alerts, 0))
  const last = receiver.taken.at(-1)!
  t.match(last, {
    path: '/hook',
    headers: { authorization: 'Bearer x', 'idempotency-key': String },
    body: { version: '4', status: 'resolved', groupLabels: { instance: 'mac-01' } }
  })
  t.match((last.body.alerts as object[]).at(-1), {
    status: 'resolved',
    labels: { instance: 'mac-01' },
    startsAt: String,
    endsAt: String,
    fingerprint: String
  })
  t.ok(
    receiver.taken.every(({ body }) =>
      Array.isArray(body.alerts) && ['firing', 'resolved'].includes(String(body.status))
    )
  )
})

t.test('what was not told is told by the next life, and a raised alert is not raised again', async t => {
  const { receiver, alerts, store, folder } = await start(t, {
    answer: count => count <= 3 ? 500 : 202,
    retryMs: [60_000, 60_000]
  })
  await alerts.raise(disk)
  await until('tried', () => receiver.received.length === 1)
  await alerts.close()
  await store.close()

  const again = await OutboxStore.open<Group>(folder, 0)
  const next = await Alerts.open({
    store: again,
    destinations: [pagerDuty({ url: receiver.url, routingKey: 'secret', project: 'farm' })],
    project: 'farm',
    groupBy: 'machine',
    groupMs: 0,
    retryMs: [1, 1]
  })
  await next.raise(disk)
  await until('told', isTold(next, 1))
  await next.close()
  await again.close()
  t.equal(receiver.taken.length, 1)
})

t.test('a store that cannot be read is moved aside', async t => {
  const { store, alerts, folder } = await start(t)
  await alerts.close()
  await store.close()
  writeFileSync(join(folder, 'CURRENT'), 'x')
  const anew = await OutboxStore.open<Group>(folder, 0)
  await anew.close()
  t.match(anew.movedTo, /damaged-1970/)
  t.same(readdirSync(dirname(folder)).length, 2)
})

t.test('keys are stable and differ for different things', async t => {
  t.equal(
    dedupKey('farm', { instance: 'a', alertname: 'b' }),
    dedupKey('farm', { alertname: 'b', instance: 'a' })
  )
  fc.assert(fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (a, b, c, d) => {
    const [first, second] = [
      dedupKey('farm', { instance: a, alertname: b }),
      dedupKey('farm', { instance: c, alertname: d })
    ]
    return (first === second) === (a === c && b === d) && first.length <= 255
  }))
})

t.test('a kill at any moment loses no alert and doubles no incident', async t => {
  const seed = Number(process.env.PACKLINE_SEED ?? 7)
  let state = seed
  const random = (below: number): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % below
  const receiver = await alertReceiver(() => ([202, 202, 202, 429, 500, 'cut'] as const)[random(6)]!)
  t.teardown(async () => {
    await receiver.close()
  })
  const folder = join(t.testdir(), 'alerts')
  const truth = new Map<string, boolean>()
  const raised = new Map<string, number>()
  const subjects = ['a', 'b', 'c', 'd']
  const begin = async () => {
    const child = spawn(process.execPath, [
      '--import',
      join(import.meta.dirname, '../../scripts/register.mjs'),
      join(import.meta.dirname, 'testing/alert-process.ts'),
      folder,
      receiver.url
    ], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    await lines.next()
    return { child, lines }
  }
  for (let life = 0; life < 5; life++) {
    const { child, lines } = await begin()
    const changes = 3 + random(10)
    for (let change = 0; change < changes; change++) {
      const subject = subjects[random(subjects.length)]!
      const isRaised = random(2) === 0
      if (isRaised && truth.get(subject) !== true) raised.set(subject, (raised.get(subject) ?? 0) + 1)
      // The last one of a life is not waited for: the kill may come before it, at it or after it; the next
      // life says it again.
      truth.set(subject, isRaised)
      child.stdin.write(`${JSON.stringify({ [isRaised ? 'raise' : 'resolve']: { ...disk, subject } })}\n`)
      if (change < changes - 1) await lines.next()
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const { child, lines } = await begin()
  for (const [subject, isRaised] of truth) {
    child.stdin.write(`${JSON.stringify({ [isRaised ? 'raise' : 'resolve']: { ...disk, subject } })}\n`)
    await lines.next()
  }
  const expected = [...truth]
    .filter(([, isRaised]) => isRaised)
    .map(([subject]) => dedupKey('test', { alertname: disk.check, instance: subject }))
    .sort()
  await until(
    'every incident is as it should be',
    () => JSON.stringify([...receiver.incidents.open.keys()].sort()) === JSON.stringify(expected)
  )
  child.stdin.end()
  await once(child, 'exit')
  t.same([...receiver.incidents.open.keys()].sort(), expected, `seed ${seed}`)
  for (const [subject, count] of raised) {
    t.ok(
      (receiver.incidents.opened.get(dedupKey('test', { alertname: disk.check, instance: subject })) ?? 0) <=
        count,
      `${subject} was raised ${count} times`
    )
  }
})

t.test('an incident whose answer was lost is resolved all the same when its cause goes', async t => {
  const { receiver, alerts } = await start(t, {
    answer: count => count === 1 ? 'cut' : 202,
    retryMs: [200, 200]
  })
  await alerts.raise(disk)
  await until('it was sent', () => receiver.received.length === 1)
  await alerts.resolve(disk)
  await until('told and forgotten', isTold(alerts, 0))
  t.equal(receiver.incidents.open.size, 0)
})
