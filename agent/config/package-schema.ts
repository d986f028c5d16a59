import {
  channelPattern,
  channelSchema,
  namePattern,
  platformPattern,
  versionPattern
} from './release-schema.js'

const inProject = {
  type: 'string',
  minLength: 1,
  maxLength: 512,
  pattern: '^(?!/)(?!.*(^|/)\\.\\.(/|$))'
} as const
/** A path inside a package; {app} is the folder of an IPA's application. */
const entryPath = {
  type: 'string',
  minLength: 1,
  maxLength: 512,
  pattern: '^(?!/)(?!.*(^|/)\\.\\.?(/|$))(?!.*//)[^\\\\\\x00-\\x1f]+$'
} as const
const secret = { type: 'string', maxLength: 4096, pattern: '^(file:.+|env:[A-Za-z_][A-Za-z0-9_]*)$' } as const
const names = {
  type: 'array',
  maxItems: 1000,
  uniqueItems: true,
  items: { type: 'string', minLength: 1, maxLength: 128 }
} as const

const commandProperties = {
  command: {
    type: 'array',
    minItems: 1,
    maxItems: 256,
    items: { type: 'string', maxLength: 4096 },
    description: 'Program and arguments, started without a shell'
  },
  directory: { ...inProject, default: '.', description: 'Folder that it is started in' },
  inputs: {
    type: 'array',
    minItems: 1,
    maxItems: 1000,
    items: inProject,
    description: 'Globs of all files that its result depends on; it runs again when one of them changes'
  },
  environment: {
    type: 'array',
    maxItems: 256,
    uniqueItems: true,
    items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
    default: ['PATH', 'HOME'],
    description: 'Names of the environment variables that it gets; it sees no others'
  },
  timeoutMinutes: {
    type: 'integer',
    minimum: 1,
    maximum: 1440,
    default: 120,
    description: 'Longest time that it may take; it is ended then'
  }
} as const

const buildSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['command', 'inputs'],
  description: 'The command that makes the baseline, for example Gradle or Xcode',
  properties: commandProperties
} as const

const execSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['command', 'inputs', 'produces'],
  description:
    "A command that makes each row: {config}, {baseline} and {output} in its arguments are the row's " +
    'config document, the baseline and what it has to write',
  properties: {
    ...commandProperties,
    produces: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$',
      description: 'Name of the file or folder that it writes at {output}'
    }
  }
} as const

const baselineSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'path'],
  description: 'What packages are made from',
  properties: {
    type: { enum: ['apk', 'ipa', 'zip', 'folder'], description: 'What it is' },
    path: { ...inProject, description: 'Where it is, relative to the project' },
    build: buildSchema
  }
} as const

const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['in'],
  description: "Where a row's config document lands; it always lies beside the package too",
  properties: {
    in: {
      enum: ['beside', 'entry', 'stamp'],
      description:
        'beside: only there; entry: a file inside the package; stamp: in the channel stamp of an APK, ' +
        'which needs no new signature'
    },
    path: {
      ...entryPath,
      description: 'Path inside the package, for "entry"; {app} is an IPA\'s application folder'
    }
  },
  if: { properties: { in: { const: 'entry' } } },
  then: { required: ['path'] }
} as const

const platformSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'A platform that packages are made for',
  properties: {
    baseline: { type: 'string', pattern: namePattern, description: 'Name of the baseline' },
    exec: execSchema,
    channels: { ...names, description: 'Its channels. Default: all of packages.channels' },
    pack: { enum: ['zip', 'folder'], default: 'zip', description: 'What a folder baseline becomes' },
    config: configSchema,
    stamp: {
      type: 'boolean',
      default: true,
      description: 'Write the channel into the signing block of an APK'
    },
    signing: {
      type: 'string',
      pattern: namePattern,
      description: 'Name of the signing that is used when a package changes'
    }
  }
} as const

const signingSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Keys; files and passwords are named, never written here. APK: keystore, alias, password. IPA: p12 ' +
    'with password, or identity',
  properties: {
    keystore: {
      ...secret,
      description: 'file:PATH of the keystore, or env:NAME of a variable that holds its path'
    },
    alias: {
      type: 'string',
      minLength: 1,
      maxLength: 256,
      pattern: '^[^-@]',
      description: 'Name of the key in the keystore'
    },
    password: {
      ...secret,
      description: 'file:PATH or env:NAME with the password of the keystore or the p12'
    },
    keyPassword: { ...secret, description: 'The same for the key. Default: the password' },
    schemes: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['v1', 'v2', 'v3'] },
      default: ['v1', 'v2', 'v3'],
      description: 'APK signature schemes'
    },
    p12: {
      ...secret,
      description:
        'file:PATH of a p12 with certificate and key, or env:NAME of a variable that holds its path'
    },
    identity: {
      type: 'string',
      minLength: 1,
      maxLength: 256,
      pattern: '^[^-@]',
      description: 'Name of the certificate in the keychain, for codesign'
    },
    profile: { ...inProject, description: 'Provisioning profile that is put in as embedded.mobileprovision' },
    entitlements: { ...inProject, description: 'Entitlements file' }
  }
} as const

const whenSchema = {
  type: 'object',
  additionalProperties: false,
  default: {},
  description: 'Rows that this is for; a list that is left out takes all',
  properties: {
    targets: { ...names, description: 'Targets' },
    platforms: { ...names, description: 'Platforms' },
    channels: { ...names, description: 'Channels' },
    pairings: { ...names, description: 'Pairings' }
  }
} as const

const editSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'A change of the baseline: put a file or a folder, remove entries, or set values of a property list. ' +
    'Later ones win',
  properties: {
    when: whenSchema,
    put: { ...entryPath, description: 'Path inside the package; one that ends in / takes a folder' },
    from: { ...inProject, description: 'File or, with a trailing slash, folder of the project to put there' },
    remove: { ...entryPath, description: 'Glob of entries to remove' },
    plist: { ...entryPath, description: 'Property list inside the package (XML or binary)' },
    set: {
      type: 'object',
      maxProperties: 256,
      description: 'Keys of that property list with their values; null removes a key'
    }
  },
  oneOf: [{ required: ['put', 'from'] }, { required: ['remove'] }, { required: ['plist', 'set'] }]
} as const

const hotUpdateSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url', 'content'],
  description: 'Hot updates: manifests per target, and folders of content that never change',
  properties: {
    url: {
      type: 'string',
      maxLength: 2048,
      pattern: '^https?://[^\\s@?#]+/$',
      description: 'Address under which packages.hotUpdate.output is served, with a slash at its end'
    },
    output: {
      ...inProject,
      default: 'build/hotupdate',
      description: 'Folder that receives everything; it keeps all earlier versions'
    },
    content: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      description: 'What players download',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['from'],
        description: 'A folder',
        properties: {
          when: whenSchema,
          from: { ...inProject, description: 'Folder of the project' },
          to: {
            type: 'string',
            maxLength: 512,
            default: '',
            pattern: '^(?!/)(?!.*(^|/)\\.\\.(/|$))([^\\\\]*/)?$',
            description: 'Path of the folder for the player, empty or with a slash at its end'
          }
        }
      }
    },
    engineVersion: {
      type: 'string',
      maxLength: 64,
      default: '',
      description: 'engineVersion of the manifests'
    },
    searchPaths: {
      type: 'array',
      maxItems: 64,
      items: { type: 'string', maxLength: 512 },
      default: [],
      description: 'searchPaths of the manifests'
    },
    deltas: {
      type: 'integer',
      minimum: 0,
      maximum: 50,
      default: 0,
      description: 'For so many earlier versions, binary differences are offered beside the whole files'
    }
  }
} as const

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
      ...inProject,
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
    hotUpdate: hotUpdateSchema
  }
} as const

export interface CommandDefinition {
  command: string[]
  directory: string
  inputs: string[]
  environment: string[]
  timeoutMinutes: number
}
export type BaselineType = 'apk' | 'ipa' | 'zip' | 'folder'
export interface Baseline {
  type: BaselineType
  path: string
  build?: CommandDefinition
}
export interface ConfigPlace {
  in: 'beside' | 'entry' | 'stamp'
  path?: string
}
export interface Platform {
  baseline?: string
  exec?: CommandDefinition & { produces: string }
  channels?: string[]
  pack: 'zip' | 'folder'
  config?: ConfigPlace
  stamp: boolean
  signing?: string
}
export interface Channel {
  signing?: string
  stamp: Record<string, string>
}
export interface Pairing {
  baseline?: string
  environment?: string
  hotUpdate?: string
}
export interface Selection {
  targets?: string[]
  platforms?: string[]
  channels?: string[]
  pairings?: string[]
}
export type Edit =
  & { when: Selection }
  & ({ put: string, from: string } | { remove: string } | { plist: string, set: Record<string, unknown> })
export interface Signing {
  keystore?: string
  alias?: string
  password?: string
  keyPassword?: string
  schemes: Array<'v1' | 'v2' | 'v3'>
  p12?: string
  identity?: string
  profile?: string
  entitlements?: string
}
export interface HotUpdate {
  url: string
  output: string
  content: Array<{ when: Selection, from: string, to: string }>
  engineVersion: string
  searchPaths: string[]
  deltas: number
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
  limits: { jobs: number, memoryMb: number, freeDiskMb: number }
  hotUpdate?: HotUpdate
}
