import { type ManifestSettings, manifestEditSchema } from './manifest-edit-schema.js'
import { entryPath, names } from './package-fields.js'
import { relativePath } from './relative-path.js'

export const whenSchema = {
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

export const editSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'A change of the baseline: put a file or a folder, remove entries, set values of a property ' +
    'list, or change ' +
    'the manifest of an APK. Later ones win',
  properties: {
    when: whenSchema,
    put: { ...entryPath, description: 'Path inside the package; one that ends in / takes a folder' },
    from: {
      ...relativePath,
      description: 'File or, with a trailing slash, folder of the project to put there'
    },
    remove: { ...entryPath, description: 'Glob of entries to remove' },
    plist: { ...entryPath, description: 'Property list inside the package (XML or binary)' },
    set: {
      type: 'object',
      maxProperties: 256,
      description: 'Keys of that property list with their values; null removes a key. {version}, {build}, ' +
        '{channel} and ' +
        '{target} in texts are those of the row'
    },
    manifest: manifestEditSchema
  },
  oneOf: [
    { required: ['put', 'from'] },
    { required: ['remove'] },
    { required: ['plist', 'set'] },
    { required: ['manifest'] }
  ]
} as const

export interface Selection {
  targets?: string[]
  platforms?: string[]
  channels?: string[]
  pairings?: string[]
}

export type Edit =
  & { when: Selection }
  & (
    | { put: string, from: string }
    | { remove: string }
    | { plist: string, set: Record<string, unknown> }
    | { manifest: ManifestSettings }
  )
