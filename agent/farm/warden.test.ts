import fc from 'fast-check'
import t from 'tap'
import { firing, statusOf, toldIn } from '../alert/alert.js'
import { Alerts } from '../alert/alerts.js'
import { DeliveryError } from '../alert/http-post.js'
import { Incidents } from '../alert/testing/alert-receiver.js'
import { openJenkins } from '../jenkins/configured-jenkins.js'
import { startJenkinsStandIn } from '../../test/support/jenkins-stand-in.js'
import { localHint } from '../health/check-hint.js'
import { phrase } from '../messages/phrase.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import { fromJson, jsonOf } from '../messages/words-beside.js'
import { lostWithout } from './capacity.js'
import { rowOf, type FarmRow } from './farm-row.js'
import { gradeSeen, type Machine, type ReportReason } from './farm-machine.js'
import { parseOrder, parseRecord, parseReport } from './parse-machine.js'
import type { FarmRegistry, OpenAlert } from './farm-registry.js'
import { coordinatorAlert, mayTell } from './shared-causes.js'
import { simulateFarm } from './testing/simulated-farm.js'
import { wantedAlerts } from './wanted-alerts.js'
import { decide, type Look } from './warden.js'
import { Warden } from './warden-loop.js'

const rules = { poorChecks: 3, goodChecks: 2, maxShare: 0.25 }
const look = (
  device: string,
  grade: Look['grade'],
  node: Look['node'] = { isTakenOffline: false, isOurs: false },
  isDraining = false
): Look => ({ device, grade, isDraining, reason: 'test', node })

t.test('offline after so many poor looks, back after so many others, and only over our own marker', async t => {
  let tracks = new Map()
  const seen: string[] = []
  const step = (...looks: Look[]): void => {
    const decided = decide(tracks, looks, rules)
    tracks = decided.tracks
    seen.push(decided.actions.map(({ type, device }) => `${type} ${device}`).join())
  }
  for (const grade of ['poor', 'poor', 'good', 'poor', 'poor', 'poor'] as const) step(look('a', grade))
  for (const grade of ['degraded', 'poor', 'good', 'degraded'] as const) {
    step(look('a', grade, { isTakenOffline: true, isOurs: true }))
  }
  for (let index = 0; index < 5; index++) {
    step(look('a', index < 4 ? 'poor' : 'good', { isTakenOffline: true, isOurs: false }))
  }
  t.same(seen, ['', '', '', '', '', 'offline a', '', '', '', 'online a', '', '', '', '', ''])
})

t.test('no more than the share goes offline, the rest is told; who drains is not held up', async t => {
  const poor = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(device => look(device, 'poor'))
  const tracks = new Map(poor.map(({ device }) => [device, { poorLooks: 9, goodLooks: 0 }]))
  t.same(decide(tracks, poor, rules).actions.map(({ type }) => type), [
    'offline',
    'offline',
    'alert',
    'alert',
    'alert',
    'alert',
    'alert',
    'alert'
  ])
  const drained = decide(tracks, [
    ...poor.slice(1),
    look('a', 'good', undefined, true),
    look('z', 'good', { isTakenOffline: false, isOurs: false }, true)
  ], rules)
  t.same(drained.actions[0], { type: 'offline', device: 'a', reason: 'test' })
})

t.test('an alert is told in the language of who is told, and recorded in English', async t => {
  const report = parseReport(JSON.stringify({
    instance: 'i',
    grade: 'poor',
    since: new Date(0).toISOString(),
    reasons: [
      { id: 'disk.workspace', state: 'fail', since: '', hint: 'Free space in /w', subject: '/w' },
      { id: 'later.kind', state: 'warn', since: '', hint: 'of a later version' }
    ]
  }))
  const record = parseRecord(JSON.stringify({
    device: 'mac-01',
    labels: [],
    version: '1',
    address: null,
    jenkinsNode: 'mac-01',
    instance: 'i'
  }))
  const row = rowOf({ record: record!, report: report!, reportedAtMs: 0, isAlive: true }, 0, 60_000)
  const alerts = wantedAlerts([row], new Map([['mac-01', phrase('warden.share', { reason: 'mac-02' })]]))
  t.same(alerts.map(({ summary }) => String(summary)), [
    'mac-01 is poor: disk.workspace',
    'mac-01 is poor: later.kind',
    'mac-01: its node in Jenkins is not as it should be'
  ])
  const kept = fromJson(jsonOf(alerts)) as typeof alerts
  t.match(kept.map(alert => toldIn('zh-CN', alert)), [
    { summary: 'mac-01 差：可用空间（工作区）', hint: /^请清理 \/w：/ },
    { summary: 'mac-01 差：later.kind', hint: 'of a later version' },
    { summary: 'mac-01：它在 Jenkins 中的节点状态不对', details: { problem: /^允许离线的节点比例已满/ } }
  ])
  const silent = gradeSeen({ record: record!, reportedAtMs: 0, isAlive: false }, 600_000, 60_000).reasons[0]!
  t.equal(localHint('zh-CN', silent), '代理已有 10 分钟没有上报：机器、网络和代理是否正常？')
})

t.test('for all looks: who is not poor is never taken offline, whom others hold is never touched', async () => {
  const anyLook = fc.record({
    device: fc.constantFrom('a', 'b', 'c', 'd'),
    grade: fc.constantFrom<Look['grade']>('good', 'degraded', 'poor'),
    isDraining: fc.constant(false),
    reason: fc.constant(''),
    node: fc.oneof(
      fc.constantFrom(undefined, 'unknown' as const),
      fc.record({ isTakenOffline: fc.boolean(), isOurs: fc.boolean() })
    )
  })
  fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(anyLook, { selector: ({ device }) => device }), { maxLength: 30 }),
      rounds => {
        let tracks = new Map()
        return rounds.every(looks => {
          const decided = decide(tracks, looks, rules)
          tracks = decided.tracks
          return decided.actions.every(({ type, device }) => {
            const { grade, node } = looks.find(each => each.device === device)!
            if (node === undefined || node === 'unknown') return false
            return type === 'online'
              ? node.isOurs && grade !== 'poor'
              : grade === 'poor' && !node.isTakenOffline
          })
        })
      }
    )
  )
})

t.test('random faults on a farm of 20: what must hold, holds', async t => {
  for (let seed = 1; seed <= 10; seed++) {
    let state = seed
    const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
    const { broken, offline, online, outages } = await simulateFarm(random, 40)
    t.same(broken, [], `seed ${seed}: ${offline} times offline, ${online} times back, ${outages} outages`)
  }
})

t.test("with a Jenkins: the node of a poor machine goes offline, says why in the language asked for, and comes back; a person's stays", async t => {
  const standIn = await startJenkinsStandIn()
  t.teardown(async () => {
    await standIn.close()
  })
  for (const name of ['a', 'b', 'c']) {
    standIn.nodes.set(name, {
      temporarilyOffline: false,
      connected: true,
      offlineCause: '',
      idle: true
    })
  }
  const jenkins = openJenkins({ url: standIn.url, retryMs: 1 }, 'zh-CN')
  const grades: Record<string, FarmRow['grade']> = { a: 'good', b: 'good', c: 'poor' }
  const rows = async (): Promise<FarmRow[]> =>
    Object.entries(grades).map(([device, grade]) => ({
      device,
      node: device,
      address: null,
      labels: [],
      model: '',
      os: '',
      version: '',
      grade,
      since: '2026-01-01T00:00:00.000Z',
      isSilent: false,
      blindSince: null,
      running: 0,
      waiting: 0,
      day: null,
      proofs: [],
      work: [],
      runs: [],
      drain: null,
      reasons: grade === 'good'
        ? []
        : [{ id: 'disk.cache', state: 'fail', since: '', hint: null, problem: 'full' }]
    }))
  const config = {
    ...defaultAgentConfig(),
    jenkins: {
      url: standIn.url,
      manageNodes: true,
      language: 'en' as const,
      poorChecks: 2,
      goodChecks: 2,
      maxOfflineShare: 0.5
    }
  }
  const registry = {
    isWarden: () => true,
    openAlerts: async () => undefined,
    setOpenAlerts: async () => {}
  } as unknown as FarmRegistry
  const problems: unknown[] = []
  const warden = new Warden({
    config,
    registry,
    rows,
    jenkins: jenkins.nodes,
    onProblem: (_what, error) => problems.push(error)
  })
  t.teardown(async () => {
    await warden.close()
  })
  await warden.look()
  t.match(await jenkins.nodes.state('c'), { isTakenOffline: false })
  await warden.look()
  t.match(await jenkins.nodes.state('c'), {
    isTakenOffline: true,
    isOurs: true,
    offlineReason: /差：可用空间（缓存）（full）/
  })
  grades.c = 'good'
  await warden.look()
  await warden.look()
  t.match(await jenkins.nodes.state('c'), { isTakenOffline: false })
  t.same(problems, [])
})

t.test('what is down for all is one incident: told by the warden, and of a dead coordinator by everybody', async t => {
  const reasonOf = (id: string): ReportReason => ({ id, state: 'warn', since: '', hint: null })
  const blamed: Record<string, ReportReason[]> = { a: [], b: [], c: [], d: [] }
  const rows = async (): Promise<FarmRow[]> =>
    Object.entries(blamed).map(([device, reasons]) =>
      rowOf(
        {
          ...machine(device, {}, Date.now()),
          report: {
            instance: '1',
            grade: 'degraded',
            since: '',
            reasons,
            checkedAt: '',
            running: 0,
            waiting: 0
          }
        },
        Date.now(),
        60_000
      )
    )
  const registry: { -readonly [K in keyof FarmRegistry]?: FarmRegistry[K] } = {
    isWarden: () => true,
    openAlerts: async () => undefined,
    setOpenAlerts: async () => {}
  }
  const agents = await Promise.all(['first', 'second'].map(async () => {
    const alerts = await Alerts.open({
      store: { load: async () => [], put: async () => {}, remove: async () => {} },
      destinations: [],
      project: 'farm',
      groupBy: 'none',
      groupMs: 0
    })
    const warden = new Warden({
      config: defaultAgentConfig(),
      registry: registry as FarmRegistry,
      rows,
      alerts,
      onProblem: () => {}
    })
    t.teardown(async () => {
      await warden.close()
      await alerts.close()
    })
    return { alerts, warden }
  }))
  const [first] = agents as [typeof agents[0] & object]
  const open = ({ alerts }: typeof first): string[] =>
    alerts.groups.flatMap(firing).map(({ check, subject }) => `${check} ${subject}`).sort()

  for (const device of ['a', 'b', 'c']) {
    blamed[device] = [reasonOf('service.jenkins'), reasonOf('sharedCache'), reasonOf('memory')]
  }
  await first.warden.look()
  t.same(open(first), [
    'memory a',
    'memory b',
    'memory c',
    'service.jenkins farm/jenkins',
    'sharedCache farm/sharedCache'
  ])
  for (const device of ['b', 'c']) blamed[device] = []
  await first.warden.look()
  t.same(
    open(first),
    ['memory a', 'service.jenkins a', 'sharedCache a'],
    'of one machine alone it is that machine'
  )
  blamed.a = []
  await first.warden.look()
  t.same(open(first), [])

  registry.isWarden = () => false
  registry.blindSinceMs = Date.now() - 1000
  for (const { warden } of agents) await warden.look()
  t.same(agents.map(open), [[], []], 'not at once')
  registry.blindSinceMs = Date.now() - 600_000
  for (const { warden } of agents) await warden.look()
  t.same(agents.map(open), Array(2).fill(['service.zookeeper farm/zookeeper']))
  t.equal(
    new Set(agents
      .flatMap(({ alerts }) => alerts.groups.filter(group => firing(group).length > 0).map(({ key }) => key)))
      .size,
    1
  )
  registry.blindSinceMs = undefined
  for (const { warden } of agents) await warden.look()
  t.same(agents.map(open), [[], []])
})

t.test('an agent that was cut off does not open again what the next warden has closed', async t => {
  const incidents = new Incidents()
  const silent = new Set<string>()
  const cut = new Set<string>()
  let warden = 'first'
  let shared: OpenAlert[] = []
  let isIll = true
  let told = (_check: string): void => {}
  const heard = async (check: string): Promise<void> => {
    await new Promise<void>(resolve => {
      told = each => {
        if (each === check) resolve()
      }
    })
  }
  const rows = async (): Promise<FarmRow[]> => {
    const found = machine('a', {}, Date.now())
    const reasons: ReportReason[] = isIll ? [{ id: 'memory', state: 'warn', since: '', hint: null }] : []
    return [rowOf({ ...found, report: { ...found.report!, reasons } }, Date.now(), 60_000)]
  }
  const agentNamed = async (name: string): Promise<Warden> => {
    const registry = {
      get blindSinceMs () {
        return cut.has(name) ? Date.now() - 600_000 : undefined
      },
      isWarden: () => warden === name && !cut.has(name),
      openAlerts: async () => shared,
      setOpenAlerts: async (open: OpenAlert[]) => {
        shared = open
      }
    } as unknown as FarmRegistry
    const alerts = await Alerts.open({
      store: { load: async () => [], put: async () => {}, remove: async () => {} },
      destinations: [{
        name: 'pagerduty',
        statuses: ['trigger', 'acknowledge', 'resolve'],
        send: async group => {
          if (silent.has(name)) throw new DeliveryError('status 503')
          const action = statusOf(group)
          incidents.take({ routing_key: '', event_action: action, dedup_key: group.key })
          for (const { check } of Object.values(group.members)) told(`${action} ${check}`)
        }
      }],
      project: 'farm',
      groupBy: 'machine',
      groupMs: 0,
      retryMs: [0, 1],
      mayTell: group => mayTell(registry, group)
    })
    const agent = new Warden({ config: defaultAgentConfig(), registry, rows, alerts, onProblem: () => {} })
    t.teardown(async () => {
      await agent.close()
      await alerts.close()
    })
    return agent
  }
  const [first, second] = [await agentNamed('first'), await agentNamed('second')]

  silent.add('first')
  await first.look()
  cut.add('first')
  warden = 'second'
  const opened = heard('trigger memory')
  await second.look()
  await opened
  isIll = false
  const closed = heard('resolve memory')
  await second.look()
  await closed
  silent.delete('first')
  const blind = heard(`trigger ${coordinatorAlert.check}`)
  await first.look()
  await blind
  t.same([...incidents.opened.values()], [1, 1], 'of the memory and of the coordinator, one each')
  t.equal(incidents.open.size, 1)

  isIll = true
  warden = 'first'
  cut.delete('first')
  const again = heard('trigger memory')
  await first.look()
  await again
  t.equal(incidents.opened.values().next().value, 2, 'once it is the warden again, it tells what is so now')
})

t.test('a Jenkins that says yes and does nothing is found out, told, and believed again when it does', async t => {
  const standIn = await startJenkinsStandIn()
  t.teardown(async () => {
    await standIn.close()
  })
  for (const name of ['a', 'b']) {
    standIn.nodes.set(name, {
      temporarilyOffline: false,
      connected: true,
      offlineCause: '',
      idle: true
    })
  }
  standIn.intercept = async (request, reply) => {
    if (!/toggleOffline|changeOfflineCause/.test(request.url)) return false
    await reply.redirect('/computer/', 302)
    return true
  }
  const jenkins = openJenkins({ url: standIn.url, retryMs: 1 })
  const rows = async (): Promise<FarmRow[]> =>
    (['a', 'b'] as const).map(device =>
      rowOf(
        {
          ...machine(device, {}, Date.now()),
          report: {
            instance: '1',
            grade: device === 'a' ? 'poor' : 'good',
            since: '2026-01-01T00:00:00.000Z',
            reasons: [],
            checkedAt: '',
            running: 0,
            waiting: 0
          }
        },
        Date.now(),
        60_000
      )
    )
  const alerts = await Alerts.open({
    store: { load: async () => [], put: async () => {}, remove: async () => {} },
    destinations: [],
    project: 'farm',
    groupBy: 'machine',
    groupMs: 0
  })
  t.teardown(async () => {
    await alerts.close()
  })
  const open = (): string[] =>
    alerts.groups.flatMap(firing).map(({ check, subject, details }) =>
      `${check} ${subject}: ${String(details?.problem)}`
    )
  const config = {
    ...defaultAgentConfig(),
    jenkins: {
      url: standIn.url,
      manageNodes: true,
      language: 'en' as const,
      poorChecks: 1,
      goodChecks: 1,
      maxOfflineShare: 0.5
    }
  }
  const problems: unknown[] = []
  const warden = new Warden({
    config,
    registry: {
      isWarden: () => true,
      openAlerts: async () => undefined,
      setOpenAlerts: async () => {}
    } as unknown as FarmRegistry,
    rows,
    jenkins: jenkins.nodes,
    alerts,
    onProblem: (_what, error) => problems.push(error)
  })
  t.teardown(async () => {
    await warden.close()
  })
  await warden.look()
  t.match(problems, [{ code: 'JENKINS_NODE_UNCHANGED', details: { node: 'a', wanted: 'offline' } }])
  t.match(open(), [/^jenkins-node a: /])
  t.equal(standIn.nodes.get('a')?.temporarilyOffline, false)
  standIn.intercept = undefined
  await warden.look()
  t.equal(standIn.nodes.get('a')?.temporarilyOffline, true)
  t.same(open(), [])
})

const machine = (device: string, more: Partial<Machine['record']> = {}, reportedAtMs = 0): Machine => ({
  record: {
    device,
    labels: [],
    version: '',
    address: null,
    jenkinsNode: device,
    facts: null,
    baseline: null,
    instance: '1',
    ...more
  },
  report: {
    instance: '1',
    grade: 'good',
    since: '2026-01-01T00:00:00.000Z',
    reasons: [],
    checkedAt: '2026-01-01T00:00:00.000Z',
    running: 0,
    waiting: 0
  },
  reportedAtMs,
  isAlive: true
})

t.test('who has not reported for too long is poor, seen by the others', async t => {
  t.match(gradeSeen(machine('a'), 100_000, 120_000), { grade: 'good', isSilent: false })
  t.match(gradeSeen(machine('a'), 121_000, 120_000), {
    grade: 'poor',
    isSilent: true,
    reasons: [{ id: 'silent', problem: /^2 min$/ }]
  })
  const { report: _, ...never } = machine('a')
  t.match(gradeSeen(never, 1000, 120_000), { grade: 'degraded' })
  t.match(gradeSeen(never, 121_000, 120_000), { grade: 'poor' })
})

t.test('a drain must leave somebody for each label and licence', async t => {
  const licences = [{ licence: 'tp', mode: 'pinned' as const, devices: ['a', 'b'] }, {
    licence: 'any',
    mode: 'floating' as const,
    devices: []
  }]
  const farm = [machine('a', { labels: ['mac', 'ios'] }), machine('b', { labels: ['mac'] })]
  t.same(lostWithout('a', farm, licences, 0, 1000), { labels: ['ios'], licences: [] })
  t.same(lostWithout('a', [farm[0]!, { ...farm[1]!, isAlive: false }], licences, 0, 1000), {
    labels: ['mac', 'ios'],
    licences: ['tp']
  })
  t.same(
    lostWithout(
      'a',
      [farm[0]!, { ...farm[1]!, order: { by: '', why: '', at: '', deadlineAt: '' } }],
      licences,
      0,
      1000
    )
      .licences,
    ['tp']
  )
})

t.test('what others wrote is taken only when it is what it should be', async () => {
  fc.assert(fc.property(fc.anything(), value => {
    const text = JSON.stringify(value) ?? ''
    for (const parse of [parseRecord, parseReport, parseOrder]) parse(text)
    return true
  }))
  t.equal(
    parseRecord(JSON.stringify({ ...machine('a').record, address: 'javascript:alert(1)' }))?.address,
    null
  )
})
