import fc from 'fast-check'
import t from 'tap'
import { spritePage } from '../testing/painted-pages.js'
import { randomSprite } from '../testing/random-sprite.js'
import { createPicture, pixelWords } from './picture.js'
import { premultiplied, reducedColours } from './pixel-format.js'

const bits = { RGBA4444: [4, 4, 4, 4], RGBA5551: [5, 5, 5, 1], RGB565: [5, 6, 5, 0] } as const

for (const format of ['RGBA4444', 'RGBA5551', 'RGB565'] as const) {
  t.test(`${format} holds only its own levels, within one step of the originals`, async t => {
    fc.assert(
      fc.property(randomSprite(), picture => {
        const reduced = reducedColours(picture, format)
        return reduced.pixels.every((value, at) => {
          const depth = bits[format][at % 4]!
          const original = picture.pixels[at]!
          if (depth === 0) return value === 255
          const maximum = 2 ** depth - 1
          const isLevel = value === Math.round((value >> (8 - depth)) * 255 / maximum)
          return isLevel && Math.abs(value - original) <= Math.ceil(255 / maximum)
        })
      }),
      { numRuns: 200 }
    )
  })

  t.test(`${format} keeps the brightness of an area between two levels`, async t => {
    const flat = createPicture(64, 64)
    pixelWords(flat).fill(0xff000000 | 100 << 16 | 75 << 8 | 203)
    const reduced = reducedColours(flat, format)
    for (const [channel, wanted] of [203, 75, 100].entries()) {
      const values = reduced.pixels.filter((_, at) => at % 4 === channel)
      t.ok(new Set(values).size > 1, 'dithered')
      t.ok(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length - wanted) < 0.5)
    }
  })

  t.test(`${format}: a sprite's pixels do not depend on its neighbours on the page`, async t => {
    const page = spritePage(64, 32)
    const before = reducedColours(page, format)
    const words = pixelWords(page)
    for (let at = 0; at < words.length; at++) if (at % 64 < 32 && words[at] !== 0) words[at] = 0xff3355aa
    const after = reducedColours(page, format)
    const half = (pixels: Uint8Array, isRight: boolean): Buffer =>
      Buffer.from(pixels.filter((_, at) => ((at >> 2) % 64 >= 32) === isRight))
    t.ok(half(after.pixels, true).equals(half(before.pixels, true)))
    t.notOk(half(after.pixels, false).equals(half(before.pixels, false)))
  })
}

t.test('opaque stays opaque and transparent stays transparent', async t => {
  const page = spritePage(96)
  const reduced = reducedColours(page, 'RGBA4444')
  const alphas = [...page.pixels.entries()].filter(([at]) => at % 4 === 3)
  t.ok(alphas.every(([at, alpha]) => alpha % 255 !== 0 || reduced.pixels[at] === alpha))
})

t.test('premultiplied colours are the rounded products, and the page itself stays as it is', async t => {
  fc.assert(fc.property(randomSprite(), picture => {
    const before = picture.pixels.slice()
    const product = premultiplied(picture)
    return product.pixels.every((value, at) =>
      value === (at % 4 === 3 ? before[at]! : Math.round(before[at]! * before[at | 3]! / 255))
    ) &&
      picture.pixels.every((value, at) => value === before[at])
  }))
})
