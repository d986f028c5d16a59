import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { copyOf, randomSprite } from '../testing/random-sprite.js'
import { createPicture, pixelWords } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'
import { cutOut } from '../pictures/cut-out.js'
import { blitSprite } from './render.js'

const rawOf = (picture: Picture) =>
  ({ raw: { width: picture.width, height: picture.height, channels: 4 } }) as const

function turnedBack (picture: Picture): Picture {
  const upright = createPicture(picture.height, picture.width)
  const [from, to] = [pixelWords(picture), pixelWords(upright)]
  for (let y = 0; y < upright.height; y++) {
    for (let x = 0; x < upright.width; x++) {
      to[y * upright.width + x] = from[x * picture.width + picture.width - 1 - y]!
    }
  }
  return upright
}

t.test('what is cut back out of a page is the sprite, and nothing else of the page changed', async t => {
  const place = fc.record({
    x: fc.integer({ min: 0, max: 20 }),
    y: fc.integer({ min: 0, max: 20 }),
    extrude: fc.integer({ min: 0, max: 4 }),
    rotated: fc.boolean()
  })
  fc.assert(
    fc.property(randomSprite(40), place, (part, { x, y, extrude, rotated }) => {
      const page = createPicture(62, 62)
      const untouched = 0x12345678
      pixelWords(page).fill(untouched)

      blitSprite(page, { part, x, y, rotated }, { extrude })

      const visible = cutOut(copyOf(part), { left: 0, top: 0, width: part.width, height: part.height })
      const [width, height] = rotated ? [part.height, part.width] : [part.width, part.height]
      const drawn = cutOut(copyOf(page), { left: x, top: y, width, height })
      const isSame = pixelWords(rotated ? turnedBack(drawn) : drawn).every((word, at) =>
        word === pixelWords(visible)[at]
      )
      const clamp = (value: number, from: number, size: number) =>
        Math.min(Math.max(value, from), from + size - 1)
      const isAroundRight = pixelWords(page).every((word, at) => {
        const [px, py] = [at % page.width, Math.floor(at / page.width)]
        const [nearX, nearY] = [clamp(px, x, width), clamp(py, y, height)]
        const isReached = Math.max(Math.abs(px - nearX), Math.abs(py - nearY)) <= extrude
        return word === (isReached ? pixelWords(page)[nearY * page.width + nearX] : untouched)
      })
      return isSame && isAroundRight
    }),
    { numRuns: 300 }
  )
})

t.test('rotated is 90° clockwise, as an image library turns it', async t => {
  await fc.assert(
    fc.asyncProperty(randomSprite(40), async part => {
      const page = createPicture(part.height, part.width)
      blitSprite(page, { part, x: 0, y: 0, rotated: true }, { extrude: 0 })
      const bySharp = await sharp(part.pixels, rawOf(part)).rotate(90).raw().toBuffer()
      return bySharp.equals(page.pixels)
    }),
    { numRuns: 50 }
  )
})

t.test('a sprite that would leave the page is refused', async t => {
  const part = createPicture(10, 4)
  const at = (x: number, y: number, rotated = false) => () =>
    blitSprite(createPicture(12, 12), { part, x, y, rotated }, { extrude: 0 })
  t.doesNotThrow(at(2, 8))
  t.throws(at(3, 8), RangeError)
  t.throws(at(2, 9), RangeError)
  t.throws(at(0, 3, true), RangeError)
  t.throws(at(-1, 0), RangeError)
})
