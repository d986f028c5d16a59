import { createHash } from 'node:crypto'
import type { Locale } from '../messages/message.js'
import { worded } from '../messages/message.js'
import { type Wording, isWording } from '../messages/phrase.js'

export type Severity = 'critical' | 'error' | 'warning' | 'info'
/** From worst to least. */
export const severities: readonly Severity[] = ['critical', 'error', 'warning', 'info']

/** Something that is wrong. `check` and `subject` name it for as long as it lasts. */
export interface Alert {
  check: string
  subject: string
  severity: Severity
  summary: Wording
  hint?: Wording
  details?: Record<string, Wording | number | boolean | null>
}

/** What somebody is told of an alert, in the language asked for. */
export function toldIn (
  locale: Locale,
  { summary, hint, details = {} }: Pick<Alert, 'summary' | 'hint' | 'details'>
): { summary: string, hint?: string, details: Record<string, string | number | boolean | null> } {
  return {
    summary: worded(locale, summary),
    details: Object.fromEntries(
      Object.entries(details).map(([name, value]) => [
        name,
        isWording(value) ? worded(locale, value) : value
      ])
    ),
    ...hint !== undefined && { hint: worded(locale, hint) }
  }
}

/** An alert in a group: `endsAt` once it is over and some destination has not been told yet. */
export interface Member extends Alert {
  startsAt: string
  endsAt?: string
}

export type GroupBy = 'machine' | 'check' | 'none'

/** What destinations are told about as one: what PagerDuty calls an incident. */
export interface Group {
  key: string
  labels: Record<string, string>
  members: Record<string, Member>
  acknowledgedBy?: string
  /** Counts the changes. A destination is told the newest state, however many changes made it. */
  version: number
  changedAtMs: number
  /** By destination: what it knows. */
  told: Record<string, { version: number, isOpen: boolean, refused?: string }>
}

export type GroupStatus = 'trigger' | 'acknowledge' | 'resolve'

export function statusOf (
  { members, acknowledgedBy }: Pick<Group, 'members' | 'acknowledgedBy'>
): GroupStatus {
  if (firing({ members }).length === 0) return 'resolve'
  return acknowledgedBy === undefined ? 'trigger' : 'acknowledge'
}

export function firing ({ members }: Pick<Group, 'members'>): Member[] {
  return Object.values(members).filter(({ endsAt }) => endsAt === undefined)
}

export function worstSeverity (members: readonly Member[]): Severity {
  return severities.find(severity => members.some(member => member.severity === severity)) ?? 'info'
}

export function memberId ({ check, subject }: Pick<Alert, 'check' | 'subject'>): string {
  return `${subject} ${check}`
}

export function groupLabels (
  { check, subject }: Pick<Alert, 'check' | 'subject'>,
  groupBy: GroupBy
): Record<string, string> {
  if (groupBy === 'machine') return { instance: subject }
  return groupBy === 'check' ? { alertname: check } : { alertname: check, instance: subject }
}

/** The same for the same thing on every machine and after every restart; PagerDuty takes 255 characters. */
export function dedupKey (project: string, labels: Record<string, string>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => a < b ? -1 : 1)
  return `${project.replaceAll(/[^\w.-]/g, '_').slice(0, 64)}-${
    createHash('sha256').update(JSON.stringify([project, sorted])).digest('hex').slice(0, 40)
  }`
}
