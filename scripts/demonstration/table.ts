/** Lines of equal columns below a heading; numbers stand to the right. */
export function table (heading: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const lines = [heading, ...rows]
  const widths = heading.map((_, column) => Math.max(...lines.map(line => [...line[column]!].length)))
  const isNumber = heading.map((_, column) =>
    rows.length > 0 && rows.every(row => /^[\d.]+( [kM]?B)?$/.test(row[column]!))
  )
  const cell = (text: string, column: number): string =>
    isNumber[column] ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)
  return lines.map(line => `${line.map(cell).join('   ').trimEnd()}\n`).join('')
}
