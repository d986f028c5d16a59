import { folderGraph, withoutShortcuts } from './folder-graph.js'
import type { FolderGraph } from './folder-graph.js'
import { agentImports } from './imports.js'
import { layOut } from './layered-layout.js'
import type { Layout, Spot } from './layered-layout.js'
import { places, wings } from './places.js'
import type { Place } from './places.js'

const boxHeight = 46
const rowHeight = 96
const margin = 16
/** White text stands on each of them, and each stands on a light and on a dark page. */
const colours: Record<Place['role'], string> = {
  asks: '#2f6fdf',
  works: '#25804f',
  keeps: '#a85f14',
  basis: '#626a77'
}

/** Pictures of what imports what, by file. */
export function architecturePictures (root: string): Record<string, string> {
  const imports = agentImports(root)
  return {
    'docs/pictures/architecture.svg': picture(folderGraph(imports, ''), places),
    'docs/pictures/asset-wings.svg': picture(folderGraph(imports, 'assets'), wings)
  }
}

/** CONTRIBUTING.md with its two tables of folders. */
export function withFolderTables (page: string): string {
  return [['agent', places] as const, ['agent/assets', wings] as const].reduce(
    (text, [parent, rows]) => between(text, `folders of ${parent}`, table(parent, rows)),
    page
  )
}

function between (page: string, name: string, part: string): string {
  const [before, rest] = cut(page, `<!-- ${name}: made by npm run generate -->\n`)
  const [, after] = cut(rest, `<!-- end of ${name} -->`)
  return `${before}<!-- ${name}: made by npm run generate -->\n${part}<!-- end of ${name} -->${after}`
}

function cut (text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`CONTRIBUTING.md has no ${mark}`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}

function table (parent: string, rows: readonly Place[]): string {
  const lines = rows.map(({ folder, holds }) => `| \`${parent}/${folder}\` | ${holds} |`)
  return ['| folder | holds |', '|---|---|', ...lines, ''].join('\n')
}

/**
 * Rows from top to bottom, arrows down. Left out is what would hide the rest: an arrow that a longer way says
 * already, and all arrows to the folders that serve everybody.
 */
function picture (whole: FolderGraph, rows: readonly Place[]): string {
  const upper = rows.filter(({ role }) => role !== 'basis')
  const isShown = new Set(upper.map(({ folder }) => folder))
  const reduced = withoutShortcuts(whole)
  const graph = new Map(
    upper.map(({ folder }) => [
      folder,
      new Set([...reduced.get(folder) ?? []].filter(to => isShown.has(to)).sort())
    ])
  )
  const layout = layOut(graph, name => widthOf(upper.find(({ folder }) => folder === name)))
  const basis = rows.filter(({ role }) => role === 'basis')
  const width = Math.ceil(
    Math.max(
      ...[...layout.boxes, ...layout.arrows.flat()].map(({ x, width }) => x + width / 2),
      basis.length * 110 + 120
    )
  )
  const bottom = layout.rows * rowHeight - (rowHeight - boxHeight) + 30
  const lines = [
    ...arrows(layout),
    ...layout.boxes.flatMap(spot => box(spot, upper.find(({ folder }) => folder === spot.name))),
    ...band(basis, bottom, width)
  ]
  return svg(width, bottom + boxHeight, lines)
}

function widthOf (place: Place | undefined): number {
  return Math.max((place?.folder.length ?? 0) * 9.5, (place?.short.length ?? 0) * 6.6) + 24
}

function svg (width: number, height: number, lines: readonly string[]): string {
  const size = [-margin, -margin, width + 2 * margin, height + 2 * margin]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${size.join(' ')}" width="${size[2]}" height="${
      size[3]
    }">`,
    '<style>',
    '  svg { background: #ffffff; font-family: Helvetica, Arial, sans-serif; text-anchor: middle }',
    '  .name { fill: #ffffff; font-size: 15px; font-weight: bold }',
    '  .short { fill: #ffffff; font-size: 12px }',
    '  .note { fill: #57606a; font-size: 12px }',
    '  .arrow { fill: none; stroke: #6e7781; stroke-width: 1.4 }',
    '  .head { fill: #6e7781 }',
    '  @media (prefers-color-scheme: dark) {',
    '    svg { background: #0d1117 }',
    '    .note { fill: #9da7b1 }',
    '    .arrow { stroke: #8b949e }',
    '    .head { fill: #8b949e }',
    '  }',
    '</style>',
    '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
    '  <path class="head" d="M0 0 8 4 0 8z"/>',
    '</marker>',
    ...lines,
    '</svg>',
    ''
  ]
    .join('\n')
}

function box ({ x, row, width }: Spot, place: Place | undefined): string[] {
  if (place === undefined) return []
  const y = row * rowHeight
  return [
    `<rect x="${round(x - width / 2)}" y="${y}" width="${round(width)}" height="${boxHeight}" rx="6" fill="${
      colours[place.role]
    }"/>`,
    `<text class="name" x="${round(x)}" y="${y + 20}">${place.folder}</text>`,
    `<text class="short" x="${round(x)}" y="${y + 37}">${place.short}</text>`
  ]
}

/** The folders that serve all others, in one row at the bottom. */
function band (basis: readonly Place[], y: number, width: number): string[] {
  const step = (width - 120) / Math.max(1, basis.length)
  return [
    `<text class="note" x="50" y="${y + 27}">for all of them</text>`,
    ...basis.flatMap(({ folder, role }, index) => {
      const x = 120 + step * (index + 0.5)
      return [
        `<rect x="${round(x - step / 2 + 6)}" y="${y + 6}" width="${
          round(step - 12)
        }" height="34" rx="6" fill="${colours[role]}"/>`,
        `<text class="name" x="${round(x)}" y="${y + 28}">${folder}</text>`
      ]
    })
  ]
}

/** Arrows leave and enter a box side by side, in the order of where they lead. */
function arrows ({ arrows }: Layout): string[] {
  return arrows.map(spots => {
    const points = spots.map((spot, index) => {
      if (index > 0 && index < spots.length - 1) {
        return {
          x: spot.x,
          top: spot.row * rowHeight,
          height: boxHeight
        }
      }
      const isStart = index === 0
      const beside = arrows.filter(each => (isStart ? each[0] : each.at(-1)) === spot)
      const otherEnd = (each: Spot[]) => (isStart ? each[1] : each.at(-2))?.x ?? 0
      const rank = beside.toSorted((a, b) => otherEnd(a) - otherEnd(b)).indexOf(spots)
      const x = spot.x + ((rank + 1) / (beside.length + 1) - 0.5) * spot.width
      return { x, top: spot.row * rowHeight + (isStart ? boxHeight : 0), height: 0 }
    })
    const [start, ...rest] = points
    const way = rest.map(({ x, top, height }, index) => {
      const from = points[index] ?? { x, top, height }
      const y = from.top + from.height
      const bend = (top - y) / 2
      const curve = [from.x, y + bend, x, top - bend, x, top].map(round).join(' ')
      return `C${curve}${height > 0 ? `V${top + height}` : ''}`
    })
    return `<path class="arrow" marker-end="url(#head)" d="M${round(start?.x ?? 0)} ${start?.top ?? 0}${
      way.join('')
    }"/>`
  })
}

function round (value: number): number {
  return Math.round(value * 10) / 10
}
