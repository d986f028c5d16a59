import fc from 'fast-check'
import t from 'tap'
import { cutOut, randomSprite, seenPixels } from '../fixtures/random-sprite.js'
import { createPicture, pixelWords } from '../picture.js'
import { pixelDigest } from './pixel-digest.js'

const whole = (picture: { width: number, height: number }) => ({ left: 0, top: 0, width: picture.width, height: picture.height })

t.test('boxes that look the same have the same digest, wherever they lie and whatever is under their transparent pixels', async t => {
  fc.assert(fc.property(randomSprite(), fc.nat(), fc.nat(), (picture, a, b) => {
    const box = { left: a % picture.width, top: b % picture.height, width: 0, height: 0 }
    box.width = picture.width - box.left
    box.height = picture.height - box.top
    const part = cutOut(picture, box)
    pixelWords(part).set(seenPixels(part))
    return pixelDigest(picture, box) === pixelDigest(part, whole(part))
  }))
})

t.test('any visible difference, and the shape of the box, change the digest', async t => {
  fc.assert(fc.property(randomSprite(), fc.nat(), fc.integer({ min: 1, max: 255 }), (picture, place, difference) => {
    const before = pixelDigest(picture, whole(picture))
    const words = pixelWords(picture)
    const at = place % words.length
    const word = words[at]!
    words[at] = word >>> 24 === 0 ? 0x01000000 : (word ^ difference) >>> 0
    return pixelDigest(picture, whole(picture)) !== before
  }))
  t.not(pixelDigest(createPicture(2, 8), whole({ width: 2, height: 8 })), pixelDigest(createPicture(4, 4), whole({ width: 4, height: 4 })))
})
