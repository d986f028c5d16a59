import { httpUrl, identifier, partOfDay, secretFile } from './schema-fields.js'

export const alertsSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'Where alerts go, and when',
  properties: {
    project: {
      type: 'string',
      pattern: identifier,
      default: 'packline',
      description: 'Name of this farm in its alerts; part of their keys'
    },
    groupBy: {
      enum: ['machine', 'check', 'none'],
      default: 'machine',
      description:
        'What is told as one incident: all that is wrong with one machine, one check on all machines, or ' +
        'each by itself'
    },
    groupMs: {
      type: 'integer',
      minimum: 0,
      maximum: 3_600_000,
      default: 30_000,
      description: 'How long an incident collects before it is told; what is over by then is not told'
    },
    language: { enum: ['en', 'zh-CN'], default: 'en', description: 'The language of the alerts' },
    externalUrl: { ...httpUrl, description: 'Address of the farm page, for links in alerts' },
    quietHours: {
      type: 'object',
      additionalProperties: false,
      required: ['from', 'to', 'timeZone'],
      description:
        'A time of the day in which only the worst is told; the rest is told afterwards if it still holds',
      properties: {
        ...partOfDay,
        unless: {
          enum: ['critical', 'error', 'warning', 'info'],
          default: 'critical',
          description: 'This and worse is told at all times'
        }
      }
    },
    pagerduty: {
      type: 'object',
      additionalProperties: false,
      required: ['routingKeyFile'],
      description: 'PagerDuty Events v2',
      properties: {
        routingKeyFile: { ...secretFile, description: 'File that holds the routing key' },
        url: { ...httpUrl, default: 'https://events.pagerduty.com', description: 'Address of the events API' }
      }
    },
    webhooks: {
      type: 'array',
      maxItems: 16,
      default: [],
      description: "Receivers of alerts in the form of Alertmanager's webhook",
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'url'],
        description: 'One receiver',
        properties: {
          name: {
            type: 'string',
            pattern: identifier,
            description: 'Its name; unlike all others'
          },
          url: { ...httpUrl, description: 'Where alerts are posted to' },
          tokenFile: { ...secretFile, description: 'File that holds a bearer token' }
        }
      }
    }
  }
} as const

export interface AlertsConfig {
  project: string
  groupBy: 'machine' | 'check' | 'none'
  groupMs: number
  language: 'en' | 'zh-CN'
  externalUrl?: string
  quietHours?: {
    from: string
    to: string
    timeZone: string
    unless: 'critical' | 'error' | 'warning' | 'info'
  }
  pagerduty?: { routingKeyFile: string, url: string }
  webhooks: Array<{ name: string, url: string, tokenFile?: string }>
}
