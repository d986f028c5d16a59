import t from 'tap'
import type { RunItem } from '../farm/machine-work.js'
import { extraMetrics, type Counted } from './extra-metrics.js'

const run = (id: string, more: Partial<RunItem> = {}): RunItem => ({
  id,
  project: 'dk',
  state: 'done',
  startedAt: '2026-11-22T20:00:00.000Z',
  kind: 'assets',
  durationMs: 2500,
  total: 10,
  cached: 7,
  savedMs: 0,
  ...more
})

/** The samples of one metric as Prometheus shows them. */
async function samplesOf (name: string, counted: Partial<Counted>): Promise<string[]> {
  const metrics = extraMetrics({
    jobs: { counts: () => ({ queued: 2, running: 1, done: 0, failed: 0, cancelled: 0 }) },
    work: { runs: () => [] },
    licences: { known: () => undefined },
    alerts: { groups: [], problems: new Map() },
    workers: () => [],
    ...counted
  })
  const metric = metrics.find(each => each.name === name)
  const samples = await metric?.read() ?? []
  for (const { labels } of samples) t.same(Object.keys(labels), metric?.labels, `${name} names its labels`)
  return samples.map(({ labels, value }) => `${Object.values(labels).join(' ')} ${value}`.trim())
}

t.test("a project's last asset run counts, with its time, its actions and how it ended", async t => {
  const work = {
    runs: (limit?: number) =>
      [
        run('4', { project: 'heroes', state: 'failed', durationMs: 800, total: 5, cached: 5 }),
        run('3', { durationMs: null, total: 0, cached: 0 }),
        run('2'),
        run('1', { state: 'failed', durationMs: 9000, total: 10, cached: 0 })
      ]
        .slice(0, limit)
  }
  const samples = async (name: string): Promise<string[]> => (await samplesOf(name, { work })).sort()
  t.same(await samples('packline_asset_run_duration_seconds'), ['dk 2.5', 'heroes 0.8'])
  t.same(await samples('packline_asset_run_actions'), [
    'dk cached 7',
    'dk executed 3',
    'heroes cached 5',
    'heroes executed 0'
  ])
  t.same(await samples('packline_asset_run_failed'), ['dk 0', 'heroes 1'])
})

t.test('ten runs are looked at, so that a scrape stays cheap', async t => {
  const asked: Array<number | undefined> = []
  const work = {
    runs: (limit?: number) => {
      asked.push(limit)
      return []
    }
  }
  t.same(await samplesOf('packline_asset_run_failed', { work }), [])
  t.same(asked, [10])
})

t.test('jobs are counted by state', async t => {
  t.same(await samplesOf('packline_jobs', {}), ['queued 2', 'running 1', 'done 0', 'failed 0', 'cancelled 0'])
})

t.test('seats and waiters are counted for each licence; none while nothing was read', async t => {
  const seat = { seat: 0, device: null, since: null, jobs: 0 }
  const waiter = { position: 1, device: 'mac-02', since: '2026-11-22T20:00:00.000Z' }
  const licences = {
    known: () => ({
      seats: [
        { ...seat, licence: 'texturepacker', state: 'held' as const },
        { ...seat, licence: 'texturepacker', state: 'linger' as const },
        { ...seat, licence: 'texturepacker', state: 'free' as const },
        { ...seat, licence: 'spine', state: 'free' as const }
      ],
      waiters: [{ ...waiter, licence: 'texturepacker' }]
    })
  }
  t.same(await samplesOf('packline_licence_seats', { licences }), ['texturepacker 3', 'spine 1'])
  t.same(await samplesOf('packline_licence_seats_held', { licences }), ['texturepacker 2', 'spine 0'])
  t.same(await samplesOf('packline_licence_waiters', { licences }), ['texturepacker 1', 'spine 0'])
  t.same(await samplesOf('packline_licence_seats', {}), [])
})

t.test('alerts that are not over are counted, and destinations that do not take them', async t => {
  const member = {
    check: 'disk.cache',
    subject: 'mac-01',
    severity: 'warning' as const,
    summary: '',
    startsAt: '2026-11-22T20:00:00.000Z'
  }
  const group = { key: 'k', labels: {}, version: 1, changedAtMs: 0, told: {} }
  const alerts = {
    groups: [
      { ...group, members: { a: member, b: { ...member, endsAt: '2026-11-22T20:01:00.000Z' } } },
      { ...group, members: { a: member } }
    ],
    problems: new Map([['pagerduty', 'no answer']])
  }
  t.same(await samplesOf('packline_alerts_firing', { alerts }), ['2'])
  t.same(await samplesOf('packline_alert_delivery_failing', { alerts }), ['pagerduty 1'])
  const noticeProblems = () => new Map([['dk-team', 'it refused']])
  t.same(await samplesOf('packline_notice_delivery_failing', { noticeProblems }), ['dk-team 1'])
})

t.test('warm workers tell how much they did and what they hold', async t => {
  const worker = { pid: 1, project: '/builds/dk', build: '/opt', startedAt: 0, lastRunAt: 0 }
  const workers = () => [{ ...worker, runs: 3, memoryBytes: 1e8 }]
  t.same(await samplesOf('packline_worker_runs', { workers }), ['/builds/dk 3'])
  t.same(await samplesOf('packline_worker_memory_bytes', { workers }), ['/builds/dk 100000000'])
})
