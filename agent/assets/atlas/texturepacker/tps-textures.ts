import type { AtlasOptions } from '../../../config/atlas-rule-schema.js'
import { pixelFormats, textureFormats } from '../../pictures/texture-formats.js'
import { textOf } from './tps-settings.js'
import type { Settings } from './tps-settings.js'

/** What a TexturePacker project says of its pages' pixels and their description. */
export function texturesOf (
  settings: Settings,
  leave: (setting: string, value: string) => void
): Partial<AtlasOptions> {
  const take = <Key extends keyof AtlasOptions>(
    option: Key,
    setting: string,
    table: Readonly<Record<string, AtlasOptions[Key]>>
  ): Partial<AtlasOptions> => {
    const value = textOf(settings, setting)
    if (value === '') return {}
    if (Object.hasOwn(table, value)) return { [option]: table[value] }
    leave(setting, value)
    return {}
  }
  // The two before there was alphaHandling.
  const older = [['premultiplyAlpha', 'PremultiplyAlpha'], [
    'reduceBorderArtifacts',
    'ReduceBorderArtifacts'
  ]] as const
  const alpha = textOf(settings, 'alphaHandling') ||
    (older.find(([key]) => settings.get(key) === true)?.[1] ?? '')
  if (alpha === 'KeepTransparentPixels') leave('alphaHandling', alpha)
  const format = textOf(settings, 'outputFormat')
  const textureFormat = take('textureFormat', 'textureFormat', formatsOfTextures)
  return {
    ...take('format', 'dataFormat', sheetFormats),
    ...textureFormat,
    ...formatOfBlocks(format) ?? take('pixelFormat', 'outputFormat', formatsOfPixels),
    ...format !== 'RGBA8888' && format !== '' && take('dither', 'ditherType', dithers),
    ...alpha === 'PremultiplyAlpha' && { premultiplyAlpha: true },
    ...alpha === 'ReduceBorderArtifacts' && { alphaBleeding: 'on' },
    ...textureFormat.textureFormat === 'webp' && qualityOf(settings)
  }
}

function formatOfBlocks (format: string): Partial<AtlasOptions> | undefined {
  if (/^PVRTCI?_4BPP/.test(format) || format === 'PVRTC4') return { textureFormat: 'pvrtc4' }
  if (/^ETC1/.test(format)) return { textureFormat: 'etc1' }
  return /^ETC2/.test(format) ? { textureFormat: 'etc2' } : undefined
}

/** Over 100 is lossless. */
function qualityOf (settings: Settings): Partial<AtlasOptions> {
  const quality = Number(textOf(settings, 'webpQualityLevel') || '101')
  return { quality: Math.min(100, Math.max(1, quality)) }
}

const sheetFormats: Readonly<Record<string, AtlasOptions['format']>> = {
  cocos2d: 'cocos2d-3',
  'cocos2d-x': 'cocos2d-3',
  'cocos2d-v2': 'cocos2d-2',
  json: 'json',
  pixijs: 'json',
  pixijs4: 'json',
  phaser: 'json',
  'phaser-json-hash': 'json'
}

const formatsOfTextures = Object.fromEntries(
  keysOf(textureFormats).flatMap(format => textureFormats[format].texturePacker.map(name => [name, format]))
)
const formatsOfPixels = Object.fromEntries(
  keysOf(pixelFormats).map(format => [pixelFormats[format].texturePacker, format])
)

function keysOf<Key extends string> (table: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(table) as Key[]
}

const dithers: Readonly<Record<string, AtlasOptions['dither']>> = {
  NearestNeighbour: 'none',
  FloydSteinberg: 'floyd-steinberg',
  FloydSteinbergAlpha: 'floyd-steinberg'
}
