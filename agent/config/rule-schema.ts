import type { AtlasOptions } from './atlas-rule-schema.js'
import { atlasOptionsSchema } from './atlas-rule-schema.js'
import type { CcsuiOptions, CcsuiexporterOptions, CocosToolOptions } from './ccsui-rule-schema.js'
import {
  ccsuiOptionsSchema,
  ccsuiexporterOptionsSchema,
  cocosToolOptionsSchema
} from './ccsui-rule-schema.js'
import { cocosPublishOptionsSchema } from './cocos-publish-rule-schema.js'
import type { CocosPublishOptions } from './cocos-publish-rule-schema.js'
import type { ImageOptions } from './image-rule-schema.js'
import { imageOptionsSchema } from './image-rule-schema.js'
import { relativePath } from './relative-path.js'
import type { TexturepackerOptions } from './texturepacker-rule-schema.js'
import { texturepackerOptionsSchema } from './texturepacker-rule-schema.js'

export const ruleSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'processor', 'include'],
  description: 'A processor, what it takes in, and where it writes',
  properties: {
    name: {
      type: 'string',
      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
      description: 'Unique name of the rule'
    },
    processor: {
      enum: ['atlas', 'ccsui', 'cocos-publish', 'image', 'copy'],
      description: 'What turns the inputs into outputs'
    },
    tool: {
      enum: ['embedded', 'texturepacker', 'ccsuiexporter', 'cocos-tool'],
      default: 'embedded',
      description:
        'The embedded packer or exporter, or an external tool; a rule never changes its tool by itself'
    },
    include: {
      type: 'array',
      minItems: 1,
      maxItems: 256,
      items: relativePath,
      description: 'Globs relative to the project; one that ends in / names folders, each of them one group'
    },
    exclude: {
      type: 'array',
      maxItems: 256,
      items: relativePath,
      default: [],
      description: 'Globs of files to leave out'
    },
    allowEmpty: {
      type: 'boolean',
      default: false,
      description: 'Whether an include may match nothing; else it is an error, and what is published stays'
    },
    output: {
      type: 'string',
      maxLength: 512,
      pattern: relativePath.pattern,
      description:
        "Where to write, relative to assets.output; {dir} is the name of the group's folder, {scale} the " +
        'scale, {platform}, {language} and {quality} stand for those of assets.variants. Without it, ' +
        'everything keeps the place that it has in the project'
    },
    options: { type: 'object', description: 'Options of the processor' }
  },
  allOf: [
    {
      if: {
        properties: { processor: { const: 'atlas' }, tool: { const: 'texturepacker' } },
        required: ['processor', 'tool']
      },
      then: { properties: { options: texturepackerOptionsSchema } }
    },
    {
      if: {
        properties: { processor: { const: 'atlas' }, tool: { not: { const: 'texturepacker' } } },
        required: ['processor']
      },
      then: { properties: { options: atlasOptionsSchema, tool: { enum: ['embedded', 'texturepacker'] } } }
    },
    {
      if: { properties: { processor: { const: 'image' } }, required: ['processor'] },
      then: { properties: { options: imageOptionsSchema, tool: { const: 'embedded' } } }
    },
    {
      if: {
        properties: { processor: { const: 'ccsui' }, tool: { const: 'ccsuiexporter' } },
        required: ['processor', 'tool']
      },
      then: { properties: { options: ccsuiexporterOptionsSchema } }
    },
    {
      if: {
        properties: { processor: { const: 'ccsui' }, tool: { const: 'cocos-tool' } },
        required: ['processor', 'tool']
      },
      then: { properties: { options: cocosToolOptionsSchema } }
    },
    {
      if: {
        properties: {
          processor: { const: 'ccsui' },
          tool: { not: { enum: ['ccsuiexporter', 'cocos-tool'] } }
        },
        required: ['processor']
      },
      then: {
        properties: {
          options: ccsuiOptionsSchema,
          tool: { enum: ['embedded', 'ccsuiexporter', 'cocos-tool'] }
        }
      }
    },
    {
      if: { properties: { processor: { const: 'cocos-publish' } }, required: ['processor'] },
      then: { properties: { options: cocosPublishOptionsSchema, tool: { const: 'embedded' } } }
    },
    {
      if: { properties: { processor: { const: 'copy' } }, required: ['processor'] },
      then: {
        properties: {
          options: {
            type: 'object',
            additionalProperties: false,
            description: 'The copy processor has no options',
            properties: {}
          },
          tool: { const: 'embedded' }
        }
      }
    }
  ]
} as const

/** For each processor the tools it can work with, and the options that it has with each of them. */
interface RuleVariants {
  atlas:
    | { tool: 'embedded', options: AtlasOptions }
    | { tool: 'texturepacker', options: TexturepackerOptions }
  ccsui:
    | { tool: 'embedded', options: CcsuiOptions }
    | { tool: 'ccsuiexporter', options: CcsuiexporterOptions }
    | { tool: 'cocos-tool', options: CocosToolOptions }
  'cocos-publish': { tool: 'embedded', options: CocosPublishOptions }
  image: { tool: 'embedded', options: ImageOptions }
  copy: { tool: 'embedded', options: Record<string, never> }
}

export type ProcessorName = keyof RuleVariants

/** The rules of one processor. */
export type RuleOf<Name extends ProcessorName> = RuleVariants[Name] & {
  name: string
  processor: Name
  include: string[]
  exclude: string[]
  allowEmpty?: boolean
  output?: string
}

/** Checked against the schema of its processor and tool, defaults filled in. */
export type Rule = { [Name in ProcessorName]: RuleOf<Name> }[ProcessorName]
