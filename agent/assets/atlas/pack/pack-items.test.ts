import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { checkPacking } from '../../testing/check-packing.js'
import { packingEfficiency } from './packing-efficiency.js'
import { ItemTooLargeError, packItems } from './pack-items.js'
import type { PackItem, PackSettings } from './packing.js'

const plain: PackSettings = {
  maxSize: 2048,
  padding: 2,
  border: 0,
  extrude: 0,
  sizeConstraint: 'any',
  effort: 'fast'
}

const anySettings = fc
  .record({
    maxSize: fc.integer({ min: 64, max: 600 }),
    padding: fc.integer({ min: 0, max: 4 }),
    border: fc.integer({ min: 0, max: 5 }),
    extrude: fc.integer({ min: 0, max: 2 }),
    pageShape: fc.constantFrom('any', 'any', 'square', 'fixed'),
    sizeConstraint: fc.constantFrom('any', 'word-aligned', 'pot'),
    effort: fc.constantFrom('fast', 'release')
  })
  .map(({ pageShape, ...rest }): PackSettings => pageShape === 'any' ? rest : { ...rest, pageShape })
const side = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 50 }) }, fc.constantFrom(1, 16))
const anyItem: fc.Arbitrary<PackItem> = fc.record({ width: side, height: side, rotatable: fc.boolean() })

function seeded (count: number, from: number, to: number, seed = 1): PackItem[] {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return from + Math.floor(state / 2 ** 32 * (to - from + 1))
  }
  return Array.from({ length: count }, () => ({ width: next(), height: next(), rotatable: true }))
}

t.test('whatever the items and settings, each item lies once on a page, apart from the others and within bounds', async () => {
  fc.assert(
    fc.property(fc.array(anyItem, { maxLength: 80 }), anySettings, (items, settings) => {
      assert.deepEqual(checkPacking(items, settings, packItems(items, settings)), [])
    }),
    { numRuns: 150, interruptAfterTimeLimit: 30_000 }
  )
})

t.test('who follows a packing is told of each page once, as it stays', async () => {
  fc.assert(
    fc.property(fc.array(anyItem, { maxLength: 80 }), anySettings, (items, settings) => {
      const told: unknown[] = []
      const packing = packItems(items, settings, undefined, ({ pages, placements }, on) => {
        told.push([
          pages.length - 1,
          pages.at(-1),
          [...on].sort((a, b) => a - b).map(item => placements[item])
        ])
      })
      const expected = packing.pages.map((page, number) => [
        number,
        page,
        packing.placements.filter(place => place.page === number)
      ])
      assert.deepEqual(told, expected)
    }),
    { numRuns: 60, interruptAfterTimeLimit: 30_000 }
  )
})

t.test('one try is told of page by page, before the next one is filled', t => {
  const items = seeded(1600, 30, 60)
  const controller = new AbortController()
  const stop = (): void => controller.abort(new Error('enough'))
  const first = new Array<number>()
  t.throws(
    () =>
      packItems(items, { ...plain, maxSize: 512 }, controller.signal, (_, on) => {
        first.push(on.length)
        stop()
      }),
    /enough/
  )
  t.equal(first.length, 1)
  t.end()
})

t.test('the order of the items changes no page and no place, except among items of equal size', async () => {
  fc.assert(
    fc.property(
      fc.array(anyItem, { minLength: 1, maxLength: 40 }),
      anySettings,
      fc.infiniteStream(fc.nat()),
      (items, settings, random) => {
        const order = items
          .map((_, i) => ({ i, key: random.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ i }) => i)
        const packing = packItems(items, settings)
        const shuffled = packItems(order.map(i => items[i]!), settings)
        const places = (packed: typeof packing, whose: readonly PackItem[]) =>
          packed.placements.map((at, i) => JSON.stringify([whose[i], at])).sort()
        assert.deepEqual(shuffled.pages, packing.pages)
        assert.deepEqual(places(shuffled, order.map(i => items[i]!)), places(packing, items))
      }
    ),
    { numRuns: 60, interruptAfterTimeLimit: 30_000 }
  )
})

t.test('the checker sees overlaps, lost padding, pages left, wrong sizes and forbidden turns', async t => {
  const items = [{ width: 10, height: 20, rotatable: true }, { width: 10, height: 20, rotatable: false }]
  const check = (x: number, y: number, rotated = false, page = { width: 32, height: 32 }, settings = plain) =>
    checkPacking(items, settings, {
      pages: [page],
      placements: [{ page: 0, x: 0, y: 0, rotated: false }, { page: 0, x, y, rotated }]
    })
  t.strictSame(check(12, 0), [])
  t.match(check(11, 0), ['items 0 and 1 are too close'])
  t.match(check(0, 0), ['items 0 and 1 are too close'])
  t.match(check(12, 13), ['item 1 leaves its page'])
  t.match(check(12, 0, true), ['item 1 must not be rotated'])
  t.match(check(12, 0, false, { width: 31, height: 32 }, { ...plain, sizeConstraint: 'pot' }), [
    '31 is no power of two'
  ])
  t.match(check(12, 0, false, { width: 31, height: 32 }, { ...plain, sizeConstraint: 'word-aligned' }), [
    '31 is no multiple of 4'
  ])
  t.equal(
    check(12, 0, false, { width: 32, height: 32 }, { ...plain, border: 1 }).length,
    2,
    'both leave the border'
  )
})

t.test('no items make no pages', async t => {
  t.strictSame(packItems([], plain), { pages: [], placements: [] })
})

t.test('one item gets a page of its size and is not turned', async t => {
  for (const [width, height] of [[30, 70], [70, 30], [1, 1], [2048, 2048], [2048, 1]] as const) {
    t.strictSame(packItems([{ width, height, rotatable: true }], plain), {
      pages: [{ width, height }],
      placements: [{ page: 0, x: 0, y: 0, rotated: false }]
    })
  }
})

t.test('border and extrude lie around a single item, padding does not', async t => {
  const packing = packItems([{ width: 10, height: 20, rotatable: true }], {
    ...plain,
    padding: 5,
    border: 3,
    extrude: 2
  })
  t.strictSame(packing, {
    pages: [{ width: 20, height: 30 }],
    placements: [{ page: 0, x: 5, y: 5, rotated: false }]
  })
})

t.test('the search for a smaller page stops at its borders', async t => {
  const settings = { ...plain, maxSize: 64, border: 5, effort: 'release' as const }
  t.strictSame(packItems([{ width: 1, height: 2, rotatable: false }], settings).pages, [{
    width: 11,
    height: 12
  }])
})

t.test('an item may fill a page up to the border, and not a pixel more', async t => {
  const settings = { ...plain, border: 3, extrude: 1 }
  t.strictSame(packItems([{ width: 2040, height: 5, rotatable: false }], settings).pages, [{
    width: 2048,
    height: 13
  }])
  const items = [{ width: 4, height: 4, rotatable: true }, { width: 5, height: 2041, rotatable: true }]
  t.throws(() => packItems(items, settings), new ItemTooLargeError(1))
})

t.test('a page limit that is no power of two, or no multiple of four, is rounded down', async t => {
  const items = seeded(100, 10, 60)
  for (const [sizeConstraint, longest] of [['pot', 128], ['word-aligned', 200]] as const) {
    const settings = { ...plain, maxSize: 203, sizeConstraint }
    const packing = packItems(items, settings)
    t.strictSame(checkPacking(items, settings, packing), [])
    t.ok(packing.pages.every(page => page.width <= longest && page.height <= longest))
  }
  t.throws(
    () =>
      packItems([{ width: 129, height: 4, rotatable: true }], {
        ...plain,
        maxSize: 203,
        sizeConstraint: 'pot'
      }),
    new ItemTooLargeError(0)
  )
})

t.test('power-of-two pages are halved where the items allow it', async t => {
  const items = Array.from({ length: 32 }, () => ({ width: 62, height: 62, rotatable: true }))
  t.strictSame(
    packItems(items, { ...plain, sizeConstraint: 'pot' }).pages.map(page => page.width * page.height),
    [512 * 256]
  )
})

t.test('items of one size are tiled without loss', async t => {
  const items = Array.from({ length: 20_000 }, () => ({ width: 30, height: 30, rotatable: true }))
  const packing = packItems(items, plain)
  t.strictSame(checkPacking(items, plain, packing), [])
  t.equal(packing.pages.length, 5)
  t.ok(packingEfficiency(items, plain, packing) > 0.99)
})

t.test('thin items are turned to lie together', async t => {
  const items = Array.from(
    { length: 600 },
    (_, i) =>
      i % 2 === 0 ? { width: 2000, height: 1, rotatable: true } : { width: 1, height: 1900, rotatable: true }
  )
  const packing = packItems(items, { ...plain, effort: 'release' })
  t.strictSame(checkPacking(items, plain, packing), [])
  t.ok(packingEfficiency(items, plain, packing) > 0.9)
})

t.test('a thousand sprites as the benchmark has them reach the stated efficiency', async t => {
  const items = seeded(900, 16, 256)
  for (const [effort, goal] of [['fast', 0.985], ['release', 0.99]] as const) {
    const packing = packItems(items, { ...plain, effort })
    t.strictSame(checkPacking(items, plain, packing), [])
    t.equal(packing.pages.length, 5)
    t.ok(
      packingEfficiency(items, plain, packing) >= goal,
      `${effort}: ${packingEfficiency(items, plain, packing)}`
    )
  }
})

t.test("a packing that is cancelled stops with the signal's reason", async t => {
  t.throws(() => packItems(seeded(10, 5, 50), plain, AbortSignal.abort(new Error('enough'))), {
    message: 'enough'
  })
})

t.test('art that has to be on one page is laid out in more ways before it is on two', async t => {
  // A sheet of a public game, which Cocos Studio packs on one page of that size.
  const sizes =
    `210x33 174x71 173x73 173x73 118x68 122x68 115x63 116x63 116x64 117x65 117x65 117x68 114x66 117x63
    117x66 115x67 172x71 174x72 118x66 173x69 51x44 171x69${' 55x44'.repeat(8)}${' 79x44'.repeat(7)}`
  const items = sizes.split(/\s+/).map((size): PackItem => {
    const [width = 0, height = 0] = size.split('x').map(Number)
    return { width, height, rotatable: true }
  })
  const settings: PackSettings = { ...plain, maxSize: 512, padding: 0 }
  t.equal(packItems(items, settings).pages.length, 2)
  const packing = packItems(items, { ...settings, maxPage: { width: 512, height: 512 } })
  t.equal(packing.pages.length, 1)
  t.same(checkPacking(items, settings, packing), [])
})

t.test('a page is no longer than it may be on either side', async t => {
  const sides = fc.record({
    width: fc.integer({ min: 64, max: 600 }),
    height: fc.integer({ min: 64, max: 600 })
  })
  fc.assert(
    fc.property(
      fc.array(anyItem, { minLength: 1, maxLength: 30 }),
      anySettings,
      sides,
      (items, { pageShape: _any, ...given }, maxPage) => {
        const settings: PackSettings = { ...given, maxSize: Math.max(maxPage.width, maxPage.height), maxPage }
        const packing = packItems(items, settings)
        assert.deepEqual(checkPacking(items, settings, packing), [])
        assert.ok(
          packing.pages.every(({ width, height }) => width <= maxPage.width && height <= maxPage.height)
        )
      }
    ),
    { numRuns: 150 }
  )
})
