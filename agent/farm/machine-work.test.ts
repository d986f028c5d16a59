import fc from 'fast-check'
import t from 'tap'
import { leastDisk, leastDiskIn } from './least-disk.js'
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
  kind: 'assets',
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

t.test('of its disks a machine tells which is nearest to its end, and nothing of every megabyte', async t => {
  const check = (id: string, state: 'ok' | 'warn', value: number | null) => ({ id, state, value })
  const disk = leastDisk([
    check('disk.temp', 'ok', 900e6),
    check('disk.cache', 'warn', 8_123_456_789),
    check('disk.gone', 'warn', null),
    check('inodes.temp', 'warn', 0.1)
  ])
  t.same(disk, { id: 'disk.cache', state: 'warn', freeBytes: 8.1e9 })
  t.same(leastDiskIn(JSON.parse(JSON.stringify(disk))), disk)
  for (
    const value of [null, 5, {}, { ...disk, id: 'load' }, { ...disk, state: 'x' }, { ...disk, freeBytes: -1 }]
  ) {
    t.equal(leastDiskIn(value), undefined)
  }
  t.equal(leastDisk([]), undefined)
})

t.test('no report breaks who reads it', async t => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), fc.anything(), (day, work, runs, disk) => {
      const text = JSON.stringify({
        instance: 'i',
        grade: 'good',
        since: '2026-01-01T00:00:00.000Z',
        reasons: [],
        day,
        work,
        runs,
        disk
      }, (_key, value) => typeof value === 'bigint' ? String(value) : value as unknown)
      const report = parseReport(text)!
      return report.work!.length <= maxWork && report.runs!.length <= maxRuns &&
        (report.day === undefined || report.day.grades.length === 96)
    })
  )
})
