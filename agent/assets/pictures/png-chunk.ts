import { crc32 } from 'node:zlib'

export const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

/** A chunk whose body is made of these parts. */
export function pngChunk (type: string, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  // Every byte is written below: pages are megabytes of chunks.
  const chunk = Buffer.allocUnsafeSlow(12 + length)
  chunk.writeUInt32BE(length, 0)
  chunk.write(type, 4, 'latin1')
  let at = 8
  for (const part of parts) {
    chunk.set(part, at)
    at += part.length
  }
  chunk.writeUInt32BE(crc32(chunk.subarray(4, at)), at)
  return chunk
}

/** colourType: 0 grey, 2 RGB, 3 indexed, 4 grey and alpha, 6 RGBA. */
export function pngHeaderChunk (
  width: number,
  height: number,
  bitDepth = 8,
  colourType = 6,
  interlaced = false
): Buffer {
  const body = Buffer.alloc(13)
  body.writeUInt32BE(width, 0)
  body.writeUInt32BE(height, 4)
  body[8] = bitDepth
  body[9] = colourType
  body[12] = interlaced ? 1 : 0
  return pngChunk('IHDR', body)
}
