import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { checkPacking } from '../../testing/check-packing.js'
import type { LayoutLock, NamedItem } from './layout-lock.js'
import { mergeLocks } from './merge-locks.js'
import { ItemTooLargeError } from './pack-items.js'
import { movedSince, packStable } from './pack-stable.js'
import type { StablePacking, StableSettings } from './pack-stable.js'

const plain: StableSettings = {
  maxSize: 256,
  padding: 2,
  border: 0,
  extrude: 0,
  sizeConstraint: 'any',
  effort: 'fast',
  minEfficiency: 0.5
}

const anySettings: fc.Arbitrary<StableSettings> = fc
  .record({
    maxSize: fc.integer({ min: 64, max: 256 }),
    padding: fc.integer({ min: 0, max: 3 }),
    border: fc.integer({ min: 0, max: 4 }),
    extrude: fc.integer({ min: 0, max: 1 }),
    pageShape: fc.constantFrom('any', 'any', 'square', 'fixed'),
    sizeConstraint: fc.constantFrom('any', 'word-aligned', 'pot'),
    effort: fc.constantFrom('fast', 'release'),
    minEfficiency: fc.constantFrom(0, 0.6, 0.9, 2)
  })
  .map(({ pageShape, ...rest }) => pageShape === 'any' ? rest : { ...rest, pageShape })
const side = fc.integer({ min: 1, max: 50 })
const someSprites: fc.Arbitrary<NamedItem[]> = fc.uniqueArray(
  fc.record({
    name: fc.integer({ min: 0, max: 60 }).map(i => `s${i}`),
    width: side,
    height: side,
    rotatable: fc.boolean()
  }),
  { selector: item => item.name, maxLength: 40 }
)

const sprite = (name: string, width: number, height: number, rotatable = true): NamedItem => ({
  name,
  width,
  height,
  rotatable
})
const grid = (count: number) =>
  Array.from({ length: count }, (_, i) => sprite(`g${String(i).padStart(3, '0')}`, 20 + i % 5, 20 + i % 7))

function placesByName (items: readonly NamedItem[], { packing }: StablePacking) {
  return new Map(items.map((item, i) => [item.name, packing.placements[i]!]))
}

function assertSound (
  items: readonly NamedItem[],
  settings: StableSettings,
  { packing, lock }: StablePacking
): void {
  assert.deepEqual(checkPacking(items, settings, packing), [])
  const slots = lock.sprites.map(({ width, height }) => ({ width, height, rotatable: false }))
  const placements = lock.sprites.map(({ page, x, y }) => ({ page, x, y, rotated: false }))
  assert.deepEqual(
    checkPacking(slots, settings, { pages: lock.pages, placements }),
    [],
    'slots lie apart, too'
  )
}

t.test('through any history of edits, packings are sound, packing again changes nothing, and what fits its slot stays', async () => {
  fc.assert(
    fc.property(fc.array(someSprites, { minLength: 1, maxLength: 4 }), anySettings, (history, settings) => {
      let lock: LayoutLock | undefined
      for (const items of history) {
        const packed = packStable(items, lock, settings)
        assertSound(items, settings, packed)
        const again = packStable(items.toReversed(), packed.lock, settings)
        assert.deepEqual(again.lock, packed.lock)
        assert.deepEqual(placesByName(items.toReversed(), again), placesByName(items, packed))
        assert.deepEqual(again.moved, [])
        if (lock !== undefined && !packed.repacked) {
          const before = new Map(lock.sprites.map(slot => [slot.name, slot]))
          const numbers = new Map<number, number>()
          for (const item of items) {
            const slot = before.get(item.name)
            if (slot === undefined || !fits(item, slot)) continue
            const at = placesByName(items, packed).get(item.name)!
            assert.deepEqual([at.x, at.y], [slot.x, slot.y])
            assert.equal(numbers.get(slot.page) ?? at.page, at.page, 'what shared a page still does')
            numbers.set(slot.page, at.page)
          }
          assert.equal(new Set(numbers.values()).size, numbers.size, 'what lay on two pages still does')
        }
        lock = packed.lock
      }
    }),
    { numRuns: 120, interruptAfterTimeLimit: 30_000 }
  )

  function fits (item: NamedItem, slot: LayoutLock['sprites'][number]): boolean {
    const lies = (rotated: boolean) =>
      (rotated ? item.height : item.width) <= slot.width &&
      (rotated ? item.width : item.height) <= slot.height
    return lies(false) || (item.rotatable && lies(true))
  }
})

t.test('a lock with broken or overlapping slots loses those and nothing else', async () => {
  const mostly = (min: number, max: number, ...odd: number[]) =>
    fc.oneof({ weight: 20, arbitrary: fc.integer({ min, max }) }, fc.constantFrom(...odd))
  const wild = fc.record({
    name: fc.integer({ min: 0, max: 60 }).map(i => `s${i}`),
    page: mostly(0, 1, -1, 2, 0.5),
    x: mostly(0, 60, -1, 1.5, NaN, 1e6),
    y: mostly(0, 60, -1, Infinity, 250),
    width: mostly(10, 60, 0, -1, 1e18),
    height: mostly(10, 60, 0, -20),
    rotated: fc.boolean()
  })
  fc.assert(
    fc.property(fc.array(wild, { maxLength: 30 }), someSprites, anySettings, (sprites, items, settings) => {
      const { maxSize, padding, border, extrude, sizeConstraint } = settings
      const lock: LayoutLock = {
        version: 1,
        settings: { maxSize, padding, border, extrude, sizeConstraint },
        pages: [{ width: 64, height: 64 }, { width: 1, height: 1 }],
        sprites
      }
      const packed = packStable(items, lock, settings)
      assertSound(items, settings, packed)
      assert.deepEqual(packStable(items, packed.lock, settings).lock, packed.lock)
    }),
    { numRuns: 150, interruptAfterTimeLimit: 30_000 }
  )
})

t.test('of two sprites that a merge of two locks put in one place, the second moves', async t => {
  const items = [sprite('a', 30, 30), sprite('b', 30, 30), sprite('c', 30, 30)]
  const { lock } = packStable(items, undefined, plain)
  const merged = {
    ...lock,
    sprites: lock.sprites.map(slot => slot.name === 'c' ? { ...lock.sprites[1]!, name: 'c' } : slot)
  }
  const packed = packStable(items, merged, plain)
  t.strictSame(packed.moved, ['c'])
  t.strictSame(checkPacking(items, plain, packed.packing), [])
})

t.test('without a lock it packs anew and locks every sprite in a slot of its size', async t => {
  const items = grid(10)
  const packed = packStable(items, undefined, plain)
  t.ok(packed.repacked)
  t.strictSame(packed.moved, [])
  t.strictSame(packed.lock.sprites.map(({ name }) => name), items.map(({ name }) => name))
})

t.test('a sprite that grew moves alone, one that shrank stays and may grow back', async t => {
  const items = grid(60)
  const first = packStable(items, undefined, plain)
  const grown = items.map((item, i) => i === 7 ? { ...item, width: 60 } : item)
  const second = packStable(grown, first.lock, plain)
  t.notOk(second.repacked)
  t.strictSame(second.moved, ['g007'])

  const shrunken = items.map((item, i) => i === 9 ? { ...item, width: 3, height: 4 } : item)
  const third = packStable(shrunken, first.lock, plain)
  t.strictSame(third.moved, [])
  t.strictSame(packStable(items, third.lock, plain).lock, first.lock)
})

t.test('a new sprite takes the place that a removed one left', async t => {
  const items = grid(60)
  const first = packStable(items, undefined, plain)
  const second = packStable(
    [
      ...items.slice(0, 30),
      ...items.slice(31),
      sprite(
        'new',
        items[30]!.width,
        items[30]!.height
      )
    ],
    first.lock,
    plain
  )
  const { x, y, page } = first.lock.sprites[30]!
  t.match(second.lock.sprites.find(({ name }) => name === 'new'), { x, y, page })
  t.strictSame(second.packing.pages, first.packing.pages)
})

t.test('a sprite that no longer fits its slot looks for a place on its own page first', async t => {
  const items = grid(500)
  const first = packStable(items, undefined, plain)
  t.ok(first.packing.pages.length > 2)
  const gone = new Set(first.lock.sprites.filter((_, i) => i % 20 === 0).map(({ name }) => name))
  const left = items.filter(({ name }) => !gone.has(name))
  for (const page of first.packing.pages.keys()) {
    const name = first.lock.sprites.find(slot => slot.page === page && !gone.has(slot.name))!.name
    const second = packStable(
      left.map(item => item.name === name ? { ...item, width: 12, height: 21, rotatable: false } : item),
      first.lock,
      plain
    )
    const grown = packStable(
      left.map(item => item.name === name ? { ...item, width: 3, height: 27 } : item),
      first.lock,
      plain
    )
    for (const packed of [second, grown]) {
      t.equal(packed.lock.sprites.find(slot => slot.name === name)!.page, page)
    }
  }
})

t.test('single new sprites grow the last page and do not each open one', async t => {
  let items = grid(30)
  let packed = packStable(items, undefined, plain)
  for (let i = 0; i < 20; i++) {
    items = [...items, sprite(`n${i}`, 20, 20)]
    packed = packStable(items, packed.lock, plain)
    t.strictSame(packed.moved, [])
  }
  t.equal(packed.packing.pages.length, 1)
})

t.test('many new sprites get pages of their own', async t => {
  const items = grid(100)
  const first = packStable(items, undefined, plain)
  const more = [...items, ...grid(300).map(item => ({ ...item, name: `more-${item.name}` }))]
  const second = packStable(more, first.lock, plain)
  t.strictSame(second.moved, [])
  t.notOk(second.repacked)
  t.strictSame(checkPacking(more, plain, second.packing), [])
  t.ok(second.packing.pages.length > first.packing.pages.length)
})

t.test('everything is packed anew when too little of the pages is used, or a setting changed', async t => {
  const items = grid(200)
  const first = packStable(items, undefined, plain)
  const few = items.filter((_, i) => i % 3 === 0)
  t.notOk(packStable(few, first.lock, { ...plain, minEfficiency: 0.2 }).repacked)
  t.ok(packStable(few, first.lock, { ...plain, minEfficiency: 0.8 }).repacked)
  t.ok(packStable(items, first.lock, { ...plain, padding: 1 }).repacked)
  t.notOk(
    packStable(items, first.lock, { ...plain, effort: 'release' }).repacked,
    'the effort decides nothing about a slot'
  )
})

t.test('a sprite that fits on no page is reported by its own index', async t => {
  t.throws(
    () => packStable([sprite('z', 3, 3), sprite('b', 300, 3), sprite('a', 3, 3)], undefined, plain),
    new ItemTooLargeError(1)
  )
})

/** What two people did to one sprite; one that only one of them took away is the other's to leave alone. */
const edits = fc.constantFrom(
  ['same', 'same'],
  ['gone', 'same'],
  ['same', 'gone'],
  ['gone', 'gone'],
  ['larger', 'same'],
  ['same', 'larger'],
  ['larger', 'larger']
)

/** What one person makes of the art: some sprites change, some go, and new ones come under names of their own. */
function edited (
  items: readonly NamedItem[],
  edits: readonly string[],
  added: readonly NamedItem[],
  who: string
): NamedItem[] {
  const changed = items.flatMap((item, index) => {
    if (edits[index] === 'gone') return []
    return [edits[index] === 'larger' ? { ...item, width: item.width + 9 } : item]
  })
  return [...changed, ...added.map(item => ({ ...item, name: `${who}-${item.name}` }))]
}

t.test('two merged locks are one that fits the merged art, and moves no more than the better side would', async () => {
  const oneLayout = { ...plain, maxSize: 128, minEfficiency: 0 }
  fc.assert(
    fc.property(
      someSprites.map(items => items.map(item => ({ ...item, rotatable: false }))),
      fc.array(edits, { minLength: 40, maxLength: 40 }),
      someSprites,
      someSprites,
      fc.constantFrom(0, 0, 2),
      (items, pairs, oursAdded, theirsAdded, oursMinimum) => {
        const fixed = (added: readonly NamedItem[]) =>
          added.slice(0, 8).map(item => ({ ...item, rotatable: false }))
        const base = packStable(items, undefined, oneLayout).lock
        const mine = edited(items, pairs.map(([our = '']) => our), fixed(oursAdded), 'o')
        const yours = edited(items, pairs.map(([, their = '']) => their), fixed(theirsAdded), 't')
        // One side may have packed anew.
        const ours = packStable(mine, base, { ...oneLayout, minEfficiency: oursMinimum }).lock
        const theirs = packStable(yours, base, oneLayout).lock
        const art = mergedArt(items, mine, yours)

        const merged = mergeLocks(base, ours, theirs)!
        const built = packStable(art, merged, oneLayout)
        assert.deepEqual(built.lock, merged, 'a build of the merged art has nothing to change')
        assert.deepEqual(checkPacking(art, oneLayout, built.packing), [])
        const better = Math.min(
          ...[ours, theirs].map(side => movedSince(base, packStable(art, side, oneLayout).lock).length)
        )
        assert.ok(movedSince(base, merged).length <= better)
        assert.deepEqual(mergeLocks(base, theirs, theirs), theirs)
      }
    ),
    { numRuns: 100, interruptAfterTimeLimit: 30_000 }
  )

  function mergedArt (
    items: readonly NamedItem[],
    mine: readonly NamedItem[],
    yours: readonly NamedItem[]
  ): NamedItem[] {
    const [was, our, their] = [items, mine, yours].map(list => new Map(list.map(item => [item.name, item])))
    return [...new Set([...our!.keys(), ...their!.keys()])].flatMap(name => {
      const [a, b] = [our!.get(name), their!.get(name)]
      if (a !== undefined && b !== undefined) {
        return [{ ...a, width: Math.max(a.width, b.width) }]
      }
      const left = (a ?? b)!
      return was!.has(name) ? [] : [left]
    })
  }
})

t.test('what one side made larger and moved stays on the page that players have, where that has room', async t => {
  const slot = (name: string, page: number, y: number, width: number) => ({
    ...{ name, page, x: 0, y, width, height: 10 },
    rotated: false
  })
  const page = { width: 60, height: 34 }
  const base = {
    ...packStable([sprite('any', 3, 3)], undefined, plain).lock,
    pages: [page],
    sprites: [slot('deep', 0, 24, 60), slot('low', 0, 12, 40), slot('wide', 0, 0, 60)]
  }
  const [deep, , wide] = base.sprites
  const added = [slot('new', 1, 0, 60), slot('other', 1, 24, 60)]
  const ours = { ...base, pages: [page, page], sprites: [...base.sprites, ...added] }
  const pages = [page, { width: 50, height: 10 }]
  const theirs = { ...base, pages, sprites: [deep!, slot('low', 1, 0, 50), wide!] }
  t.same(movedSince(base, mergeLocks(base, ours, theirs)!), [])
})

t.test('locks of which both sides have changed the settings are not merged', async t => {
  const items = grid(20)
  const lockWith = (padding: number): LayoutLock => packStable(items, undefined, { ...plain, padding }).lock
  t.equal(mergeLocks(lockWith(2), lockWith(3), lockWith(4)), undefined)
  t.same(mergeLocks(lockWith(2), lockWith(3), lockWith(2))?.settings.padding, 3)
  t.same(mergeLocks(lockWith(2), lockWith(2), lockWith(4))?.settings.padding, 4)
})
