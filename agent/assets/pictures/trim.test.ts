import fc from 'fast-check'
import t from 'tap'
import { randomSprite } from '../testing/random-sprite.js'
import { createPicture, pixelWords } from './picture.js'
import type { Picture } from './picture.js'
import { trimBox } from './trim.js'

const tight = { threshold: 0, margin: 0 }

function pictureWith (
  width: number,
  height: number,
  visible: Array<[x: number, y: number, alpha: number]>
): Picture {
  const picture = createPicture(width, height)
  for (const [x, y, alpha] of visible) pixelWords(picture)[y * width + x] = (alpha << 24 | 0x808080) >>> 0
  return picture
}

t.test('transparent borders go', async t => {
  const picture = pictureWith(20, 12, [[4, 3, 255], [9, 8, 1]])
  t.same(trimBox(picture, tight), { left: 4, top: 3, width: 6, height: 6 })
})

t.test('a box of the wrong parity grows by one pixel, to the left only where there is none on the right', async t => {
  t.same(trimBox(pictureWith(20, 12, [[4, 3, 255], [8, 7, 255]]), tight), {
    left: 4,
    top: 3,
    width: 6,
    height: 6
  })
  t.same(trimBox(pictureWith(20, 12, [[19, 11, 255]]), tight), { left: 18, top: 10, width: 2, height: 2 })
})

t.test('pixels up to the threshold do not count', async t => {
  const picture = pictureWith(21, 21, [[2, 2, 10], [10, 10, 11], [15, 15, 10]])
  t.same(trimBox(picture, { threshold: 10, margin: 0 }), { left: 10, top: 10, width: 1, height: 1 })
})

t.test('the margin is kept as far as the picture goes', async t => {
  const picture = pictureWith(21, 21, [[1, 10, 255]])
  t.same(trimBox(picture, { threshold: 0, margin: 4 }), { left: 0, top: 6, width: 7, height: 9 })
})

t.test('a fully transparent picture keeps its middle, with a whole offset', async t => {
  t.same(trimBox(createPicture(31, 17), tight), { left: 15, top: 8, width: 1, height: 1 })
  t.same(trimBox(createPicture(32, 2), { threshold: 0, margin: 5 }), {
    left: 15,
    top: 0,
    width: 2,
    height: 2
  })
  t.same(trimBox(createPicture(1, 1), tight), { left: 0, top: 0, width: 1, height: 1 })
})

t.test('a box holds all that is visible, lies within the picture, has a whole offset, and is as small as that allows', async t => {
  const settings = fc.record({
    threshold: fc.constantFrom(0, 1, 128, 254),
    margin: fc.integer({ min: 0, max: 5 })
  })
  fc.assert(
    fc.property(randomSprite(), settings, (picture, { threshold, margin }) => {
      const box = trimBox(picture, { threshold, margin })
      const visible = [...pixelWords(picture).entries()].filter(([, word]) => word >>> 24 > threshold).map((
        [at]
      ) => ({ x: at % picture.width, y: Math.floor(at / picture.width) }))
      if (visible.length === 0) {
        return 2 * box.left + box.width === picture.width && 2 * box.top + box.height === picture.height &&
          Math.max(box.width, box.height) <= 2
      }
      return (['x', 'y'] as const).every(axis => {
        const whole = axis === 'x' ? picture.width : picture.height
        const [start, size] = axis === 'x' ? [box.left, box.width] : [box.top, box.height]
        const places = visible.map(place => place[axis])
        const needed = {
          start: Math.max(0, Math.min(...places) - margin),
          end: Math.min(whole, Math.max(...places) + 1 + margin)
        }
        const growth = size - (needed.end - needed.start)
        return start >= 0 && start + size <= whole && start <= needed.start && start + size >= needed.end &&
          Number.isInteger(start + size / 2 - whole / 2) && (growth === 0 || growth === 1)
      })
    }),
    { numRuns: 500 }
  )
})
