import { crc32 } from 'node:zlib'

export const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

export function pngChunk (type: string, body: Uint8Array): Buffer {
  const chunk = Buffer.alloc(12 + body.length)
  chunk.writeUInt32BE(body.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(body, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length)
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
