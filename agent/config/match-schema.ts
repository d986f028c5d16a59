import { channelSchema, platformSchema, versionField } from './name-patterns.js'

const build = { type: 'integer', minimum: 1, maximum: 2_100_000_000 } as const

export const matchSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'Which clients the target takes; what is left out is not looked at',
  properties: {
    appId: {
      type: 'array',
      minItems: 1,
      maxItems: 256,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,154}$' },
      description: 'Application ids (package names, bundle ids)'
    },
    platform: {
      type: 'array',
      minItems: 1,
      maxItems: 32,
      uniqueItems: true,
      items: platformSchema,
      description: 'Platforms, for example android, ios, windows'
    },
    channel: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      uniqueItems: true,
      items: channelSchema,
      description: 'Channels (stores, partners), in any script'
    },
    version: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      description: 'Client versions',
      properties: {
        from: { ...versionField, description: 'This version and newer ones' },
        below: { ...versionField, description: 'Versions older than this one' },
        equals: { ...versionField, description: 'This version alone' }
      }
    },
    build: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      description: 'Build numbers',
      properties: {
        from: { ...build, description: 'This build and later ones' },
        below: { ...build, description: 'Builds before this one' },
        equals: { ...build, description: 'This build alone' }
      }
    },
    submitted: {
      type: 'boolean',
      default: false,
      description:
        'Only the version and build that are submitted to this target (packline release submit), for ' +
        'everybody alike; none are taken while nothing is submitted'
    }
  }
} as const

export interface Range<T> {
  from?: T
  below?: T
  equals?: T
}

export interface Match {
  appId?: string[]
  platform?: string[]
  channel?: string[]
  version?: Range<string>
  build?: Range<number>
  submitted?: boolean
}
