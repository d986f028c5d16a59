import type { DayOfGrades } from './day-of-grades.js'
import type { LeastDisk } from './least-disk.js'
import type { ProofItem } from './proof-item.js'
import type { RunItem, WorkItem } from './machine-work.js'
import type { CheckState, Grade } from '../health/check.js'
import { hintOf } from '../health/check-hint.js'
import type { MachineFacts } from '../health/machine-facts.js'
import type { BuildTimes } from '../health/probes/probe-build.js'
import { wordedLater } from '../messages/message.js'
import type { Wording } from '../messages/phrase.js'

/** What a machine tells of itself once, and again when it changes. Stays when the machine is gone. */
export interface MachineRecord {
  device: string
  labels: readonly string[]
  version: string
  /** Where its agent's page is; null when the agent listens on its own machine only. */
  address: string | null
  jenkinsNode: string
  facts: MachineFacts | null
  baseline: BuildTimes | null
  /** Tells two agents apart that call themselves by the same name. */
  instance: string
}

export interface ReportReason {
  id: string
  state: CheckState
  since: string
  hint: string | null
  /** What the check looks at, for its hint in other languages. */
  subject?: string
  problem?: Wording
}

/** The small document that a machine sends again and again while its agent lives. */
export interface MachineReport {
  instance: string
  grade: Grade
  since: string
  reasons: ReportReason[]
  checkedAt: string
  running: number
  waiting: number
  /** The last 24 hours. */
  day?: DayOfGrades
  disk?: LeastDisk
  proofs?: ProofItem[]
  work?: WorkItem[]
  runs?: RunItem[]
  /** Set once nothing is taken any more; `isDone` when nothing runs either. */
  draining?: { isDone: boolean }
}

/** An administrator's decision about a machine; lasts until it is taken back. */
export interface DrainOrder {
  by: string
  why: string
  at: string
  deadlineAt: string
}

/** One machine as the farm knows it. */
export interface Machine {
  record: MachineRecord
  report?: MachineReport
  /** When the report was last renewed, by the clock of who looks. */
  reportedAtMs: number
  isAlive: boolean
  order?: DrainOrder
}

export const maxReasons = 8

/** A machine as others see it: one that has not reported for too long is poor, whatever it said last. */
export function gradeSeen (
  machine: Machine,
  nowMs: number,
  silentAfterMs: number
): { grade: Grade, since: string, reasons: ReportReason[], isSilent: boolean } {
  const { report, reportedAtMs } = machine
  const quietMs = nowMs - reportedAtMs
  if (report !== undefined && quietMs <= silentAfterMs) {
    return {
      grade: report.grade,
      since: report.since,
      reasons: report.reasons,
      isSilent: false
    }
  }
  if (report === undefined && quietMs <= silentAfterMs) {
    return {
      grade: 'degraded',
      since: new Date(reportedAtMs).toISOString(),
      reasons: [silence('warn', quietMs, reportedAtMs)],
      isSilent: false
    }
  }
  return {
    grade: 'poor',
    since: new Date(reportedAtMs + silentAfterMs).toISOString(),
    reasons: [silence('fail', quietMs, reportedAtMs)],
    isSilent: true
  }
}

function silence (state: CheckState, quietMs: number, sinceMs: number): ReportReason {
  const seconds = Math.max(0, Math.round(quietMs / 1000))
  const problem = seconds < 120
    ? wordedLater('time.seconds', { value: seconds })
    : wordedLater('time.minutes', { value: Math.round(seconds / 60) })
  return {
    id: 'silent',
    state,
    since: new Date(sinceMs).toISOString(),
    hint: String(hintOf('silent', { problem })),
    problem
  }
}
