import type { AtlasOptions } from './atlas-rule-schema.js'
import { atlasOptionsSchema } from './atlas-rule-schema.js'
import type { ImageOptions } from './image-rule-schema.js'
import { imageOptionsSchema } from './image-rule-schema.js'

const name = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$' } as const

/** Options that win over a rule's own; what is left out stays as the rule has it. */
function overriding (schema: { properties: Readonly<Record<string, object>> }, what: string): object {
  const properties = Object
    .entries(schema.properties)
    .filter(([option]) => option !== 'scales')
    .map(([option, field]) => [option, withoutDefault(field)])
  return {
    type: 'object',
    additionalProperties: false,
    description: `Options of ${what} rules that are different here`,
    properties: Object.fromEntries(properties)
  }
}

function withoutDefault (field: object): object {
  return Object.fromEntries(Object.entries(field).filter(([key]) => key !== 'default'))
}

/** Said once in the schema of the project file, however many variants take them. */
export const overrideDefinitions = {
  atlasOverrides: overriding(atlasOptionsSchema, 'atlas'),
  imageOverrides: overriding(imageOptionsSchema, 'image')
}

const overrides = {
  atlas: { $ref: '#/definitions/atlasOverrides' },
  image: { $ref: '#/definitions/imageOverrides' }
} as const

/** What the assets of a game come in: a rule is built once for each value that its paths name. */
export const variantsSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Platforms, languages and qualities that the game comes in; {platform}, {language} and {quality} in ' +
    'include and output of a rule stand for each of them. A game loads one value of each, so names may ' +
    'repeat between them',
  properties: {
    platforms: {
      type: 'object',
      maxProperties: 16,
      propertyNames: name,
      additionalProperties: { type: 'object', additionalProperties: false, properties: overrides },
      default: {},
      description: 'By name, with the options that are different on that platform'
    },
    languages: {
      type: 'array',
      maxItems: 64,
      uniqueItems: true,
      items: name,
      default: [],
      description: 'Names of languages'
    },
    qualities: {
      type: 'object',
      maxProperties: 8,
      propertyNames: name,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          scale: {
            type: 'number',
            exclusiveMinimum: 0,
            maximum: 4,
            description: "Pixels of the output per pixel of the art, in place of the rule's scales"
          },
          ...overrides
        }
      },
      default: {},
      description: 'By name, with the scale and the options of that quality'
    }
  }
} as const

export interface VariantSettings {
  scale?: number
  atlas?: Partial<AtlasOptions>
  image?: Partial<ImageOptions>
}

export interface Variants {
  platforms: Record<string, VariantSettings>
  languages: string[]
  qualities: Record<string, VariantSettings>
}
