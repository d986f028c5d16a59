import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { readPictureHeader } from './picture-header.js'
import type { Picture } from './pixels.js'
import { toRgba } from './to-rgba.js'
import type { PictureHeader } from './picture-header.js'
import { phrase, withoutAffix } from '../../messages/phrase.js'

export { createPicture, pixelWords } from './pixels.js'
export type { Picture } from './pixels.js'

export const defaultMaxPixels = 8192 * 8192

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
  const is16Bit = header.format === 'png' && header.bitDepth === 16
  const pixels = toRgba(samples, width * height, is16Bit)
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
