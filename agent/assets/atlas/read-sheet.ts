import { readFile } from 'node:fs/promises'
import { PacklineError } from '../../errors.js'
import type { Sheet, SheetFrame } from './sheet.js'

type Dictionary = Record<string, unknown>

const maximumBytes = 64 * 1024 * 1024

/** A sheet's description from a cocos2d plist (formats 1 to 3) or TexturePacker's JSON hash, ours or another tool's. */
export async function readSheet (file: string): Promise<Sheet> {
  let text: string
  try {
    const bytes = await readFile(file)
    if (bytes.length > maximumBytes) throw new Error(`it is larger than ${maximumBytes} bytes`)
    text = bytes.toString('utf8')
    return file.endsWith('.json') ? fromJson(JSON.parse(text) as Dictionary) : await fromPlist(text)
  } catch (error) {
    throw new PacklineError('ATLAS_BAD_SHEET', { file, reason: (error as Error).message }, { cause: error })
  }
}

async function fromPlist (text: string): Promise<Sheet> {
  if (/<!ENTITY/i.test(text)) throw new Error('it declares entities')
  const { parse } = await import('plist')
  const { frames, metadata } = parse(text) as unknown as { frames?: Record<string, Dictionary>, metadata?: Dictionary }
  if (frames === undefined || metadata === undefined) throw new Error('it has no frames or no metadata')
  const [width, height] = numbers(metadata.size, 2)
  return {
    textureFile: String(metadata.realTextureFileName ?? metadata.textureFileName ?? ''),
    width: width!,
    height: height!,
    pixelFormat: String(metadata.pixelFormat ?? 'RGBA8888'),
    premultiplyAlpha: metadata.premultiplyAlpha === true,
    frames: Object.entries(frames).map(([name, frame]) => plistFrame(name, frame))
  }
}

function plistFrame (name: string, frame: Dictionary): SheetFrame {
  const [x, y, width, height] = numbers(frame.textureRect ?? frame.frame, 4)
  const [sourceWidth, sourceHeight] = numbers(frame.spriteSourceSize ?? frame.sourceSize, 2)
  const [offsetX, offsetY] = numbers(frame.spriteOffset ?? frame.offset, 2)
  return {
    name,
    x: x!,
    y: y!,
    width: width!,
    height: height!,
    rotated: (frame.textureRotated ?? frame.rotated) === true,
    left: offsetX! + (sourceWidth! - width!) / 2,
    top: (sourceHeight! - height!) / 2 - offsetY!,
    sourceWidth: sourceWidth!,
    sourceHeight: sourceHeight!,
    aliases: Array.isArray(frame.aliases) ? frame.aliases.map(String) : []
  }
}

function fromJson ({ frames, meta }: Dictionary): Sheet {
  const { image, size, format } = meta as { image: string, size: { w: number, h: number }, format?: string }
  const entries = frames as Record<string, { frame: { x: number, y: number, w: number, h: number }, rotated: boolean, spriteSourceSize: { x: number, y: number }, sourceSize: { w: number, h: number } }>
  return {
    textureFile: image,
    width: size.w,
    height: size.h,
    pixelFormat: format ?? 'RGBA8888',
    premultiplyAlpha: false,
    frames: Object.entries(entries).map(([name, { frame, rotated, spriteSourceSize, sourceSize }]) => ({
      name, x: frame.x, y: frame.y, width: frame.w, height: frame.h, rotated, left: spriteSourceSize.x, top: spriteSourceSize.y, sourceWidth: sourceSize.w, sourceHeight: sourceSize.h, aliases: []
    }))
  }
}

/** The numbers of `{1,2}` or `{{1,2},{3,4}}`. */
function numbers (text: unknown, count: number): number[] {
  const found = typeof text === 'string' ? [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number) : []
  if (found.length !== count) throw new Error(`${JSON.stringify(text) ?? 'nothing'} where ${count} numbers were expected`)
  return found
}
