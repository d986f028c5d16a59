import type { FarmRow } from '../../agent/farm/farm.js'
import type { Span } from '../../agent/health/history.js'
import type { FarmView } from '../../agent/ui/farm-page.js'

/** A small farm on one evening, for the tests of the pages and the picture in the README. */
export function exampleFarm (nowMs: number): { nowMs: number, view: FarmView & { rows: FarmRow[] } } {
  const before = (minutes: number): string => new Date(nowMs - minutes * 60_000).toISOString()
  const row = (device: string, model: string, os: string, labels: string[], more: Partial<FarmRow> = {}): FarmRow => ({
    device, node: device, address: `http://${device}.farm:7420`, labels, model, os, version: '0.1.0', grade: 'good', since: before(2880), isSilent: false, reasons: [], running: 1, waiting: 0, drain: null, ...more
  })
  const rows = [
    row('linux-03', 'Dell PowerEdge R640', 'Debian GNU/Linux 12', ['linux', 'texturepacker'], { running: 3 }),
    row('linux-04', 'Dell PowerEdge R640', 'Debian GNU/Linux 12', ['linux'], { running: 2, waiting: 1 }),
    row('mac-01', 'Apple Macmini8,1', 'macOS 14.5', ['macos', 'ios', 'texturepacker'], { grade: 'degraded', since: before(47), reasons: [{ id: 'disk.workspace', state: 'warn', since: before(47), hint: 'Free space in /builds: remove old workspaces.', problem: '8.1 GB left' }] }),
    row('mac-02', 'Apple Macmini7,1', 'macOS 12.7', ['macos'], { grade: 'poor', since: before(12), running: 0, reasons: [{ id: 'drive.disk0', state: 'fail', since: before(12), hint: 'Save what is on it and replace the drive.', problem: 'SMART status is Failing' }, { id: 'build', state: 'warn', since: before(300), hint: 'This machine is slower than it was.', problem: 'files: 940 ms, else 310 ms' }], drain: { by: 'li', why: 'new drive', at: before(10), deadlineAt: before(-50), isDone: true } }),
    row('mac-03', 'Apple Mac14,3', 'macOS 15.1', ['macos', 'ios'], { running: 2 })
  ]
  const spans = (severity: (hour: number) => number): Span[] => Array.from({ length: 24 * 4 }, (_, index) => ({ atMs: nowMs - (96 - index) * 900_000, count: 30, min: 0, max: 2, sum: 0, worst: severity(index / 4) }))
  return {
    nowMs,
    view: {
      rows,
      problems: [],
      grades: new Map([['linux-03', spans(() => 0)], ['linux-04', spans(hour => hour > 8 && hour < 9 ? 1 : 0)], ['mac-01', spans(hour => hour > 23 || (hour > 4 && hour < 6) ? 1 : 0)], ['mac-02', spans(hour => hour > 23.5 ? 2 : hour > 18 ? 1 : 0)], ['mac-03', spans(() => 0)]]),
      seats: [{ licence: 'texturepacker', seat: 0, state: 'held', device: 'linux-03', since: before(9), jobs: 2 }, { licence: 'texturepacker', seat: 1, state: 'linger', device: 'mac-01', since: before(1), jobs: 0 }],
      waiters: [],
      jobs: [{ id: 'j1', kind: 'assets', workspace: '/builds/dk', state: 'running', startedAt: before(1) }],
      runs: [{ id: 'r2', project: 'dk', state: 'done', startedAt: before(6), durationMs: 2140, total: 412, cached: 409, savedMs: 96_000 }, { id: 'r1', project: 'dk', state: 'done', startedAt: before(55), durationMs: 41_000, total: 412, cached: 210, savedMs: 48_000 }]
    }
  }
}
