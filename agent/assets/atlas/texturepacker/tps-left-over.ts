import type { AtlasOptions } from '../../../config/atlas-rule-schema.js'
import { textOf } from './tps-settings.js'
import type { Settings, Value } from './tps-settings.js'

/** Settings that become part of a rule, or are told where they are read. */
const taken = new Set([
  'fileList',
  'fileLists',
  'ignoreFileList',
  'dataFormat',
  'dataFileNames',
  'textureFormat',
  'outputFormat',
  'ditherType',
  'alphaHandling',
  'premultiplyAlpha',
  'reduceBorderArtifacts',
  'webpQualityLevel',
  'autoSDSettings',
  'allowRotation',
  'shapePadding',
  'borderPadding',
  'maxTextureSize',
  'fixedTextureSize',
  'algorithmSettings',
  'multiPack',
  'multiPackMode',
  'autoAliasEnabled',
  'trimSpriteNames',
  'prependSmartFolderName',
  'globalSpriteSettings',
  'individualSpriteSettings'
])

/** What says nothing of the sheets as they are: the program itself, its effort, names that a rule gives. */
const silent = new Set([
  'fileFormatVersion',
  'texturePackerVersion',
  'textureFileName',
  'dpi',
  'variation',
  'verbose',
  'cleanTransparentPixels',
  'useSmartUpdate',
  'pngOptimizationLevel',
  'pvrQualityLevel',
  'pvrCompressionQuality',
  'etcCompressionQuality',
  'etc1CompressionQuality',
  'etc2CompressionQuality',
  'etc1QualityLevel',
  'etc2QualityLevel',
  'dxtCompressionMode',
  'astcQualityLevel',
  'basisUniversalQualityLevel',
  'jxrColorFormat',
  'jxrTrimFlexBits',
  'jxrCompressionLevel',
  'jpgQuality',
  'ditherFs',
  'mipMapMinSize',
  'sheetWidth',
  'sheetHeight',
  'andEngine',
  'libGdx',
  'globalExporterSettings'
])

const spriteTaken = new Set([
  'scale',
  'extrude',
  'trimThreshold',
  'trimMargin',
  'trimMode',
  'defaultPivotPoint',
  'writePivotPoints'
])
/** Of algorithms only their name decides whether a rule can follow. */
const plainOf: Readonly<Record<string, (value: Value) => boolean>> = {
  commonDivisorX: isOne,
  commonDivisorY: isOne,
  contentProtection: value => !(value instanceof Map) || textOf(value, 'key') === '',
  autodetectAnimations: () => false,
  scaleMode: value => value === 'Smooth',
  tracerTolerance: value => value === '200',
  normalMapSuffix: () => true,
  normalMapSheetFileName: isEmpty
}

/**
 * Every setting of a project that asks for something and that no part of a rule has: also those that nobody
 * here has heard of.
 */
export function leftOver (
  settings: Settings,
  format: AtlasOptions['format'] | undefined
): Array<{ setting: string, value: string }> {
  const sprites = settings.get('globalSpriteSettings')
  const unknown = [
    ...[...settings].filter(([key]) => !taken.has(key) && !silent.has(key)),
    ...sprites instanceof Map ? [...sprites].filter(([key]) => !spriteTaken.has(key)) : []
  ]
  return unknown.flatMap(([setting, value]) => {
    // Only Pixi's JSON names animations.
    if (setting === 'autodetectAnimations' && format !== 'json') return []
    const isPlain = plainOf[setting] ?? asksNothing
    return isPlain(value) ? [] : [{ setting, value: shown(value) }]
  })
}

function asksNothing (value: Value): boolean {
  return isEmpty(value) || value === false || value === '0'
}

function isEmpty (value: Value): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0) ||
    (value instanceof Map && [...value.values()].every(asksNothing))
}

function isOne (value: Value): boolean {
  return value === '1'
}

function shown (value: Value): string {
  if (value instanceof Map) {
    return `{${[...value.keys()].slice(0, 3).join(', ')}${value.size > 3 ? ', …' : ''}}`
  }
  return Array.isArray(value) ? `[${value.length}]` : String(value)
}
