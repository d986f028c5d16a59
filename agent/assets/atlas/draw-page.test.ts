import fc from 'fast-check'
import t from 'tap'
import { cell, columns, layOut, piece } from '../testing/laid-out-sprites.js'
import { drawRows, placeInput, stampsOf } from './draw-page.js'
import type { Canvas, Place, Placed } from './draw-page.js'
import type { Rows } from '../pictures/blit-rows.js'
import { touches } from './earlier-page.js'

function placedOn (canvas: Canvas, places: readonly Place[], rows: Rows): Placed[] {
  return places
    .map(place => ({ place, content: placeInput(place, canvas)[1] }))
    .filter(({ content }) => touches(content, rows))
}

t.test('rows drawn over those of the last run, and rows drawn from nothing, are rows of the whole page', async t => {
  const height = columns * cell + 4
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece(), { minLength: 1 }),
      fc.array(piece(), { maxLength: 5 }),
      fc.nat(4),
      fc.nat(2),
      fc.tuple(fc.nat(height - 1), fc.nat(height - 1)),
      async (pieces, changes, dropped, extrude, [one, other]) => {
        const canvas = { width: columns * cell + 4, height, extrude }
        const rows = { top: Math.min(one, other), bottom: Math.max(one, other) + 1 }
        const all = { top: 0, bottom: height }
        const [first, second] = [layOut(pieces), layOut([...pieces.slice(dropped), ...changes])]
        const drawn = placedOn(canvas, first.places, rows)
        const before = await drawRows(canvas, rows, drawn, undefined, stampsOf(canvas, first.load))

        const whole = await drawRows(
          canvas,
          all,
          placedOn(canvas, second.places, all),
          undefined,
          stampsOf(canvas, second.load)
        )
        const wanted = placedOn(canvas, second.places, rows)
        const fresh = await drawRows(canvas, rows, wanted, undefined, stampsOf(canvas, second.load))
        const over = await drawRows(canvas, rows, wanted, {
          contents: drawn.map(({ content }) => content),
          read: async () => before
        }, stampsOf(canvas, second.load))

        const expected = whole.pixels.subarray(rows.top * canvas.width * 4, rows.bottom * canvas.width * 4)
        t.ok(Buffer.from(fresh.pixels).equals(expected), 'from nothing')
        t.ok(Buffer.from(over.pixels).equals(expected), 'over the last')
      }
    ),
    { numRuns: 100 }
  )
})

t.test('only what changed is loaded', async t => {
  const canvas = { width: columns * cell, height: columns * cell, extrude: 0 }
  const rows = { top: 0, bottom: canvas.height }
  const growth = { left: 0, top: 0, right: 0, bottom: 0 }
  const pieces = [0, 1, 2, 3].map(slot => ({
    picture: { width: 3, height: 5, pixels: new Uint8Array(60).fill(50 + slot) },
    slot,
    rotated: slot === 2,
    growth
  }))
  const first = layOut(pieces)
  const drawn = placedOn(canvas, first.places, rows)
  const before = await drawRows(canvas, rows, drawn, undefined, stampsOf(canvas, first.load))
  const second = layOut(
    pieces.map(each =>
      each.slot === 1
        ? { ...each, picture: { width: 3, height: 5, pixels: new Uint8Array(60).fill(250) } }
        : each
    )
  )

  const contents = drawn.map(({ content }) => content)
  const wanted = placedOn(canvas, second.places, rows)
  await drawRows(canvas, rows, wanted, { contents, read: async () => before }, stampsOf(canvas, second.load))

  t.same(second.loaded.map(sprite => sprite.name), ['1.png'])
})
