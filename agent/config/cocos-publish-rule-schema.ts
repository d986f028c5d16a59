import type { FromSchema } from 'json-schema-to-ts'
import { pick } from '../pick.js'
import { atlasOptionsSchema } from './atlas-rule-schema.js'
import { ccsuiOptionsSchema } from './ccsui-rule-schema.js'
import { relativePath } from './relative-path.js'

/** How the pictures of csi sheets are written; of the rest a csi says it itself. */
export const sheetPictureOptions = [
  'scales',
  'textureFormat',
  'pixelFormat',
  'dither',
  'premultiplyAlpha',
  'alphaBleeding',
  'quality',
  'astcBlock'
] as const

export const cocosPublishOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  description:
    'Options of the cocos-publish processor, which makes what Cocos Studio publishes: csb, sheets of csi ' +
    'files, and copies of what they name',
  properties: {
    resources: {
      enum: ['reference', 'all', 'none'],
      description:
        'Which files are copied: those that csd name with what these need, all that the project lists, or ' +
        'none. Default: what the .cfg beside the .ccs says, else reference'
    },
    serializer: {
      enum: ['csb', 'json', 'lua'],
      description:
        "What csd are published as: csb for the engine's loader, JSON for JavaScript, or Lua scripts. " +
        'Default: what the .cfg beside the .ccs says, else csb'
    },
    defaultPictures: {
      ...relativePath,
      description:
        "Folder of the project that holds the Studio's own pictures (Button_Normal.png …), such as an old " +
        'res/Default; without it, transparent ones of their size stand in'
    },
    format: {
      enum: ['cocos2d-2', 'cocos2d-3'],
      default: 'cocos2d-2',
      description: 'Sheet description of csi files: cocos2d plist format 2, as the Studio writes it, or 3'
    },
    layout: atlasOptionsSchema.properties.layout,
    ...pick(atlasOptionsSchema.properties, sheetPictureOptions),
    texts: ccsuiOptionsSchema.properties.texts,
    engine: ccsuiOptionsSchema.properties.engine,
    unknownClass: ccsuiOptionsSchema.properties.unknownClass,
    checkReferences: ccsuiOptionsSchema.properties.checkReferences,
    searchPaths: ccsuiOptionsSchema.properties.searchPaths,
    external: ccsuiOptionsSchema.properties.external,
    reportDependencies: ccsuiOptionsSchema.properties.reportDependencies
  }
} as const

export type CocosPublishOptions = FromSchema<typeof cocosPublishOptionsSchema>
