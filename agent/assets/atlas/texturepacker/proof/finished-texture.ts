import { decodePicture } from '../../../pictures/picture.js'
import type { Picture } from '../../../pictures/picture.js'
import { readPictureHeader } from '../../../pictures/picture-header.js'
import { openedCcz } from '../../../pictures/protect-ccz.js'
import { readPvrCcz } from '../../../pictures/read-pvr.js'
import { toleranceOf } from './texture-tolerance.js'
import type { Encoding, Tolerance } from './texture-tolerance.js'

const maxPixels = 16_384 * 16_384

/** The pixels of a finished page and how exact they are; undefined for formats that cannot be read back. */
export async function readFinishedTexture (
  name: string,
  bytes: Buffer,
  pixelFormat: string,
  contentKey?: string
): Promise<{ page: Picture, tolerance: Tolerance } | undefined> {
  if (/\.pvr\.ccz$/i.test(name)) {
    const file = contentKey === undefined ? bytes : openedCcz(bytes, contentKey)
    const texture = readPvrCcz(file, { maxPixels })
    const tolerance = texture && toleranceOf('lossless', texture.bits)
    return texture && tolerance && { page: texture.picture, tolerance }
  }
  if (!/\.(png|webp|jpe?g)$/i.test(name)) return undefined
  const header = readPictureHeader(bytes, name)
  const tolerance = toleranceOf(
    encodingOf(header.format, bytes, header.colourType),
    header.format === 'jpeg' ? 'RGB888' : pixelFormat
  )
  return tolerance && { page: await decodePicture(bytes, name, { maxPixels }, header), tolerance }
}

function encodingOf (format: string, bytes: Buffer, colourType: string): Encoding {
  if (format === 'webp') return bytes.includes('VP8L', 12, 'latin1') ? 'lossless' : 'lossy'
  if (format === 'jpeg') return 'lossy'
  return colourType === 'indexed' ? 'palette' : 'lossless'
}
