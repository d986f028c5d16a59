import type { Grade } from '../health/check.js'
import { shiftedTo, type DayOfGrades } from './day-of-grades.js'
import type { LeastDisk } from './least-disk.js'
import { gradeSeen, type DrainOrder, type Machine, type ReportReason } from './farm-machine.js'
import type { ProofItem } from './proof-item.js'
import type { SeenNode } from './seen-nodes.js'
import type { RunItem, WorkItem } from './machine-work.js'

/** A machine with all that a page, a metric or a program wants to know of it. */
export interface FarmRow {
  device: string
  /** Its name in Jenkins. */
  node: string
  address: string | null
  labels: readonly string[]
  model: string
  os: string
  version: string
  grade: Grade
  since: string
  isSilent: boolean
  /** The coordinator is gone: all this is as it was then. */
  blindSince: string | null
  reasons: ReportReason[]
  running: number
  waiting: number
  /** The last 24 hours; null when the machine tells nothing of them. */
  day: DayOfGrades | null
  /** Absent where the machine tells nothing of its disks. */
  disk?: LeastDisk
  /** Backups, sites and what else has to be proved there. */
  proofs: readonly ProofItem[]
  work: readonly WorkItem[]
  runs: readonly RunItem[]
  drain: (DrainOrder & { isDone: boolean }) | null
  /** Absent without a Jenkins, and where it does not know the machine. */
  jenkins?: SeenNode
}

export function rowOf (
  machine: Machine,
  nowMs: number,
  silentAfterMs: number,
  blindSinceMs?: number
): FarmRow {
  const { record, report, order } = machine
  return {
    device: record.device,
    node: record.jenkinsNode,
    address: record.address,
    labels: record.labels,
    model: record.facts?.model ?? '',
    os: record.facts?.os ?? '',
    version: record.version,
    // Nobody is silent only because we hear nobody.
    ...gradeSeen(machine, blindSinceMs ?? nowMs, silentAfterMs),
    blindSince: blindSinceMs === undefined ? null : new Date(blindSinceMs).toISOString(),
    running: report?.running ?? 0,
    waiting: report?.waiting ?? 0,
    day: report?.day === undefined ? null : shiftedTo(report.day, nowMs),
    ...report?.disk && { disk: report.disk },
    proofs: report?.proofs ?? [],
    work: report?.work ?? [],
    runs: report?.runs ?? [],
    drain: order === undefined ? null : { ...order, isDone: report?.draining?.isDone ?? false }
  }
}
