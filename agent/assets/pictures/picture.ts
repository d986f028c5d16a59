import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { readPictureHeader } from './picture-header.js'
import type { PictureHeader } from './picture-header.js'
import { phrase, withoutAffix } from '../../messages/phrase.js'

/** Decoded pixels: RGBA, 8 bits each, straight alpha, rows from the top. */
export interface Picture {
  width: number
  height: number
  pixels: Uint8Array
}

export const defaultMaxPixels = 8192 * 8192

/** A fully transparent picture. */
export function createPicture (width: number, height: number): Picture {
  return { width, height, pixels: new Uint8Array(width * height * 4) }
}

/**
 * The pixels as one number each, alpha in the highest byte: every platform that Node's image packages support
 * is little-endian. It shares the picture's memory, so that writing to it writes to the picture.
 */
export function pixelWords (picture: Picture): Uint32Array {
  return new Uint32Array(picture.pixels.buffer, picture.pixels.byteOffset, picture.width * picture.height)
}

/**
 * Decodes a PNG, JPEG or WebP of any kind to 8-bit RGBA. The size in its header is checked first, so that a
 * bomb costs nothing. Embedded colour profiles and orientations are not applied, since the game's own loader
 * ignores them too; but CMYK becomes RGB by its profile.
 */
export async function decodePicture (
  bytes: Uint8Array,
  file: string,
  limits: { maxPixels: number },
  header = readPictureHeader(bytes, file)
): Promise<Picture> {
  const { width, height } = header
  if (width * height > limits.maxPixels) {
    throw new PacklineError('IMAGE_TOO_LARGE', {
      file,
      width,
      height,
      maxPixels: limits.maxPixels
    })
  }
  const samples =
    await (header.format === 'png' ? decodePng(bytes, file) : decodeWithSharp(bytes, file, header))
  const pixels = toRgba(samples, header)
  if (pixels.length !== width * height * 4) {
    throw new PacklineError('IMAGE_TRUNCATED', { file, reason: phrase('picture.size') })
  }
  return { width, height, pixels }
}

/** Importing anew for every picture would cost more than decoding a small one. */
let codec: Promise<typeof import('@napi-rs/image')> | undefined

/**
 * The file's own channels and depth, palette expanded. It decodes on libuv's threads, at 3 to 5 times sharp's
 * speed.
 */
async function decodePng (bytes: Uint8Array, file: string): Promise<Uint8Array> {
  codec ??= import('@napi-rs/image')
  const { Transformer } = await codec
  try {
    return await new Transformer(bytes).rawPixels()
  } catch (error) {
    throw damaged(error, file, /^Decode image failed (Format error decoding Png: )?/)
  }
}

async function decodeWithSharp (bytes: Uint8Array, file: string, header: PictureHeader): Promise<Uint8Array> {
  const { sharp } = await import('./sharp.js')
  try {
    const input = { limitInputPixels: header.width * header.height, ignoreIcc: header.colourType !== 'cmyk' }
    return await sharp(bytes, input).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer()
  } catch (error) {
    throw damaged(error, file, /^(VipsJpeg|Input buffer|webp2vips): /)
  }
}

function damaged (error: unknown, file: string, prefix: RegExp): PacklineError {
  const reason = withoutAffix(errorText(error), prefix)
  return new PacklineError('IMAGE_TRUNCATED', { file, reason }, { cause: error })
}

/** 8-bit RGBA from 1 to 4 channels of 8 or, in the machine's byte order, 16 bits. */
function toRgba (samples: Uint8Array, header: PictureHeader): Uint8Array {
  const pixelCount = header.width * header.height
  const is16Bit = header.format === 'png' && header.bitDepth === 16
  const bytes = is16Bit ? narrowed(samples) : samples
  switch (bytes.length / pixelCount) {
    case 4:
      return aligned(bytes)
    case 3:
      return widened(
        pixelCount,
        at => (0xff000000 | bytes[at * 3 + 2]! << 16 | bytes[at * 3 + 1]! << 8 | bytes[at * 3]!)
      )
    case 2:
      return widened(pixelCount, at => bytes[at * 2 + 1]! << 24 | bytes[at * 2]! * 0x010101)
    case 1:
      return widened(pixelCount, at => 0xff000000 | bytes[at]! * 0x010101)
    default:
      return new Uint8Array(0)
  }
}

function widened (pixelCount: number, wordAt: (at: number) => number): Uint8Array {
  const words = new Uint32Array(pixelCount)
  for (let at = 0; at < pixelCount; at++) words[at] = wordAt(at)
  return new Uint8Array(words.buffer)
}

function narrowed (samples: Uint8Array): Uint8Array {
  const wide = new Uint16Array(aligned(samples).buffer, aligned(samples).byteOffset, samples.length >> 1)
  return Uint8Array.from(wide, sample => Math.round(sample / 257))
}

/**
 * pixelWords needs memory that starts on a multiple of 4; the decoders' does, a slice of a shared pool may
 * not.
 */
function aligned (bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
}
