import type { BuildProfile } from '../../config/project-schema.js'
import type { Picture } from './picture.js'
import { deflate } from './deflate.js'
import { packedPixels } from './pixel-format.js'
import type { PixelFormat } from './pixel-format.js'
import { protectedCcz } from './protect-ccz.js'

/**
 * PVR version 3 names a format by its channels and their bits; a channel type says how they are read. From
 * the "PVR File Format Specification" of Imagination Technologies, and cocos2d-x, cocos/platform/CCImage.cpp
 * (PVR3TexturePixelFormat).
 */
const formats: Record<PixelFormat, { channels: string, bits: number[], channelType: number }> = {
  RGBA8888: { channels: 'rgba', bits: [8, 8, 8, 8], channelType: 0 },
  RGBA4444: { channels: 'rgba', bits: [4, 4, 4, 4], channelType: 4 },
  RGBA5551: { channels: 'rgba', bits: [5, 5, 5, 1], channelType: 4 },
  RGB888: { channels: 'rgb\0', bits: [8, 8, 8, 0], channelType: 0 },
  A8: { channels: 'a\0\0\0', bits: [8, 0, 0, 0], channelType: 0 },
  RGB565: { channels: 'rgb\0', bits: [5, 6, 5, 0], channelType: 4 }
}

const premultipliedFlag = 2

export interface PvrSettings {
  pixelFormat: PixelFormat
  premultiplyAlpha: boolean
  profile: BuildProfile
  /** Four numbers of 32 bits as 32 hex digits: see protect-ccz.ts. */
  contentKey?: string | undefined
}

/** The picture, whose colours are already those of the format, as a PVR texture in a CCZ file. */
export async function encodePvrCcz (picture: Picture, settings: PvrSettings): Promise<Buffer> {
  const pixels = packedPixels(picture, settings.pixelFormat)
  const file = await packCcz(Buffer.concat([pvrHeader(picture, settings), pixels]), settings.profile)
  return settings.contentKey === undefined ? file : protectedCcz(file, settings.contentKey)
}

/** Compressed pixels, by the number that PVR version 3 gives their format, as a PVR texture in a CCZ file. */
export async function packPvrCcz (
  texture: { width: number, height: number, format: number, premultiplyAlpha: boolean },
  pixels: Uint8Array,
  profile: BuildProfile
): Promise<Buffer> {
  const format = Buffer.alloc(8)
  format.writeUInt32LE(texture.format, 0)
  return await packCcz(
    Buffer.concat([headerOf(texture, format, 0, texture.premultiplyAlpha), pixels]),
    profile
  )
}

export function pvrHeader (
  sides: Pick<Picture, 'width' | 'height'>,
  { pixelFormat, premultiplyAlpha }: Pick<PvrSettings, 'pixelFormat' | 'premultiplyAlpha'>
): Buffer {
  const { channels, bits, channelType } = formats[pixelFormat]
  const format = Buffer.concat([Buffer.from(channels, 'latin1'), Buffer.from(bits)])
  return headerOf(sides, format, channelType, premultiplyAlpha)
}

export function bytesOfPixel (format: PixelFormat): number {
  return formats[format].bits.reduce((sum, bits) => sum + bits) / 8
}

function headerOf (
  { width, height }: { width: number, height: number },
  format: Buffer,
  channelType: number,
  premultiplyAlpha: boolean
): Buffer {
  const header = Buffer.alloc(52)
  header.write('PVR\x03', 0, 'latin1')
  header.writeUInt32LE(premultiplyAlpha ? premultipliedFlag : 0, 4)
  format.copy(header, 8)
  const colourSpace = 0
  const depth = 1
  const surfaces = 1
  const faces = 1
  const mipmaps = 1
  const metadataSize = 0
  const fields = [colourSpace, channelType, height, width, depth, surfaces, faces, mipmaps, metadataSize]
  for (const [index, field] of fields.entries()) header.writeUInt32LE(field, 16 + index * 4)
  return header
}

async function packCcz (body: Buffer, profile: BuildProfile): Promise<Buffer> {
  return Buffer.concat([cczHeader(body.length), await deflate(body, profile === 'release' ? 6 : 4)])
}

/**
 * CCZ: 16 bytes, numbers big-endian, then zlib. From struct CCZHeader in cocos2d-x, cocos/base/ZipUtils.h.
 */
export function cczHeader (bodyBytes: number): Buffer {
  const header = Buffer.alloc(16)
  header.write('CCZ!', 0, 'latin1')
  const zlibCompression = 0
  const version = 2
  header.writeUInt16BE(zlibCompression, 4)
  header.writeUInt16BE(version, 6)
  header.writeUInt32BE(bodyBytes, 12)
  return header
}
