import { noticeEvents, type NoticeEvent } from './notice-events.js'
import { identifier, partOfDay, secretFile } from './schema-fields.js'

const address = { type: 'string', maxLength: 320, pattern: '^[^\\s@<>,;"]+@[^\\s@<>,;"]+$' } as const

const quietHoursSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to', 'timeZone'],
  description: 'A time of the day in which notices wait; afterwards they come as one message',
  properties: {
    ...partOfDay,
    failures: {
      type: 'boolean',
      default: false,
      description: 'What failed and what was stopped is told at all times'
    }
  }
} as const

const mailSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['host', 'from', 'to'],
  description: 'The mail server, and who gets the mails',
  properties: {
    host: { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,253}$', description: 'Host of the mail server' },
    port: { type: 'integer', minimum: 1, maximum: 65535, default: 587, description: 'Its port' },
    security: {
      enum: ['starttls', 'tls', 'none'],
      default: 'starttls',
      description: 'starttls: TLS is demanded after the greeting; tls: from the first byte; none: plain text'
    },
    user: { type: 'string', minLength: 1, maxLength: 320, description: 'Name to sign in with' },
    passwordFile: { ...secretFile, description: 'File with the password' },
    from: { ...address, description: 'Sender' },
    to: { type: 'array', minItems: 1, maxItems: 100, items: address, description: 'Recipients' }
  }
} as const

export const noticesSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'Who is told of packages and releases, and how',
  properties: {
    collectMs: {
      type: 'integer',
      minimum: 0,
      maximum: 3_600_000,
      default: 15_000,
      description: 'How long notices are collected for one message, after the first of them'
    },
    receivers: {
      type: 'array',
      maxItems: 200,
      default: [],
      description: 'Robots of group chats, webhooks and mail addresses',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'service'],
        description: 'One receiver',
        properties: {
          name: {
            type: 'string',
            pattern: identifier,
            description: 'Its name; unlike all others. Agents that share a ZooKeeper tell a receiver once'
          },
          service: {
            enum: ['dingtalk', 'wecom', 'feishu', 'slack', 'mail'],
            description: 'A robot of DingTalk, WeCom or Feishu/Lark, a webhook in the form of Slack, or mail'
          },
          projects: {
            type: 'array',
            maxItems: 1000,
            uniqueItems: true,
            items: { type: 'string', pattern: identifier },
            default: [],
            description: 'The projects that it is told of; all when empty'
          },
          events: {
            type: 'array',
            minItems: 1,
            uniqueItems: true,
            items: { enum: noticeEvents },
            default: noticeEvents,
            description: 'What it is told; all when left out'
          },
          language: { enum: ['en', 'zh-CN'], default: 'en', description: 'The language of its notices' },
          quietHours: quietHoursSchema,
          urlFile: {
            ...secretFile,
            description: 'File with the address of the robot or webhook, whose key makes it a secret'
          },
          secretFile: {
            ...secretFile,
            description: 'File with the secret for signatures (DingTalk, Feishu)'
          },
          keyword: {
            type: 'string',
            minLength: 1,
            maxLength: 64,
            description: 'The word that the robot demands in each message (DingTalk, Feishu)'
          },
          mail: mailSchema
        }
      }
    }
  }
} as const

export interface MailConfig {
  host: string
  port: number
  security: 'starttls' | 'tls' | 'none'
  user?: string
  passwordFile?: string
  from: string
  to: string[]
}

export interface NoticeReceiverConfig {
  name: string
  service: 'dingtalk' | 'wecom' | 'feishu' | 'slack' | 'mail'
  projects: string[]
  events: NoticeEvent[]
  language: 'en' | 'zh-CN'
  quietHours?: { from: string, to: string, timeZone: string, failures: boolean }
  urlFile?: string
  secretFile?: string
  keyword?: string
  mail?: MailConfig
}

export interface NoticesConfig {
  collectMs: number
  receivers: NoticeReceiverConfig[]
}
