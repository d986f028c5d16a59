import { posix } from 'node:path'
import type { AtlasOptions } from '../../../config/atlas-rule-schema.js'
import { literalPattern } from '../../../files/glob.js'
import { entriesOf, stringsOf, textOf } from './tps-settings.js'
import type { Settings, Value } from './tps-settings.js'
import { texturesOf } from './tps-textures.js'

/** A rule of the embedded packer that makes what a TexturePacker project makes, as far as it can. */
export interface ImportedRule {
  name: string
  processor: 'atlas'
  include: string[]
  exclude?: string[]
  output: string
  options: Partial<AtlasOptions>
}

export interface TpsImport {
  rule: ImportedRule
  /** Settings of the project that the rule does not have: key and value. */
  left: Array<{ setting: string, value: string }>
}

/** `file`: the .tps, relative to the project. `folders`: which of its sources are folders, likewise. */
export function ruleOfTps (
  file: string,
  settings: Settings,
  isFolder: (path: string) => boolean
): TpsImport {
  const left: TpsImport['left'] = []
  const leave = (setting: string, value: string): void => {
    left.push({ setting, value })
  }
  const name = posix.basename(file).replace(/\.tps$/i, '')
  const sources = sourcesOf(settings).map(source => placeOf(file, source))
  const ignored = stringsOf(settings.get('ignoreFileList')).map(pattern => `**/${pattern}`)
  const rule: ImportedRule = {
    name,
    processor: 'atlas',
    include: includesOf(sources, isFolder),
    ...ignored.length > 0 && { exclude: ignored },
    output: name,
    options: {
      ...packingOf(settings, leave),
      ...spritesOf(settings, leave),
      ...texturesOf(settings, leave),
      ...namesOf(settings, sources.length, leave)
    }
  }
  for (const [key, isPlain] of Object.entries(expected)) {
    const value = settings.get(key)
    if (value !== undefined && !isPlain(value)) leave(key, shown(value))
  }
  return { rule, left }
}

type Leave = (setting: string, value: string) => void

/** What the embedded packer has no setting for, with what says that nothing is asked for. */
const expected: Readonly<Record<string, (value: Value) => boolean>> = {
  normalMapFilter: isEmpty,
  packNormalMaps: isOff,
  replaceList: isEmpty,
  commonDivisorX: isOne,
  commonDivisorY: isOne,
  forceIdenticalLayout: isOff,
  basedOn: isEmpty,
  reduceBorderArtifacts: isOff,
  flipPVR: isOff,
  individualSpriteSettings: value =>
    !(value instanceof Map) || [...value.values()].every(each => each instanceof Map && isOrdinary(each)),
  contentProtection: value => !(value instanceof Map) || textOf(value, 'key') === '',
  fixedTextureSize: value => !(value instanceof Map) || Number(textOf(value, 'width')) <= 0
}

function isEmpty (value: Value): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0) ||
    (value instanceof Map && value.size === 0)
}

function isOff (value: Value): boolean {
  return value === false
}

function isOne (value: Value): boolean {
  return value === '1'
}

/** Nine-slice borders and pivots are written for every sprite, also where they say nothing. */
function isOrdinary (sprite: Settings): boolean {
  return ['', '0.5,0.5'].includes(textOf(sprite, 'pivotPoint')) && sprite.get('scale9Enabled') !== true &&
    ['', '1'].includes(textOf(sprite, 'spriteScale'))
}

function shown (value: Value): string {
  if (value instanceof Map) {
    return `{${[...value.keys()].slice(0, 3).join(', ')}${value.size > 3 ? ', …' : ''}}`
  }
  return Array.isArray(value) ? `[${value.length}]` : String(value)
}

function sourcesOf (settings: Settings): string[] {
  const lists = [...entriesOf(settings, 'fileLists').values()]
  return [
    ...stringsOf(settings.get('fileList')),
    ...lists.flatMap(list => list instanceof Map ? stringsOf(list.get('files')) : [])
  ]
}

function placeOf (file: string, source: string): string {
  return posix.normalize(posix.join(posix.dirname(file), source.replaceAll('\\', '/'))).replace(/\/$/, '')
}

/** One folder is a group that names frames as TexturePacker does; several sources are files of one set. */
function includesOf (sources: readonly string[], isFolder: (path: string) => boolean): string[] {
  const [only] = sources
  if (sources.length === 1 && only !== undefined && isFolder(only)) return [`${literalPattern(only)}/`]
  return sources.map(source => isFolder(source) ? `${literalPattern(source)}/**` : literalPattern(source))
}

function packingOf (settings: Settings, leave: Leave): Partial<AtlasOptions> {
  const algorithm = entriesOf(settings, 'algorithmSettings')
  const size = entriesOf(settings, 'maxTextureSize')
  const [width, height] = [Number(textOf(size, 'width')), Number(textOf(size, 'height'))]
  if (width !== height && height > 0) leave('maxTextureSize', `${width}×${height}`)
  if (algorithm.get('forceSquared') === true) leave('forceSquared', 'true')
  if (!['', 'MaxRects'].includes(textOf(algorithm, 'algorithm'))) {
    leave('algorithm', textOf(algorithm, 'algorithm'))
  }
  const constraint = constraints[textOf(algorithm, 'sizeConstraints')]
  const smaller = Math.min(width, height)
  return {
    ...smaller > 0 && { maxSize: smaller },
    ...constraint !== undefined && { sizeConstraint: constraint },
    ...numberIn(settings, 'shapePadding', 'padding'),
    ...numberIn(settings, 'borderPadding', 'border'),
    ...settings.get('allowRotation') === false && { rotation: false },
    ...settings.get('autoAliasEnabled') === false && { alias: false }
  }
}

const constraints: Readonly<Record<string, AtlasOptions['sizeConstraint']>> = {
  POT: 'pot',
  WordAligned: 'word-aligned',
  AnySize: 'any'
}

function numberIn (settings: Settings, key: string, option: keyof AtlasOptions): Partial<AtlasOptions> {
  const text = textOf(settings, key)
  return /^\d+$/.test(text) ? { [option]: Number(text) } : {}
}

function spritesOf (settings: Settings, leave: Leave): Partial<AtlasOptions> {
  const sprites = entriesOf(settings, 'globalSpriteSettings')
  const mode = textOf(sprites, 'trimMode')
  if (!['', 'Trim', 'None'].includes(mode)) leave('trimMode', mode)
  if (sprites.get('heuristicMask') === true) leave('heuristicMask', 'true')
  if (sprites.get('writePivotPoints') === true) leave('writePivotPoints', 'true')
  const threshold = Number(textOf(sprites, 'trimThreshold') || '1')
  const scale = Number(textOf(sprites, 'scale') || '1')
  const variants = settings.get('autoSDSettings')
  const scales = (Array.isArray(variants) ? variants : []).flatMap(variant =>
    variant instanceof Map ? [Number(textOf(variant, 'scale')) * scale] : []
  )
  const names = (Array.isArray(variants) ? variants : []).flatMap(variant =>
    variant instanceof Map && textOf(variant, 'extension') !== '' ? [textOf(variant, 'extension')] : []
  )
  if (names.length > 0) leave('autoSDSettings', names.join(', '))
  return {
    ...mode === 'None' && { trim: false },
    ...threshold > 1 && { trimThreshold: threshold - 1 },
    ...numberIn(sprites, 'trimMargin', 'trimMargin'),
    ...numberIn(sprites, 'extrude', 'extrude'),
    ...(scales.length > 1 || scale !== 1) && { scales: scales.length > 0 ? [...new Set(scales)] : [scale] }
  }
}

/** Frame names as TexturePacker gives them, where one pattern says that. */
function namesOf (settings: Settings, sources: number, leave: Leave): Partial<AtlasOptions> {
  if (sources > 1) leave('fileList', String(sources))
  if (settings.get('trimSpriteNames') === true) leave('trimSpriteNames', 'true')
  return settings.get('prependSmartFolderName') === true ? { frameName: '{dir}/{path}' } : {}
}
