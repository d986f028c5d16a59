import fc from 'fast-check'
import t from 'tap'
import { copyOf, randomSprite } from '../testing/random-sprite.js'
import type { Picture } from '../pictures/picture.js'
import { cutOut } from '../pictures/cut-out.js'
import { drawPage, placeInput } from './draw-page.js'
import type { Place } from './draw-page.js'
import { encodePng } from '../pictures/encode-png.js'
import { pixelDigest } from '../pictures/pixel-digest.js'
import type { Sprite } from './sprite.js'

const [columns, cell] = [4, 20]

interface Piece {
  picture: Picture
  slot: number
  rotated: boolean
  growth: Place['growth']
}

const bit = fc.constantFrom(0, 1)
const piece = (): fc.Arbitrary<Piece> =>
  fc.record({
    picture: randomSprite(12),
    slot: fc.nat(columns * columns - 1),
    rotated: fc.boolean(),
    growth: fc.record({ left: bit, top: bit, right: bit, bottom: bit })
  })

/** The pieces as places on a page, one in each slot. */
function layOut (
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

t.test('a page drawn over the last one is the page drawn from nothing, whatever changed', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece(), { minLength: 1 }),
      fc.array(piece(), { maxLength: 5 }),
      fc.nat(4),
      fc.nat(2),
      async (pieces, changes, dropped, extrude) => {
        const canvas = { width: columns * cell + 4, height: columns * cell + 4, extrude }
        const [first, second] = [
          layOut(pieces),
          layOut([...pieces.slice(dropped), ...changes])
        ]
        const before = await drawPage(canvas, first.places, undefined, first.load)
        const drawn = {
          inputs: first.places.map(place => placeInput(place, canvas)),
          bytes: await encodePng(before, 'fast')
        }

        const fresh = await drawPage(canvas, second.places, undefined, second.load)
        const over = await drawPage(canvas, second.places, drawn, second.load)

        t.ok(Buffer.from(over.pixels).equals(fresh.pixels))
      }
    ),
    { numRuns: 60 }
  )
})

t.test('only what changed is loaded', async t => {
  const canvas = { width: columns * cell, height: columns * cell, extrude: 0 }
  const growth = { left: 0, top: 0, right: 0, bottom: 0 }
  const pieces = [0, 1, 2, 3].map(slot => ({
    picture: { width: 3, height: 5, pixels: new Uint8Array(60).fill(50 + slot) },
    slot,
    rotated: slot === 2,
    growth
  }))
  const first = layOut(pieces)
  const before = await drawPage(canvas, first.places, undefined, first.load)
  const drawn = {
    inputs: first.places.map(place => placeInput(place, canvas)),
    bytes: await encodePng(before, 'fast')
  }
  const second = layOut(
    pieces.map(each =>
      each.slot === 1
        ? { ...each, picture: { width: 3, height: 5, pixels: new Uint8Array(60).fill(250) } }
        : each
    )
  )

  await drawPage(canvas, second.places, drawn, second.load)

  t.same(second.loaded.map(sprite => sprite.name), ['1.png'])
})
