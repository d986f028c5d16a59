/** What a page and its translation have in common: levels of headings, commands, tables. */
export interface PageShape {
  headings: string[]
  /** Lines of code without their comments. */
  code: string[]
  /** Columns and rows of each table, and the code of its first column. */
  tables: string[]
}

export function pageShape (text: string): PageShape {
  const shape: PageShape = { headings: [], code: [], tables: [] }
  let isCode = false
  let table: string[] = []
  for (const line of [...text.split('\n'), '']) {
    if (line.startsWith('```')) isCode = !isCode
    if (isCode) shape.code.push(line.replace(/\s*(?:#|\/\/) .*$|(?<=\S) {2,}\S.*$/, '').trimEnd())
    else if (line.startsWith('|')) table.push(line)
    else if (table.length > 0) {
      shape.tables.push(...tableShape(table))
      table = []
    }
    if (!isCode && /^#+ /.test(line)) shape.headings.push(/^#+/.exec(line)![0])
  }
  return shape
}

function tableShape (lines: readonly string[]): string[] {
  return lines.map(line => {
    const cells = line.replaceAll('\\|', '').split('|').slice(1, -1)
    const code = [...(cells[0] ?? '').matchAll(/`[^`]+`/g)].map(([each]) => each)
    return `${cells.length}: ${code.join(' ')}`
  })
}
