import type { FromSchema } from 'json-schema-to-ts'
import { atlasOptionsSchema } from './atlas-rule-schema.js'

const {
  layout: _layout,
  layoutFile: _layoutFile,
  minEfficiency: _minEfficiency,
  astcBlock: _astcBlock,
  ...sharedAtlasOptions
} = atlasOptionsSchema.properties

/**
 * Options of the `atlas` processor with TexturePacker: those of the embedded packer that it can follow, and
 * its own.
 */
export const texturepackerOptionsSchema = {
  ...atlasOptionsSchema,
  description:
    'Options of the atlas processor with tool "texturepacker"; for a .tps file in include only scales, ' +
    'pages, toolVersion and toolTimeoutMs count',
  properties: {
    ...sharedAtlasOptions,
    textureFormat: {
      enum: ['png', 'png8', 'webp', 'pvr.ccz'],
      default: 'png',
      description: 'Picture format of the pages; png8 has a palette and loses colours'
    },
    dither: {
      enum: ['none', 'linear', 'floyd-steinberg', 'floyd-steinberg-alpha', 'atkinson', 'atkinson-alpha'],
      default: 'floyd-steinberg',
      description: 'How the smaller pixel formats are dithered; the -alpha ones dither transparency too'
    },
    pages: {
      ...atlasOptionsSchema.properties.pages,
      description:
        'Names of the pages: a number with multipack only (auto), always (numbered), or one page that a ' +
        'second one would be an error beside (single)'
    },
    multipack: {
      type: 'boolean',
      default: false,
      description:
        'Go on with another page when one is full; pages are then named by pageName, also when there is ' +
        'only one'
    },
    toolVersion: {
      type: 'string',
      pattern: '^\\d[0-9A-Za-z.+-]{0,31}$',
      description:
        'The version of TexturePacker that has to be used; a machine without TexturePacker can take ' +
        'finished results from the cache only when this is set'
    },
    toolTimeoutMs: {
      type: 'integer',
      minimum: 1000,
      maximum: 86_400_000,
      default: 1_800_000,
      description:
        'Longest time that one run of TexturePacker may take; a hanging one is killed then, and its ' +
        'licence seat is free again'
    }
  }
} as const

export type TexturepackerOptions = FromSchema<typeof texturepackerOptionsSchema>
