import fc from 'fast-check'
import type { Place } from '../atlas/draw-page.js'
import type { Sprite } from '../atlas/sprite.js'
import { cutOut } from '../pictures/cut-out.js'
import { pixelDigest } from '../pictures/pixel-digest.js'
import type { Picture } from '../pictures/picture.js'
import { copyOf, randomSprite } from './random-sprite.js'

/** Sprites in the cells of a page, for tests of what draws pages. */
export const columns = 4
export const cell = 20

export interface Piece {
  picture: Picture
  slot: number
  rotated: boolean
  growth: Place['growth']
}

const bit = fc.constantFrom(0, 1)
export const piece = (): fc.Arbitrary<Piece> =>
  fc.record({
    picture: randomSprite(12),
    slot: fc.nat(columns * columns - 1),
    rotated: fc.boolean(),
    growth: fc.record({ left: bit, top: bit, right: bit, bottom: bit })
  })

/** The pieces as places on a page, one in each slot. */
export function layOut (
  pieces: Piece[]
): { places: Place[], load: (sprite: Sprite) => Promise<Picture>, loaded: Sprite[] } {
  const pictures = new Map<Sprite, Picture>()
  const loaded: Sprite[] = []
  const taken = [...new Map(pieces.map(each => [each.slot, each])).values()]
  const places = taken.map(({ picture, slot, rotated, growth }) => {
    const box = { left: 0, top: 0, width: picture.width, height: picture.height }
    const part = cutOut(copyOf(picture), box)
    const sprite: Sprite = {
      name: `${slot}.png`,
      file: { path: '', name: '', sha256: '', size: 0 },
      sourceWidth: 9,
      sourceHeight: 9,
      box,
      frame: box,
      digest: pixelDigest(part),
      settings: { trims: true, turns: true }
    }
    pictures.set(sprite, part)
    return { sprite, growth, rotated, x: 4 + slot % columns * cell, y: 4 + Math.floor(slot / columns) * cell }
  })
  const load = async (sprite: Sprite): Promise<Picture> => {
    loaded.push(sprite)
    return pictures.get(sprite)!
  }
  return { places, load, loaded }
}
