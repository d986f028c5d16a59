import { eastAsianWidth } from 'get-east-asian-width'

const printable = /^[\x20-\x7e]*$/
let isEmoji: RegExp | undefined

/** Columns of a terminal: a Chinese character and an emoji take two, an accent none. */
export function displayWidth (text: string): number {
  if (printable.test(text)) return text.length
  // Compiling it takes longer than a start of the command line: most texts do without.
  isEmoji ??= /\p{Emoji_Presentation}|\ufe0f/u
  let width = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += isEmoji.test(segment) ? 2 : eastAsianWidth(segment.codePointAt(0) ?? 0)
  }
  return width
}

export function padTo (text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** The beginning of a text that fits, with … for what does not. */
export function cutTo (text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let left = width - 1
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= displayWidth(segment)
    if (left < 0) break
    kept += segment
  }
  return `${kept}…`
}

/** Lines of a table whose columns are as wide as their longest cell, two blanks apart. */
export function tableLines (rows: ReadonlyArray<readonly string[]>): string[] {
  const count = Math.max(0, ...rows.map(row => row.length))
  const widths = Array.from(
    { length: count },
    (_, column) => Math.max(...rows.map(row => displayWidth(row[column] ?? '')))
  )
  return rows.map(row => row.map((cell, column) => padTo(cell, widths[column] ?? 0)).join('  ').trimEnd())
}
