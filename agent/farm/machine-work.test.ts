import fc from 'fast-check'
import t from 'tap'
import { parseReport } from './parse-machine.js'
import { maxRuns, maxWork, parseRuns, parseWork, type RunItem, type WorkItem } from './machine-work.js'

const work: WorkItem = {
  id: 'j1',
  kind: 'assets',
  name: 'dk',
  startedAt: '2026-01-01T00:00:00.000Z',
  done: 3,
  total: 10
}
const run: RunItem = {
  id: 'r1',
  project: 'dk',
  state: 'done',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: null,
  total: 10,
  cached: 9,
  savedMs: 5
}

t.test('what a machine tells of its work arrives as it is', async t => {
  t.same(parseWork([work, { ...work, total: null }]), [work, { ...work, total: null }])
  t.same(parseRuns([run]), [run])
})

t.test('what no agent would tell is left out or cut', async t => {
  t.equal(parseWork(Array(50).fill(work)).length, maxWork)
  t.equal(parseRuns(Array(50).fill(run)).length, maxRuns)
  t.same(parseWork([{ ...work, id: '../x' }, { ...work, startedAt: 'soon' }, null, 5]), [])
  t.match(parseWork([{ ...work, name: 'x'.repeat(1000), done: -1, total: Infinity }]), [{
    name: /^x{80}$/,
    done: 0,
    total: 0
  }])
  t.match(parseRuns([{ ...run, cached: 1e9, savedMs: 'x' }]), [{ cached: 10, savedMs: 0 }])
})

t.test('no report breaks who reads it', async t => {
  fc.assert(fc.property(fc.anything(), fc.anything(), fc.anything(), (day, work, runs) => {
    const text = JSON.stringify({
      instance: 'i',
      grade: 'good',
      since: '2026-01-01T00:00:00.000Z',
      reasons: [],
      day,
      work,
      runs
    }, (_key, value) => typeof value === 'bigint' ? String(value) : value as unknown)
    const report = parseReport(text)!
    return report.work!.length <= maxWork && report.runs!.length <= maxRuns &&
      (report.day === undefined || report.day.grades.length === 96)
  }))
})
