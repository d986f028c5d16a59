import { inflateSync } from 'node:zlib'
import { createPicture } from './picture.js'
import type { Picture } from './picture.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

/** Bits of each channel in a texture; 0 where it has none. */
export interface ChannelBits {
  red: number
  green: number
  blue: number
  alpha: number
}

const ccz = { headerBytes: 16, zlib: 0 }
const pvr = { headerBytes: 52, version: 0x03525650, normalisedBytes: 0, normalisedShorts: 4 }
const channelOf: Readonly<Record<string, keyof ChannelBits>> = {
  r: 'red',
  g: 'green',
  b: 'blue',
  a: 'alpha'
}
const offsets: ReadonlyArray<keyof ChannelBits> = ['red', 'green', 'blue', 'alpha']

/**
 * The pixels of a .pvr.ccz with a PVR 3 texture whose channels are stored plainly; undefined for compressed
 * and for encrypted ones. Formats as in pvr-ccz.ts. Throws for a damaged file.
 */
export function readPvrCcz (
  file: Buffer,
  limits: { maxPixels: number }
): { picture: Picture, bits: ChannelBits } | undefined {
  if (file.toString('latin1', 0, 4) !== 'CCZ!' || file.readUInt16BE(4) !== ccz.zlib) return undefined
  const maxOutputLength = limits.maxPixels * 4 + 65_536
  const texture = inflateSync(file.subarray(ccz.headerBytes), { maxOutputLength })
  if (texture.length < pvr.headerBytes || texture.readUInt32LE(0) !== pvr.version) return undefined
  const [names, depths] = [texture.toString('latin1', 8, 12).replace(/\0+$/, ''), texture.subarray(12, 16)]
  const channels = [...names].map((name, index) => ({ name: channelOf[name], bits: depths[index] ?? 0 }))
  const type = texture.readUInt32LE(20)
  if (channels.length === 0 || (type !== pvr.normalisedBytes && type !== pvr.normalisedShorts)) {
    return undefined
  }
  const [height, width] = [texture.readUInt32LE(24), texture.readUInt32LE(28)]
  if (width * height > limits.maxPixels) throw new ReasonError(phrase('pvr.size', { width, height }))
  const bitsPerPixel = channels.reduce((sum, { bits }) => sum + bits, 0)
  const start = pvr.headerBytes + texture.readUInt32LE(48)
  const body = texture.subarray(start, start + width * height * bitsPerPixel / 8)
  if (body.length !== width * height * bitsPerPixel / 8) throw new ReasonError(phrase('picture.size'))
  const bits = { red: 0, green: 0, blue: 0, alpha: 0 }
  for (const channel of channels) if (channel.name !== undefined) bits[channel.name] = channel.bits
  return { picture: unpacked(createPicture(width, height), body, channels, bitsPerPixel), bits }
}

/** Whole bytes stand in the order of their names; shorter channels fill a 16-bit number from its top. */
function unpacked (
  picture: Picture,
  body: Buffer,
  channels: ReadonlyArray<{ name: keyof ChannelBits | undefined, bits: number }>,
  bitsPerPixel: number
): Picture {
  const { pixels } = picture
  const hasAlpha = channels.some(({ name }) => name === 'alpha')
  const areBytes = channels.every(({ bits }) => bits === 8)
  for (let at = 0, from = 0; at < pixels.length; at += 4, from += bitsPerPixel / 8) {
    if (!hasAlpha) pixels[at + 3] = 255
    let shift = bitsPerPixel
    for (const [index, { name, bits }] of channels.entries()) {
      shift -= bits
      if (name === undefined) continue
      const maximum = 2 ** bits - 1
      const value = areBytes ? body[from + index]! : body.readUInt16LE(from) >> shift & maximum
      pixels[at + offsets.indexOf(name)] = Math.round(value * 255 / maximum)
    }
  }
  return picture
}
