import { type Baseline, baselineSchema } from './baseline-schema.js'
import { type AppStoreSettings, appStoreSchema } from './app-store-schema.js'
import { type Artifacts, artifactsSchema } from './artifacts-schema.js'
import { type Edit, editSchema, type Selection, whenSchema } from './edit-schema.js'
import { type HotUpdate, hotUpdateSchema } from './hot-update-schema.js'
import {
  channelPattern,
  channelSchema,
  namePattern,
  platformPattern,
  versionPattern
} from './name-patterns.js'
import { secret } from './package-fields.js'
import { type PackageJenkins, packageJenkinsSchema } from './package-jenkins-schema.js'
import { identifier } from './schema-fields.js'
import { relativePath } from './relative-path.js'
import { type ConfigPlace, configSchema, type Platform, platformSchema } from './package-platform-schema.js'
import { type SymbolServer, symbolsSchema } from './symbols-schema.js'
import { type Signing, signingSchema } from './signing-schema.js'

const keyed = (key: string, schema: object, description: string): object => ({
  type: 'object',
  maxProperties: 1000,
  propertyNames: { pattern: key },
  additionalProperties: schema,
  default: {},
  description
})

/** The part of the project file about packages. */
export const packagesSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'Packages: one baseline becomes a package for each target, platform, channel and pairing',
  properties: {
    output: {
      ...relativePath,
      default: 'build/packages',
      description: 'Folder that receives the packages, one folder a row'
    },
    version: {
      type: 'string',
      pattern: versionPattern,
      description: 'Version of the packages, when the command line gives none'
    },
    build: {
      type: 'integer',
      minimum: 1,
      maximum: 2_100_000_000,
      description: 'Build number of the packages, when the command line gives none'
    },
    baselines: keyed(namePattern, baselineSchema, 'What packages are made from, by name'),
    platforms: keyed(platformPattern, platformSchema, 'Platforms, by name'),
    channels: keyed(channelPattern.source, {
      type: 'object',
      additionalProperties: false,
      description: channelSchema.description,
      properties: {
        signing: {
          type: 'string',
          pattern: namePattern,
          description: 'Name of the signing of this channel, before that of the platform'
        },
        store: {
          enum: ['play'],
          description: 'The store that it is for: what Google Play refuses is an error, not a warning'
        },
        stamp: {
          type: 'object',
          maxProperties: 32,
          additionalProperties: { type: 'string', maxLength: 1024 },
          default: {},
          description: 'Other texts of the channel stamp'
        }
      }
    }, 'Channels, by name'),
    pairings: keyed(namePattern, {
      type: 'object',
      additionalProperties: false,
      description: 'Which client build goes with which environment and which hot-update source',
      properties: {
        baseline: {
          type: 'string',
          pattern: namePattern,
          description: 'Name of a baseline. Default: that of the platform'
        },
        environment: {
          type: 'string',
          pattern: namePattern,
          description: 'Name of an environment. Default: that of the target'
        },
        hotUpdate: {
          type: 'string',
          pattern: namePattern,
          description: 'Target whose hot updates the package takes. Default: its own'
        }
      }
    }, 'Pairings, by name; without any there is one row per target, platform and channel'),
    order: {
      type: 'array',
      maxItems: 1000,
      default: [{}],
      description:
        'The rows to make: each item takes every combination of its lists; a list that is left out takes all',
      items: {
        type: 'object',
        additionalProperties: false,
        description: whenSchema.description,
        properties: { ...whenSchema.properties, config: configSchema }
      }
    },
    edits: {
      type: 'array',
      maxItems: 10_000,
      items: editSchema,
      default: [],
      description: 'What changes in the baselines'
    },
    signing: keyed(namePattern, signingSchema, 'Keys, by name'),
    configKey: {
      ...secret,
      description:
        'file:PATH of a private key of Ed25519 in PEM that signs config documents in channel stamps, or ' +
        'env:NAME of a variable that holds its path. Default: they are not signed'
    },
    limits: {
      type: 'object',
      additionalProperties: false,
      default: {},
      description: 'What a build may take',
      properties: {
        jobs: {
          type: 'integer',
          minimum: 1,
          maximum: 64,
          default: 4,
          description: 'Rows that are made at once'
        },
        memoryMb: {
          type: 'integer',
          minimum: 256,
          maximum: 1_000_000,
          default: 1024,
          description: 'Memory of the tools that run at once, in MB'
        },
        freeDiskMb: {
          type: 'integer',
          minimum: 0,
          maximum: 100_000_000,
          default: 1000,
          description: 'Free space that stays on the disk of the output, in MB'
        }
      }
    },
    labels: {
      type: 'array',
      maxItems: 16,
      uniqueItems: true,
      items: { type: 'string', pattern: identifier },
      default: [],
      description: 'What a machine must have among its labels to take jobs about these packages'
    },
    jenkins: packageJenkinsSchema,
    hotUpdate: hotUpdateSchema,
    artifacts: artifactsSchema,
    symbols: keyed(namePattern, symbolsSchema, 'Symbol servers, by name'),
    appStores: keyed(namePattern, appStoreSchema, 'Stores that players install from, by name')
  }
} as const

export interface Channel {
  signing?: string
  store?: 'play'
  stamp: Record<string, string>
}

export interface Pairing {
  baseline?: string
  environment?: string
  hotUpdate?: string
}

export interface Packages {
  output: string
  version?: string
  build?: number
  baselines: Record<string, Baseline>
  platforms: Record<string, Platform>
  channels: Record<string, Channel>
  pairings: Record<string, Pairing>
  order: Array<Selection & { config?: ConfigPlace }>
  edits: Edit[]
  signing: Record<string, Signing>
  configKey?: string
  limits: { jobs: number, memoryMb: number, freeDiskMb: number }
  labels: string[]
  jenkins?: PackageJenkins
  hotUpdate?: HotUpdate
  artifacts?: Artifacts
  appStores: Record<string, AppStoreSettings>
  symbols: Record<string, SymbolServer>
}
