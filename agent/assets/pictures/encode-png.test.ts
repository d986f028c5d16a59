import { createHash } from 'node:crypto'
import { Transformer } from '@napi-rs/image'
import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { pageOfColours, paintedPage, pixelArtPage, spritePage } from '../testing/painted-pages.js'
import { randomSprite } from '../testing/random-sprite.js'
import { encodePng } from './encode-png.js'

async function decoded (png: Buffer): Promise<Buffer> {
  return await sharp(png).ensureAlpha().raw().toBuffer()
}

for (const profile of ['fast', 'release'] as const) {
  t.test(`a ${profile} page decodes to its own pixels`, async t => {
    await fc.assert(
      fc.asyncProperty(randomSprite(60), async picture =>
        (await decoded(await encodePng(picture, profile)))
          .equals(picture.pixels)),
      { numRuns: 60 }
    )
    for (const page of [paintedPage(300), pixelArtPage(300)]) {
      t.ok((await decoded(await encodePng(page, profile))).equals(page.pixels))
    }
  })

  t.test(`a ${profile} page is the same bytes each time`, async t => {
    const page = paintedPage(200)
    t.ok(
      (await encodePng(page, profile)).equals(
        await encodePng({
          ...page,
          pixels: page.pixels.slice()
        }, profile)
      )
    )
  })
}

t.test('a release page is at most .5 % larger than the smallest that one filter for all of it, or sharp, makes', async t => {
  const pages = { painted: paintedPage(512), pixelArt: pixelArtPage(512), sprites: spritePage(512) }
  for (const [title, page] of Object.entries(pages)) {
    const { pixels, width, height } = page
    const release = await encodePng(page, 'release')
    const others = await Promise.all([
      ...[0, 1, 2, 3, 4].map(async filterType =>
        await Transformer.fromRgbaPixels(pixels, width, height).png({ compressionType: 0, filterType })
      ),
      ...[false, true].map(async adaptiveFiltering =>
        await sharp(pixels, { raw: { width, height, channels: 4 } })
          .png({ compressionLevel: 6, adaptiveFiltering })
          .toBuffer()
      )
    ])
    const sizes = others.map(other => other.length)
    // What the codec finds row by row (sharp's adaptive filters) is smaller on discs by an eighth.
    const least = Math.min(...title === 'sprites' ? sizes.slice(0, -1) : sizes)
    t.ok(release.length <= least * 1.005, `${title}: ${release.length} of ${sizes.join(', ')}`)
  }
})

t.test('a page may be overwritten once it is released; an indexed one is read to the end', async t => {
  for (const profile of ['fast', 'release'] as const) {
    const page = paintedPage(300)
    const expected = await encodePng(page, profile)
    t.ok((await encodePng(page, profile, () => {
      page.pixels.fill(0)
    }))
      .equals(expected))
    t.equal(page.pixels.some(byte => byte > 0), false, 'it was released')
    await encodePng(pageOfColours(200), profile, () => {
      t.fail('released')
    })
  }
})

t.test('a page of at most 256 colours is indexed, and one of more is not', async t => {
  for (const [count, type] of [[1, 3], [2, 3], [256, 3], [257, 6]] as const) {
    const page = pageOfColours(count)
    const png = await encodePng(page, 'release')
    t.equal(png[25], type, `${count} colours`)
    t.ok((await decoded(png)).equals(page.pixels))
  }
})

t.test('the bytes are those that other machines make; when an encoder changes them, its version in encoderVersions changes too', async t => {
  const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
  t.equal(
    digest(await encodePng(paintedPage(200), 'fast')),
    'f0f83909d1b69f310b2852b283b550b8773e71a2848b53cd4862812378ebea8b'
  )
  t.equal(
    digest(await encodePng(paintedPage(200), 'release')),
    'da98485318751cffc1a640f30611a7e9bc3a07894f24d33ac77358a9b6ddf68e'
  )
  t.equal(
    digest(await encodePng(pageOfColours(200), 'fast')),
    'a1f8ab384057b9364a0597e20c479a5f0907bb708a342356a5d091507de93fc6'
  )
})
