import fc from 'fast-check'
import { createPicture, pixelWords } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'

/** Sprites with empty borders and holes, and with colour left under transparent pixels, as artists' tools write them. */
export function randomSprite (maxSide = 24): fc.Arbitrary<Picture> {
  return fc
    .record({
      width: fc.integer({ min: 1, max: maxSide }),
      height: fc.integer({ min: 1, max: maxSide }),
      seed: fc.integer(),
      share: fc.double({ min: 0, max: 1, noNaN: true })
    })
    .map(({ width, height, seed, share }) => {
      const picture = createPicture(width, height)
      const words = pixelWords(picture)
      let state = seed >>> 0
      const random = (): number => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        return state / 2 ** 32
      }
      const [left, top, right, bottom] = [
        random() * width,
        random() * height,
        random() * width,
        random() * height
      ]
      for (let at = 0; at < words.length; at++) {
        const [x, y] = [at % width, Math.floor(at / width)]
        const isInside = x >= Math.min(left, right) && x <= Math.max(left, right) && y >= Math
              .min(top, bottom) &&
          y <= Math.max(top, bottom)
        const colour = Math.floor(random() * 0x1000000)
        words[at] = isInside && random() < share ? colour + Math.floor(random() * 256) * 0x1000000 : colour
      }
      return picture
    })
}

/** The pixels, with everything that is fully transparent as 0. */
export function seenPixels (picture: Picture): number[] {
  return Array.from(pixelWords(picture), word => word >>> 24 === 0 ? 0 : word)
}

/** For what writes to its picture. */
export function copyOf (picture: Picture): Picture {
  return { ...picture, pixels: picture.pixels.slice() }
}
