import { PacklineError } from '../../../errors.js'
import { XmlError } from '../../../formats/xml-error.js'
import { readXml } from '../../../formats/xml-reader.js'
import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'

/** What packline has to know of a TexturePacker project. */
export interface TpsFile {
  /** Files and folders with sprites, as written: relative to the .tps. */
  sources: string[]
  /** With the dot; what the sheet and the data file end in. */
  textureExtension: string
  dataExtension: string
  isMultipack: boolean
  /** It makes the sheets at several scales. */
  hasVariants: boolean
  /** Alpha up to which pixels may be cut off. */
  trimThreshold: number
  /** Patterns of pictures that are left out of the sheets. */
  ignored: string[]
}

/**
 * TexturePacker's own projects have up to some thousand sprites with settings of their own; there is no
 * entity in them.
 */
const limits = { bytes: 32 * 1024 * 1024, depth: 32, elements: 1_000_000, attributes: 16 }

type Value = string | boolean | Value[] | Settings
type Settings = Map<string, Value>

/**
 * Reads a .tps: XML of keys, each followed by its value. Throws TEXTUREPACKER_TPS_INVALID and
 * TEXTUREPACKER_TPS_UNSUPPORTED.
 */
export function readTps (file: string, bytes: Uint8Array): TpsFile {
  const settings = settingsOf(file, parse(file, bytes))
  const unsupported = (what: string): PacklineError =>
    new PacklineError('TEXTUREPACKER_TPS_UNSUPPORTED', { file, what })
  const dataFiles = [...entries(settings, 'dataFileNames')].map(([key, entry]) =>
    [key, entry instanceof Map ? text(entry, 'name') : ''] as const
  )
  const written = dataFiles.filter(([, name]) => name !== '')
  if (written.length > 1) throw unsupported(`several data files (${written.map(([key]) => key).join(', ')})`)
  if (settings.get('packNormalMaps') === true) throw unsupported('sheets of normal maps')
  const sources = [
    ...strings(settings.get('fileList')),
    ...[...entries(settings, 'fileLists').values()].flatMap(sheet =>
      sheet instanceof Map ? strings(sheet.get('files')) : []
    )
  ]
  if (sources.length === 0) {
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', { file, reason: 'it names no sprites' })
  }
  const variants = settings.get('autoSDSettings')
  const mode = text(settings, 'multiPackMode')
  return {
    sources,
    textureExtension: textureExtensions[text(settings, 'textureFormat')] ??
      extensionOf(text(settings, 'textureFileName')) ?? '.png',
    dataExtension: extensionOf(written[0]?.[1] ?? '') ??
      (text(settings, 'dataFormat').startsWith('json') ? '.json' : '.plist'),
    isMultipack: mode === '' ? settings.get('multiPack') === true : mode !== 'MultiPackOff',
    hasVariants: Array.isArray(variants) && variants.length > 1,
    // The program's threshold is the first alpha that counts as visible.
    trimThreshold: Math.max(
      0,
      (Number(text(entries(settings, 'globalSpriteSettings'), 'trimThreshold')) || 1) - 1
    ),
    ignored: strings(settings.get('ignoreFileList'))
  }
}

const textureExtensions: Readonly<Record<string, string>> = {
  png: '.png',
  png8: '.png',
  webp: '.webp',
  jpg: '.jpg',
  pvr2ccz: '.pvr.ccz',
  pvr3ccz: '.pvr.ccz',
  pvr2gz: '.pvr.gz',
  pvr3gz: '.pvr.gz',
  pvr2: '.pvr',
  pvr3: '.pvr'
}

function parse (file: string, bytes: Uint8Array): XmlElement {
  try {
    return readXml(file, bytes, { keepText: true, limits }).root
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', { file, reason: error.message }, { cause: error })
  }
}

function settingsOf (file: string, root: XmlElement): Settings {
  const settings = root.children.find(child =>
    child.name === 'struct' && attributeOf(child, 'type') === 'Settings'
  )
  if (root.name !== 'data' || settings === undefined) {
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', {
      file,
      reason: 'it is no TexturePacker project (<data> with a struct of Settings)'
    })
  }
  return fieldsOf(settings)
}

/** Several keys in a row share the value that follows them. */
function fieldsOf (element: XmlElement): Settings {
  const fields: Settings = new Map()
  let keys: string[] = []
  for (const child of element.children) {
    if (child.name === 'key') {
      keys.push(child.text)
      continue
    }
    for (const key of keys) fields.set(key, valueOf(child))
    keys = []
  }
  return fields
}

function valueOf (element: XmlElement): Value {
  switch (element.name) {
    case 'struct':
    case 'map':
    case 'QSize':
      return fieldsOf(element)
    case 'array':
      return element.children.map(valueOf)
    case 'true':
      return true
    case 'false':
      return false
    default:
      return element.text.trim()
  }
}

function text (settings: Settings, key: string): string {
  const value = settings.get(key)
  return typeof value === 'string' ? value : ''
}

function strings (value: Value | undefined): string[] {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string').filter(item => item !== '')
    : []
}

function entries (settings: Settings, key: string): Settings {
  const value = settings.get(key)
  return value instanceof Map ? value : new Map()
}

function extensionOf (name: string): string | undefined {
  return /(\.pvr\.(ccz|gz)|\.[A-Za-z0-9]{1,8})$/.exec(name)?.[0]
}
