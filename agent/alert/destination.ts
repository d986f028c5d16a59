import {
  firing,
  memberId,
  statusOf,
  worstSeverity,
  type Group,
  type GroupStatus,
  type Member
} from './alert.js'
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

/** PagerDuty Events v2. The same dedup key is the same incident, so sending a state twice changes nothing. */
export function pagerDuty (
  { url, fetchUrl, routingKey, project }: HttpOptions & { routingKey: string, project: string }
): Destination {
  return {
    name: 'pagerduty',
    statuses: ['trigger', 'acknowledge', 'resolve'],
    send: async (group, signal) => {
      const status = statusOf(group)
      const members = firing(group)
      const event = { routing_key: routingKey, event_action: status, dedup_key: group.key }
      const payload = {
        summary: cut(summaryOf(members)),
        source: members[0]?.subject ?? project,
        severity: worstSeverity(members),
        group: project,
        class: members[0]?.check ?? '',
        custom_details: Object.fromEntries(
          members.slice(0, maxDetails).map(member => [memberId(member), {
            summary: cut(member.summary),
            severity: member
              .severity,
            since: member.startsAt,
            ...member.hint === undefined
              ? {}
              : { hint: cut(member.hint) },
            ...member.details
          }])
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
  { url, fetchUrl, headers = {}, name, project, externalUrl }: HttpOptions & {
    name: string
    project: string
    externalUrl: string
  }
): Destination {
  return {
    name,
    statuses: ['trigger', 'resolve'],
    send: async (group, signal) => {
      const alerts = Object.values(group.members).slice(0, 1000).map(member => ({
        status: member.endsAt === undefined ? 'firing' : 'resolved',
        labels: { alertname: member.check, instance: member.subject, severity: member.severity, project },
        annotations: {
          summary: cut(member.summary),
          ...member.hint === undefined ? {} : { hint: cut(member.hint) }
        },
        startsAt: member.startsAt,
        endsAt: member.endsAt ?? '0001-01-01T00:00:00Z',
        generatorURL: externalUrl,
        fingerprint: Buffer.from(`${project} ${memberId(member)}`).toString('base64url').slice(0, 64)
      }))
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

function summaryOf (members: readonly Member[]): string {
  const [first] = members
  if (first === undefined) return ''
  return members.length === 1 ? first.summary : `${first.summary} (and ${members.length - 1} more)`
}

function cut (text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText - 1)}…` : text
}
