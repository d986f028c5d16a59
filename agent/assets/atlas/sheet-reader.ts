import { readXml } from '../ccsui/xml-reader.js'
import type { XmlElement } from '../ccsui/xml-reader.js'

/** A frame as a finished sheet describes it. */
export interface ReadFrame {
  name: string
  rotated: boolean
  /** Cut smaller than its source. */
  trimmed: boolean
}

export interface ReadSheet {
  frames: ReadFrame[]
  /** Relative to the sheet; those that it names. */
  textures: string[]
}

const limits = { bytes: 64 * 1024 * 1024, depth: 16, elements: 4_000_000, attributes: 16 }

/** The frames of a cocos2d plist, or of JSON in one of TexturePacker's forms; undefined for other formats. Throws for a damaged file. */
export function readSheet (file: string, bytes: Buffer): ReadSheet | undefined {
  const start = bytes.subarray(0, 512).toString('latin1').trimStart()
  if (start.startsWith('{')) return readJsonSheet(JSON.parse(bytes.toString('utf8')))
  if (start.startsWith('<?xml') && /<!DOCTYPE plist|<plist/.test(start)) return readPlistSheet(readXml(file, bytes, { keepText: true, allowDoctype: true, limits }).root)
  return undefined
}

function readPlistSheet (plist: XmlElement): ReadSheet | undefined {
  const root = dictOf(plist.children[0])
  const frames = root.get('frames')
  if (frames?.name !== 'dict') return undefined
  const texture = dictOf(root.get('metadata')).get('textureFileName')?.text ?? ''
  return {
    // By the elements and not by a map: a name that stands there twice has to be seen.
    frames: pairsOf(frames).flatMap(([name, value]) => {
      const frame = dictOf(value)
      const rotated = (frame.get('textureRotated') ?? frame.get('rotated'))?.name === 'true'
      const kept = sizeOf(frame.get('spriteSize')?.text ?? frame.get('frame')?.text)
      const source = sizeOf((frame.get('spriteSourceSize') ?? frame.get('sourceSize'))?.text)
      const aliases = (frame.get('aliases')?.children ?? []).map(alias => alias.text)
      return [name, ...aliases].map(each => ({ name: each, rotated, trimmed: kept !== source }))
    }),
    textures: texture === '' ? [] : [texture]
  }
}

/** The last pair of numbers: the size in {{x,y},{w,h}} too. */
function sizeOf (text: string | undefined): string | undefined {
  return /\{\s*([\d.]+)\s*,\s*([\d.]+)\s*\}\s*\}?\s*$/.exec(text ?? '')?.slice(1).map(Number).join('×')
}

function pairsOf (dict: XmlElement): Array<[string, XmlElement]> {
  const pairs: Array<[string, XmlElement]> = []
  for (let index = 0; index + 1 < dict.children.length; index += 2) pairs.push([dict.children[index]!.text, dict.children[index + 1]!])
  return pairs
}

function dictOf (element: XmlElement | undefined): Map<string, XmlElement> {
  return new Map(element?.name === 'dict' ? pairsOf(element) : [])
}

interface JsonFrame { filename?: unknown, rotated?: unknown, trimmed?: unknown }
interface JsonSheet { frames?: unknown, textures?: unknown, image?: unknown, meta?: { image?: unknown } }

function readJsonSheet (sheet: JsonSheet): ReadSheet | undefined {
  const parts = Array.isArray(sheet.textures) ? sheet.textures.filter(isObject) as JsonSheet[] : [sheet]
  if (!parts.every(part => isObject(part.frames) || Array.isArray(part.frames))) return undefined
  return {
    frames: parts.flatMap(({ frames }) => Array.isArray(frames)
      ? (frames.filter(isObject) as JsonFrame[]).map(frame => toFrame(String(frame.filename), frame))
      : Object.entries(frames as Record<string, JsonFrame>).map(([name, frame]) => toFrame(name, frame))),
    textures: parts.flatMap(part => [part.image, part.meta?.image].filter(image => typeof image === 'string'))
  }
}

function toFrame (name: string, { rotated, trimmed }: JsonFrame): ReadFrame {
  return { name, rotated: rotated === true, trimmed: trimmed === true }
}

function isObject (value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
