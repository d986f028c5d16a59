import type { JSONSchema } from 'json-schema-to-ts'
import { checkKinds, type CheckKind } from './check-kinds.js'
import { secretFile } from './schema-fields.js'

const limit = { type: ['number', 'null'] } as const

const limits: Record<string, JSONSchema> = Object.fromEntries(
  Object.entries(checkKinds).map(([kind, { unit, worse, warn, fail }]) => [kind, {
    type: 'object',
    additionalProperties: false,
    default: {},
    description: `Limits of the checks "${kind}", in ${unit}; ${worse} them is bad`,
    properties: {
      warn: { ...limit, default: warn, description: 'Past this the machine is degraded; null: never' },
      fail: { ...limit, default: fail, description: 'Past this the machine is poor; null: never' }
    }
  }])
)

export const healthSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'How this machine looks at its own health',
  properties: {
    intervalMs: {
      type: 'integer',
      minimum: 1000,
      maximum: 600_000,
      default: 30_000,
      description: 'Time from one round of cheap probes to the next'
    },
    failAfter: {
      type: 'integer',
      minimum: 1,
      maximum: 20,
      default: 2,
      description: 'So many bad looks out of the last failAfter + 1 make a check bad'
    },
    recoverAfter: {
      type: 'integer',
      minimum: 1,
      maximum: 50,
      default: 3,
      description: 'So many good looks in a row make a check good again'
    },
    probeBuildEveryMs: {
      type: 'integer',
      minimum: 60_000,
      maximum: 604_800_000,
      default: 21_600_000,
      description: 'Time from one probe build to the next; it waits until the machine is idle'
    },
    limits: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'Limits of the checks',
      properties: limits
    }
  }
} as const

export interface HealthConfig {
  intervalMs: number
  failAfter: number
  recoverAfter: number
  probeBuildEveryMs: number
  limits: Record<CheckKind, { warn: number | null, fail: number | null }>
}

export const farmSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'How this machine sees the others of its farm',
  properties: {
    agents: {
      type: 'array',
      maxItems: 1000,
      uniqueItems: true,
      items: { type: 'string', maxLength: 2048, pattern: '^https?://[^\\s@/]+/?$' },
      default: [],
      description: 'Without ZooKeeper: addresses of all agents, which are asked in turn'
    },
    pollMs: {
      type: 'integer',
      minimum: 1000,
      maximum: 600_000,
      default: 15_000,
      description: 'Time from one look at the agents of the list to the next'
    },
    reportMs: {
      type: 'integer',
      minimum: 1000,
      maximum: 600_000,
      default: 30_000,
      description: 'Longest time between two reports of this agent to the farm'
    },
    tokenFile: {
      ...secretFile,
      description: 'Without ZooKeeper: file with the token that the other agents want'
    },
    address: {
      type: 'string',
      maxLength: 2048,
      pattern: '^https?://[^\\s@/]+/?$',
      description: 'Where others reach this agent, when that is not where it listens'
    },
    silentAfterMs: {
      type: 'integer',
      minimum: 3000,
      maximum: 3_600_000,
      default: 120_000,
      description: 'An agent that has not reported for so long is poor to the others'
    }
  }
} as const

export interface FarmConfig {
  agents: string[]
  pollMs: number
  reportMs: number
  silentAfterMs: number
  tokenFile?: string
  address?: string
}
