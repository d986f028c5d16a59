import fc from 'fast-check'
import t from 'tap'
import { copyOf, randomSprite, seenPixels } from '../testing/random-sprite.js'
import { createPicture, pixelWords } from './picture.js'
import type { Picture } from './picture.js'
import { cutOut } from './cut-out.js'
import { pixelDigest } from './pixel-digest.js'
import type { TrimBox } from './trim.js'

const whole = (picture: Picture): TrimBox => ({
  left: 0,
  top: 0,
  width: picture.width,
  height: picture.height
})

function withBox (): fc.Arbitrary<{ picture: Picture, box: TrimBox }> {
  return fc.record({ picture: randomSprite(), a: fc.nat(), b: fc.nat(), c: fc.nat(), d: fc.nat() }).map(
    ({ picture, a, b, c, d }) => {
      const [left, top] = [a % picture.width, b % picture.height]
      return {
        picture,
        box: {
          left,
          top,
          width: 1 + c % (picture.width - left),
          height: 1 + d % (picture.height - top)
        }
      }
    }
  )
}

t.test('a part holds the pixels of its box, and nothing where they are invisible', async t => {
  fc.assert(fc.property(withBox(), ({ picture, box }) => {
    const [seen, part] = [seenPixels(picture), cutOut(copyOf(picture), box)]
    return part.width === box.width && part.height === box.height && pixelWords(part).every((word, at) => {
      return word === seen[(box.top + Math.floor(at / box.width)) * picture.width + box.left + at % box.width]
    })
  }))
})

t.test('parts that look the same have the same digest, wherever they lie and whatever is under their transparent pixels', async t => {
  fc.assert(fc.property(withBox(), fc.integer(), ({ picture, box }, colour) => {
    const again = cutOut(copyOf(picture), box)
    const words = pixelWords(again)
    for (let at = 0; at < words.length; at++) if (words[at]! >>> 24 === 0) words[at] = colour & 0xffffff
    return pixelDigest(cutOut(picture, box)) === pixelDigest(cutOut(again, whole(again)))
  }))
})

t.test('any visible difference, and the shape, change the digest', async t => {
  fc.assert(
    fc.property(randomSprite(), fc.nat(), fc.integer({ min: 1, max: 255 }), (picture, place, difference) => {
      const before = pixelDigest(cutOut(copyOf(picture), whole(picture)))
      const words = pixelWords(picture)
      const at = place % words.length
      const word = words[at]!
      words[at] = word >>> 24 === 0 ? 0x01000000 : (word ^ difference) >>> 0
      return pixelDigest(cutOut(picture, whole(picture))) !== before
    })
  )
  t.not(pixelDigest(createPicture(2, 8)), pixelDigest(createPicture(4, 4)))
})
