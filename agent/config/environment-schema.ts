import { namePattern } from './name-patterns.js'

const serviceSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'One service: its own addresses, databases and namespace, or with "from" that of another environment',
  properties: {
    addresses: {
      type: 'array',
      minItems: 1,
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', maxLength: 512, pattern: '^[^\\s@]+$' },
      description: 'HOST:PORT or URLs that clients get, without user names and passwords'
    },
    databases: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', maxLength: 512, pattern: '^[^\\s@]+$' },
      default: [],
      description:
        'HOST:PORT or URLs of the databases that the service writes to, without user names and passwords'
    },
    namespace: {
      type: 'string',
      pattern: namePattern,
      description: 'What keeps this service apart from others on the same database'
    },
    from: {
      type: 'string',
      pattern: namePattern,
      description:
        'Name of the environment whose service of this name is used, as it is; then nothing else is given'
    }
  }
} as const

export const environmentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['services'],
  description: 'A set of servers that clients of a target talk to',
  properties: {
    description: { type: 'string', maxLength: 500, description: 'What it is for' },
    services: {
      type: 'object',
      minProperties: 1,
      maxProperties: 64,
      propertyNames: { pattern: namePattern },
      additionalProperties: serviceSchema,
      description: 'Services by name: GameServer, BattleServer, VMS, Global, or what else the game has'
    }
  }
} as const

export interface Service {
  addresses?: string[]
  databases: string[]
  namespace?: string
  from?: string
}

export interface Environment {
  description?: string
  services: Record<string, Service>
}
