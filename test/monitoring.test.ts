// Takes 18 s.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { extraMetrics } from '../agent/http/extra-metrics.js'
import { HealthMetrics } from '../agent/health/metrics.js'
import { checkKinds, type CheckKind } from '../agent/config/check-kinds.js'
import type { HealthDocument } from '../agent/health/agent-health.js'
import { startPrometheus } from './support/prometheus.js'
import { recordings, serveRecordings } from './support/recorded-exporters.js'

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

interface Series {
  name: string
  labels: Record<string, string>
}

/** What one is told of in a text of Prometheus's: names, and for each the labels that come with it. */
function seriesIn (text: string): Series[] {
  return [...text.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+/gm)].map(([, name = '', labels = '']) => ({
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', value = '']) => [label, value])
    )
  }))
}

const recorded = recordings(join(folder, 'recorded'))
const expressions = {
  rules: files('rules').flatMap(file =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/- alert: (\w+)\n +expr: (.+)/g)]
      .map(([, place = '', expr = '']) => ({ place, expr }))
  ),
  panels: files('grafana').flatMap(file => {
    const { uid, panels } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      uid: string
      panels: Array<{ title: string, targets: Array<{ expr: string }> }>
    }
    return panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({ place: `${uid}: ${title}`, expr }))
    )
  })
}

/** The selectors of an expression: metric, and the labels that have to be something. */
function selectorsIn (expr: string): Series[] {
  const bare = expr.replaceAll(/\[[^\]]*\]/g, '').replaceAll(
    /\b(?:by|without|on|ignoring|group_left|group_right) *\([^)]*\)/g,
    ' '
  )
  const words = new Set(['and', 'or', 'unless', 'bool', 'offset'])
  return [...bare.matchAll(/("(?:[^"\\]|\\.)*")|\b([a-zA-Z_:][\w:]*)\b(?! *\()(?:\{([^}]*)\})?/g)].flatMap(
    ([, , name, matchers = '']) =>
      name === undefined || words.has(name) ? [] : [{
        name,
        labels: Object.fromEntries(
          [...matchers.matchAll(/(\w+)(?:=|!=|=~|!~)"([^"]*)"/g)].flatMap(([all, label = '', value = '']) =>
            ['job', 'instance'].includes(label) ? [] : [[label, all.includes(`${label}=`) ? value : '']]
          )
        )
      }]
  )
}

t.test('rules and dashboards name metrics, labels and values that somebody sends', async t => {
  const byName = new Map<string, Series[]>()
  for (const series of recorded.flatMap(({ texts }) => texts).flatMap(seriesIn)) {
    byName.set(series.name, [...(byName.get(series.name) ?? []), series])
  }
  const own = new Set(
    [...(await everyMetric().text()).matchAll(/^# HELP (packline_\w+) \S/gm)].map(([, name]) => name)
  )
  t.ok(own.size > 25)
  t.ok(byName.size > 500)
  for (const { place, expr } of [...expressions.rules, ...expressions.panels]) {
    const selectors = selectorsIn(expr)
    const labels = new Set(['job', 'instance'])
    for (const { name } of selectors.filter(({ name }) => name.startsWith('packline_'))) {
      t.ok(own.has(name), `${place}: ${name}`)
    }
    // Prometheus itself says what is up.
    const others = selectors.filter(({ name }) => name !== 'up' && !name.startsWith('packline_'))
    for (const { name, labels: wanted } of others) {
      const sent = byName.get(name) ?? []
      t.ok(sent.length > 0, `${place}: ${name}`)
      for (const { labels: own } of sent) for (const label of Object.keys(own)) labels.add(label)
      for (const [label, value] of Object.entries(wanted)) {
        t.ok(
          sent.some(({ labels: own }) => value === '' ? label in own : own[label] === value),
          `${place}: ${name}{${label}="${value}"}`
        )
      }
    }
    if (others.length < selectors.length) continue
    for (const [, list = ''] of expr.matchAll(/\b(?:by|on|without|ignoring) *\(([^)]*)\)/g)) {
      for (const label of list.split(/, */).filter(label => label !== '')) {
        t.ok(labels.has(label), `${place}: ${label}`)
      }
    }
  }
})

const services = ['redis', 'mongodb', 'rabbitmq', 'zookeeper']

t.test(
  'every panel of the services shows data in a real Prometheus',
  { skip: missing('prometheus') },
  async t => {
    const exporters = await serveRecordings(recorded)
    t.teardown(exporters.close)
    const prometheus = await startPrometheus(
      t.testdir({}),
      JSON.stringify({
        global: { scrape_interval: '200ms', scrape_timeout: '200ms' },
        scrape_configs: recorded.map(({ job, name }) => ({
          job_name: `${job}/${name}`,
          metrics_path: `/${job}/${name}`,
          static_configs: [{ targets: [exporters.address] }],
          relabel_configs: [
            { target_label: 'job', replacement: job },
            { target_label: 'instance', replacement: name }
          ]
        }))
      })
    )
    t.teardown(prometheus.close)
    await exporters.scraped(4)
    const panels = expressions.panels.filter(({ place }) =>
      services.some(service => place.startsWith(`packline-${service}:`))
    )
    t.ok(panels.length > 60)
    for (const { place, expr } of panels) {
      const samples = await prometheus.query(expr)
      t.ok(samples.some(({ value: [, value] }) => Number.isFinite(Number(value))), `${place}: ${expr}`)
    }
    for (const { place, expr } of expressions.rules) {
      t.ok(Array.isArray(await prometheus.query(expr)), place)
    }
  }
)

t.test('docs/monitoring.md says of every alert what to do', async t => {
  const page = readFileSync(join(folder, '../../docs/monitoring.md'), 'utf8')
  const told = [...page.matchAll(/^\| (`[A-Z].*?) \|/gm)].flatMap((
    [, names = '']
  ) => [...names.matchAll(/`(\w+)`/g)])
  t.same(told.map(([, name]) => name).sort(), expressions.rules.map(({ place }) => place).sort())
})

t.test('dashboards have a stable name and take any data source', async t => {
  const dashboards = files('grafana').map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')))
  t.equal(new Set(dashboards.map(({ uid }) => uid)).size, 7)
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
