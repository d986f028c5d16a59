import type { FromSchema } from 'json-schema-to-ts'
import { relativePath } from './relative-path.js'
import { toolTimeoutMs } from './tool-timeout.js'

const exporterProperties = {
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
    description:
      'Fail when a csb names a picture, frame, font, map or csb that the game will not find among the ' +
      'outputs'
  },
  searchPaths: {
    type: 'array',
    maxItems: 64,
    items: relativePath,
    default: [],
    description: 'Folders below assets.output where the game looks besides the output of this rule and ' +
      'assets.output itself, in its order'
  },
  external: {
    type: 'array',
    maxItems: 256,
    items: relativePath,
    default: [],
    description: 'Globs of paths, as the csb names them, that the game gets in another way'
  },
  reportDependencies: {
    type: 'boolean',
    default: false,
    description:
      'List what each csb needs (sheets, pictures, fonts, maps, other csb) in the report of a run, ' +
      'under dependencies'
  }
} as const

export const ccsuiOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Options of the ccsui processor',
  properties: {
    ...exporterProperties,
    engine: {
      enum: ['cocos2d-x', 'axmol'],
      default: 'cocos2d-x',
      description:
        'Whose loader reads the csb: axmol knows more classes (RadioButton, RichText, TextFieldEx, ' +
        'SpineSkeleton) and styles of texts'
    },
    serializer: {
      enum: ['csb', 'json', 'lua'],
      default: 'csb',
      description:
        "What csd are published as: csb for the engine's loader, JSON for JavaScript, or Lua scripts"
    },
    texts: {
      ...relativePath,
      description:
        'Table of the texts of one language (packline ccsui texts export) that the csb get in place of ' +
        'those of the csd; {language} stands for each of assets.variants'
    }
  }
} as const

export const ccsuiexporterOptionsSchema = {
  ...ccsuiOptionsSchema,
  description: 'Options of the ccsui processor with tool "ccsuiexporter"',
  properties: { ...exporterProperties, toolTimeoutMs: { ...toolTimeoutMs, default: 120_000 } }
} as const

export const cocosToolOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Options of the ccsui processor with tool "cocos-tool", which publishes the .ccs projects that ' +
    'include names and knows no prefixes',
  properties: {
    checkReferences: ccsuiOptionsSchema.properties.checkReferences,
    searchPaths: ccsuiOptionsSchema.properties.searchPaths,
    external: ccsuiOptionsSchema.properties.external,
    reportDependencies: ccsuiOptionsSchema.properties.reportDependencies,
    toolTimeoutMs: { ...toolTimeoutMs, default: 1_800_000 }
  }
} as const

export type CcsuiOptions = FromSchema<typeof ccsuiOptionsSchema>
export type CcsuiexporterOptions = FromSchema<typeof ccsuiexporterOptionsSchema>
export type CocosToolOptions = FromSchema<typeof cocosToolOptionsSchema>
