import { adlerWithFirst } from './adler.js'
import type { Picture } from './pixels.js'
import { pngChunk, pngSignature } from './png-chunk.js'
import type { EncodedStrip } from './strip-format.js'

/** How the codec's enums name what strips are made with: its fast level, and Paeth. */
export const fastPng = { compressionType: 1, filterType: 4 }

/** The strip of a picture, from what the codec has made of that. */
export function stripOf (png: Buffer, { width, height }: Pick<Picture, 'width' | 'height'>): EncodedStrip {
  const stream = pixelStream(png)
  const rowBytes = width * 4 + 1
  const { blocks, firstByteLess } = openEnded(stream.subarray(2, -4))
  return {
    chunk: pngChunk('IDAT', ...blocks),
    adler: adlerWithFirst(stream.readUInt32BE(stream.length - 4), rowBytes * height, firstByteLess),
    rows: height
  }
}

/** The zlib stream in a file of the codec. */
function pixelStream (png: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = pngSignature.length; at < png.length;) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const [first] = parts
  return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts)
}

const paeth = 4
const sub = 1

/**
 * How the codec's fast level starts: its table, which never changes (fdeflate), and Paeth as the first
 * row's filter. Then the same with another filter, Sub, and as a block that is not the last one. In both the
 * bits that follow start at the third of a byte: that is why the second says its table in a few more bits.
 */
const start = {
  paeth: Buffer.from(
    'edc003a0245996c6f1ff77ee8dc8cca7724b63ae6ddbb66ddbb66d' +
      'dbb66d698c9e964aaf9e323322eef976b76a7aa6873b6bd5af02',
    'hex'
  ),
  sub: Buffer.from(
    'ecc003a0245996c6f1ff77ee8dc8ccf7506e69ccb56ddbb66ddbb6' +
      '6ddbb62d8dd1d352e9d57bc8cc88b8e7dbddaae9991eeeac553f01',
    'hex'
  ),
  lastBits: 0b11
}

/**
 * Deflated rows, as the codec's fast level makes them, that may have others above and below them.
 * - The codec filters the first row as if black were above it. Paeth then gives what Sub gives, which does
 *   not look at the row above (PNG specification, 9.4).
 * - No block is the last one, and the end is a whole byte. The level writes stored blocks, or one block in
 *   which the code that ends it ends with a 1 (RFC 1951, 3.2.3 and 3.2.7).
 */
function openEnded (blocks: Buffer): { blocks: Buffer[], firstByteLess: number } {
  if ((blocks.readUInt8(0) >> 1 & 3) === 0) return openStored(Buffer.from(blocks))
  const before = start.paeth.length - 1
  const shared = blocks.readUInt8(before)
  const startsAsKnown = blocks.subarray(0, before).equals(start.paeth.subarray(0, -1)) &&
    (shared & start.lastBits) === start.paeth.readUInt8(before)
  if (!startsAsKnown) throw new Error('the codec has compressed in another way than it was measured with')
  const joint = start.sub.readUInt8(start.sub.length - 1) | shared & ~start.lastBits
  // An empty stored block: three bits of 0, the rest of their byte, and the length.
  const unused = Math.clz32(blocks.readUInt8(blocks.length - 1)) - 24
  const end = unused >= 3 ? [0, 0, 0xff, 0xff] : [0, 0, 0, 0xff, 0xff]
  return {
    blocks: [start.sub.subarray(0, -1), Buffer.from([joint]), blocks.subarray(before + 1), Buffer.from(end)],
    firstByteLess: paeth - sub
  }
}

const storedHeaderBytes = 5

function openStored (blocks: Buffer): { blocks: Buffer[], firstByteLess: number } {
  for (let at = 0; at < blocks.length; at += storedHeaderBytes + blocks.readUInt16LE(at + 1)) {
    blocks.writeUInt8(blocks.readUInt8(at) & ~1, at)
  }
  if (blocks.readUInt8(storedHeaderBytes) !== paeth) return { blocks: [blocks], firstByteLess: 0 }
  blocks.writeUInt8(sub, storedHeaderBytes)
  return { blocks: [blocks], firstByteLess: paeth - sub }
}
