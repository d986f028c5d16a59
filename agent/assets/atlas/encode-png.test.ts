import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { randomSprite } from '../fixtures/random-sprite.js'
import { createPicture, pixelWords } from '../picture.js'
import type { Picture } from '../picture.js'
import { encodePng } from './encode-png.js'

async function decoded (png: Buffer): Promise<Buffer> {
  return await sharp(png).ensureAlpha().raw().toBuffer()
}

const noise = (x: number, y: number): number => (Math.imul(x * 73 + y * 151, 2654435761) >>> 24) & 7

function paint (width: number, height: number, colourAt: (x: number, y: number) => number): Picture {
  const picture = createPicture(width, height)
  const words = pixelWords(picture)
  for (let at = 0; at < words.length; at++) words[at] = colourAt(at % width, Math.floor(at / width)) >>> 0
  return picture
}

/** Smooth gradients with a little noise. */
const painted = (side: number) => paint(side, side, (x, y) => 0xff000000 | (x + noise(x, y) & 255) << 16 | (y + noise(y, x) & 255) << 8 | (x + y >> 1 & 255))

/** A few hundred small tiles of flat colours, repeated with differences. */
const pixelArt = (side: number) => paint(side, side, (x, y) => {
  const tile = Math.imul((x >> 5) * 31 + (y >> 5) * 17, 2654435761) >>> 0
  const shade = Math.imul((x & 31) * 7 + (y & 31) * 13 + (tile & 3), 40503) >>> 4 & 0x0f0f0f
  return (0xff000000 | shade * 13 ^ (tile >>> 8 & 0x3f3f3f)) >>> 0
})

for (const profile of ['fast', 'release'] as const) {
  t.test(`a ${profile} page decodes to its own pixels`, async t => {
    await fc.assert(fc.asyncProperty(randomSprite(60), async picture => (await decoded(await encodePng(picture, profile))).equals(picture.pixels)), { numRuns: 60 })
    for (const page of [painted(300), pixelArt(300)]) t.same(await decoded(await encodePng(page, profile)), Buffer.from(page.pixels))
  })

  t.test(`a ${profile} page is the same bytes each time`, async t => {
    const page = painted(200)
    t.same(await encodePng(page, profile), await encodePng({ ...page, pixels: page.pixels.slice() }, profile))
  })
}

t.test('a release page takes the filter that suits its art, and is as small as the better of two settings of sharp', async t => {
  for (const [title, page] of [['painted', painted(512)], ['pixel art', pixelArt(512)]] as const) {
    const raw = { raw: { width: page.width, height: page.height, channels: 4 } } as const
    const release = await encodePng(page, 'release')
    const others = await Promise.all([
      encodePng(page, 'fast'),
      sharp(page.pixels, raw).png({ compressionLevel: 6 }).toBuffer(),
      sharp(page.pixels, raw).png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer()
    ])
    const sizes = others.map(other => other.length)
    t.ok(release.length <= Math.min(...sizes) * 1.03, `${title}: ${release.length} of ${sizes.join(', ')}`)
  }
})

t.test('a page of at most 256 colours is indexed, and one of more is not', async t => {
  const ofColours = (count: number) => paint(64, 32, (x, y) => {
    const index = (y * 64 + x) % count
    return index === 0 ? 0 : (0xff - (index & 1) * 100) * 0x1000000 + index * 0x010203
  })
  for (const [count, type] of [[1, 3], [2, 3], [256, 3], [257, 6]] as const) {
    const page = ofColours(count)
    const png = await encodePng(page, 'release')
    t.equal(png[25], type, `${count} colours`)
    t.same(await decoded(png), Buffer.from(page.pixels))
  }
})
