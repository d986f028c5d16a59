import type { FolderGraph } from './folder-graph.js'

export interface Spot {
  /** Name of a folder; for a place where an arrow passes a row, the arrow's. */
  name: string
  row: number
  x: number
  width: number
}

export interface Layout {
  boxes: Spot[]
  /** From the upper box over the places where it passes a row to the lower box. */
  arrows: Spot[][]
  rows: number
}

interface Node extends Spot {
  neighbours: Node[]
}

const passage = 24
const gap = 22
const sweeps = 24

/**
 * Puts the folders of a graph without circles in rows, each above all that it imports from, and chooses the
 * order of a row by where its neighbours are, so that few arrows cross.
 */
export function layOut (graph: FolderGraph, widthOf: (name: string) => number): Layout {
  const heights = new Map<string, number>()
  const heightOf = (name: string): number => {
    const known = heights.get(name)
    if (known !== undefined) return known
    const height = Math.max(-1, ...[...graph.get(name) ?? []].map(heightOf)) + 1
    heights.set(name, height)
    return height
  }
  const top = Math.max(...[...graph.keys()].map(heightOf))
  const boxes = new Map(
    [...graph.keys()].map(name => [name, node(name, top - heightOf(name), widthOf(name))])
  )
  const arrows = [...graph].flatMap(([from, targets]) =>
    [...targets].map(to => chain(boxes.get(from), boxes.get(to)))
  )
  const rows: Node[][] = Array.from({ length: top + 1 }, () => [])
  for (const each of new Set([...boxes.values(), ...arrows.flat()])) rows[each.row]?.push(each)
  order(rows)
  place(rows)
  return { boxes: [...boxes.values()], arrows, rows: rows.length }
}

function node (name: string, row: number, width: number): Node {
  return { name, row, width, x: 0, neighbours: [] }
}

function chain (from: Node | undefined, to: Node | undefined): Node[] {
  if (from === undefined || to === undefined) throw new Error('an arrow to a folder that is not in the graph')
  const passed = Array.from(
    { length: to.row - from.row - 1 },
    (_, index) => node(`${from.name} ${to.name}`, from.row + index + 1, passage)
  )
  const all = [from, ...passed, to]
  for (const [index, each] of all.entries()) {
    each.neighbours.push(...all.slice(index + 1, index + 2), ...all.slice(Math.max(0, index - 1), index))
  }
  return all
}

/** Sweeps up and down and keeps the best order that it meets. */
function order (rows: Node[][]): void {
  let best = { crossings: Infinity, rows: rows.map(row => [...row]) }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const wanted = new Map(row.map(each => [each, middle(each, sweep % 2 === 0 ? -1 : 1)]))
      row.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0))
      number(row)
    }
    const crossings = countCrossings(rows)
    if (crossings < best.crossings) best = { crossings, rows: rows.map(row => [...row]) }
  }
  for (const [index, row] of best.rows.entries()) rows[index]?.splice(0, row.length, ...row)
}

function number (row: Node[]): void {
  for (const [index, each] of row.entries()) each.x = (index + 0.5) / row.length
}

function middle (each: Node, side: -1 | 1): number {
  return mean(each.neighbours.filter(({ row }) => row === each.row + side)) ?? each.x
}

function mean (nodes: readonly Node[]): number | undefined {
  return nodes.length === 0 ? undefined : nodes.reduce((sum, { x }) => sum + x, 0) / nodes.length
}

function countCrossings (rows: readonly Node[][]): number {
  let crossings = 0
  for (const row of rows) {
    number(row)
    const arrows = row.flatMap(from =>
      from.neighbours.filter(({ row }) => row === from.row + 1).map(to => [from.x, to.x] as const)
    )
    for (const [index, [from, to]] of arrows.entries()) {
      for (const [otherFrom, otherTo] of arrows.slice(index + 1)) {
        if ((from - otherFrom) * (to - otherTo) < 0) crossings++
      }
    }
  }
  return crossings
}

/** Moves each as near to the middle of its neighbours as the order and the widths of its row allow. */
function place (rows: readonly Node[][]): void {
  for (const row of rows) spread(row, row.map((_, index) => index))
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      spread(row, row.map(each => mean(each.neighbours) ?? each.x))
    }
  }
  const left = Math.min(...rows.flat().map(({ x, width }) => x - width / 2))
  for (const each of rows.flat()) each.x -= left
}

interface Block {
  nodes: Node[]
  /** Distances of the nodes from the first one. */
  offsets: number[]
  first: number
  width: number
}

/** The places nearest to the wanted ones without an overlap: neighbours that would overlap move as one block. */
function spread (row: readonly Node[], wanted: readonly number[]): void {
  const blocks: Block[] = []
  for (const [index, each] of row.entries()) {
    let block: Block = { nodes: [each], offsets: [0], first: wanted[index] ?? 0, width: 0 }
    for (let before = blocks.at(-1); before !== undefined; before = blocks.at(-1)) {
      const distance = between(before, block)
      if (before.first + before.width + distance <= block.first) break
      blocks.pop()
      block = join(before, block, distance)
    }
    blocks.push(block)
  }
  for (const { nodes, offsets, first } of blocks) {
    for (const [index, each] of nodes.entries()) each.x = first + (offsets[index] ?? 0)
  }
}

function between (left: Block, right: Block): number {
  return (widthAt(left, -1) + widthAt(right, 0)) / 2 + gap
}

function widthAt (block: Block, index: number): number {
  return block.nodes.at(index)?.width ?? 0
}

function join (left: Block, right: Block, distance: number): Block {
  const shift = left.width + distance
  const count = left.nodes.length + right.nodes.length
  return {
    nodes: [...left.nodes, ...right.nodes],
    offsets: [...left.offsets, ...right.offsets.map(offset => offset + shift)],
    first: (left.first * left.nodes.length + (right.first - shift) * right.nodes.length) / count,
    width: shift + right.width
  }
}
