import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { paintedPage, pixelArtPage, spritePage } from '../testing/painted-pages.js'
import { randomSprite } from '../testing/random-sprite.js'
import { joinStrips, pngStrips } from './png-strips.js'
import { decodePicture } from './picture.js'
import type { Picture } from './picture.js'
import { StripEncoder } from './strip-encoder.js'

function stripped (page: Picture, heights: readonly number[]): Buffer {
  const encoder = new StripEncoder()
  let top = 0
  const strips = heights.map(height => {
    const pixels = page.pixels.subarray(top * page.width * 4, (top += height) * page.width * 4)
    return encoder.encode({ width: page.width, height, pixels })
  })
  return Buffer.concat(joinStrips(page.width, strips))
}

/** The heights of strips that cut at the given places, as shares of the height. */
function cutAt (height: number, shares: readonly number[]): number[] {
  const cuts = [...new Set([0, ...shares.map(share => Math.floor(share * height)), height])].sort((a, b) =>
    a - b
  )
  return cuts.slice(1).map((cut, index) => cut - cuts[index]!)
}

/** What a PNG decoder that checks everything, libpng as sharp has it, and our own codec make of it. */
async function readings (png: Buffer): Promise<Buffer[]> {
  const { pixels } = await decodePicture(png, 'page.png', { maxPixels: 1e7 })
  return [await sharp(png, { failOn: 'warning' }).ensureAlpha().raw().toBuffer(), Buffer.from(pixels)]
}

/** Mostly one colour: the codec does not store such rows as they are. */
const sparseSprite = randomSprite(60).map(picture => {
  picture.pixels.forEach((_, at) => {
    if (at % 52 > 3) picture.pixels[at] = 200
  })
  return picture
})

t.test('strips, joined, are a PNG of the rows, wherever it was cut', async t => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(randomSprite(60), sparseSprite),
      fc.array(share, { maxLength: 6 }),
      async (picture, shares) => {
        const png = stripped(picture, cutAt(picture.height, shares))
        for (const pixels of await readings(png)) t.ok(pixels.equals(picture.pixels))
      }
    ),
    { numRuns: 80 }
  )
  for (const page of [paintedPage(300), pixelArtPage(300), spritePage(300)]) {
    for (const pixels of await readings(stripped(page, [64, 64, 64, 64, 44]))) {
      t.ok(pixels.equals(page.pixels))
    }
  }
})

t.test('the checksum of the pixels, which most decoders do not look at, is right', async t => {
  const png = stripped(spritePage(200), [64, 64, 72])
  const parts = new Array<Buffer>()
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
    }
  }
  t.equal(inflateSync(Buffer.concat(parts)).length, 200 * (200 * 4 + 1), 'node refuses a wrong one')
  const { firstStripAt } = pngStrips()
  t.equal(png.toString('latin1', firstStripAt + 4, firstStripAt + 8), 'IDAT', 'where the first strip starts')
})
