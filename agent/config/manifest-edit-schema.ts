import { relativePath } from './relative-path.js'

/** Dots and letters as Android takes them; at most what fits into a resource table. */
const packagePattern = '^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)+$'

export const manifestEditSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  description:
    'Changes of the AndroidManifest.xml of an APK. {version}, {build}, {channel} and {target} in ' +
    'texts are those ' +
    'of the row',
  properties: {
    version: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: 'versionName, for example {version}'
    },
    build: {
      anyOf: [{ type: 'integer', minimum: 1, maximum: 2_100_000_000 }, { const: '{build}' }],
      description: 'versionCode: a number, or {build}'
    },
    package: {
      type: 'string',
      maxLength: 127,
      pattern: packagePattern,
      description:
        'Package name. Classes keep theirs; provider authorities, permissions and names of processes ' +
        'that begin ' +
        'with the one before are renamed with it'
    },
    label: {
      type: 'string',
      minLength: 1,
      maxLength: 512,
      description: 'Name below the icon, in all languages'
    },
    icon: {
      ...relativePath,
      description: 'Picture of the project that replaces the icon, scaled for each density. Icons of XML ' +
        'need an edit with put before'
    },
    metaData: {
      type: 'object',
      maxProperties: 256,
      default: {},
      additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
      description: 'Values of meta-data elements of the application by their names; null removes one'
    },
    providers: {
      type: 'object',
      maxProperties: 256,
      default: {},
      additionalProperties: { type: 'string', minLength: 1, maxLength: 512 },
      description:
        'With package: new provider authorities by the old ones, for those that do not begin with ' +
        'the package name'
    }
  }
} as const

export interface ManifestSettings {
  version?: string
  build?: number | '{build}'
  package?: string
  label?: string
  icon?: string
  metaData: Record<string, string | number | boolean | null>
  providers: Record<string, string>
}
