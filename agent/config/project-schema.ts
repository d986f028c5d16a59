import type { FromSchema } from 'json-schema-to-ts'
import { packagesSchema } from './package-schema.js'
import type { Packages } from './package-schema.js'
import { releaseProperties } from './release-schema.js'
import type { ReleaseDefinition } from './release-schema.js'

const relativePath = {
  type: 'string',
  minLength: 1,
  maxLength: 512,
  pattern: '^(?!/)(?!.*(^|/)\\.\\.(/|$))'
} as const

/** Options of the `atlas` processor. */
export const atlasOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Options of the atlas processor',
  properties: {
    maxSize: {
      type: 'integer',
      minimum: 16,
      maximum: 16384,
      default: 2048,
      description: 'Longest side of a page, in pixels'
    },
    sizeConstraint: {
      enum: ['any', 'word-aligned', 'pot'],
      default: 'any',
      description: 'Page sides: any size, multiples of 4 (word-aligned), or powers of two (pot)'
    },
    padding: {
      type: 'integer',
      minimum: 0,
      maximum: 64,
      default: 2,
      description: 'Transparent pixels between two sprites'
    },
    border: {
      type: 'integer',
      minimum: 0,
      maximum: 64,
      default: 0,
      description: 'Transparent pixels along the edges of a page'
    },
    extrude: {
      type: 'integer',
      minimum: 0,
      maximum: 16,
      default: 0,
      description: 'How many times the outermost pixels of a sprite are repeated around it'
    },
    trim: {
      type: 'boolean',
      default: true,
      description: 'Cut transparent borders off; nine-patch frames (*.9.png) are never trimmed'
    },
    trimThreshold: {
      type: 'integer',
      minimum: 0,
      maximum: 254,
      default: 0,
      description: 'Alpha up to which a pixel counts as transparent'
    },
    trimMargin: {
      type: 'integer',
      minimum: 0,
      maximum: 64,
      default: 0,
      description: 'Transparent pixels kept around a trimmed sprite'
    },
    rotation: { type: 'boolean', default: true, description: 'Sprites may be turned by 90° to fit better' },
    alias: {
      type: 'boolean',
      default: true,
      description: 'Sprites with the same trimmed pixels share one place'
    },
    layout: {
      enum: ['free', 'stable'],
      default: 'free',
      description:
        'stable keeps each sprite where the layout file has it, so that a change rewrites few pages'
    },
    layoutFile: {
      ...relativePath,
      description:
        'Where the layout file of layout "stable" is kept, with {dir} for the group; commit it. Default: ' +
        'packline-layouts/OUTPUT.json'
    },
    minEfficiency: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.8,
      description: 'layout "stable" packs anew when less than this share of the page area is used'
    },
    format: {
      enum: ['cocos2d-3', 'cocos2d-2', 'json'],
      default: 'cocos2d-3',
      description: 'Sheet description: cocos2d plist format 3 or 2, or JSON (hash form)'
    },
    textureFormat: {
      enum: ['png', 'png8', 'webp', 'pvr.ccz', 'astc'],
      default: 'png',
      description: 'Picture format of the pages; png8 has a palette and loses colours'
    },
    pixelFormat: {
      enum: ['RGBA8888', 'RGBA4444', 'RGB565'],
      default: 'RGBA8888',
      description: "Bits per channel in the game's memory; the smaller ones are dithered"
    },
    premultiplyAlpha: { type: 'boolean', default: false, description: 'Multiply colours by alpha' },
    quality: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 90,
      description: 'Quality of png8 and lossy webp; 100 makes webp lossless'
    },
    astcBlock: { enum: ['4x4', '5x5', '6x6', '8x8'], default: '6x6', description: 'Block size of astc' },
    scales: {
      type: 'array',
      minItems: 1,
      maxItems: 8,
      uniqueItems: true,
      items: { type: 'number', exclusiveMinimum: 0, maximum: 4 },
      default: [1],
      description:
        'One set of pages per scale; {scale} in the output names it, else @SCALEx is appended for scales ' +
        'other than 1'
    },
    pageName: {
      type: 'string',
      pattern: '\\{n\\}',
      maxLength: 128,
      default: '{name}-{n}',
      description: 'Name of a page when there are several; {n} counts from 0'
    },
    frameName: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      default: '{path}',
      description:
        'Name of a frame: {path} relative to the group with extension, {name} without folder and ' +
        'extension, {dir} the group'
    }
  }
} as const

const imageOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Options of the image processor',
  properties: {
    scales: {
      ...atlasOptionsSchema.properties.scales,
      description:
        'One picture per scale; {scale} in the output names it, else @SCALEx is appended for scales ' +
        'other than 1'
    },
    maxWidth: {
      type: 'integer',
      minimum: 1,
      maximum: 16384,
      description: 'Shrink wider pictures to this width, keeping the proportions'
    },
    maxHeight: {
      type: 'integer',
      minimum: 1,
      maximum: 16384,
      description: 'Shrink higher pictures to this height, keeping the proportions'
    },
    textureFormat: {
      enum: ['same', 'png', 'png8', 'webp', 'jpeg'],
      default: 'same',
      description: 'Picture format of the output'
    },
    quality: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 90,
      description: 'Quality of png8, jpeg and lossy webp; 100 makes webp lossless'
    }
  }
} as const

const ccsuiOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Options of the ccsui processor',
  properties: {
    texturePrefix: {
      type: 'string',
      maxLength: 256,
      default: '',
      description: 'Put before every picture and plist path'
    },
    textureType: {
      enum: ['keep', 'normal', 'plist'],
      default: 'keep',
      description: 'Write every picture as a file (normal) or as a frame of a sheet (plist)'
    },
    csbPrefix: {
      type: 'string',
      maxLength: 256,
      default: '',
      description: 'Put before every path of a nested csb'
    },
    fontPrefix: { type: 'string', maxLength: 256, default: '', description: 'Put before every font path' },
    unknownClass: {
      enum: ['error', 'node'],
      default: 'error',
      description:
        'A node of a class that the engine does not know: an error, or written as a plain node with a warning'
    },
    checkReferences: {
      type: 'boolean',
      default: true,
      description: 'Fail when a csd names a picture, frame, font, map or csd that the project does not have'
    },
    reportDependencies: {
      type: 'boolean',
      default: false,
      description:
        'List what each csb needs (sheets, pictures, fonts, maps, other csb) in the report of a run, ' +
        'under dependencies'
    }
  }
} as const

const toolTimeoutMs = {
  type: 'integer',
  minimum: 1000,
  maximum: 86_400_000,
  description: 'Longest time that one run of the tool may take; a hanging one is killed then'
} as const

const ccsuiexporterOptionsSchema = {
  ...ccsuiOptionsSchema,
  description: 'Options of the ccsui processor with tool "ccsuiexporter"',
  properties: { ...ccsuiOptionsSchema.properties, toolTimeoutMs: { ...toolTimeoutMs, default: 120_000 } }
} as const

const cocosToolOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Options of the ccsui processor with tool "cocos-tool", which publishes the .ccs projects that ' +
    'include names and knows no prefixes',
  properties: {
    checkReferences: ccsuiOptionsSchema.properties.checkReferences,
    reportDependencies: ccsuiOptionsSchema.properties.reportDependencies,
    toolTimeoutMs: { ...toolTimeoutMs, default: 1_800_000 }
  }
} as const

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
const texturepackerOptionsSchema = {
  ...atlasOptionsSchema,
  description:
    'Options of the atlas processor with tool "texturepacker"; for a .tps file in include only scales, ' +
    'toolVersion and toolTimeoutMs count',
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

const ruleSchema = {
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
      enum: ['atlas', 'ccsui', 'image', 'copy'],
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
    output: {
      type: 'string',
      maxLength: 512,
      pattern: relativePath.pattern,
      description:
        "Where to write, relative to assets.output; {dir} is the name of the group's folder, {scale} the " +
        'scale. Without it, everything keeps the place that it has in the project'
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

/** The project file, packline.json. resources/schema/packline.schema.json is generated from this. */
export const projectSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'packline project file',
  type: 'object',
  additionalProperties: false,
  required: ['project'],
  description: 'What packline does for a game repository',
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
        exclude: {
          type: 'array',
          maxItems: 256,
          items: relativePath,
          default: ['**/.DS_Store'],
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
        rules: { type: 'array', maxItems: 1000, items: ruleSchema, default: [], description: 'What to build' }
      }
    },
    ...releaseProperties,
    packages: packagesSchema
  }
} as const

export type AtlasOptions = Required<Omit<FromSchema<typeof atlasOptionsSchema>, 'layoutFile'>> & {
  layoutFile?: string
}
export type TexturepackerOptions =
  & Required<Omit<FromSchema<typeof texturepackerOptionsSchema>, 'toolVersion'>>
  & { toolVersion?: string }
export type ImageOptions = FromSchema<typeof imageOptionsSchema>
export type CcsuiOptions = Required<FromSchema<typeof ccsuiOptionsSchema>> & { toolTimeoutMs?: number }
export type CocosToolOptions = Required<FromSchema<typeof cocosToolOptionsSchema>>
export type BuildProfile = 'fast' | 'release'
export type ProcessorName = 'atlas' | 'ccsui' | 'image' | 'copy'
export type ToolName = 'embedded' | 'texturepacker' | 'ccsuiexporter' | 'cocos-tool'

export interface Rule {
  name: string
  processor: ProcessorName
  tool: ToolName
  include: string[]
  exclude: string[]
  output?: string
  /** Checked against the processor's schema, defaults filled in. */
  options: Record<string, unknown>
}

export interface ProjectFile extends ReleaseDefinition {
  project: string
  assets: { output: string, exclude: string[], gitignore: boolean, profile: BuildProfile, rules: Rule[] }
  packages: Packages
}

/** Options of the atlas processor, with defaults for what `given` leaves out. */
export function atlasOptions (given: Partial<AtlasOptions> = {}): AtlasOptions {
  const defaults = Object.entries(atlasOptionsSchema.properties).flatMap(([name, field]) =>
    'default' in field ? [[name, field.default]] : []
  )
  return { ...Object.fromEntries(defaults), ...given } as AtlasOptions
}
