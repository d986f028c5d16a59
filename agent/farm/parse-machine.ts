import { isCheckState, isGrade } from '../health/check.js'
import type { MachineFacts } from '../health/machine-facts.js'
import { isBuildTimes } from '../health/probes/probe-build.js'
import { isWording } from '../messages/phrase.js'
import { fromJson } from '../messages/words-beside.js'
import { isDayOfGrades } from './day-of-grades.js'
import { leastDiskIn } from './least-disk.js'
import {
  maxReasons,
  type DrainOrder,
  type MachineRecord,
  type MachineReport,
  type ReportReason
} from './farm-machine.js'
import { proofItemsIn } from './proof-item.js'
import { parseRuns, parseWork } from './machine-work.js'

/** What another machine says of itself; undefined when that is no record. */
export function parseRecord (text: string): MachineRecord | undefined {
  return recordIn(parseJson(text))
}

export function recordIn (value: unknown): MachineRecord | undefined {
  const { device, labels, instance, address, facts, baseline, jenkinsNode, version } = fieldsOf(value)
  if (typeof device !== 'string' || !isTexts(labels) || typeof instance !== 'string') return undefined
  return {
    device,
    labels,
    version: version === undefined ? '' : String(version),
    address: safeAddress(address),
    jenkinsNode: typeof jenkinsNode === 'string' ? jenkinsNode : device,
    facts: isFacts(facts) ? facts : null,
    baseline: isBuildTimes(baseline) ? baseline : null,
    instance
  }
}

/** What another machine reports; undefined when that is no report. */
export function parseReport (text: string): MachineReport | undefined {
  return reportIn(parseJson(text))
}

export function reportIn (value: unknown): MachineReport | undefined {
  const fields = fieldsOf(value)
  const { instance, grade, reasons, day, draining } = fields
  const since = String(fields.since)
  const disk = leastDiskIn(fields.disk)
  if (
    typeof instance !== 'string' || !isGrade(grade) || !Array.isArray(reasons) ||
    !Number.isFinite(Date.parse(since))
  ) return undefined
  return {
    instance,
    grade,
    since,
    reasons: reasons.flatMap(reasonIn).slice(0, maxReasons),
    checkedAt: String(fields.checkedAt),
    running: Number(fields.running) || 0,
    waiting: Number(fields.waiting) || 0,
    ...isDayOfGrades(day) ? { day } : {},
    ...disk && { disk },
    proofs: proofItemsIn(fields.proofs),
    work: parseWork(fields.work),
    runs: parseRuns(fields.runs),
    ...draining === undefined ? {} : { draining: { isDone: fieldsOf(draining).isDone === true } }
  }
}

export function parseOrder (text: string): DrainOrder | undefined {
  return orderIn(parseJson(text))
}

export function orderIn (value: unknown): DrainOrder | undefined {
  const { by, why, at, deadlineAt } = fieldsOf(value)
  return typeof by === 'string' && typeof why === 'string' && typeof at === 'string' &&
      typeof deadlineAt === 'string'
    ? { by, why, at, deadlineAt }
    : undefined
}

export function parseLabels (text: string): string[] {
  const labels = parseJson(text)
  return Array.isArray(labels) ? labels.filter(isLabel) : []
}

/** The fields of a JSON object; none of anything else. */
export function fieldsIn (text: string): Record<string, unknown> {
  return fieldsOf(parseJson(text))
}

function fieldsOf (value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function parseJson (text: string): unknown {
  try {
    return fromJson(text)
  } catch {
    return undefined
  }
}

function reasonIn (value: unknown): ReportReason[] {
  const { id, state, since, hint, subject, problem } = fieldsOf(value)
  if (typeof id !== 'string') return []
  return [{
    id,
    state: isCheckState(state) ? state : 'warn',
    since: String(since),
    hint: typeof hint === 'string' ? hint : null,
    ...typeof subject === 'string' && { subject },
    ...isWording(problem) && { problem }
  }]
}

function isTexts (value: unknown): value is string[] {
  return Array.isArray(value) && value.every(each => typeof each === 'string')
}

function isLabel (value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(value)
}

function isFacts (value: unknown): value is MachineFacts {
  const { model, cpu, os, cores } = fieldsOf(value)
  return isTexts([model, cpu, os]) && Number.isFinite(cores)
}

/** It becomes a link on a page: nothing but http. */
function safeAddress (address: unknown): string | null {
  return typeof address === 'string' && /^https?:\/\/[^\s"'<>]+$/.test(address) ? address : null
}
