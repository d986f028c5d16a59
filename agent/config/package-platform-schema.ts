import { type CommandDefinition, execSchema } from './baseline-schema.js'
import { type HardeningDefinition, hardeningSchema } from './hardening-schema.js'
import { entryPath, names } from './package-fields.js'
import { namePattern } from './name-patterns.js'
import { relativePath } from './relative-path.js'

export const configSchema = {
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

const channelForms = ['walle', 'vasdolly', 'packer-ng'] as const
export type ChannelForm = typeof channelForms[number]

export const platformSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'A platform that packages are made for',
  properties: {
    baseline: { type: 'string', pattern: namePattern, description: 'Name of the baseline' },
    exec: execSchema,
    channels: { ...names, description: 'Its channels. Default: all of packages.channels' },
    pack: { enum: ['zip', 'folder'], default: 'zip', description: 'What a folder baseline becomes' },
    splits: {
      type: 'object',
      additionalProperties: false,
      description:
        'Of an App Bundle: in its place the set of split APKs (.apks) that bundletool makes, signed here',
      properties: {
        device: {
          ...relativePath,
          description:
            'A device specification, as "bundletool get-device-spec" writes it: only the APKs for that device'
        }
      }
    },
    config: configSchema,
    stamp: {
      type: 'boolean',
      default: true,
      description:
        'Write the channel into the signing block of an APK, or of each base of a set of split APKs'
    },
    channelForms: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: channelForms },
      default: ['walle'],
      description:
        "Whose readers find the channel: Walle's (the only form that holds other texts), VasDolly's, " +
        "packer-ng's"
    },
    signing: {
      type: 'string',
      pattern: namePattern,
      description: 'Name of the signing that is used when a package changes'
    },
    hardening: hardeningSchema
  }
} as const

export interface ConfigPlace {
  in: 'beside' | 'entry' | 'stamp'
  path?: string
}

export interface Platform {
  baseline?: string
  exec?: CommandDefinition & { produces: string }
  channels?: string[]
  pack: 'zip' | 'folder'
  splits?: { device?: string }
  config?: ConfigPlace
  stamp: boolean
  channelForms: ChannelForm[]
  signing?: string
  hardening?: HardeningDefinition
}
