/** What a page and its translation have in common: levels of headings, commands, tables. */
export interface PageShape {
  headings: string[]
  /** Lines of code without their comments. */
  code: string[]
  /** Columns and rows of each table, and the code of its first column. */
  tables: string[]
  /** What stands in backticks: commands, options, fields, codes of errors. */
  names: string[]
}

export function pageShape (text: string): PageShape {
  const shape: PageShape = { headings: [], code: [], tables: [], names: namesIn(text) }
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

/** What a page speaks of by name; a part that was never translated lacks some of it. */
function namesIn (text: string): string[] {
  const prose = text.replace(/^ *```[^]*?^ *```$/gm, '').replace(/\n(?!\n) */g, ' ')
  return [...new Set([...prose.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''))].toSorted()
}

function tableShape (lines: readonly string[]): string[] {
  return lines.map(line => {
    const cells = line.replaceAll('\\|', '').split('|').slice(1, -1)
    const code = [...(cells[0] ?? '').matchAll(/`[^`]+`/g)].map(([each]) => each)
    return `${cells.length}: ${code.join(' ')}`
  })
}
