import fc from 'fast-check'
import t from 'tap'
import { randomSprite } from '../testing/random-sprite.js'
import { cutOut } from './cut-out.js'
import { PictureCutter } from './picture-cutter.js'
import { createPicture, pixelWords } from './picture.js'
import type { Picture } from './picture.js'
import { visibleBox } from './trim.js'

/** Pixels of which few are visible, and some of those that are not have colours. */
const pictures = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 12 }),
    visible: fc.array(
      fc.record({ at: fc.nat(479), word: fc.integer({ min: 0, max: 0xffffffff }) }),
      { maxLength: 12 }
    )
  })
  .map(({ width, height, visible }) => {
    const picture = createPicture(width, height)
    for (const { at, word } of visible) pixelWords(picture)[at % (width * height)] = word
    return picture
  })

const thresholds = fc.constantFrom(0, 1, 10, 127, 128, 254, 255)

t.test('what is visible is found, and cut, as by the loops for pictures of any size', async t => {
  const cutter = new PictureCutter()
  fc.assert(
    fc.property(
      fc.oneof(pictures, randomSprite()),
      thresholds,
      (picture, threshold) => {
        const box = cutter.visibleBox(picture, threshold)
        t.same(box, visibleBox(picture, threshold))
        const { left, right, top, bottom } = box ??
          { left: 0, top: 0, right: picture.width - 1, bottom: picture.height - 1 }
        const part = { left, top, width: right + 1 - left, height: bottom + 1 - top }
        const own = cutter.cutOut(picture, part)
        t.same(own.pixels, cutOut(copyOf(picture), part).pixels)
      }
    ),
    { numRuns: 300 }
  )
})

t.test('a part is put where somebody keeps it, whatever size the picture before had', async t => {
  const cutter = new PictureCutter()
  for (const side of [3, 512, 5]) {
    const picture = createPicture(side, side)
    pixelWords(picture).fill(0x80000001)
    const kept = new Uint8Array(side * side * 4)
    t.same(cutter.visibleBox(picture, 0), { left: 0, right: side - 1, top: 0, bottom: side - 1 })
    const part = cutter.cutOut(picture, { left: 0, top: 0, width: side, height: side }, kept)
    t.equal(part.pixels, kept)
    t.ok(pixelWords(part).every(word => word === 0x80000001))
  }
})

function copyOf ({ width, height, pixels }: Picture): Picture {
  return { width, height, pixels: pixels.slice() }
}
