import { stripVTControlCharacters } from 'node:util'
import { eastAsianWidth } from 'get-east-asian-width'

const printable = /^[\x20-\x7e]*$/
// What must not begin a line of Chinese, and what must not end one.
const clings = /^[，。；：？！、）》」』”’…%]/
const opens = /[（《「『“‘]$/
// Both take longer to make than a start of the command line may: most texts do without.
let isEmoji: RegExp | undefined
let segmenter: Intl.Segmenter | undefined

/** Columns of a terminal: a Chinese character and an emoji take two, an accent and a colour none. */
export function displayWidth (text: string): number {
  if (printable.test(text)) return text.length
  return segmentsOf(stripVTControlCharacters(text)).reduce((sum, each) => sum + widthOf(each), 0)
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

/**
 * The lines that a text takes in `width` columns, broken at blanks and between Chinese characters; a
 * word that
 * is wider alone, such as a path, stays whole. Lines after the first are indented by `indent` more
 * than the text.
 */
export function wrapText (text: string, width: number, indent = 0): string[] {
  if (displayWidth(text) <= width) return [text]
  const own = /^ */.exec(text)?.[0] ?? ''
  const rest = own + ' '.repeat(indent)
  const lines: string[] = []
  let line = ''
  for (const part of partsOf(text.slice(own.length))) {
    const room = width - (lines.length === 0 ? own : rest).length
    if (line !== '' && displayWidth((line + part).trimEnd()) > room) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += line === '' ? part.trimStart() : part
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines.map((each, index) => (index === 0 ? own : rest) + each)
}

/**
 * The pieces between which a line may end: words with the blanks after them, Chinese characters one by one.
 */
function partsOf (text: string): string[] {
  const parts: string[] = []
  for (const segment of segmentsOf(text)) {
    const last = parts.at(-1)
    const isApart = last === undefined ||
      (/\s$/.test(last) && !/^\s/.test(segment)) ||
      (isWide(segment) || isWide(last)) && !clings.test(segment) && !opens.test(last) && !/^\s/.test(segment)
    if (isApart) parts.push(segment)
    else parts[parts.length - 1] = last + segment
  }
  return parts
}

/** Whether a text ends in a character that stands for itself, as Chinese ones do. */
function isWide (text: string): boolean {
  return eastAsianWidth(segmentsOf(text.trimEnd()).at(-1)?.codePointAt(0) ?? 0) === 2
}
