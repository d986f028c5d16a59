import t from 'tap'
import type { Job } from '../jobs/job.js'
import type { JobQueue } from '../jobs/job-queue.js'
import type { JobFilter } from '../jobs/job-table.js'
import { WorkView } from './work-view.js'

const event = (type: string, more: object = {}): string =>
  `${JSON.stringify({ type, id: 'units', ...more })}\n`

t.test('progress counts the actions that ended, against the run before; nothing is read twice', async t => {
  const job = (id: string, state: string, workspace = '/builds/dk'): Job =>
    ({
      id,
      kind: 'assets',
      workspace,
      state,
      createdAt: '2026-01-01T00:00:00.000Z',
      startedAt: '2026-01-01T00:00:01.000Z',
      ...state !== 'running' && { endedAt: '2026-01-01T00:00:04.000Z' }
    }) as Job
  const list = [
    job('4', 'running'),
    job('3', 'running', '/builds/新游戏'),
    job('2', 'failed'),
    job('1', 'done')
  ]
  let text = event('action-started') + event('action-ended') +
    event('log', { text: 'about "type":"action-ended"' })
  let reports = 0
  const offsets: number[] = []
  const jobs = {
    list: ({ state, kind, limit }: JobFilter) =>
      list.filter(each => (state ?? each.state) === each.state && (kind ?? each.kind) === each.kind).slice(
        0,
        limit
      ),
    report: (id: string) => {
      reports++
      return id === '1'
        ? JSON.stringify({
          project: 'dk',
          actions: { total: 7, cached: 5 },
          durationMs: 2000,
          savedMs: 900,
          why: []
        })
        : undefined
    },
    events: async function* (id: string, from: number) {
      offsets.push(from)
      // In pieces, as a file is read.
      const bytes = Buffer.from(id === '4' ? text : '').subarray(from)
      for (let at = 0; at < bytes.length; at += 11) yield bytes.subarray(at, at + 11)
    }
  } as unknown as JobQueue
  const view = new WorkView(jobs, t.testdir())
  t.match(await view.work(), [{ id: '3', name: '新游戏', done: 0, total: null }, {
    id: '4',
    name: 'dk',
    done: 1,
    total: 7
  }])
  const half = text.length + 30
  text += event('action-ended', { durationMs: 4 })
  const whole = text
  text = whole.slice(0, half)
  t.match((await view.work())[1], { done: 1 })
  text = whole
  t.match((await view.work())[1], { done: 2, total: 7 })
  t.ok(Math.max(...offsets) === half, 'from where it was left')
  t.match(view.runs(), [{ id: '2', state: 'failed', total: 0, durationMs: null }, {
    id: '1',
    project: 'dk',
    total: 7,
    cached: 5,
    savedMs: 900
  }])
  list.unshift({
    ...job('5', 'done', '/builds/ui'),
    kind: 'ccsui',
    startedAt: '2026-01-01T00:00:05.000Z',
    endedAt: '2026-01-01T00:00:09.500Z'
  })
  t.match(view.endedSince(Date.parse('2026-01-01T00:00:05.000Z'), 9), [
    { id: '5', kind: 'ccsui', project: 'ui', durationMs: 4500, total: 0 }
  ], 'a job of any kind, of the time that was asked for')
  t.equal(view.endedSince(0, 9).length, 3)
  const startMs = Date.parse('2026-01-01T00:00:01.000Z')
  t.same(view.busySince(startMs + 9000).map(({ kind, endMs }) => [kind, endMs - startMs]), [
    ['assets', Infinity],
    ['assets', Infinity]
  ], 'those that still run, and none that was over by then')
  list.shift()
  const before = reports
  await view.work()
  view.runs()
  t.equal(reports, before, 'a run that has ended is read once')
})
