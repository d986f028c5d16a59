import { inflateRawSync, inflateSync } from 'node:zlib'
import { CompressionType, FilterType, Transformer } from '@napi-rs/image'
import fc from 'fast-check'
import t from 'tap'
import { paintedPage, pixelArtPage, spritePage } from '../testing/painted-pages.js'
import { randomSprite } from '../testing/random-sprite.js'
import { adlerOf } from './adler.js'
import { blitRows } from './blit-rows.js'
import { hasFewColours } from './distinct-colours.js'
import { createPicture, pixelWords } from './picture.js'
import type { Picture } from './picture.js'
import { StripEncoder } from './strip-encoder.js'

/** The zlib stream that the codec's fast level makes of a picture. */
function codecStream ({ pixels, width, height }: Picture): Buffer {
  const png = Transformer.fromRgbaPixels(pixels, width, height).pngSync({
    compressionType: CompressionType.Fast,
    filterType: FilterType.Paeth
  })
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
    }
  }
  return Buffer.concat(parts)
}

/** The rows with their filters, and how many bytes they took. */
function madeOf (picture: Picture, encoder: StripEncoder) {
  const { chunk, adler } = encoder.encode(picture)
  const deflated = chunk.subarray(8, -4)
  // The strip has no last block.
  const rows = inflateRawSync(Buffer.concat([deflated, Buffer.from([3, 0])]))
  return { rows, adler, size: deflated.length, isStored: deflated[0] === 0 }
}

/** Runs of all lengths between bytes of all kinds. */
const runs = fc
  .record({
    width: fc.integer({ min: 1, max: 400 }),
    lengths: fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 900 })), {
      minLength: 1
    }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    height: fc.integer({ min: 1, max: 5 })
  })
  .map(({ width, height, lengths, bytes }) => {
    const picture = createPicture(width, height)
    let at = 0
    for (let turn = 0; at < picture.pixels.length; turn++) {
      const value = bytes[turn % bytes.length]!
      const end = at + 1 + lengths[turn % lengths.length]!
      picture.pixels.fill(value, at, end)
      at = end
    }
    return picture
  })

t.test('a strip holds the rows that the codec has, in as many bytes', t => {
  const encoder = new StripEncoder()
  const compare = (picture: Picture): void => {
    const stream = codecStream(picture)
    const expected = inflateSync(stream)
    // Below black, which the codec takes for granted, Paeth is Sub.
    if (expected[0] === 4) expected[0] = 1
    const { rows, adler, size, isStored } = madeOf(picture, encoder)
    t.ok(rows.equals(expected))
    t.equal(adler, adlerOf(expected))
    // Header and checksum of the stream are 6 bytes; the table is said in one more, and a flush is 4 or 5.
    const more = size - (stream.length - 6)
    t.ok(isStored ? more === 0 : more === 5 || more === 6, `${more} bytes more`)
  }
  fc.assert(fc.property(fc.oneof(randomSprite(60), runs), compare), { numRuns: 300 })
  for (const page of [paintedPage(300), pixelArtPage(300), spritePage(300)]) compare(page)
  compare(createPicture(2048, 64))
  compare(createPicture(1, 1))
  t.end()
})

t.test('what was encoded before leaves nothing behind', t => {
  const used = new StripEncoder()
  fc.assert(fc.property(fc.oneof(randomSprite(60), runs), picture => {
    t.same(used.encode(picture), new StripEncoder().encode(picture))
    const drawn = used.picture(picture.width, picture.height)
    t.ok(drawn.pixels.every(byte => byte === 0))
    drawn.pixels.set(picture.pixels)
    t.same(used.encode(drawn), used.encode(picture))
  }))
  t.end()
})

const drawn = fc.record({
  part: randomSprite(40),
  x: fc.nat(60),
  y: fc.nat(60),
  rotated: fc.boolean(),
  top: fc.nat(99)
})

t.test('what lies in a strip is drawn as elsewhere, turned or not', t => {
  const encoder = new StripEncoder()
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 4 }), fc.integer({ min: 1, max: 100 }), (sprites, height) => {
      const rows = { top: sprites[0]?.top ?? 0, bottom: (sprites[0]?.top ?? 0) + height }
      const expected = createPicture(101, height)
      const strip = encoder.picture(101, height)
      for (const sprite of sprites) {
        blitRows(expected, rows, sprite)
        encoder.draw(strip, rows, sprite)
      }
      t.ok(Buffer.from(strip.pixels).equals(expected.pixels))
      t.equal(encoder.hasFewColours(strip), hasFewColours(expected))
    }),
    { numRuns: 300 }
  )
  const large = { part: paintedPage(500), x: 1, y: 0, rotated: true }
  const expected = createPicture(501, 64)
  const strip = encoder.picture(501, 64)
  blitRows(expected, { top: 100, bottom: 164 }, large)
  encoder.draw(strip, { top: 100, bottom: 164 }, large)
  t.ok(Buffer.from(strip.pixels).equals(expected.pixels), 'one that is drawn from where it lies')
  t.end()
})

t.test('colours are counted up to 256, black with nothing in it among them', t => {
  const encoder = new StripEncoder()
  const few = (first: number, count: number): boolean => {
    const strip = encoder.picture(20, 20)
    pixelWords(strip).forEach((_, at, words) => {
      words[at] = first + at % count
    })
    return encoder.hasFewColours(strip)
  }
  t.same([few(0, 256), few(0, 257), few(1, 256), few(1, 257)], [true, false, true, false])
  t.end()
})
