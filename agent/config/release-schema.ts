const httpUrl = { type: 'string', maxLength: 2048, pattern: '^https?://[^\\s@]+$' } as const

/** Names that become document keys, folders and command line words. */
export const namePattern = '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'
/** One to four numbers, as stores and hot update compare them: 1.2 is 1.2.0.0. */
export const versionPattern = '^\\d{1,9}(\\.\\d{1,9}){0,3}$'
/** Any script, but nothing that a log line, a shell or a file name would trip over. */
export const channelPattern = /^(?! )[^\u0000-\u001f\u007f-\u009f\u2028\u2029/\\]{1,128}(?<! )$/u
export const platformPattern = '^[a-z0-9][a-z0-9-]{0,31}$'

const version = { type: 'string', pattern: versionPattern } as const
const build = { type: 'integer', minimum: 1, maximum: 2_100_000_000 } as const

export const channelSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 128,
  pattern: channelPattern.source,
  description:
    'Store or partner that a package is for, in any script: 1 to 128 characters, no control characters, ' +
    'slashes or outer blanks'
} as const
export const platformSchema = {
  type: 'string',
  pattern: platformPattern,
  description: 'Platform, for example android, ios or windows'
} as const

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

const matchSchema = {
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
        from: { ...version, description: 'This version and newer ones' },
        below: { ...version, description: 'Versions older than this one' },
        equals: { ...version, description: 'This version alone' }
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

const share = { type: 'integer', minimum: 0, maximum: 10_000 } as const
const time = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$'
} as const

const rolloutSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['share'],
  description: 'Takes a part of the matching clients, always the same ones; widening it keeps them',
  properties: {
    share: { ...share, description: 'Part of the clients in hundredths of a percent: 525 is 5.25 %' },
    by: { enum: ['deviceId', 'userId'], default: 'deviceId', description: 'The id that decides' },
    salt: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: 'Mixed into the id, so that each rollout takes others. Default: the id of the target'
    },
    schedule: {
      type: 'array',
      maxItems: 100,
      default: [],
      description: 'Later shares, each from a moment on; times and shares rise',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['at', 'share'],
        description: 'One step',
        properties: {
          at: { ...time, description: 'Moment in UTC, for example 2026-03-01T10:00:00Z' },
          share: { ...share, description: 'Part of the clients from then on, in hundredths of a percent' }
        }
      }
    },
    pausedAt: { ...time, description: 'Paused since this moment (UTC): the share stays what it was then' }
  }
} as const

export const targetSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'environment'],
  description: 'A place that a release can go to',
  properties: {
    id: { type: 'string', pattern: namePattern, description: 'Unique name of the target' },
    kind: {
      type: 'string',
      maxLength: 64,
      default: '',
      description:
        'A label for people and their policies, for example formal, gray, review; packline never looks at it'
    },
    description: { type: 'string', maxLength: 500, description: 'What it is for' },
    environment: {
      type: 'string',
      pattern: namePattern,
      description: 'Name of the environment that its clients use'
    },
    priority: {
      type: 'integer',
      minimum: 0,
      maximum: 1_000_000,
      default: 100,
      description: 'Of several targets that match, the one with the lowest number is taken'
    },
    match: matchSchema,
    rollout: rolloutSchema,
    hotUpdate: {
      type: 'object',
      additionalProperties: false,
      description: 'Hot update of the clients of this target',
      properties: {
        url: { ...httpUrl, description: 'Address under which the manifests of this target are served' },
        version: {
          ...version,
          description: 'Pins the hot-update version. Default: what was published to this target last'
        }
      }
    },
    parameters: {
      type: 'object',
      maxProperties: 256,
      propertyNames: { pattern: namePattern },
      additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 4096, description: 'Value' },
      default: {},
      description: "Values of the project's parameters that differ for this target"
    }
  }
} as const

export const parameterSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'description', 'default'],
  description: "A parameter of the project's builds (CI) or deliveries (CD)",
  properties: {
    type: { enum: ['string', 'integer', 'number', 'boolean', 'choice'], description: 'What its values are' },
    description: { type: 'string', minLength: 1, maxLength: 500, description: 'What it does' },
    default: {
      type: ['string', 'number', 'boolean'],
      maxLength: 4096,
      description: 'Its value while nobody set one'
    },
    stage: {
      enum: ['ci', 'cd', 'both'],
      default: 'both',
      description: 'Where it is used: builds, deliveries, or both'
    },
    choices: {
      type: 'array',
      minItems: 1,
      maxItems: 256,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: 256 },
      description: 'The values of type "choice"'
    },
    minimum: { type: 'number', description: 'Lowest value of a number' },
    maximum: { type: 'number', description: 'Highest value of a number' },
    maxLength: {
      type: 'integer',
      minimum: 1,
      maximum: 4096,
      default: 1024,
      description: 'Most characters of a string'
    }
  }
} as const

/** The parts of the project file about releases. */
export const releaseProperties = {
  environments: {
    type: 'object',
    maxProperties: 256,
    propertyNames: { pattern: namePattern },
    additionalProperties: environmentSchema,
    default: {},
    description: 'Server environments, by name'
  },
  targets: {
    type: 'array',
    maxItems: 1000,
    items: targetSchema,
    default: [],
    description: 'Places that a release can go to'
  },
  parameters: {
    type: 'object',
    maxProperties: 256,
    propertyNames: { pattern: namePattern },
    additionalProperties: parameterSchema,
    default: {},
    description: "Parameters of the project's builds and deliveries, by name"
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

export interface Rollout {
  /** Hundredths of a percent. */
  share: number
  by: 'deviceId' | 'userId'
  salt?: string
  schedule: Array<{ at: string, share: number }>
  pausedAt?: string
}

export interface Target {
  id: string
  /** A label for people; no code looks at it. */
  kind: string
  description?: string
  environment: string
  priority: number
  match: Match
  rollout?: Rollout
  hotUpdate?: { url?: string, version?: string }
  parameters: Record<string, ParameterValue>
}

export type ParameterValue = string | number | boolean

export interface Parameter {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'choice'
  description: string
  default: ParameterValue
  stage: 'ci' | 'cd' | 'both'
  choices?: string[]
  minimum?: number
  maximum?: number
  maxLength: number
}

/** What a project says about its releases, in packline.json or in the operators' documents. */
export interface ReleaseDefinition {
  environments: Record<string, Environment>
  targets: Target[]
  parameters: Record<string, Parameter>
}
