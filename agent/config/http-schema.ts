import type { FromSchema } from 'json-schema-to-ts'
import { httpUrl, secretFile } from './schema-fields.js'

const roleNames = ['read', 'build', 'admin'] as const

export const httpSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'Who may call this agent over HTTP, and how',
  properties: {
    tokensFile: {
      ...secretFile,
      description: 'File with the tokens that callers from elsewhere need, made by "packline token add"'
    },
    localRole: {
      enum: ['none', ...roleNames],
      default: 'read',
      description:
        'What callers over loopback may do without a token. Whoever runs a program on this machine, ' +
        'or comes through a proxy on it, is one'
    },
    trustProxy: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[0-9A-Fa-f.:]{2,45}(?:/[0-9]{1,3})?$' },
      default: [],
      description:
        'Addresses or networks of reverse proxies: their X-Forwarded-For says who calls, and nobody ' +
        'behind them is local'
    },
    hosts: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,253}$' },
      default: [],
      description:
        'Names that callers may use for this machine, besides its own name, localhost and addresses'
    },
    publicUrl: {
      ...httpUrl,
      description: 'Address by which people reach this agent, for links in notices and on install pages; ' +
        'iPhones install over https only'
    },
    tls: {
      type: 'object',
      additionalProperties: false,
      required: ['cert', 'key'],
      description: 'Speak TLS; the files are PEM',
      properties: {
        cert: { ...secretFile, description: "File with the agent's certificate and its chain" },
        key: { ...secretFile, description: "File with the agent's private key" },
        clientCa: {
          ...secretFile,
          description: 'File with the authorities whose client certificates are demanded of every caller'
        },
        clientRole: {
          enum: ['none', ...roleNames],
          default: 'read',
          description: 'What a caller with such a certificate may do without a token'
        }
      }
    },
    rateLimitPerMinute: {
      type: 'integer',
      minimum: 1,
      maximum: 10_000_000,
      default: 1200,
      description: 'Requests that one address elsewhere may send in a minute'
    },
    bodyLimitBytes: {
      type: 'integer',
      minimum: 1024,
      maximum: 104_857_600,
      default: 1_048_576,
      description: 'Largest request body; a route may have its own'
    }
  }
} as const

export type TlsConfig = FromSchema<typeof httpSchema.properties.tls>

type OptionalField = 'tokensFile' | 'tls' | 'publicUrl'

export type HttpConfig =
  & Required<Omit<FromSchema<typeof httpSchema>, OptionalField>>
  & Pick<FromSchema<typeof httpSchema>, OptionalField>
