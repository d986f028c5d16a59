import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { exampleFarm } from '../../test/support/example-farm.js'
import { runPackline } from '../../test/support/command-line.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { machinePage } from '../ui/machine-page.js'
import { runPage, type RunPageView } from '../ui/run-page.js'
import { differenceOf, outputFile, runView } from './run-view.js'

const emptyRun: RunPageView = {
  kind: 'assets',
  id: '1',
  project: 'dk',
  state: 'done',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 100,
  total: 0,
  cached: 0,
  why: [],
  sheets: [],
  difference: undefined,
  error: undefined,
  actions: []
}

t.test('the page of a run: timeline, reasons, sheets with outlines, and the difference to the run before', async t => {
  const folder = t.testdir({
    work: {
      'packline.json': JSON.stringify({
        project: 'dk',
        assets: {
          output: 'out',
          rules: [{ name: 'units', processor: 'atlas', include: ['art/*/'], output: '{dir}' }]
        }
      })
    }
  })
  const workspace = join(folder, 'work')
  mkdirSync(join(workspace, 'art/unit'), { recursive: true })
  const draw = async (name: string, colour: string) => {
    await sharp({ create: { width: 20, height: 30, channels: 4, background: colour } }).png().toFile(
      join(workspace, 'art/unit', name)
    )
  }
  const build = async (): Promise<string> => {
    const { status, stdout: report } = await runPackline({
      cwd: workspace,
      environment: { PATH: process.env.PATH, HOME: folder, PACKLINE_HOME: join(folder, 'home') }
    }, ['assets', 'build', '--local', '--json'])
    t.equal(status, 0, report)
    return report
  }
  await draw('a&<b>.png', '#ff0000')
  await draw('b.png', '#00ff00')
  const reports = [await build()]
  await draw('b.png', '#0000ff')
  reports.push(await build())
  const list = ['2', '1'].map(id => ({
    id,
    kind: 'assets',
    workspace,
    state: 'done',
    createdAt: '2026-01-01T00:00:00.000Z'
  }))
  const event = {
    type: 'action-ended',
    id: 'units <i>',
    rule: 'units',
    state: 'executed',
    durationMs: 40,
    at: '2026-01-01T00:00:01.000Z'
  }
  const jobs = {
    get: (id: string) => list.find(job => job.id === id),
    list: ({ before = '9' }: { before?: string }) => list.filter(({ id }) => id < before),
    report: (id: string) => reports[Number(id) - 1],
    events: async function* () {
      yield Buffer.from(
        `${JSON.stringify(event)}\nnonsense\n${JSON.stringify({ ...event, at: undefined })}\n`
      )
    }
  } as unknown as JobQueue
  const show = async (id: string): Promise<string> =>
    runPage({ locale: 'en', nowMs: 0, path: '/' }, await runView(jobs, id, new AbortController().signal))

  const first = await show('1')
  t.match(first, /There is no run before/)
  t.match(first, /<rect x="\d+" y="\d+" width="20" height="30"><title>[^<]*a&amp;&lt;b&gt;\.png/)
  t.match(first, /<image href="\/runs\/1\/outputs\/\d+"/)
  t.match(first, /2 frames, \d+ % of the area used/)
  t.match(first, /<title>units &lt;i&gt;: 40 ms<\/title>/)
  t.notMatch(first, /<i>|<b>/)
  t.match(await show('2'), /<li>~ .*\.png<\/li>/)
})

t.test('the timeline shows what an action waited for: the step of its group that ended last before it', async t => {
  const action = (id: string, startMs: number, durationMs: number) => ({
    id,
    rule: 'units',
    state: 'executed',
    startMs,
    durationMs
  })
  const page = runPage({ locale: 'en', nowMs: 0, path: '/' }, {
    ...emptyRun,
    actions: [
      action('units/a sprites', 0, 10),
      action('units/a layout', 12, 20),
      action('units/a page', 32, 50),
      action('units/b page', 30, 50),
      action('lone', 90, 5)
    ]
  })
  t.match(page, /<title>units\/a layout: 20 ms, after units\/a sprites<\/title>/)
  t.match(page, /<title>units\/a page: 50 ms, after units\/a layout<\/title>/)
  t.match(page, /<title>units\/b page: 50 ms<\/title>/)
  t.equal(page.match(/class="wait"/g)?.length, 2)
})

t.test('sprites that share a place count once', async t => {
  const frame = { name: 'a', x: 0, y: 0, width: 10, height: 10 }
  const page = runPage({ locale: 'en', nowMs: 0, path: '/' }, {
    ...emptyRun,
    sheets: [{
      path: 'a.plist',
      pictureUrl: '/x',
      width: 20,
      height: 10,
      frames: [frame, { ...frame, name: 'b' }]
    }]
  })
  t.match(page, /2 frames, 50 % of the area used/)
})

t.test('the difference of two runs', async t => {
  const output = (path: string, sha256: string) => ({ path, sha256 })
  t.same(
    differenceOf([output('a', '1'), output('b', '1'), output('c', '1')], [
      output('a', '1'),
      output('b', '2'),
      output('d', '1')
    ]),
    { added: ['d'], changed: ['b'], removed: ['c'] }
  )
})

t.test('an output that leads out of the workspace is not sent', async t => {
  const folder = t.testdir({ work: { 'a.png': '' }, 'secret.png': '' })
  symlinkSync(join(folder, 'secret.png'), join(folder, 'work/b.png'))
  t.match(await outputFile(join(folder, 'work'), 'a.png'), /a\.png$/)
  await t.rejects(outputFile(join(folder, 'work'), 'b.png'), /leads out/)
  await t.rejects(outputFile(join(folder, 'work'), '../secret.png'), /leads out/)
})

t.test("a machine's page lists its jobs of the week, with links to where they are", async t => {
  const { view: { rows }, nowMs } = exampleFarm(Date.UTC(2026, 10, 22, 21))
  const row = rows.find(({ device }) => device === 'mac-03')!
  const machine = {
    device: row.device,
    row,
    series: new Map(),
    changes: [],
    fromMs: 0,
    day: undefined,
    jobs: row.runs
  }
  const view = { locale: 'zh-CN' as const, nowMs, path: '/machines/mac-03' }
  const elsewhere = machinePage(view, machine)
  t.match(elsewhere, /最近一周的任务[^]*<a href="http:\/\/mac-03\.farm:7420\/runs\/r2">heroes<\/a>/)
  const health = { checks: [], reasons: [], facts: null, grade: 'good', version: '1' } as never
  t.match(machinePage(view, { ...machine, health }), /<a href="\/runs\/r2">heroes<\/a>/)
  t.match(machinePage(view, { ...machine, jobs: [] }), /最近一周的任务[^]*无。/)
})
