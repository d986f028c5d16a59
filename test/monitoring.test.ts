import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { extraMetrics } from '../agent/http/extra-metrics.js'
import { HealthMetrics } from '../agent/health/metrics.js'
import { checkKinds, type CheckKind } from '../agent/config/check-kinds.js'
import type { HealthDocument } from '../agent/health/agent-health.js'

const folder = join(import.meta.dirname, '../resources/monitoring')
const missing = (program: string): string | false =>
  spawnSync(program, ['--version']).error === undefined
    ? false
    : `${program} is not installed (Debian packages prometheus, prometheus-alertmanager)`
const run = (program: string, args: string[], input?: string) => {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    ...input === undefined ? {} : { input }
  })
  return { status, output: stdout + stderr }
}
const files = (below: string): string[] => readdirSync(join(folder, below)).map(name => join(below, name))

/** Every metric that an agent can have, from a machine with one check of each kind. */
function everyMetric (): HealthMetrics {
  const checks = Object.entries(checkKinds).map(([kind, { unit }]) => ({
    id: `${kind as CheckKind}.x`,
    state: 'ok' as const,
    value: 1,
    unit,
    warn: null,
    fail: null,
    since: '',
    hint: null
  }))
  const health: HealthDocument = {
    device: 'a',
    labels: [],
    version: '1',
    startedAt: '',
    facts: null,
    baseline: null,
    grade: 'good',
    since: '',
    checkedAt: new Date(0).toISOString(),
    reasons: [],
    checks
  }
  const seats = async () => ({
    seats: [{ licence: 'tp', seat: 0, state: 'held', device: 'a', since: null, jobs: 1 }],
    waiters: []
  })
  const report = JSON.stringify({ project: 'dk', durationMs: 5, actions: { total: 2, cached: 1 }, why: [] })
  const jobs = {
    counts: () => ({ queued: 1, running: 0, done: 0, failed: 0, cancelled: 0 }),
    list: () => [{
      id: '1',
      kind: 'assets',
      workspace: '/w',
      state: 'done',
      createdAt: '2026-01-01T00:00:00.000Z'
    }],
    report: () => report
  }
  return new HealthMetrics(
    () => health,
    '1',
    extraMetrics(
      { licences: { seats }, jobs, alerts: { groups: [], problems: new Map([['chat', 'x']]) } } as never
    )
  )
}

t.test('the metrics are well formed', { skip: missing('promtool') }, async t => {
  const { status, output } = run(
    'promtool',
    ['check', 'metrics'],
    (await everyMetric().text()).replaceAll(/^.*nodejs_.*\n/gm, '')
  )
  t.equal(status, 0, output)
})

t.test('rules are valid and do what their tests say', { skip: missing('promtool') }, async t => {
  for (const args of [['check', 'rules', ...files('rules')], ['test', 'rules', ...files('rules-tests')]]) {
    const { status, output } = run('promtool', args)
    t.equal(status, 0, output)
  }
  const config = run('promtool', ['check', 'config', '--syntax-only', 'prometheus.example.yml'])
  t.equal(config.status, 0, config.output)
})

t.test('alerts go to PagerDuty by their severity', { skip: missing('amtool') }, async t => {
  const check = run('amtool', ['check-config', 'alertmanager.example.yml'])
  t.equal(check.status, 0, check.output)
  for (
    const [severity, receiver] of [['critical', 'pagerduty'], ['error', 'pagerduty-low'], [
      'warning',
      'chat'
    ]] as const
  ) {
    const { status, output } = run('amtool', [
      'config',
      'routes',
      'test',
      '--config.file=alertmanager.example.yml',
      `--verify.receivers=${receiver}`,
      `severity=${severity}`,
      'alertname=PacklineMachinePoor'
    ])
    t.equal(status, 0, output)
  }
})

t.test('rules and dashboards name metrics that agents have', async t => {
  const known = new Set(
    [...(await everyMetric().text()).matchAll(/^# HELP (packline_\w+) \S/gm)].map(([, name]) => name!)
  )
  t.ok(known.size > 25)
  const texts = [...files('grafana'), 'rules/agents.yml'].map(file =>
    [file, readFileSync(join(folder, file), 'utf8')] as const
  )
  for (const [file, text] of texts) {
    const used = [...text.matchAll(/\b(packline_[a-z_]+)\b/g)].map(([, name]) => name!)
    t.ok(used.length > 0, file)
    t.same([...new Set(used)].filter(name => !known.has(name)), [], file)
  }
})

t.test('the rules on ZooKeeper name metrics that a real one sends', async t => {
  const recorded = readFileSync(join(folder, 'recorded/zookeeper-3.9.3.prom'), 'utf8')
  const known = new Set([...recorded.matchAll(/^([a-z_]+)(?=[ {])/gm)].map(([, name]) => name!))
  t.ok(known.size > 100)
  const rules = readFileSync(join(folder, 'rules/zookeeper.yml'), 'utf8')
  const used = [...rules.matchAll(/\b([a-z_]+)\{job="zookeeper"\}/g)].map(([, name]) => name!)
  t.ok(used.includes('synced_followers'))
  // Prometheus itself says what is up.
  t.same([...new Set(used)].filter(name => name !== 'up' && !known.has(name)), [])
})

t.test('dashboards have a stable name and take any data source', async t => {
  const dashboards = files('grafana').map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')))
  t.equal(new Set(dashboards.map(({ uid }) => uid)).size, 3)
  for (const { uid, templating, panels } of dashboards) {
    t.match(uid, /^packline-/)
    t.match(templating.list, [{ name: 'datasource', type: 'datasource' }])
    t.ok(
      panels.every((panel: { datasource: { uid: string }, targets: unknown[] }) =>
        panel.datasource.uid === '${datasource}' && panel.targets.length > 0
      )
    )
    t.equal(new Set(panels.map(({ id }: { id: number }) => id)).size, panels.length)
  }
})
