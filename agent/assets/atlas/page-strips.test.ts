import fc from 'fast-check'
import pLimit from 'p-limit'
import t from 'tap'
import type { ActionRecord } from '../../cache/action-cache.js'
import { partsOf } from '../../files/blob-content.js'
import { DirectRunner } from '../actions/direct-runner.js'
import { CanvasMemory } from '../pictures/canvas-memory.js'
import { cczStrips } from '../pictures/ccz-strips.js'
import { endThreads, threadsFor } from '../pictures/measuring/picture-threads.js'
import { decodePicture } from '../pictures/picture.js'
import type { SharedPicture } from '../pictures/pixels.js'
import { pngStrips } from '../pictures/png-strips.js'
import { readPvrCcz } from '../pictures/read-pvr.js'
import type { StripFormat } from '../pictures/strip-format.js'
import { cell, columns, layOut, piece } from '../testing/laid-out-sprites.js'
import type { Piece } from '../testing/laid-out-sprites.js'
import { drawRows, placeInput, stampsOf } from './draw-page.js'
import type { Canvas } from './draw-page.js'
import { earlierPage } from './earlier-page.js'
import type { EarlierPage } from './earlier-page.js'
import { makePageOfStrips } from './page-strips.js'
import type { MadePage, PixelSharing, StripWorkshop } from './page-strips.js'
import type { Sprite } from './sprite.js'
import { StripsAhead } from './strips-ahead.js'

const width = columns * cell + 4
const [settings, blob] = [{ kind: 'page', version: 4 }, { sha256: '', size: 0 }]

/** Hardly a colour twice, so that pages are none of few colours. */
const colourful = piece().map(each => {
  const { picture, slot } = each
  const opaque = picture.pixels.map((value, at) =>
    at % 4 === 3 ? 255 : value ^ Math.imul(at + 1, slot + 7) & 255
  )
  return { ...each, picture: { ...picture, pixels: opaque } }
})

const manyOf = (pieces: fc.Arbitrary<Piece>) =>
  fc.uniqueArray(pieces, { minLength: 8, maxLength: 16, selector: ({ slot }) => slot })

type LaidOut = ReturnType<typeof layOut>

const contentsOf = ({ places }: LaidOut, canvas: Canvas) => places.map(place => placeInput(place, canvas))

interface Kind {
  name: string
  format: StripFormat
  isLossless: boolean
  read: (file: Buffer) => Promise<Uint8Array>
  numRuns: number
}

const cczSettings = { premultiplyAlpha: true, profile: 'fast' } as const
const kinds: Kind[] = [{
  name: 'PNG',
  format: pngStrips(),
  isLossless: true,
  read: async file => (await decodePicture(file, 'page.png', { maxPixels: 1e6 })).pixels,
  numRuns: 60
}, {
  name: 'pvr.ccz',
  format: await cczStrips({ ...cczSettings, pixelFormat: 'RGBA8888' }),
  isLossless: false,
  read: async file => readPvrCcz(file, { maxPixels: 1e6 })!.picture.pixels,
  numRuns: 12
}]

async function make (
  canvas: Canvas,
  laid: LaidOut,
  before: EarlierPage | undefined,
  format: StripFormat,
  threads: Pick<StripWorkshop, 'shared' | 'begun' | 'sharing'> = {}
): Promise<MadePage> {
  const contents = contentsOf(laid, canvas)
  const placed = laid.places.map((place, index) => ({ place, content: contents[index]![1] }))
  return await makePageOfStrips(canvas, placed, before, {
    format,
    load: laid.load,
    ...threads,
    prepare: rows => rows,
    drawing: pLimit(1),
    memory: new CanvasMemory()
  })
}

/** The page as the next run gets to know it. */
function remembered (
  canvas: Canvas,
  laid: LaidOut,
  page: MadePage,
  next: Canvas,
  isLossless = true
): EarlierPage | undefined {
  const inputs = (options: Canvas) => ({ ...settings, options })
  const record: ActionRecord = {
    inputs: { ...inputs(canvas), inputs: contentsOf(laid, canvas) },
    value: { strips: page.strips },
    blobs: { page: blob },
    durationMs: 0
  }
  const runner = Object.assign(new DirectRunner(async () => blob), {
    previous: () => record,
    read: () => bytesOf(page)
  })
  return earlierPage('all page', runner, inputs(next), { ...next, isLossless })
}

const bytesOf = ({ content }: MadePage): Buffer => Buffer.concat(partsOf(content))

for (const { name, format, isLossless, read, numRuns } of kinds) {
  t.test(`a ${name} that takes strips of the last run over is the one made from nothing`, async t => {
    let taken = 0
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          { weight: 4, arbitrary: manyOf(colourful) },
          { weight: 1, arbitrary: manyOf(piece()) }
        ),
        fc.array(fc.oneof(colourful, piece()), { maxLength: 3 }),
        fc.nat(2),
        fc.nat(2),
        fc.constantFrom([0, 0], [70, 70], [0, 64], [90, 40]),
        async (pieces, changes, dropped, extrude, heights) => {
          const [canvas, next] = heights.map(more => ({ width, height: width + more, extrude }))
          const [first, second] = [layOut(pieces), layOut([...pieces.slice(dropped), ...changes])]
          const before = remembered(
            canvas!,
            first,
            await make(canvas!, first, undefined, format),
            next!,
            isLossless
          )

          const over = await make(next!, second, before, format)
          const fresh = await make(next!, second, undefined, format)

          t.ok(bytesOf(over).equals(bytesOf(fresh)))
          t.same(over.strips, fresh.strips)
          const all = { top: 0, bottom: next!.height }
          const contents = contentsOf(second, next!)
          const placed = second.places.map((place, index) => ({ place, content: contents[index]![1] }))
          const expected = await drawRows(next!, all, placed, undefined, stampsOf(next!, second.load))
          t.ok(Buffer.from(await read(bytesOf(over))).equals(expected.pixels))
          if (fresh.strips.some(([key]) => before?.strips.some(([known]) => known === key))) taken++
        }
      ),
      { numRuns }
    )
    t.ok(taken > 1, 'strips were taken over')
  })
}

t.test('a large pvr.ccz is deflated in another thread, to the bytes of strips one by one', async t => {
  const { encode } = kinds[1]!.format
  const pixels = Uint8Array.from({ length: 1024 * 64 * 4 }, (_, at) => at * at >>> 9 ^ at)
  const strips = Array
    .from({ length: 9 }, (_, row) => ({ width: 1024, height: 64 - row, pixels }))
    .map(strip => ({ ...strip, pixels: pixels.slice(0, strip.height * 1024 * 4) }))
  const all = encode(strips)
  for (const { pixels } of strips) pixels.fill(7)
  const together = await Promise.all(all)
  const alone = await Promise.all(strips.map(async strip => {
    const own = pixels.slice(0, strip.height * 1024 * 4)
    return await encode([{ ...strip, pixels: own }])[0]!
  }))
  t.same(together, alone)
})

t.test('a changed sprite loads nothing but itself', async t => {
  const canvas = { width: columns * cell, height: columns * cell, extrude: 0 }
  const { format } = kinds[0]!
  const growth = { left: 0, top: 0, right: 0, bottom: 0 }
  const pieces = Array.from({ length: 12 }, (_, slot) => ({
    picture: { width: 9, height: 9, pixels: Uint8Array.from({ length: 324 }, (_, at) => at * (slot + 3)) },
    slot,
    rotated: false,
    growth
  }))
  const first = layOut(pieces)
  const before = remembered(canvas, first, await make(canvas, first, undefined, format), canvas)
  const changed = { width: 9, height: 9, pixels: new Uint8Array(324).fill(250) }
  const second = layOut(pieces.map(each => each.slot === 9 ? { ...each, picture: changed } : each))

  await make(canvas, second, before, format)

  t.same(second.loaded.map(({ name }) => name), ['9.png'])
})

t.test('strips that other threads help to make are the same, also of a page of few colours', async t => {
  const threads = threadsFor(1000)
  t.teardown(endThreads)
  const { format } = kinds[0]!
  let asked = 0
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(manyOf(colourful), manyOf(piece())),
      fc.constantFrom(0, 0, 2),
      fc.boolean(),
      fc.boolean(),
      async (pieces, extrude, isLost, isAhead) => {
        const laid = layOut(pieces)
        const canvas = { width, height: width + 70, extrude }
        const pictures = new Map(
          await Promise.all(laid.places.map(async ({ sprite }) => {
            const { width, height, pixels } = await laid.load(sprite)
            const shared = new Uint8Array(new SharedArrayBuffer(pixels.length))
            shared.set(pixels)
            return [sprite, { width, height, pixels: shared }] as const
          }))
        )
        const [lost] = pictures.keys()
        const shared = (sprite: Sprite): SharedPicture | undefined => {
          asked++
          return isLost && sprite === lost ? undefined : pictures.get(sprite)
        }
        const ahead = new StripsAhead()
        if (isAhead) ahead.begin(0, canvas, laid.places, shared)
        const together = await make(canvas, laid, undefined, format, { shared, begun: ahead.take(0) })
        ahead.close()
        const alone = await make(canvas, laid, undefined, format)

        t.ok(bytesOf(together).equals(bytesOf(alone)))
        t.same(together.strips, alone.strips)
      }
    ),
    { numRuns: 40 }
  )
  t.equal(asked > 0, threads.length > 0)
})

t.test('a page whose pixels threads get to see band by band is the same', async t => {
  const threads = threadsFor(1000)
  t.teardown(endThreads)
  const { format } = kinds[0]!
  const bands = new Set<number>()
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(manyOf(colourful), manyOf(piece())),
      fc.constantFrom(0, 0, 2),
      fc.constantFrom(1, 17, 29),
      async (pieces, extrude, apart) => {
        const { places, ...rest } = layOut(pieces)
        const laid = { ...rest, places: places.map(place => ({ ...place, y: place.y * apart })) }
        const canvas = { width, height: width * apart + 70, extrude }
        const slab = new SharedArrayBuffer(1e6)
        let asked = 0
        const sharing: PixelSharing = {
          isWorthIt: () => true,
          share: async sprites => {
            asked++
            new Uint8Array(slab).fill(77)
            let end = 0
            const parts = new Map<Sprite, SharedPicture>()
            for (const sprite of sprites) {
              const { width, height, pixels } = await laid.load(sprite)
              const shared = new Uint8Array(slab, end, pixels.length)
              shared.set(pixels)
              end += pixels.length
              parts.set(sprite, { width, height, pixels: shared })
            }
            return sprite => parts.get(sprite)
          }
        }
        const inBands = await make(canvas, laid, undefined, format, { sharing })
        const alone = await make(canvas, laid, undefined, format)
        bands.add(asked)

        t.ok(bytesOf(inBands).equals(bytesOf(alone)))
        t.same(inBands.strips, alone.strips)
      }
    ),
    { numRuns: 40 }
  )
  t.equal(bands.has(2) && bands.has(0), threads.length > 0)
})
