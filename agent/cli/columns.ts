import { eastAsianWidth } from 'get-east-asian-width'

const printable = /^[\x20-\x7e]*$/
// Both take longer to make than a start of the command line may: most texts do without.
let isEmoji: RegExp | undefined
let segmenter: Intl.Segmenter | undefined

/** Columns of a terminal: a Chinese character and an emoji take two, an accent none. */
export function displayWidth (text: string): number {
  return printable.test(text) ? text.length : segmentsOf(text).reduce((sum, each) => sum + widthOf(each), 0)
}

/** What a reader takes for characters. */
function segmentsOf (text: string): string[] {
  segmenter ??= new Intl.Segmenter()
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

function widthOf (segment: string): number {
  isEmoji ??= /\p{Emoji_Presentation}|\ufe0f/u
  return isEmoji.test(segment) ? 2 : eastAsianWidth(segment.codePointAt(0) ?? 0)
}

export function padTo (text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** The beginning of a text that fits, with … for what does not. */
export function cutTo (text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let left = width - 1
  for (const segment of segmentsOf(text)) {
    left -= widthOf(segment)
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
