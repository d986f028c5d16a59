import { posix } from 'node:path'
import { atlasOptionsSchema } from '../../../config/atlas-rule-schema.js'
import type { AtlasOptions } from '../../../config/atlas-rule-schema.js'
import { literalPattern } from '../../../files/glob.js'
import { leftOver } from './tps-left-over.js'
import { entriesOf, stringsOf, textOf } from './tps-settings.js'
import type { Settings } from './tps-settings.js'
import { spriteEntries } from './tps-sprites.js'
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

/** What of the project's tree a rule depends on; paths are relative to it. */
export interface TpsSurroundings {
  isFolder: (path: string) => boolean
  /** Of a picture; undefined where there is none. */
  sizeOf: (path: string) => { width: number, height: number } | undefined
}

/** `file`: the .tps, relative to the project. */
export function ruleOfTps (
  file: string,
  settings: Settings,
  { isFolder, sizeOf }: TpsSurroundings
): TpsImport {
  const left: TpsImport['left'] = []
  const leave = (setting: string, value: string): void => {
    left.push({ setting, value })
  }
  const name = posix.basename(file).replace(/\.tps$/i, '')
  const sources = sourcesOf(settings).map(source => placeOf(file, source))
  const sprites = spriteEntries(settings, {
    nameOf: picture => nameIn(sources, placeOf(file, picture), isFolder),
    sizeOf: picture => sizeOf(placeOf(file, picture))
  }, leave)
  const textures = texturesOf(settings, leave)
  const ignored = stringsOf(settings.get('ignoreFileList')).map(pattern => `**/${pattern}`)
  const rule: ImportedRule = {
    name,
    processor: 'atlas',
    include: includesOf(sources, isFolder),
    ...ignored.length > 0 && { exclude: ignored },
    output: name,
    options: withinBounds({
      ...packingOf(settings, leave),
      ...trimOf(settings, textures.format, leave),
      ...textures,
      ...pagesOf(settings, leave),
      ...namesOf(settings, sources.length, leave),
      ...sprites.length > 0 && { sprites }
    }, leave)
  }
  left.push(...leftOver(settings, textures.format))
  return { rule, left }
}

type Leave = (setting: string, value: string) => void

/** The name that a rule's group gives a picture: its path below the source that holds it. */
function nameIn (
  sources: readonly string[],
  picture: string,
  isFolder: (path: string) => boolean
): string | undefined {
  const [home] = sources
    .filter(source => isFolder(source) && (source === '.' || picture.startsWith(`${source}/`)))
    .sort((a, b) => b.length - a.length)
  if (home !== undefined) return home === '.' ? picture : picture.slice(home.length + 1)
  return sources.includes(picture) ? posix.basename(picture) : undefined
}

/** What a rule may not have, as the schema says, is told instead. */
function withinBounds (options: Partial<AtlasOptions>, leave: Leave): Partial<AtlasOptions> {
  const kept = Object.entries(options).filter(([name, value]) => {
    const field = atlasOptionsSchema.properties[name as keyof AtlasOptions]
    const isWithin = name === 'scales'
      ? options.scales?.every(scale => scale > 0 && scale <= 4)
      : !('minimum' in field) || (Number(value) >= field.minimum && Number(value) <= field.maximum)
    if (isWithin !== true) leave(name, String(value))
    return isWithin
  })
  return Object.fromEntries(kept)
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
  if (!['', 'MaxRects'].includes(textOf(algorithm, 'algorithm'))) {
    leave('algorithm', textOf(algorithm, 'algorithm'))
  }
  const constraint = constraints[textOf(algorithm, 'sizeConstraints')]
  const smaller = Math.min(width, height)
  return {
    ...smaller > 0 && { maxSize: smaller },
    ...algorithm.get('forceSquared') === true && { pageShape: 'square' },
    ...fixedSize(settings, leave),
    ...constraint !== undefined && { sizeConstraint: constraint },
    ...numberIn(settings, 'shapePadding', 'padding'),
    ...numberIn(settings, 'borderPadding', 'border'),
    ...settings.get('allowRotation') === false && { rotation: false },
    ...settings.get('autoAliasEnabled') === false && { alias: false }
  }
}

function fixedSize (settings: Settings, leave: Leave): Partial<AtlasOptions> {
  const size = entriesOf(settings, 'fixedTextureSize')
  const [width, height] = [Number(textOf(size, 'width')), Number(textOf(size, 'height'))]
  if (!(width > 0) && !(height > 0)) return {}
  if (width === height) return { maxSize: width, pageShape: 'fixed' }
  leave('fixedTextureSize', `${width}×${height}`)
  return {}
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

function trimOf (
  settings: Settings,
  format: AtlasOptions['format'] | undefined,
  leave: Leave
): Partial<AtlasOptions> {
  const sprites = entriesOf(settings, 'globalSpriteSettings')
  const mode = textOf(sprites, 'trimMode')
  const isMesh = mode === 'Polygon' && (format ?? 'cocos2d-3') === 'cocos2d-3'
  if (!isMesh && !['', 'Trim', 'None'].includes(mode)) leave('trimMode', mode)
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
  const wanted = scales.length > 0 ? [...new Set(scales)] : [scale]
  return {
    ...mode === 'None' && { trim: false },
    ...isMesh && { mesh: true },
    ...threshold > 1 && { trimThreshold: threshold - 1 },
    ...numberIn(sprites, 'trimMargin', 'trimMargin'),
    ...numberIn(sprites, 'extrude', 'extrude'),
    ...wanted.some(each => each !== 1) && { scales: wanted }
  }
}

/** Pages that a project numbers, or the one that it may have, also where it says nothing. */
function pagesOf (settings: Settings, leave: Leave): Partial<AtlasOptions> {
  const mode = textOf(settings, 'multiPackMode')
  if (mode === 'MultiPackManual') leave('multiPackMode', mode)
  const isOne = mode === 'MultiPackOff' || settings.get('multiPack') === false
  if (isOne || (mode === '' && settings.get('multiPack') !== true)) return { pages: 'single' }
  const [name = ''] = [...entriesOf(settings, 'dataFileNames').values()].flatMap(entry =>
    entry instanceof Map && textOf(entry, 'name') !== '' ? [textOf(entry, 'name')] : []
  )
  const stem = posix.basename(name.replaceAll('\\', '/')).replace(/\.[A-Za-z0-9]+$/, '').replace('{v}', '')
  if (/\{n\d+\}/.test(stem)) leave('dataFileNames', name)
  return { pages: 'numbered', ...stem.includes('{n}') && { pageName: stem } }
}

/** Frame names as TexturePacker gives them, where one pattern says that. */
function namesOf (settings: Settings, sources: number, leave: Leave): Partial<AtlasOptions> {
  if (sources > 1) leave('fileList', String(sources))
  if (settings.get('trimSpriteNames') === true) leave('trimSpriteNames', 'true')
  return settings.get('prependSmartFolderName') === true ? { frameName: '{dir}/{path}' } : {}
}
