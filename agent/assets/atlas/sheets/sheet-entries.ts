import { readXml } from '../../../formats/xml-reader.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { ReasonError } from '../../../error-text.js'
import { phrase } from '../../../messages/phrase.js'

export type Dictionary = Readonly<Record<string, unknown>>

/**
 * What a sheet's description says of one texture: the values as they stand in the file, whatever its format
 * calls them.
 */
export interface SheetEntries {
  form: 'plist' | 'json'
  /** Pairs and not a map: a name that stands there twice has to be seen. */
  frames: Array<readonly [name: string, frame: Dictionary]>
  /** A plist's `metadata`, JSON's `meta`. */
  metadata: Dictionary
  /** Relative to the description, where it is named. */
  texture: string | undefined
}

const limits = { bytes: 64 * 1024 * 1024, depth: 16, elements: 4_000_000, attributes: 16 }

/**
 * A cocos2d plist, or JSON in one of TexturePacker's forms; undefined for other formats. Throws for a damaged
 * file.
 */
export function readSheetEntries (file: string, bytes: Buffer): SheetEntries[] | undefined {
  // Cocos Studio puts a byte order mark before its own.
  const start = bytes.subarray(0, 512).toString('latin1').replace(/^\xEF\xBB\xBF/, '').trimStart()
  if (bytes.length > limits.bytes) throw new ReasonError(phrase('sheet.tooLarge', { most: limits.bytes }))
  if (start.startsWith('{')) return fromJson(asDictionary(JSON.parse(bytes.toString('utf8'))))
  if (start.startsWith('<') && /<!DOCTYPE plist|<plist/.test(start)) {
    return fromPlist(readXml(file, bytes, { keepText: true, allowDoctype: true, limits }).root)
  }
  return undefined
}

function fromPlist (plist: XmlElement): SheetEntries[] | undefined {
  const root = new Map(pairsOf(plist.children[0]))
  const frames = root.get('frames')
  if (frames?.name !== 'dict') return undefined
  const metadata = asDictionary(valueOf(root.get('metadata')))
  // The game's loader reads textureFileName.
  const texture = [metadata.textureFileName, metadata.realTextureFileName]
    .filter(name => typeof name === 'string')
    .find(name => name !== '')
  return [{
    form: 'plist',
    frames: pairsOf(frames).map(([name, frame]) => [name, asDictionary(valueOf(frame))]),
    metadata,
    texture
  }]
}

/** Keys and values stand in turn. */
function pairsOf (dict: XmlElement | undefined): Array<[string, XmlElement]> {
  const pairs: Array<[string, XmlElement]> = []
  let key: XmlElement | undefined
  for (const element of dict?.name === 'dict' ? dict.children : []) {
    if (key === undefined) key = element
    else {
      pairs.push([key.text, element])
      key = undefined
    }
  }
  return pairs
}

function valueOf (element: XmlElement | undefined): unknown {
  if (element === undefined) return undefined
  switch (element.name) {
    case 'dict':
      return Object.fromEntries(pairsOf(element).map(([key, value]) => [key, valueOf(value)]))
    case 'array':
      return element.children.map(valueOf)
    case 'true':
      return true
    case 'false':
      return false
    default:
      return element.text
  }
}

function fromJson (sheet: Dictionary): SheetEntries[] | undefined {
  const parts = Array.isArray(sheet.textures) ? sheet.textures.filter(isDictionary) : [sheet]
  if (!parts.every(({ frames }) => isDictionary(frames) || Array.isArray(frames))) return undefined
  return parts.map(({ frames, image, meta }) => {
    const metadata = asDictionary(meta)
    const named = Array.isArray(frames)
      ? frames.filter(isDictionary).map(frame => [String(frame.filename), frame] as const)
      : Object.entries(asDictionary(frames)).map(([name, frame]) => [name, asDictionary(frame)] as const)
    return {
      form: 'json',
      frames: named,
      metadata,
      texture: [image, metadata.image].find(each => typeof each === 'string')
    }
  })
}

export function asDictionary (value: unknown): Dictionary {
  return isDictionary(value) ? value : {}
}

function isDictionary (value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
