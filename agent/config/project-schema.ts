import { defaultExcludes } from './default-excludes.js'
import { optionParameterSchema } from './option-parameter-schema.js'
import { packagesSchema } from './package-schema.js'
import type { Packages } from './package-schema.js'
import { relativePath } from './relative-path.js'
import { imagesSchema } from './container-image-schema.js'
import type { ContainerImage } from './container-image-schema.js'
import { releaseProperties } from './release-schema.js'
import type { ReleaseDefinition } from './release-schema.js'
import type { Rule } from './rule-schema.js'
import { ruleSchema } from './rule-schema.js'
import { sitesSchema } from './site-schema.js'
import type { Sites } from './site-schema.js'
import { stagingSchema } from './staging-schema.js'
import type { Staging } from './staging-schema.js'
import { overrideDefinitions, variantsSchema } from './variant-schema.js'
import type { Variants } from './variant-schema.js'

/** The project file, packline.json. resources/schema/packline.schema.json is generated from this. */
export const projectSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'packline project file',
  type: 'object',
  additionalProperties: false,
  required: ['project'],
  description: 'What packline does for a game repository',
  definitions: { ...overrideDefinitions, optionParameter: optionParameterSchema },
  properties: {
    $schema: { type: 'string', description: 'Where editors find this schema' },
    project: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
      description: 'Short name of the game'
    },
    assets: {
      type: 'object',
      additionalProperties: false,
      description: 'Asset builds',
      properties: {
        output: { ...relativePath, default: 'build/res', description: 'Folder that receives all outputs' },
        outsideProject: {
          type: 'boolean',
          default: false,
          description: 'Let output be a link that leads out of the project, to another disk or repository'
        },
        hardLinks: {
          type: 'boolean',
          default: false,
          description:
            'Outputs are read-only links into the cache: they take no space, and keep old time stamps'
        },
        exclude: {
          type: 'array',
          maxItems: 256,
          items: relativePath,
          default: defaultExcludes,
          description: 'Globs of files that no rule takes'
        },
        gitignore: {
          type: 'boolean',
          default: false,
          description: 'Also leave out what .gitignore files leave out'
        },
        profile: {
          enum: ['fast', 'release'],
          default: 'fast',
          description: 'fast for daily work; release tries harder: smaller and fewer pages, more time'
        },
        variants: variantsSchema,
        rules: { type: 'array', maxItems: 1000, items: ruleSchema, default: [], description: 'What to build' }
      }
    },
    ...releaseProperties,
    packages: packagesSchema,
    sites: sitesSchema,
    images: imagesSchema,
    staging: stagingSchema
  }
} as const

export type BuildProfile = 'fast' | 'release'

export interface ProjectFile extends ReleaseDefinition {
  project: string
  assets: {
    output: string
    outsideProject: boolean
    hardLinks: boolean
    exclude: string[]
    gitignore: boolean
    profile: BuildProfile
    variants?: Variants
    rules: Rule[]
  }
  packages: Packages
  sites: Sites
  images: Record<string, ContainerImage>
  staging?: Staging
}
