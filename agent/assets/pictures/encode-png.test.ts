import { createHash } from 'node:crypto'
import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { pageOfColours, paintedPage, pixelArtPage } from '../testing/painted-pages.js'
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

t.test('a release page takes the filter that suits its art, and is as small as the better of two settings of sharp', async t => {
  for (const [title, page] of [['painted', paintedPage(512)], ['pixel art', pixelArtPage(512)]] as const) {
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
    '0d7c08f095cca56cb979b910ab8a1832743f5a4967f2062f6ff2de411631b811'
  )
  t.equal(
    digest(await encodePng(pageOfColours(200), 'fast')),
    'a1f8ab384057b9364a0597e20c479a5f0907bb708a342356a5d091507de93fc6'
  )
})
