import { adlerOf, combinedAdler } from './adler.js'
import { deflateInThread } from './deflate-thread.js'
import { packedPixels } from './pixel-format.js'
import { cczHeader, pvrHeader, bytesOfPixel } from './pvr-ccz.js'
import type { PvrSettings } from './pvr-ccz.js'
import type { EncodedStrip, StripFormat } from './strip-format.js'

const headerBytes = { ccz: 16, zlib: 2, stored: 5, pvr: 52 }
const zlibHeader = Buffer.from([0x78, 0x5e])

/** A strip or a few are sooner done than a thread has started. */
const threadFromBytes = 2_000_000

/**
 * A PVR texture in a CCZ file: one zlib stream, as its readers want it (ZipUtils::inflateCCZBuffer of
 * cocos2d-x calls zlib's uncompress), of which the texture's header is a stored block (RFC 1951, 3.2.4) and
 * each strip some blocks.
 */
export async function cczStrips (settings: PvrSettings): Promise<StripFormat> {
  const { deflateStrip } = await import('./deflate-strip.js')
  const pixelBytes = bytesOfPixel(settings.pixelFormat)
  return {
    firstStripAt: headerBytes.ccz + headerBytes.zlib + headerBytes.stored + headerBytes.pvr,
    // One thread makes those of a page: it starts in the time of some strips.
    stripsAtOnce: Infinity,
    encode: pictures => {
      const packed = pictures.map(picture => packedPixels(picture, settings.pixelFormat))
      const bytes = packed.reduce((sum, { length }) => sum + length, 0)
      const all = bytes < threadFromBytes ? packed.map(deflateStrip) : deflateInThread(packed)
      return pictures.map(async ({ height }, index): Promise<EncodedStrip> => {
        const { bytes: chunk, adler } = (await all)[index]!
        return { chunk: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length), adler, rows: height }
      })
    },
    join: (width, strips) => {
      const height = strips.reduce((sum, { rows }) => sum + rows, 0)
      const header = pvrHeader({ width, height }, settings)
      const adler = strips.reduce(
        (sum, strip) => combinedAdler(sum, strip.adler, strip.rows * width * pixelBytes),
        adlerOf(header)
      )
      // An empty last block, and the checksum of all.
      const end = Buffer.from([3, 0, 0, 0, 0, 0])
      end.writeUInt32BE(adler, 2)
      return [
        cczHeader(header.length + width * height * pixelBytes),
        zlibHeader,
        storedBlock(header),
        ...strips.map(({ chunk }) => chunk),
        end
      ]
    }
  }
}

function storedBlock (bytes: Buffer): Buffer {
  const head = Buffer.alloc(headerBytes.stored)
  head.writeUInt16LE(bytes.length, 1)
  head.writeUInt16LE(0xffff ^ bytes.length, 3)
  return Buffer.concat([head, bytes])
}
