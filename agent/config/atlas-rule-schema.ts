import type { FromSchema } from 'json-schema-to-ts'
import { relativePath } from './relative-path.js'

const side = { type: 'integer', minimum: 0, maximum: 16384 } as const
const share = { type: 'number', minimum: -16, maximum: 16 } as const

/** What some sprites of a set have different from the others. */
const spriteSettingsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['include'],
  properties: {
    include: {
      type: 'array',
      minItems: 1,
      maxItems: 256,
      items: relativePath,
      description: 'Globs of pictures, relative to the group as {path} is'
    },
    trim: { type: 'boolean', description: 'Cut transparent borders off' },
    rotation: { type: 'boolean', description: 'May be turned by 90°' },
    extrude: { type: 'integer', minimum: 0, maximum: 16, description: 'How far the edge is repeated' },
    pivot: {
      type: 'object',
      additionalProperties: false,
      required: ['x', 'y'],
      properties: { x: share, y: share },
      description:
        'The point that the sprite turns about and is placed by, as shares of its width and height from ' +
        'the top left; anchor in cocos2d-3 and JSON sheets'
    },
    borders: {
      type: 'object',
      additionalProperties: false,
      required: ['left', 'top', 'right', 'bottom'],
      properties: { left: side, top: side, right: side, bottom: side },
      description:
        'Borders of a nine-slice picture in pixels of the art: it is neither trimmed nor turned; in JSON ' +
        'sheets'
    }
  }
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
    pageShape: {
      enum: ['any', 'square', 'fixed'],
      default: 'any',
      description:
        'Pages as large as they need to be (any), with equal sides (square), or all of maxSize (fixed)'
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
    mesh: {
      type: 'boolean',
      default: false,
      description:
        'Frames carry polygons around what is visible, so that the game draws fewer transparent pixels; ' +
        'for format cocos2d-3, and without rotation'
    },
    rotation: { type: 'boolean', default: true, description: 'Sprites may be turned by 90° to fit better' },
    sprites: {
      type: 'array',
      maxItems: 256,
      default: [],
      description: 'Settings of single sprites, by globs; a later entry wins over an earlier one',
      items: spriteSettingsSchema
    },
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
      enum: ['png', 'png8', 'webp', 'pvr.ccz', 'astc', 'etc1', 'etc2', 'pvrtc4', 'ktx2'],
      default: 'png',
      description:
        'Picture format of the pages; png8 has a palette and loses colours; etc1 has its alpha in a second ' +
        'file, PAGE.pkm@alpha; pvrtc4 pages become squares of a power of two'
    },
    pixelFormat: {
      enum: ['RGBA8888', 'RGBA4444', 'RGBA5551', 'RGB888', 'RGB565', 'A8'],
      default: 'RGBA8888',
      description: "Bits per channel in the game's memory; A8 has alpha only"
    },
    dither: {
      enum: ['none', 'floyd-steinberg'],
      default: 'floyd-steinberg',
      description: 'How the smaller pixel formats are dithered; none rounds, which pixel art may want'
    },
    premultiplyAlpha: { type: 'boolean', default: false, description: 'Multiply colours by alpha' },
    alphaBleeding: {
      enum: ['auto', 'on', 'off'],
      default: 'auto',
      description:
        'Transparent pixels beside visible ones get their colour, so that filtering draws no dark rims; ' +
        'auto: for straight alpha in every format but png and png8, whose colours the engine multiplies'
    },
    contentProtection: {
      type: 'string',
      pattern: '^[A-Za-z_][A-Za-z0-9_]{0,127}$',
      description:
        'Encrypt pvr.ccz pages so that the game needs a key (ZipUtils::setPvrEncryptionKey): the name of ' +
        'the environment variable that holds it, 32 hex digits'
    },
    quality: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 90,
      description: 'Quality of png8, webp and ktx2; 100 makes webp lossless and ktx2 nearly so'
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
    pages: {
      enum: ['auto', 'numbered', 'single'],
      default: 'auto',
      description:
        'Names of the pages: a number only when there are several (auto), always (numbered), or one page ' +
        'that a second one would be an error beside (single)'
    },
    pageName: {
      type: 'string',
      pattern: '\\{n\\}',
      maxLength: 128,
      default: '{name}-{n}',
      description: 'Name of a page when there are several; {n} counts from 0'
    },
    frameScope: {
      enum: ['game', 'set'],
      default: 'game',
      description:
        'Where frame names are unique: in the game, or only in each set, for sets that are never loaded ' +
        'together, as levels are'
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

export type AtlasOptions = FromSchema<typeof atlasOptionsSchema>

/** Options of the atlas processor, with defaults for what `given` leaves out. */
export function atlasOptions (given: Partial<AtlasOptions> = {}): AtlasOptions {
  const defaults = Object.entries(atlasOptionsSchema.properties).flatMap(([name, field]) =>
    'default' in field ? [[name, field.default]] : []
  )
  return { ...Object.fromEntries(defaults), ...given } as AtlasOptions
}
