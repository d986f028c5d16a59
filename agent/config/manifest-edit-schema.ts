import { relativePath } from './relative-path.js'

/** Dots and letters as Android takes them; at most what fits into a resource table. */
const packagePattern = '^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)+$'

/** A language as resources may have it, such as zh, zh-CN, zh-Hant-TW or es-419. */
export const languagePattern = '^(default|[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?)$'

const label = { type: 'string', minLength: 1, maxLength: 512, description: 'The name' } as const
const picture = { ...relativePath, description: 'A picture of the project' } as const

/** As folders of resources have them. */
const densities = ['ldpi', 'mdpi', 'tvdpi', 'hdpi', 'xhdpi', 'xxhdpi', 'xxxhdpi'] as const
export type Density = typeof densities[number]

/** One picture for all, or one for each density. */
export type IconPictures = string | Partial<Record<Density | 'default', string>>

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
      ...label,
      type: ['string', 'object'],
      description: 'Name below the icon: one for all languages, or by language, such as zh-CN and default. ' +
        'A language that is left out keeps the name that it had',
      minProperties: 1,
      maxProperties: 128,
      propertyNames: { pattern: languagePattern },
      additionalProperties: label
    },
    icon: {
      ...picture,
      type: ['string', 'object'],
      description:
        'Picture of the project that replaces the icon, scaled for each density, or one for each ' +
        'density. Icons of XML need an edit with put before',
      minProperties: 1,
      additionalProperties: false,
      properties: {
        ...Object.fromEntries(densities.map(each => [each, picture])),
        default: { ...picture, description: 'The one for all others' }
      }
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
  label?: string | Record<string, string>
  icon?: IconPictures
  metaData: Record<string, string | number | boolean | null>
  providers: Record<string, string>
}
