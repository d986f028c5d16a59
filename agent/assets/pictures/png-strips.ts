import { pngChunk, pngHeaderChunk, pngSignature } from './png-chunk.js'
import { combinedAdler } from './adler.js'
import { encodeIndexedPng } from './indexed-png.js'
import { stripEncoder } from './strip-encoder.js'
import type { EncodedStrip, StripFormat } from './strip-format.js'

/**
 * A strip is one chunk of a PNG: a file's pixels are one zlib stream in any number of chunks, so that such
 * chunks, one after the other, are a picture whatever rows stand above and below (PNG specification, 10.1 and
 * 11.2.3). A picture of few colours is an indexed one instead.
 */
export function pngStrips (): StripFormat {
  const encoder = stripEncoder()
  return {
    firstStripAt,
    stripsAtOnce: 1,
    encode: pictures => pictures.map(async picture => encoder.encode(picture)),
    join: joinStrips,
    encodeFewColours: encodeIndexedPng
  }
}

/** The parts of the strips' PNG, from the top; the first strip starts at `firstStripAt`. */
export function joinStrips (width: number, strips: readonly EncodedStrip[]): Buffer[] {
  const height = strips.reduce((sum, { rows }) => sum + rows, 0)
  const adler = strips.reduce((sum, strip) => {
    return combinedAdler(sum, strip.adler, strip.rows * (width * 4 + 1))
  }, 1)
  // An empty last block, and the checksum of all.
  const end = Buffer.from([3, 0, 0, 0, 0, 0])
  end.writeUInt32BE(adler, 2)
  return [
    pngSignature,
    pngHeaderChunk(width, height),
    pngChunk('IDAT', zlibHeader),
    ...strips.map(({ chunk }) => chunk),
    pngChunk('IDAT', end),
    pngChunk('IEND', Buffer.alloc(0))
  ]
}

const zlibHeader = Buffer.from([0x78, 0x01])
const chunkFrameBytes = 12
const headerBytes = 13

const firstStripAt = pngSignature.length + chunkFrameBytes + headerBytes + chunkFrameBytes +
  zlibHeader.length
