import {
  firing,
  memberId,
  statusOf,
  toldIn,
  worstSeverity,
  type Group,
  type GroupStatus,
  type Member
} from './alert.js'
import { message, type Locale } from '../messages/message.js'
import { post, type HttpOptions } from './http-post.js'

/** Somewhere alerts go. `send` throws DeliveryError when it did not arrive for certain. */
export interface Destination {
  name: string
  /** What it has no notion of is not sent there. */
  statuses: readonly GroupStatus[]
  send: (group: Group, signal: AbortSignal) => Promise<void>
}

const maxDetails = 40
const maxText = 1024

interface ToldOptions extends HttpOptions {
  project: string
  language?: Locale
}

/** PagerDuty Events v2. The same dedup key is the same incident, so sending a state twice changes nothing. */
export function pagerDuty (
  { url, fetchUrl, routingKey, project, language = 'en' }: ToldOptions & { routingKey: string }
): Destination {
  return {
    name: 'pagerduty',
    statuses: ['trigger', 'acknowledge', 'resolve'],
    send: async (group, signal) => {
      const status = statusOf(group)
      const members = firing(group)
      const event = { routing_key: routingKey, event_action: status, dedup_key: group.key }
      const payload = {
        summary: cut(summaryOf(language, members)),
        source: members[0]?.subject ?? project,
        severity: worstSeverity(members),
        group: project,
        class: members[0]?.check ?? '',
        custom_details: Object.fromEntries(
          members.slice(0, maxDetails).map(member => {
            const { details, ...texts } = toldIn(language, member)
            const { severity, startsAt: since } = member
            return [memberId(member), { ...cutAll(texts), severity, since, ...details }]
          })
        )
      }
      await post(
        `${url.replace(/\/$/, '')}/v2/enqueue`,
        status === 'trigger' ? { ...event, payload } : event,
        { ...fetchUrl === undefined ? {} : { fetchUrl } },
        signal
      )
    }
  }
}

/** A webhook in the form of Alertmanager's, version 4. */
export function webhook (
  { url, fetchUrl, headers = {}, name, project, externalUrl, language = 'en' }: ToldOptions & {
    name: string
    externalUrl: string
  }
): Destination {
  return {
    name,
    statuses: ['trigger', 'resolve'],
    send: async (group, signal) => {
      const alerts = Object.values(group.members).slice(0, 1000).map(member => {
        const { details: _, ...texts } = toldIn(language, member)
        return {
          status: member.endsAt === undefined ? 'firing' : 'resolved',
          labels: { alertname: member.check, instance: member.subject, severity: member.severity, project },
          annotations: cutAll(texts),
          startsAt: member.startsAt,
          endsAt: member.endsAt ?? '0001-01-01T00:00:00Z',
          generatorURL: externalUrl,
          fingerprint: Buffer.from(`${project} ${memberId(member)}`).toString('base64url').slice(0, 64)
        }
      })
      const body = {
        version: '4',
        groupKey: group.key,
        truncatedAlerts: 0,
        status: firing(group).length === 0 ? 'resolved' : 'firing',
        receiver: name,
        groupLabels: group.labels,
        commonLabels: { project, ...group.labels },
        commonAnnotations: {},
        externalURL: externalUrl,
        alerts
      }
      await post(url, body, {
        headers: { ...headers, 'idempotency-key': `${group.key}-${group.version}` },
        ...fetchUrl === undefined ? {} : { fetchUrl }
      }, signal)
    }
  }
}

function summaryOf (language: Locale, members: readonly Member[]): string {
  const [first] = members
  if (first === undefined) return ''
  const { summary } = toldIn(language, first)
  return members.length === 1
    ? summary
    : message(language, 'alert.more', { summary, more: members.length - 1 })
}

function cutAll ({ summary, hint }: { summary: string, hint?: string }): Record<string, string> {
  return { summary: cut(summary), ...hint !== undefined && { hint: cut(hint) } }
}

function cut (text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText - 1)}…` : text
}
