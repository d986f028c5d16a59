// How a game reads what was published: by property lists, JSON and textures alone, with none of packline's
// own readers.
import { existsSync, readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { DOMParser } from '@xmldom/xmldom'
import type { Element } from '@xmldom/xmldom'
import sharp from 'sharp'
import { decodedBlocks } from '../../agent/assets/testing/block-decoder.js'
import type { Ktx } from '../../agent/assets/testing/ktx-reader.js'
import { openKtxReader, readKtx2 } from '../../agent/assets/testing/ktx-reader.js'

export interface Page {
  width: number
  height: number
  /** RGBA as it lies in the texture. */
  rgba: Uint8Array
}

export interface PublishedFrame {
  name: string
  x: number
  y: number
  /** Of the sprite when it is turned back. */
  width: number
  height: number
  rotated: boolean
  left: number
  top: number
  sourceWidth: number
  sourceHeight: number
  mesh?: { vertices: number[], triangles: number[] }
}

export interface PublishedSheet {
  texture: string
  size: readonly [width: number, height: number]
  frames: PublishedFrame[]
}

type Fields = Readonly<Record<string, unknown>>

function fields (value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null) throw new Error(`${what} is no dictionary`)
  return value as Fields
}

/** The numbers of {x,y} and {{x,y},{w,h}}. */
function numbers (value: unknown): number[] {
  return [...String(value).matchAll(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g)].map(([text]) => Number(text))
}

function firstTwo (value: unknown): [number, number] {
  const [first = NaN, second = NaN] = numbers(value)
  return [first, second]
}

export function readPublishedSheet (file: string): PublishedSheet {
  const text = readFileSync(file, 'utf8')
  return file.endsWith('.json')
    ? readJson(fields(JSON.parse(text), file))
    : readPlist(fields(propertyList(text), file))
}

/** Apple's property list as plain values; the package plist refuses a frame that is called __proto__. */
function propertyList (text: string): unknown {
  const [value] = childrenOf(new DOMParser().parseFromString(text, 'text/xml').documentElement)
  return valueOf(value)
}

function valueOf (element: Element | undefined): unknown {
  if (element === undefined) return undefined
  const children = childrenOf(element)
  if (element.tagName === 'array') return children.map(valueOf)
  if (element.tagName !== 'dict') return element.tagName === 'true' || element.textContent
  const keys = children.filter((_, index) => index % 2 === 0)
  return Object.fromEntries(keys.map((key, index) => [key.textContent, valueOf(children[index * 2 + 1])]))
}

function childrenOf (element: Element | null): Element[] {
  return [...element?.childNodes ?? []].flatMap(node => node.nodeType === 1 ? node as Element : [])
}

function readPlist (sheet: Fields): PublishedSheet {
  const metadata = fields(sheet.metadata, 'metadata')
  const frames = Object.entries(fields(sheet.frames, 'frames')).flatMap(([name, value]) => {
    const frame = fields(value, name)
    return Number(metadata.format) === 3 ? format3(name, frame) : [format2(name, frame)]
  })
  return { texture: String(metadata.textureFileName), size: firstTwo(metadata.size), frames }
}

function format3 (name: string, frame: Fields): PublishedFrame[] {
  const [x = NaN, y = NaN, width = NaN, height = NaN] = numbers(frame.textureRect)
  const [spriteWidth, spriteHeight] = firstTwo(frame.spriteSize)
  if (width !== spriteWidth || height !== spriteHeight) throw new Error(`${name} has two sizes`)
  const source = firstTwo(frame.spriteSourceSize)
  const mesh = frame.vertices === undefined ? undefined : {
    vertices: numbers(frame.vertices),
    triangles: numbers(frame.triangles)
  }
  const placed = placedBy(firstTwo(frame.spriteOffset), source, width, height)
  const rest = { x, y, width, height, rotated: frame.textureRotated === true, ...placed, ...mesh && { mesh } }
  const aliases = Array.isArray(frame.aliases) ? frame.aliases.map(String) : []
  return [name, ...aliases].map(each => ({ name: each, ...rest }))
}

function format2 (name: string, frame: Fields): PublishedFrame {
  const [x = NaN, y = NaN, width = NaN, height = NaN] = numbers(frame.frame)
  const placed = placedBy(firstTwo(frame.offset), firstTwo(frame.sourceSize), width, height)
  return { name, x, y, width, height, rotated: frame.rotated === true, ...placed }
}

/** From the offset of the centres, y upwards. */
function placedBy (
  [offsetX, offsetY]: readonly [number, number],
  [sourceWidth, sourceHeight]: readonly [number, number],
  width: number,
  height: number
): Pick<PublishedFrame, 'left' | 'top' | 'sourceWidth' | 'sourceHeight'> {
  return {
    left: offsetX + (sourceWidth - width) / 2,
    top: (sourceHeight - height) / 2 - offsetY,
    sourceWidth,
    sourceHeight
  }
}

function readJson (sheet: Fields): PublishedSheet {
  const meta = fields(sheet.meta, 'meta')
  const size = fields(meta.size, 'size')
  const frames = Object.entries(fields(sheet.frames, 'frames')).map(([name, value]): PublishedFrame => {
    const entry = fields(value, name)
    const [frame, trimmed, source] = ['frame', 'spriteSourceSize', 'sourceSize'].map(key =>
      fields(entry[key], key)
    )
    return {
      name,
      x: Number(frame?.x),
      y: Number(frame?.y),
      width: Number(frame?.w),
      height: Number(frame?.h),
      rotated: entry.rotated === true,
      left: Number(trimmed?.x),
      top: Number(trimmed?.y),
      sourceWidth: Number(source?.w),
      sourceHeight: Number(source?.h)
    }
  })
  return { texture: String(meta.image), size: [Number(size.w), Number(size.h)], frames }
}

/** It listens to the process, each time that it is opened. */
let ktx: Promise<Ktx> | undefined

export async function readPublishedPage (file: string): Promise<Page> {
  if (file.endsWith('.pvr.ccz')) return readPvr(unpackCcz(readFileSync(file)))
  if (file.endsWith('.pkm')) return readPkm(file)
  if (file.endsWith('.ktx2')) {
    const { pixels, ...size } = readKtx2(await (ktx ??= openKtxReader()), readFileSync(file))
    return { ...size, rgba: pixels }
  }
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, rgba: data }
}

/** ETC1 has its alpha, where there is any, as the red of a second file; ETC2 has it in its blocks. */
function readPkm (file: string): Page {
  const bytes = readFileSync(file)
  const [width, height] = [bytes.readUInt16BE(12), bytes.readUInt16BE(14)]
  const read = (kind: 'etc1' | 'etc2', from: Buffer): Buffer =>
    decodedBlocks(kind, { width, height }, from.subarray(16))
  if (bytes.toString('latin1', 0, 6) === 'PKM 20') return { width, height, rgba: read('etc2', bytes) }
  const rgba = read('etc1', bytes)
  if (!existsSync(`${file}@alpha`)) return { width, height, rgba }
  const alpha = read('etc1', readFileSync(`${file}@alpha`))
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = alpha[at - 3] ?? 0
  return { width, height, rgba }
}

/** cocos2d-x, ZipUtils.h: struct CCZHeader, big-endian. */
function unpackCcz (bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 0, 4) !== 'CCZ!' || bytes.readUInt16BE(4) !== 0) throw new Error('no ccz')
  const content = inflateSync(bytes.subarray(16))
  if (content.length !== bytes.readUInt32BE(12)) throw new Error('a ccz of another length than it says')
  return content
}

/** PVR version 3 (PowerVR SDK, File Format Specification): the order and the bits of the channels. */
const layouts: Record<string, (word: number) => [number, number, number, number]> = {
  'rgba:8888': word => [word & 255, word >>> 8 & 255, word >>> 16 & 255, word >>> 24],
  'rgba:4444': word =>
    [word >>> 12 & 15, word >>> 8 & 15, word >>> 4 & 15, word & 15].map(each => each * 17) as Four,
  'rgba:5551': word => [five(word >>> 11), five(word >>> 6), five(word >>> 1), (word & 1) * 255],
  'rgb\0:5650': word => [five(word >>> 11), Math.round((word >>> 5 & 63) * 255 / 63), five(word), 255],
  'rgb\0:8880': word => [word & 255, word >>> 8 & 255, word >>> 16 & 255, 255],
  'a\0\0\0:8000': word => [0, 0, 0, word & 255]
}
type Four = [number, number, number, number]

function five (bits: number): number {
  return Math.round((bits & 31) * 255 / 31)
}

function readPvr (bytes: Buffer): Page {
  if (bytes.toString('latin1', 0, 4) !== 'PVR\x03') throw new Error('no pvr of version 3')
  // Without letters it is a number: PVRTC with 4 bits per pixel, without and with alpha.
  if ([2n, 3n].includes(bytes.readBigUInt64LE(8))) {
    const [height, width] = [bytes.readUInt32LE(24), bytes.readUInt32LE(28)]
    const blocks = bytes.subarray(52 + bytes.readUInt32LE(48))
    return { width, height, rgba: decodedBlocks('pvrtc4', { width, height }, blocks) }
  }
  const key = `${bytes.toString('latin1', 8, 12)}:${[...bytes.subarray(12, 16)].join('')}`
  const layout = layouts[key]
  if (layout === undefined) throw new Error(`a pvr of the format ${JSON.stringify(key)}`)
  const pixelBytes = [...bytes.subarray(12, 16)].reduce((sum, bits) => sum + bits, 0) / 8
  const [height, width] = [bytes.readUInt32LE(24), bytes.readUInt32LE(28)]
  const start = 52 + bytes.readUInt32LE(48)
  if (bytes.length !== start + width * height * pixelBytes) {
    throw new Error('a pvr with more or less than its pixels')
  }
  const rgba = new Uint8Array(width * height * 4)
  for (let at = 0; at < width * height; at++) {
    rgba.set(layout(bytes.readUIntLE(start + at * pixelBytes, pixelBytes)), at * 4)
  }
  return { width, height, rgba }
}
