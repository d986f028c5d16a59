import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { ReasonError, errorText } from '../../../error-text.js'
import { PacklineError } from '../../../errors.js'
import { asDictionary, readSheetEntries } from './sheet-entries.js'
import type { Dictionary, SheetEntries } from './sheet-entries.js'
import type { Sheet, SheetFrame } from './sheet.js'
import { phrase } from '../../../messages/phrase.js'

/**
 * Where the pictures lie that a sheet describes: a cocos2d plist (formats 0 to 3) or TexturePacker's JSON of
 * one texture, ours or another tool's.
 */
export async function readSheet (file: string): Promise<Sheet> {
  try {
    const [entries, ...others] = readSheetEntries(file, await readFile(file)) ?? []
    if (entries === undefined) throw new ReasonError(phrase('sheet.noFrames'))
    if (others.length > 0) throw new ReasonError(phrase('sheet.severalTextures'))
    const { form, metadata } = entries
    const { width, height } = form === 'plist' ? sizeFrom(metadata.size) : sizeOf(metadata.size)
    const { isPremultiplyKnown: _isKnown, ...part } = partOf(file, entries)
    return { width, height, ...part }
  } catch (error) {
    throw new PacklineError('ATLAS_BAD_SHEET', { file, reason: errorText(error) }, { cause: error })
  }
}

/**
 * The same for a sheet of any number of textures, and without the size, which some tools leave out. None for
 * formats that are not read; throws for a damaged file.
 */
export function readSheetParts (file: string, bytes: Buffer): SheetPart[] {
  return (readSheetEntries(file, bytes) ?? []).map(entries => partOf(file, entries))
}

export interface SheetPart extends Omit<Sheet, 'width' | 'height'> {
  /** JSON does not tell whether colours were multiplied by alpha. */
  isPremultiplyKnown: boolean
}

function partOf (file: string, { form, frames, metadata, texture }: SheetEntries): SheetPart {
  return {
    textureFile: texture ?? `${basename(file, extname(file))}.png`,
    pixelFormat: String(metadata.pixelFormat ?? metadata.format ?? 'RGBA8888'),
    premultiplyAlpha: metadata.premultiplyAlpha === true,
    isPremultiplyKnown: typeof metadata.premultiplyAlpha === 'boolean',
    frames: frames.map(([name, frame]) => form === 'plist' ? plistFrame(name, frame) : jsonFrame(name, frame))
  }
}

function plistFrame (name: string, frame: Dictionary): SheetFrame {
  if (frame.originalWidth !== undefined) return oldestPlistFrame(name, frame)
  const { x, y, width, height } = rectangleIn(frame.textureRect ?? frame.frame)
  const source = sizeFrom(frame.spriteSourceSize ?? frame.sourceSize)
  const [offsetX, offsetY] = pairIn(frame.spriteOffset ?? frame.offset)
  return {
    name,
    x,
    y,
    width,
    height,
    rotated: (frame.textureRotated ?? frame.rotated) === true,
    left: offsetX + (source.width - width) / 2,
    top: (source.height - height) / 2 - offsetY,
    sourceWidth: source.width,
    sourceHeight: source.height,
    aliases: Array.isArray(frame.aliases) ? frame.aliases.map(String) : [],
    ...frame.anchor !== undefined && { pivot: anchorIn(frame.anchor) },
    ...typeof frame.triangles === 'string' && {
      mesh: {
        vertices: numbersIn(frame.vertices),
        uv: numbersIn(frame.verticesUV),
        triangles: numbersIn(frame.triangles)
      }
    }
  }
}

/** Format 0: each number by itself. */
function oldestPlistFrame (name: string, frame: Dictionary): SheetFrame {
  const number = (key: string): number => numberOf(Number(frame[key] ?? 0))
  const [width, height] = [number('width'), number('height')]
  const [sourceWidth, sourceHeight] = [number('originalWidth'), number('originalHeight')]
  return {
    name,
    x: number('x'),
    y: number('y'),
    width,
    height,
    rotated: false,
    left: number('offsetX') + (sourceWidth - width) / 2,
    top: (sourceHeight - height) / 2 - number('offsetY'),
    sourceWidth,
    sourceHeight,
    aliases: []
  }
}

/** The loader's y goes upwards. */
function anchorIn (text: unknown): { x: number, y: number } {
  const [x, y] = pairIn(text)
  return { x, y: Math.round((1 - y) * 1e6) / 1e6 }
}

function jsonFrame (name: string, entry: Dictionary): SheetFrame {
  const { frame, rotated, spriteSourceSize, sourceSize, borders } = entry
  // Phaser reads both, Pixi the first.
  const pivot = entry.anchor ?? entry.pivot
  const place = cornerOf(frame)
  const inside = cornerOf(spriteSourceSize)
  const source = sizeOf(sourceSize)
  return {
    name,
    ...place,
    ...sizeOf(frame),
    rotated: rotated === true,
    left: inside.x,
    top: inside.y,
    sourceWidth: source.width,
    sourceHeight: source.height,
    aliases: [],
    ...pivot !== undefined && { pivot: cornerOf(pivot) },
    ...borders !== undefined && { borders: bordersOf(borders) }
  }
}

function bordersOf (value: unknown): NonNullable<SheetFrame['borders']> {
  const { left, top, right, bottom } = asDictionary(value)
  return { left: numberOf(left), top: numberOf(top), right: numberOf(right), bottom: numberOf(bottom) }
}

function cornerOf (value: unknown): { x: number, y: number } {
  const { x, y } = asDictionary(value)
  return { x: numberOf(x), y: numberOf(y) }
}

function sizeOf (value: unknown): { width: number, height: number } {
  const { w, h } = asDictionary(value)
  return { width: numberOf(w), height: numberOf(h) }
}

function numberOf (value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new Error(`${JSON.stringify(value) ?? 'nothing'} where a number was expected`)
  }
  return value
}

function sizeFrom (text: unknown): { width: number, height: number } {
  const [width, height] = pairIn(text)
  return { width, height }
}

/** The numbers of `{1,2}`. */
function pairIn (text: unknown): [number, number] {
  const [first, second, ...others] = numbersIn(text)
  if (first === undefined || second === undefined || others.length > 0) throw notNumbers(text, 2)
  return [first, second]
}

/** The numbers of `{{1,2},{3,4}}`. */
function rectangleIn (text: unknown): { x: number, y: number, width: number, height: number } {
  const [x, y, width, height, ...others] = numbersIn(text)
  if (
    x === undefined || y === undefined || width === undefined || height === undefined || others.length > 0
  ) {
    throw notNumbers(text, 4)
  }
  return { x, y, width, height }
}

function numbersIn (text: unknown): number[] {
  return typeof text === 'string' ? [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number) : []
}

function notNumbers (text: unknown, count: number): Error {
  return new Error(`${JSON.stringify(text) ?? 'nothing'} where ${count} numbers were expected`)
}
