export type Cell = string | number | undefined

/** Columns aligned by their widest cell: words to the left, figures to the right. */
export function formatTable (header: string[], rows: Cell[][]): string {
  const lines = [header, ...rows.map(row => row.map(cell => cell === undefined ? '–' : String(cell)))]
  const widths = header.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)))
  const format = (line: string[]): string =>
    line
      .map((cell, column) => {
        const isWords = column === 0 || (column === line.length - 1 && !isFigure(cell))
        return isWords ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
      })
      .join('  ')
      .trimEnd()
  return [
    format(lines[0] ?? []),
    widths.map(width => '─'.repeat(width)).join('  '),
    ...lines.slice(1).map(format)
  ]
    .join('\n')
}

function isFigure (cell: string): boolean {
  return /^[–\d.,]+$/.test(cell)
}

export const seconds = (ms: number | undefined): Cell =>
  ms === undefined ? undefined : (ms / 1000).toFixed(ms < 995 ? 3 : 2)
export const megabytes = (bytes: number | undefined): Cell =>
  bytes === undefined ? undefined : (bytes / 1e6).toFixed(bytes < 9.95e6 ? 2 : 0)
export const share = (value: number | undefined): Cell => value === undefined ? undefined : value.toFixed(3)
