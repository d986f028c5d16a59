import { displayWidth, padTo, wrapText } from './columns.js'

const gap = 2
/** Narrower than this a column is no longer read. */
const leastWidth = 12
/** Share of the terminal that names may take. */
const mostLeft = 0.45

type Row = readonly string[]

/**
 * Lines of a table whose columns are as wide as their longest cell, two blanks apart. In a terminal of
 * `width`
 * columns wide cells take several lines; where even that does not fit, each row is a block of its own
 * with the
 * names of the columns on the left.
 */
export function tableLines (rows: readonly Row[], { head, width = Infinity }: {
  head?: Row
  width?: number | undefined
} = {}): string[] {
  const all = head === undefined ? rows : [head, ...rows]
  const natural = widthsOf(all)
  const [first = 0, second = 0, ...more] = natural
  if (head === undefined && more.length === 0 && second > 0 && first + gap + second > width) {
    return pairLines(rows, first, width)
  }
  const widths = fitted(natural, width)
  if (widths !== undefined) return all.flatMap(row => rowLines(row, widths))
  if (head !== undefined) {
    return rows.flatMap((row, index) => [...index > 0 ? [''] : [], ...block(head, row, width)])
  }
  return rows.flatMap(row => wrapText(row.filter(cell => cell !== '').join('  '), width, gap))
}

/** Names and values below each other; values that are empty are left out. */
export function block (names: Row, values: Row, width = Infinity): string[] {
  const left = Math.max(0, ...names.map(displayWidth))
  return names.flatMap((name, index) => {
    const value = values[index] ?? ''
    if (value === '') return []
    const lines = value.split('\n').flatMap(line => wrapText(line, Math.max(leastWidth, width - left - gap)))
    return lines.map((line, number) => `${padTo(number === 0 ? name : '', left + gap)}${line}`)
  })
}

/** Names and what they are; a name that would leave too little room has a line of its own. */
function pairLines (rows: readonly Row[], widest: number, width: number): string[] {
  const left = Math.min(widest, Math.floor(width * mostLeft))
  return rows.flatMap(([name = '', text = '']) => {
    const lines = wrapText(text, Math.max(leastWidth, width - left - gap))
    const isApart = displayWidth(name) > left && text !== ''
    const indented = lines.map((line, index) =>
      `${padTo(index === 0 && !isApart ? name : '', left + gap)}${line}`.trimEnd()
    )
    return isApart ? [...wrapText(name, width, gap), ...indented] : indented
  })
}

function widthsOf (rows: readonly Row[]): number[] {
  const count = Math.max(0, ...rows.map(row => row.length))
  return Array.from(
    { length: count },
    (_, column) => Math.max(...rows.map(row => displayWidth(row[column] ?? '')))
  )
}

/** The widths with what is too much taken from the widest; undefined when the columns would be unreadable. */
function fitted (natural: readonly number[], width: number): number[] | undefined {
  const widths = [...natural]
  let over = widths.reduce((sum, each) => sum + each, gap * (widths.length - 1)) - width
  while (over > 0) {
    const widest = Math.max(...widths)
    const second = Math.max(leastWidth, ...widths.filter(each => each < widest))
    if (widest <= leastWidth) return undefined
    const last = widths.lastIndexOf(widest)
    const less = Math.min(over, Math.max(1, widest - second))
    widths[last] = widest - less
    over -= less
  }
  return widths
}

function rowLines (row: Row, widths: readonly number[]): string[] {
  const cells = row.map((cell, column) => wrapText(cell, widths[column] ?? 0))
  const height = Math.max(1, ...cells.map(lines => lines.length))
  return Array.from(
    { length: height },
    (_, line) =>
      cells
        .map((lines, column) => padTo(lines[line] ?? '', widths[column] ?? 0))
        .join(' '.repeat(gap))
        .trimEnd()
  )
}
