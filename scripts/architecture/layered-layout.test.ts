import fc from 'fast-check'
import t from 'tap'
import { layOut } from './layered-layout.js'
import type { Spot } from './layered-layout.js'

const graphs = fc.uniqueArray(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }).map(pairs => {
  const graph = new Map(Array.from({ length: 12 }, (_, index) => [String(index), new Set<string>()]))
  for (const [a, b] of pairs) if (a !== b) graph.get(String(Math.min(a, b)))?.add(String(Math.max(a, b)))
  return graph
})

const isAbove = (arrow: Spot[]) => arrow.every(({ row }, index) => row === (arrow[0]?.row ?? 0) + index)

function overlaps (spots: Iterable<Spot>): boolean {
  const sorted = [...spots].sort((a, b) => a.row - b.row || a.x - b.x)
  return sorted.some((spot, index) => {
    const next = sorted[index + 1]
    return next?.row === spot.row && !(spot.x + spot.width / 2 < next.x - next.width / 2)
  })
}

t.test('each box lies above all that it has arrows to, and none overlap', async t => {
  fc.assert(
    fc.property(graphs, graph => {
      const { boxes, arrows } = layOut(graph, name => 40 + Number(name))
      return boxes.length === 12 &&
        arrows.length === [...graph.values()].reduce((sum, { size }) => sum + size, 0) &&
        arrows.every(isAbove) && !overlaps(new Set([...boxes, ...arrows.flat()]))
    }),
    { numRuns: 200 }
  )
  t.pass()
})

t.test('the same graph is always drawn alike', async t => {
  const graph = new Map([['a', new Set(['b', 'c'])], ['b', new Set(['c'])], ['c', new Set<string>()]])
  t.same(layOut(graph, () => 50).boxes.map(({ x }) => x), layOut(graph, () => 50).boxes.map(({ x }) => x))
})
