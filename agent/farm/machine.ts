import { isDayOfGrades, type DayOfGrades } from './day-of-grades.js'
import { parseRuns, parseWork, type RunItem, type WorkItem } from './machine-work.js'
import type { CheckState, Grade } from '../health/check.js'
import type { MachineFacts } from '../health/machine-facts.js'
import { isBuildTimes, type BuildTimes } from '../health/probes/probe-build.js'

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
  problem?: string
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
  const problem = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
  return {
    id: 'silent',
    state,
    since: new Date(sinceMs).toISOString(),
    hint:
      `The agent has not reported for ${problem}: is the machine up, on the network, and its agent running?`,
    problem
  }
}

export function parseRecord (text: string): MachineRecord | undefined {
  const record = parse(text) as Partial<MachineRecord> | undefined
  const isRecord = typeof record?.device === 'string' && Array.isArray(record.labels) && record
    .labels
    .every(label => typeof label === 'string') &&
    typeof record.instance === 'string'
  if (!isRecord) return undefined
  const { address = null, facts, baseline, jenkinsNode, version = '' } = record
  return {
    ...record as MachineRecord,
    version: String(version),
    address: safeAddress(address),
    facts: isFacts(facts) ? facts : null,
    baseline: isBuildTimes(baseline) ? baseline : null,
    jenkinsNode: typeof jenkinsNode === 'string' ? jenkinsNode : record.device!
  }
}

export function parseReport (text: string): MachineReport | undefined {
  const report = parse(text) as Partial<MachineReport> | undefined
  const isReport = typeof report?.instance === 'string' && ['good', 'degraded', 'poor']
    .includes(String(report.grade)) &&
    Array.isArray(report.reasons) && Number.isFinite(Date.parse(String(report.since)))
  if (!isReport) return undefined
  const { day, work, runs } = report
  return {
    ...isDayOfGrades(day) ? { day } : {},
    work: parseWork(work),
    runs: parseRuns(runs),
    ...keptOf(report as MachineReport),
    reasons: report.reasons!.filter(reason => typeof reason?.id === 'string').slice(0, maxReasons),
    running: Number(report.running) || 0,
    waiting: Number(report.waiting) || 0
  }
}

function keptOf (
  { instance, grade, since, checkedAt, draining }: MachineReport
): Omit<MachineReport, 'reasons' | 'running' | 'waiting'> {
  return {
    instance,
    grade,
    since,
    checkedAt: String(checkedAt),
    ...draining === undefined ? {} : { draining: { isDone: draining?.isDone === true } }
  }
}

export function parseOrder (text: string): DrainOrder | undefined {
  const order = parse(text) as Partial<DrainOrder> | undefined
  return [order?.by, order?.why, order?.at, order?.deadlineAt].every(each => typeof each === 'string')
    ? order as DrainOrder
    : undefined
}

export function parseLabels (text: string): string[] {
  const labels = parse(text)
  return Array.isArray(labels)
    ? labels.filter((label): label is string =>
      typeof label === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(label)
    )
    : []
}

function isFacts (facts: Partial<MachineFacts> | null | undefined): facts is MachineFacts {
  return [facts?.model, facts?.cpu, facts?.os].every(each => typeof each === 'string') &&
    Number.isFinite(facts?.cores)
}

/** It becomes a link on a page: nothing but http. */
function safeAddress (address: unknown): string | null {
  return typeof address === 'string' && /^https?:\/\/[^\s"'<>]+$/.test(address) ? address : null
}

function parse (text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
