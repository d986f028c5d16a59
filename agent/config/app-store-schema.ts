import { type Selection, whenSchema } from './edit-schema.js'
import { relativePath } from './relative-path.js'
import { secretFile } from './schema-fields.js'

const appStoreServices = [
  'google-play',
  'app-store-connect',
  'huawei',
  'xiaomi',
  'oppo',
  'vivo',
  'tencent',
  'command'
] as const
export type AppStoreService = typeof appStoreServices[number]

/** A store of applications that packages go to. Which fields each service takes: app-store-checks.ts. */
export const appStoreSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['service'],
  description: 'A store that players install from; "packline release upload" sends packages there',
  properties: {
    service: {
      enum: appStoreServices,
      description:
        'Google Play, App Store Connect, Huawei AppGallery, the stores of Xiaomi, OPPO, vivo and ' +
        'Tencent (应用宝), or a command of your own for any other'
    },
    when: whenSchema,
    application: {
      type: 'string',
      maxLength: 255,
      pattern: '^[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+$',
      description: 'Package name or bundle id: no other application is sent there'
    },
    credentialsFile: {
      ...secretFile,
      description:
        'The file with the key of the store, relative to the project; docs/app-stores.md shows each'
    },
    endpoint: {
      type: 'string',
      maxLength: 2048,
      pattern: '^(https://[^\\s@?#]+|http://127\\.0\\.0\\.1:\\d+[^\\s@?#]*)[^/]$',
      description:
        "Address of the service in place of its usual one: a sandbox, another region's, or a stand-in"
    },
    appId: {
      type: 'string',
      maxLength: 64,
      pattern: '^[0-9A-Za-z]+$',
      description: 'The number by which Huawei or Tencent knows the application'
    },
    track: {
      type: 'string',
      maxLength: 128,
      pattern: '^[A-Za-z0-9][A-Za-z0-9:_. -]*$',
      description: 'Google Play: the track. Default: production'
    },
    percent: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 100,
      description: 'Google Play: the share of players that gets it, in percent. Default: all'
    },
    review: {
      enum: ['automatic', 'by-hand'],
      description: 'Google Play: whether it is sent for review at once, or by somebody in the console'
    },
    language: {
      type: 'string',
      maxLength: 16,
      pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
      description: 'Language of the notes for players. Default: en-US at Google Play, zh-CN at Huawei'
    },
    mapping: { ...relativePath, description: 'Google Play: mapping.txt of R8 or ProGuard, which goes along' },
    nativeSymbols: {
      ...relativePath,
      description: 'Google Play: zip of native debug symbols, which goes along'
    },
    icon: { ...relativePath, description: 'Xiaomi: PNG of the icon, which it wants with each package' },
    command: {
      type: 'array',
      minItems: 1,
      maxItems: 64,
      items: { type: 'string', minLength: 1, maxLength: 1024 },
      description:
        'Program and arguments, run without a shell in the project. {file}, {sha256}, {application}, ' +
        '{version}, {build}, {channel}, {notes} and {credentials} become what they name'
    },
    environment: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
      description: 'Variables that the command gets besides the usual ones'
    }
  }
} as const

export interface AppStoreSettings {
  service: AppStoreService
  when: Selection
  application?: string
  credentialsFile?: string
  endpoint?: string
  appId?: string
  track?: string
  percent?: number
  review?: 'automatic' | 'by-hand'
  language?: string
  mapping?: string
  nativeSymbols?: string
  icon?: string
  command?: string[]
  environment?: string[]
}
