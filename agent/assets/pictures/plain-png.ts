import { pngSignature } from './png-chunk.js'

const headerEnd = 33

/**
 * Size and depth of a PNG that is as it should be; undefined for whatever else: only readPictureHeader tells
 * what is wrong with it.
 */
export function plainPngSize (
  bytes: Buffer
): { width: number, height: number, is16Bit: boolean } | undefined {
  const isPlain = bytes.length >= headerEnd && bytes.readUInt32BE(8) === 13 &&
    bytes.toString('latin1', 12, 16) === 'IHDR' && bytes.compare(pngSignature, 0, 8, 0, 8) === 0
  if (!isPlain) return undefined
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), is16Bit: bytes[24] === 16 }
}
