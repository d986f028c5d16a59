import fc from 'fast-check'
import t from 'tap'
import type { Group } from '../sources/group.js'
import { shardCount, shardUnits, splitUnits } from './shard-split.js'
import type { ShardUnit } from './shard-split.js'

function group (id: string, sizes: readonly number[], rule: Partial<Group['rule']> = {}): Group {
  const files = sizes.map((size, index) => ({ path: `${id}/${index}`, name: `${index}`, sha256: '', size }))
  return {
    id,
    rule: { name: id, processor: 'atlas', tool: 'embedded', ...rule } as Group['rule'],
    base: id,
    dir: id,
    files
  }
}

t.test('every set is in one shard, none has nothing, and the fullest is near the mean', async t => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (costs, count) => {
        const units = shardUnits(costs.map((size, index) => group(`set ${index}`, [size])), {})
        const shards = splitUnits(units, count)
        const total = units.reduce((sum, { costMs }) => sum + costMs, 0)
        const longest = Math.max(...units.map(({ costMs }) => costMs))
        const fullest = Math.max(...shards.map(({ estimatedMs }) => estimatedMs))
        t.same(shards.flatMap(({ sets }) => sets).sort(), units.map(({ id }) => id).sort())
        t.ok(shards.length === Math.min(count, units.length))
        // Graham's bound of the longest processing time first.
        const optimum = Math.max(longest, total / count)
        t.ok(fullest <= optimum * 4 / 3 + longest / 3 + 1, `${fullest} of ${optimum}`)
      }
    ),
    { numRuns: 50 }
  )
})

t.test('what a set took decides, not its bytes alone; what is licensed keeps together', async t => {
  const groups = [
    group('cheap', [1_000_000]),
    group('dear', [1000]),
    group('tps-1', [500], { name: 'tps', tool: 'texturepacker' }),
    group('tps-2', [500], { name: 'tps', tool: 'texturepacker' }),
    group('sound', [9_000_000], { processor: 'copy' })
  ]
  const costs = { 'cheap (cheap)': 100, 'dear (dear)': 5000, 'tps-1 (tps-1)': 400, 'tps-2 (tps-2)': 400 }
  const shards = splitUnits(shardUnits(groups, costs), 3)
  t.same(shards.filter(({ licensed }) => licensed).flatMap(({ sets }) => sets).sort().slice(-2), [
    'tps-1',
    'tps-2'
  ])
  t.same(shards.find(({ sets }) => sets.includes('dear'))?.sets, ['dear'])
  t.notOk(shards.some(({ sets }) => sets.includes('sound')), 'copies need no node')
})

t.test('what is licensed lies in as few shards as its work fills, and the longest goes first', async t => {
  const sets = (count: number, costMs: number, isLicensed: boolean): ShardUnit[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `${isLicensed ? 'tps' : 'set'}-${index}`,
      group: group('any', [1]),
      costMs,
      isLicensed
    }))
  const licensedIn = (...units: ShardUnit[]): boolean[] =>
    splitUnits(units, 4).map(({ licensed }) => licensed)
  t.same(licensedIn(...sets(6, 10, false), ...sets(2, 10, true)), [true, false, false, false])
  t.same(licensedIn(...sets(4, 10, false), ...sets(4, 10, true)), [true, true, false, false])
  t.same(licensedIn(...sets(4, 100, false), ...sets(4, 1, true)), [true, false, false, false], 'one at least')
  t.same(licensedIn(...sets(8, 10, true)), [true, true, true, true])
  t.same(licensedIn(...sets(8, 10, false)), [false, false, false, false])

  const [dear] = sets(1, 40, false)
  const cheap = sets(4, 10, false).map(unit => ({ ...unit, id: `cheap ${unit.id}` }))
  t.same(
    splitUnits([...cheap, ...dear === undefined ? [] : [dear]], 2).map(({ estimatedMs }) => estimatedMs),
    [40, 40]
  )
})

t.test('sets stay with the shard that had them, as long as that is about as even', async t => {
  const units = (costs: readonly number[], isLicensed = false): ShardUnit[] =>
    costs.map((costMs, index) => ({ id: `set-${index}`, group: group('any', [1]), costMs, isLicensed }))
  const before = { 'set-0': 1, 'set-1': 0, 'set-2': 1, 'set-3': 0, 'set-4': 7 }
  const sets = (costs: readonly number[], isLicensed = false): string[] =>
    splitUnits(units(costs, isLicensed), 2, before).map(shard => shard.sets.toSorted().join(' '))
  const stayed = ['set-1 set-3', 'set-0 set-2']
  t.same(sets([103, 101, 99, 100]), stayed)
  t.same(sets([103, 101, 99, 100, 1]), ['set-1 set-3 set-4', 'set-0 set-2'], 'a place that there is no more')
  t.same(sets([120, 100, 100, 80]), ['set-1 set-2', 'set-0 set-3'], 'what is too much goes elsewhere')
  t.same(sets([103, 101, 99, 100, 300]), ['set-1 set-4', 'set-0 set-2 set-3'], 'also for what is new')
  t.same(sets([103, 101, 99, 100], true), stayed, 'also with seats')
  t.same(splitUnits(units([9, 9]), 2, { 'set-0': 1, 'set-1': 1 }).map(({ sets: { length } }) => length), [
    1,
    1
  ])
})

t.test('staying costs at most a twentieth of the fullest shard', async t => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 9 }), fc.boolean()),
        {
          minLength: 1,
          maxLength: 60
        }
      ),
      fc.integer({ min: 1, max: 8 }),
      (sets, count) => {
        const units = sets.map(([costMs, , isLicensed], index) => ({
          id: `${index}`,
          group: group('any', [1]),
          costMs,
          isLicensed
        }))
        const before = Object.fromEntries(sets.map(([, place], index) => [`${index}`, place]))
        const fullest = (shards: ReturnType<typeof splitUnits>): number =>
          Math.max(...shards.map(({ estimatedMs }) => estimatedMs))
        const staying = splitUnits(units, count, before)
        t.same(staying.flatMap(shard => shard.sets).sort(), units.map(({ id }) => id).sort())
        t.ok(fullest(staying) <= fullest(splitUnits(units, count)) * 1.05 + 1)
        const seats = (shards: typeof staying): number => shards.filter(({ licensed }) => licensed).length
        t.ok(seats(staying) <= seats(splitUnits(units, count)))
      }
    ),
    { numRuns: 50 }
  )
})

t.test('a set that is new costs what those of its rule do, by its bytes', async t => {
  const units = (id: string, size: number) => group(id, [size], { name: 'units' })
  const groups = [units('old', 999), units('new', 1999), group('other', [999])]
  const costs = { 'old (old)': 300, 'other (other)': 9000 }
  t.same(shardUnits(groups, costs).map(({ costMs }) => Math.round(costMs)), [300, 600, 9000])
})

t.test('two folders of one name are two sets', async t => {
  const groups = ['a/orc', 'b/orc'].map(base => ({ ...group('units/orc', [1]), base }))
  t.same(shardUnits(groups, { 'units/orc (b/orc)': 7 }).map(({ id, costMs }) => [id, costMs]), [
    ['units/orc (a/orc)', 7],
    ['units/orc (b/orc)', 7]
  ])
})

t.test('a large group of files that have nothing to do with each other is several sets', async t => {
  const many = group('ui', Array.from({ length: 250 }, () => 1000), { processor: 'ccsui' })
  t.same(shardUnits([many], {}).map(({ id, group: { files } }) => [id, files.length]), [
    ['ui 1/3', 100],
    ['ui 2/3', 100],
    ['ui 3/3', 50]
  ])
})

t.test('there are as many shards as bring each under a time, by what their sets took', async t => {
  const took = (...costs: number[]): ShardUnit[] =>
    shardUnits(
      costs.map((_, index) => group(`set ${index}`, [1000])),
      Object.fromEntries(costs.map((ms, index) => [`set ${index} (set ${index})`, ms]))
    )
  const fullest = (units: ShardUnit[], count: number): number =>
    Math.max(...splitUnits(units, count).map(({ estimatedMs }) => estimatedMs))
  t.equal(shardCount(took(9000, 9000, 9000), 30_000, 9), 1, 'all in one')
  t.equal(shardCount(took(...Array.from({ length: 20 }, () => 4500)), 30_000, 9), 4, 'six of them fit')
  const uneven = took(20_000, 20_000, 20_000)
  t.equal(fullest(uneven, 2), 40_000, 'the sum alone would say two')
  t.equal(shardCount(uneven, 30_000, 9), 3)
  t.equal(shardCount(uneven, 30_000, 2), 2, 'no more than there are nodes')
  t.equal(shardCount(took(100_000, 20_000, 20_000, 20_000), 30_000, 9), 2, 'none ends before its longest set')
  t.equal(shardCount([], 30_000, 9), 1)
})

t.test('a number of shards suffices, or is all that there is', async t => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 40 }),
      (sizes, atMost) => {
        const units = shardUnits(sizes.map((size, index) => group(`set ${index}`, [size])), {})
          .map((unit, index) => ({ ...unit, costMs: sizes[index] ?? 0 }))
        const count = shardCount(units, 30_000, atMost)
        const fullest = (shards: number): number =>
          Math.max(...splitUnits(units, shards).map(({ estimatedMs }) => estimatedMs))
        const leastMs = Math.max(30_000, ...sizes)
        t.ok(count <= Math.min(atMost, units.length))
        t.ok(fullest(count) <= leastMs || fullest(count) <= fullest(Math.min(atMost, units.length)))
      }
    ),
    { numRuns: 100 }
  )
})
