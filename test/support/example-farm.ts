import type { FarmRow } from '../../agent/farm/farm-row.js'
import { dayOfGrades, slotMs, slots, type DayOfGrades } from '../../agent/farm/day-of-grades.js'
import type { FarmView } from '../../agent/ui/farm-page.js'

type Severity = (hour: number) => number
/** `most`: how busy the machine is at its busiest. */
type Day = (severity: Severity, most?: number) => DayOfGrades
type Before = (minutes: number) => string
type Row = (
  device: string,
  model: string,
  os: string,
  labels: string[],
  more?: Partial<FarmRow>
) => FarmRow

/** A small farm on one evening, for the tests of the pages and the picture in the README. */
export function exampleFarm (nowMs: number): { nowMs: number, view: FarmView & { rows: FarmRow[] } } {
  const before: Before = minutes => new Date(nowMs - minutes * 60_000).toISOString()
  const day: Day = (severity, most = 0.3) => dayWith(severity, most, nowMs)
  const row: Row = (device, model, os, labels, more = {}) => ({
    device,
    node: device,
    address: `http://${device}.farm:7420`,
    labels,
    model,
    os,
    version: '0.1.0',
    grade: 'good',
    since: before(2880),
    isSilent: false,
    blindSince: null,
    reasons: [],
    running: 0,
    waiting: 0,
    day: day(() => 0),
    disk: { id: 'disk.workspace', state: 'ok', freeBytes: 210e9 },
    proofs: [],
    work: [],
    runs: [],
    drain: null,
    ...more
  })
  const rows = [...linuxRows(row, before, day), ...macRows(row, before, day)]
  return {
    nowMs,
    view: {
      rows,
      ownDevice: 'linux-03',
      problems: [],
      seats: [{
        licence: 'texturepacker',
        seat: 0,
        state: 'held',
        device: 'linux-03',
        since: before(9),
        jobs: 2
      }, { licence: 'texturepacker', seat: 1, state: 'linger', device: 'mac-01', since: before(1), jobs: 0 }],
      waiters: [{ licence: 'texturepacker', position: 1, device: 'linux-04', since: before(2) }],
      use: new Map([['texturepacker', 0.64]])
    }
  }
}

function linuxRows (row: Row, before: Before, day: Day): FarmRow[] {
  return [
    row('linux-03', 'Dell PowerEdge R640', 'Debian GNU/Linux 12', ['linux', 'texturepacker'], {
      running: 2,
      waiting: 1,
      day: day(() => 0, 1),
      work: [{ id: 'j1', kind: 'assets', name: 'dk', startedAt: before(1), done: 271, total: 412 }, {
        id: 'j2',
        kind: 'package',
        name: 'dk',
        startedAt: before(3),
        done: 9,
        total: null
      }],
      runs: [{
        id: 'r3',
        kind: 'assets',
        project: 'dk',
        state: 'done',
        startedAt: before(6),
        durationMs: 2140,
        total: 412,
        cached: 409,
        savedMs: 96_000
      }]
    }),
    row('linux-04', 'Dell PowerEdge R640', 'Debian GNU/Linux 12', ['linux'], {
      running: 1,
      day: day(hour => hour > 8 && hour < 9 ? 1 : 0, 0.7),
      proofs: [
        { id: 'backup.art', state: 'ok', lastGood: before(340), trend: [41e9, 41.2e9, 41.9e9, 43e9] },
        { id: 'drill.art', state: 'ok', lastGood: before(4000) },
        { id: 'backup.code', state: 'ok', lastGood: before(350), trend: [9e9, 9e9, 2e9] },
        { id: 'drill.code', state: 'warn', lastGood: null, problem: 'there is none' },
        { id: 'directory.sync', state: 'ok', lastGood: before(190) },
        { id: 'site.dk.review-1', state: 'ok', lastGood: before(20) },
        {
          id: 'drift.jenkins',
          state: 'warn',
          lastGood: before(1500),
          problem: 'the job games/dk/assets differs in branch'
        }
      ],
      work: [{ id: 'j4', kind: 'assets', name: 'heroes', startedAt: before(2), done: 30, total: 900 }]
    })
  ]
}

function macRows (row: Row, before: Before, day: Day): FarmRow[] {
  return [
    row('mac-01', 'Apple Macmini8,1', 'macOS 14.5', ['macos', 'ios', 'texturepacker'], {
      grade: 'degraded',
      since: before(47),
      day: day(hour => hour > 23 || (hour > 4 && hour < 6) ? 1 : 0),
      disk: { id: 'disk.workspace', state: 'warn', freeBytes: 8.1e9 },
      reasons: [{
        id: 'disk.workspace',
        state: 'warn',
        since: before(47),
        hint: 'Free space in /builds: remove old workspaces.',
        problem: '8.1 GB left'
      }]
    }),
    row('mac-02', 'Apple Macmini7,1', 'macOS 12.7', ['macos'], {
      grade: 'poor',
      since: before(12),
      day: day(hour => hour > 23.5 ? 2 : hour > 18 ? 1 : 0),
      reasons: [{
        id: 'drive.disk0',
        state: 'fail',
        since: before(12),
        hint: 'Save what is on it and replace the drive.',
        problem: 'SMART status is Failing'
      }, {
        id: 'build',
        state: 'warn',
        since: before(300),
        hint: 'This machine is slower than it was.',
        problem: 'files: 940 ms, else 310 ms'
      }],
      drain: { by: 'li', why: 'new drive', at: before(10), deadlineAt: before(-50), isDone: true }
    }),
    row('mac-03', 'Apple Mac14,3', 'macOS 15.1', ['macos', 'ios'], {
      runs: [{
        id: 'r2',
        kind: 'assets',
        project: 'heroes',
        state: 'failed',
        startedAt: before(31),
        durationMs: 8300,
        total: 900,
        cached: 899,
        savedMs: 341_000
      }, {
        id: 'r1',
        kind: 'assets',
        project: 'dk',
        state: 'done',
        startedAt: before(55),
        durationMs: 41_000,
        total: 412,
        cached: 210,
        savedMs: 48_000
      }]
    })
  ]
}

function dayWith (severity: Severity, most: number, nowMs: number): DayOfGrades {
  const grades = Array.from({ length: slots }, (_, slot) => ({
    atMs: nowMs - (slots - 1 - slot) * slotMs,
    count: 30,
    min: 0,
    max: 2,
    sum: 0,
    worst: severity(slot / 4)
  }))
  // A working day, with a pause at noon.
  const busy = grades.map((_, slot) => {
    const hour = slot / 4
    const share = hour < 11 || hour > 23 ? 0.1 : hour > 15 && hour < 16 ? 0.4 : 1
    return Math.round(share * most * 35).toString(36)
  })
  return dayOfGrades(grades, nowMs, undefined, busy.join(''))
}
