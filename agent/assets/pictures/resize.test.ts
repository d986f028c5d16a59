import t from 'tap'
import { createPicture, pixelWords } from './picture.js'
import type { Picture } from './picture.js'
import { resizePicture } from './resize.js'

const side = 64

function picture (pixelAt: (x: number, y: number) => readonly [number, number, number, number]): Picture {
  const made = createPicture(side, side)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) made.pixels.set(pixelAt(x, y), (y * side + x) * 4)
  }
  return made
}

const disc = picture((x, y) => Math.hypot(x - 31.5, y - 31.5) < 24 ? [250, 200, 40, 255] : [0, 0, 0, 0])

/** Every pixel with its place in the coordinates of the original. */
function pixelsOf ({ pixels, width }: Picture) {
  return Array.from({ length: pixels.length / 4 }, (_, at) => ({
    distance: Math.hypot(
      ((at % width) + 0.5) * side / width - 32,
      (Math.floor(at / width) + 0.5) * side / width - 32
    ),
    colour: [...pixels.subarray(at * 4, at * 4 + 3)],
    alpha: pixels[at * 4 + 3]!
  }))
}

for (const newSide of [16, 32, 48, 100, 128]) {
  t.test(`a hard edge resized from 64 to ${newSide} gets no ghosts, ripples or rims`, async t => {
    const pixels = pixelsOf(await resizePicture(disc, newSide, newSide))
    const reach = 2 * Math.max(1, side / newSide)

    t.same(pixels.filter(({ distance, alpha }) => distance > 24 + reach && alpha > 0), [])
    t.same(pixels.filter(({ distance, alpha }) => distance < 24 - reach && alpha < 255), [])
    t.ok(pixels.some(({ alpha }) => alpha > 0 && alpha < 255), 'the edge itself is smooth')
    t.same(
      pixels.filter(({ alpha, colour }) =>
        alpha > 8 && colour.some((value, channel) => Math.abs(value - [250, 200, 40][channel]!) > 2)
      ),
      []
    )
  })
}

t.test('an even picture stays as it is, opaque, transparent or between', async t => {
  for (const pixel of [[10, 20, 30, 255], [0, 0, 0, 0], [200, 100, 50, 128]] as const) {
    const resized = await resizePicture(picture(() => pixel), 20, 90)
    const [first] = pixelWords(resized)
    t.ok(pixelWords(resized).every(word => word === first))
    t.ok(
      resized.pixels.subarray(0, 4).every((value, channel) => Math.abs(value - pixel[channel]!) <= 1),
      String(resized.pixels.subarray(0, 4))
    )
  }
})

t.test('a picture becomes one pixel, and one pixel a picture', async t => {
  const one = await resizePicture(disc, 1, 1)
  t.ok(one.pixels[3]! > 50 && one.pixels[3]! < 255)
  const many = await resizePicture({ width: 1, height: 1, pixels: Uint8Array.from([1, 2, 3, 255]) }, 5, 3)
  t.ok(pixelWords(many).every(word => word === 0xff030201))
})
