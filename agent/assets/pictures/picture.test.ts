import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { deflateSync } from 'node:zlib'
import { PacklineError } from '../../errors.js'
import type { ErrorCode } from '../../errors.js'
import { channelsOf, expectedRgba, writePng } from '../testing/png-writer.js'
import type { PngPlan } from '../testing/png-writer.js'
import { pngChunk, pngHeaderChunk, pngSignature } from './png-chunk.js'
import { decodePicture, defaultMaxPixels } from './picture.js'

const limits = { maxPixels: 1_000_000 }

/** Every legal pair of colour type and depth, straight and interlaced, with and without tRNS. */
function everyKind (): PngPlan[] {
  const depths: Record<number, number[]> = {
    0: [1, 2, 4, 8, 16],
    2: [8, 16],
    3: [1, 2, 4, 8],
    4: [8, 16],
    6: [8, 16]
  }
  let seed = 1
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return Math.floor(seed / 2 ** 32 * below)
  }
  return Object.entries(depths).flatMap(([type, list]) =>
    list.flatMap(bitDepth =>
      [false, true].flatMap(interlaced =>
        [false, true].flatMap(keyed => {
          const colourType = Number(type)
          if (keyed && colourType >= 4) return []
          const [width, height] = [13, 11]
          const samples = Array.from(
            { length: width * height * channelsOf[colourType]! },
            () => random(2 ** bitDepth)
          )
          const plan: PngPlan = { width, height, bitDepth, colourType, interlaced, samples }
          if (colourType === 3) {
            plan.palette = Array.from(
              { length: 2 ** bitDepth },
              () => [random(256), random(256), random(256)]
            )
          }
          if (keyed && colourType === 3) {
            plan.transparency = Buffer.from(Array.from({ length: 2 ** (bitDepth - 1) }, () => random(256)))
          }
          if (keyed && colourType !== 3) {
            plan.transparency = Buffer.from(
              samples.slice(0, channelsOf[colourType]).flatMap(sample => [sample >> 8, sample & 255])
            )
          }
          return [plan]
        })
      )
    )
  )
}

function nameOf (plan: PngPlan): string {
  return `colour type ${plan.colourType}, ${plan.bitDepth} bit${plan.interlaced ? ', interlaced' : ''}${
    plan.transparency ? ', tRNS' : ''
  }`
}

for (const plan of everyKind()) {
  t.test(`a PNG of ${nameOf(plan)} becomes 8-bit RGBA`, async t => {
    const png = writePng(plan)

    const picture = await decodePicture(png, 'a.png', limits)

    t.same([picture.width, picture.height], [plan.width, plan.height])
    t.same(Buffer.from(picture.pixels), expectedRgba(plan))
    const bySharp = await sharp(png).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer()
    const furthest = Math.max(...bySharp.map((sample, index) => Math.abs(sample - picture.pixels[index]!)))
    t.ok(
      furthest <= (plan.bitDepth === 16 ? 1 : 0),
      `sharp differs by ${furthest}: it cuts 16 bits where we round`
    )
  })
}

const gradient = {
  width: 24,
  height: 16,
  bitDepth: 8,
  colourType: 6,
  samples: Array.from({ length: 24 * 16 * 4 }, (_, index) => index * 7919 & 255)
}
const good = writePng(gradient)
const gradientRaw = { raw: { width: 24, height: 16, channels: 4 } } as const
const gradientPixels = Uint8Array.from(gradient.samples)

t.test('JPEG, CMYK JPEG and WebP become RGBA', async t => {
  const flat = await sharp({
    create: { width: 8, height: 6, channels: 3, background: { r: 200, g: 40, b: 40 } }
  })
    .raw()
    .toBuffer()
  const fromRaw = () => sharp(flat, { raw: { width: 8, height: 6, channels: 3 } })
  const files: Array<[string, Buffer]> = [
    ['a.jpg', await fromRaw().jpeg({ quality: 100 }).toBuffer()],
    ['grey.jpeg', await fromRaw().greyscale().jpeg({ quality: 100 }).toBuffer()],
    ['cmyk.jpg', await fromRaw().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()],
    ['a.webp', await fromRaw().webp({ lossless: true }).toBuffer()]
  ]
  for (const [file, bytes] of files) {
    const picture = await decodePicture(bytes, file, limits)
    const [red, green, blue, alpha] = picture.pixels
    t.same([picture.width, picture.height, alpha], [8, 6, 255], file)
    if (file === 'grey.jpeg') t.ok(red === green && green === blue, 'grey stays grey')
    else {t.ok(
        Math.abs(red! - 200) < 12 && Math.abs(green! - 40) < 25 && Math.abs(blue! - 40) < 25,
        `${file}: ${red},${green},${blue}`
      )}
  }
})

t.test('a lossless WebP keeps its visible pixels', async t => {
  const webp = await sharp(gradientPixels, gradientRaw).webp({ lossless: true, exact: true }).toBuffer()
  const picture = await decodePicture(webp, 'a.webp', limits)
  t.same(Buffer.from(picture.pixels), Buffer.from(gradientPixels))
})

function cut (bytes: Buffer, share: number): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length * share))
}

function withFlippedBit (bytes: Buffer, at: number): Buffer {
  const damaged = Buffer.from(bytes)
  damaged[at]! ^= 1
  return damaged
}

t.test('bad pictures give one typed error that names the file', async t => {
  const jpeg = await sharp(gradientPixels, gradientRaw).flatten().jpeg().toBuffer()
  const webp = await sharp(gradientPixels, gradientRaw).webp().toBuffer()
  const animated = Buffer.from(await sharp(gradientPixels, gradientRaw).webp({ lossless: true }).toBuffer())
  const vp8x = Buffer.alloc(30)
  vp8x.write('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02', 'latin1')
  const cases: Array<[title: string, bytes: Buffer, file: string, code: ErrorCode]> = [
    ['0 bytes', Buffer.alloc(0), 'art/a.png', 'IMAGE_EMPTY'],
    ['a PNG that is a JPEG', jpeg, 'art/a.png', 'IMAGE_WRONG_FORMAT'],
    ['a JPEG that is a PNG', good, 'art/a.JPG', 'IMAGE_WRONG_FORMAT'],
    ['a WebP that is a PNG', good, 'art/a.webp', 'IMAGE_WRONG_FORMAT'],
    [
      'a Git LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n'),
      'art/a.png',
      'IMAGE_WRONG_FORMAT'
    ],
    ['text', Buffer.from('this is no picture at all, only some text'), 'art/a.png', 'IMAGE_WRONG_FORMAT'],
    ['another kind of picture', Buffer.from('GIF89a'), 'art/a.gif', 'IMAGE_UNSUPPORTED'],
    [
      'a PNG rewritten for iOS',
      Buffer.concat([pngSignature, pngChunk('CgBI', Buffer.alloc(4)), good.subarray(8)]),
      'art/a.png',
      'IMAGE_UNSUPPORTED'
    ],
    ['an animated WebP', vp8x, 'art/a.webp', 'IMAGE_UNSUPPORTED'],
    ['a PNG cut within its signature', good.subarray(0, 5), 'art/a.png', 'IMAGE_TRUNCATED'],
    ['a PNG cut within its header', good.subarray(0, 20), 'art/a.png', 'IMAGE_TRUNCATED'],
    ['a PNG cut within its pixels', cut(good, 0.6), 'art/a.png', 'IMAGE_TRUNCATED'],
    ['a PNG without its last chunk', good.subarray(0, -12), 'art/a.png', 'IMAGE_TRUNCATED'],
    ['a PNG with a wrong header checksum', withFlippedBit(good, 30), 'art/a.png', 'IMAGE_TRUNCATED'],
    [
      'a PNG with a wrong pixel checksum',
      withFlippedBit(good, good.length - 14),
      'art/a.png',
      'IMAGE_TRUNCATED'
    ],
    [
      'a PNG of an unknown colour type',
      Buffer.concat([pngSignature, pngHeaderChunk(4, 4, 8, 5), good.subarray(33)]),
      'art/a.png',
      'IMAGE_TRUNCATED'
    ],
    [
      'a PNG of 0 pixels',
      Buffer.concat([pngSignature, pngHeaderChunk(0, 4), good.subarray(33)]),
      'art/a.png',
      'IMAGE_TRUNCATED'
    ],
    [
      'a PNG with fewer rows than its header says',
      Buffer.concat([pngSignature, pngHeaderChunk(24, 32), good.subarray(33)]),
      'art/a.png',
      'IMAGE_TRUNCATED'
    ],
    [
      'an indexed PNG without a palette',
      writePng({ width: 2, height: 1, bitDepth: 8, colourType: 3, samples: [0, 1] }),
      'art/a.png',
      'IMAGE_TRUNCATED'
    ],
    ['a JPEG cut within its pixels', cut(jpeg, 0.8), 'art/a.jpg', 'IMAGE_TRUNCATED'],
    ['a JPEG cut within its header', jpeg.subarray(0, 60), 'art/a.jpg', 'IMAGE_TRUNCATED'],
    ['a WebP cut within its pixels', cut(webp, 0.6), 'art/a.webp', 'IMAGE_TRUNCATED'],
    ['a WebP cut within its header', animated.subarray(0, 14), 'art/a.webp', 'IMAGE_TRUNCATED']
  ]
  for (const [title, bytes, file, code] of cases) {
    const error = await decodePicture(bytes, file, limits).then(() => undefined, (reason: unknown) => reason)
    t.ok(
      error instanceof PacklineError && error.code === code && error.details.file === file,
      `${title}: ${error instanceof Error ? error.message : 'no error'}`
    )
  }
})

t.test('a bomb is refused by its header, before anything is decoded', async t => {
  const side = 14_000
  const rows = deflateSync(Buffer.alloc((side * 4 + 1) * 100))
  const bomb = Buffer.concat([
    pngSignature,
    pngHeaderChunk(side, side),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0))
  ])
  const memoryBefore = process.memoryUsage.rss()

  const error = await decodePicture(bomb, 'art/bomb.png', { maxPixels: defaultMaxPixels }).catch((
    reason: unknown
  ) => reason)

  t.match(error, {
    code: 'IMAGE_TOO_LARGE',
    details: { file: 'art/bomb.png', width: side, height: side, maxPixels: defaultMaxPixels }
  })
  t.ok(process.memoryUsage.rss() - memoryBefore < 50_000_000, 'no memory was taken for it')
})

t.test('damaged files end in a typed error or a picture of the size of their header', async t => {
  const jpeg = await sharp(gradientPixels, gradientRaw).flatten().jpeg().toBuffer()
  const webp = await sharp(gradientPixels, gradientRaw).webp().toBuffer()
  const seeds: Array<[string, Buffer]> = [
    ['a.png', good],
    ...everyKind().map(plan => ['a.png', writePng(plan)] as [string, Buffer]),
    ['a.jpg', jpeg],
    ['a.webp', webp]
  ]
  const mutation = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    value: fc.integer({ min: 0, max: 255 })
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(mutation, { maxLength: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async ([file, seed], mutations, kept) => {
        const bytes = Buffer.from(seed
          .subarray(0, kept > 0.5 ? seed.length : Math.ceil(seed.length * kept * 2)))
        // Half of the damage goes to the first 64 bytes, where it is not caught by a checksum.
        for (
          const [index, { at, value }] of mutations.entries()
        ) {
          bytes[Math.floor(at * (index % 2 === 0 ? bytes.length : Math.min(64, bytes.length)))] = value
        }
        const outcome = await decodePicture(bytes, file, limits).catch((reason: unknown) => reason)
        if (outcome instanceof PacklineError) return outcome.code !== 'INTERNAL'
        const picture = outcome as Awaited<ReturnType<typeof decodePicture>>
        return picture.pixels.length === picture.width * picture.height * 4
      }
    ),
    { numRuns: 600 }
  )
})
