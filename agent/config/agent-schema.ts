import type { FromSchema } from 'json-schema-to-ts'
import { repositoriesSchema } from './repository-schema.js'
import type { RepositoriesConfig } from './repository-schema.js'
import { alertsSchema, type AlertsConfig } from './alerts-schema.js'
import { farmSchema, healthSchema, type FarmConfig, type HealthConfig } from './health-schema.js'

const identifier = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'
const secretFile = { type: 'string', minLength: 1, maxLength: 4096 } as const
const httpUrl = { type: 'string', maxLength: 2048, pattern: '^https?://[^\\s@]+$' } as const

const licenceSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'A licensed tool: on how many devices at once, and how jobs share them',
  properties: {
    seats: {
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 2,
      description: 'Devices that may use the tool at the same time'
    },
    mode: {
      enum: ['pinned', 'floating'],
      default: 'pinned',
      description: 'pinned: only the devices listed, on which the licence is activated; floating: any device'
    },
    devices: {
      type: 'array',
      maxItems: 1000,
      uniqueItems: true,
      items: { type: 'string', pattern: identifier },
      default: [],
      description: 'Device ids of mode "pinned", at most as many as seats'
    },
    jobsPerDevice: {
      type: 'integer',
      minimum: 1,
      maximum: 256,
      default: 4,
      description: 'Jobs that run the tool at once on one device'
    },
    lingerMs: {
      type: 'integer',
      minimum: 0,
      maximum: 3_600_000,
      default: 60_000,
      description: 'How long an idle device keeps its seat; it gives it up at once when another device waits'
    },
    graceMs: {
      type: 'integer',
      minimum: 0,
      maximum: 3_600_000,
      default: 15_000,
      description:
        'How long the seat of a device that vanished stays blocked, so that its tools are surely dead'
    },
    holdMs: {
      type: 'integer',
      minimum: 0,
      maximum: 3_600_000,
      default: 30_000,
      description: 'How long a device goes on taking new jobs after another device began to wait'
    },
    maxWaitMs: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400_000,
      default: 600_000,
      description: 'Longest wait for a seat; after it the job fails with LICENCE_WAIT_TIMEOUT'
    }
  }
} as const

const zookeeperSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['servers'],
  description: 'The ZooKeeper ensemble that coordinates the farm; without it this machine works alone',
  properties: {
    servers: {
      type: 'string',
      maxLength: 2048,
      pattern: '^[A-Za-z0-9._-]+(:\\d{1,5})?(,[A-Za-z0-9._-]+(:\\d{1,5})?)*$',
      description:
        'Names or IPv4 addresses with ports, separated by commas; IPv6 literals are not possible, use a name'
    },
    chroot: {
      type: 'string',
      maxLength: 256,
      pattern: '^(/[A-Za-z0-9._-]+)+$',
      default: '/packline',
      description: 'Path under which everything of this farm is kept'
    },
    sessionTimeoutMs: {
      type: 'integer',
      minimum: 1000,
      maximum: 300_000,
      default: 15_000,
      description: 'After this time without contact a machine counts as gone'
    },
    auth: {
      type: 'string',
      maxLength: 4096,
      pattern: '^digest:[^:\\s]+:(file:.+|env:[A-Za-z_][A-Za-z0-9_]*)$',
      description: 'digest:USER:file:PATH or digest:USER:env:NAME; the password is read from there'
    },
    tls: {
      type: 'object',
      additionalProperties: false,
      description: 'Speak TLS with the ensemble; the files are PEM',
      properties: {
        ca: { ...secretFile, description: 'File with the certificate authorities to trust' },
        cert: { ...secretFile, description: "File with this machine's certificate" },
        key: { ...secretFile, description: "File with this machine's private key" }
      }
    }
  }
} as const

const roleNames = ['read', 'build', 'admin'] as const

const httpSchema = {
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
      default: 'admin',
      description: 'What callers on this machine may do without a token'
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

const jobsSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'The jobs that this agent takes',
  properties: {
    concurrency: {
      type: 'object',
      maxProperties: 64,
      propertyNames: { pattern: identifier },
      additionalProperties: {
        type: 'integer',
        minimum: 0,
        maximum: 256,
        description: 'Jobs of this kind at once; 0 takes none'
      },
      default: {},
      description: 'Jobs at once, by kind; a kind that is left out has its own default'
    },
    maxQueued: {
      type: 'integer',
      minimum: 1,
      maximum: 100_000,
      default: 1000,
      description: 'Jobs that may wait; more are refused'
    },
    keepDays: {
      type: 'number',
      minimum: 0.01,
      maximum: 3650,
      default: 14,
      description: 'How long an ended job and its events are kept'
    },
    keepCount: {
      type: 'integer',
      minimum: 1,
      maximum: 1_000_000,
      default: 2000,
      description: 'How many ended jobs are kept at most'
    },
    eventLimitBytes: {
      type: 'integer',
      minimum: 10_000,
      maximum: 1_000_000_000,
      default: 20_000_000,
      description: 'Bytes of events that are kept of one job'
    },
    drainMs: {
      type: 'integer',
      minimum: 0,
      maximum: 86_400_000,
      default: 300_000,
      description:
        'How long running jobs may go on when the agent is told to end; then they are handed back to the ' +
        'queue'
    }
  }
} as const

/** The agent's configuration. resources/schema/agent.schema.json is generated from this. */
export const agentSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'packline agent configuration',
  type: 'object',
  additionalProperties: false,
  description: 'How packline works on this machine; everything has a default',
  properties: {
    $schema: { type: 'string', description: 'Where editors find this schema' },
    device: {
      type: 'string',
      pattern: identifier,
      description: 'Name of this physical machine; containers on it use the same. Default: its machine id'
    },
    labels: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', pattern: identifier },
      default: [],
      description: 'What this machine can do'
    },
    listen: {
      type: 'string',
      maxLength: 4096,
      pattern: '^([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+\\]):\\d{1,5}$|^/.+',
      default: '127.0.0.1:7420',
      description: 'HOST:PORT, or the path of a unix socket'
    },
    workspaces: {
      type: 'array',
      maxItems: 256,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: 4096 },
      default: [],
      description: 'Folders that jobs may work in'
    },
    cacheSizeMb: {
      type: 'integer',
      minimum: 100,
      maximum: 100_000_000,
      default: 20_000,
      description: 'Size that the cache is kept under, in MB; what was used longest ago goes first'
    },
    http: httpSchema,
    jobs: jobsSchema,
    zookeeper: zookeeperSchema,
    licences: {
      type: 'object',
      maxProperties: 256,
      propertyNames: { pattern: identifier },
      additionalProperties: licenceSchema,
      default: { texturepacker: { mode: 'floating' } },
      description: 'Licensed tools, by name'
    },
    health: healthSchema,
    farm: farmSchema,
    jenkins: {
      type: 'object',
      additionalProperties: false,
      required: ['url'],
      description: 'The Jenkins controller whose nodes this farm is',
      properties: {
        url: { ...httpUrl, description: 'Address of the controller' },
        user: { type: 'string', minLength: 1, maxLength: 256, description: 'User of the API token' },
        tokenFile: { ...secretFile, description: 'File that holds the API token' },
        node: {
          type: 'string',
          minLength: 1,
          maxLength: 256,
          description: "Name of this machine's node in Jenkins, when it is not the device's"
        },
        manageNodes: {
          type: 'boolean',
          default: false,
          description: 'Take the nodes of poor machines offline in Jenkins, and bring them back'
        },
        poorChecks: {
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 3,
          description: 'So many looks in a row a machine must be poor before its node goes offline'
        },
        goodChecks: {
          type: 'integer',
          minimum: 1,
          maximum: 1000,
          default: 5,
          description: 'So many looks in a row it must not be poor before its node comes back'
        },
        maxOfflineShare: {
          type: 'number',
          minimum: 0,
          maximum: 1,
          default: 0.25,
          description: 'Share of the nodes that may be offline by packline at once; one always may'
        }
      }
    },
    repositories: repositoriesSchema,
    alerts: alertsSchema
  }
} as const

export type LicenceConfig = Required<FromSchema<typeof licenceSchema>>
export type ZooKeeperConfig = FromSchema<typeof zookeeperSchema>
export type TlsConfig = FromSchema<typeof httpSchema.properties.tls>
export type HttpConfig =
  & Required<Omit<FromSchema<typeof httpSchema>, 'tokensFile' | 'tls'>>
  & Pick<FromSchema<typeof httpSchema>, 'tokensFile' | 'tls'>
export type JobsConfig = Required<FromSchema<typeof jobsSchema>>
type Generated = FromSchema<typeof agentSchema>

export interface AgentConfig extends Pick<Generated, 'device' | 'jenkins'> {
  labels: string[]
  listen: string
  workspaces: string[]
  cacheSizeMb: number
  http: HttpConfig
  jobs: JobsConfig
  zookeeper?: ZooKeeperConfig
  licences: Record<string, LicenceConfig>
  health: HealthConfig
  farm: FarmConfig
  repositories: RepositoriesConfig
  alerts: AlertsConfig
}
