import { message, type MessageKey, type MessageParameters } from '../messages/message.js'
import { jsonOf } from '../messages/words-beside.js'
import { painted, type Meaning } from './colours.js'
import { cutTo, wrapText } from './columns.js'
import type { CommandContext } from './command.js'
import { block, tableLines } from './table.js'

/** All that a command prints goes through here: what is no file has the same look in each of them. */
type Output = Pick<CommandContext, 'stdout' | 'stderr' | 'locale' | 'colours' | 'verbosity'>

const usualWidth = 80
const lineStart = '\r\x1b[K'

/** The answer of a command: `document` as JSON where that was asked for, else the lines for people. */
export function show (
  context: Output,
  asJson: boolean,
  document: unknown,
  lines: () => readonly string[]
): number {
  if (asJson) printJson(context, document)
  else printLines(context, lines())
  return 0
}

/** One JSON document on standard output. */
export function printJson ({ stdout }: Output, document: unknown): void {
  stdout.write(`${jsonOf(document, 2)}\n`)
}

/** One event, as a line of NDJSON on standard output. */
export function printEvent ({ stdout }: Output, event: unknown): void {
  stdout.write(`${jsonOf(event)}\n`)
}

/** Lines of an answer, on standard output. */
export function printLines (context: Output, lines: readonly string[]): void {
  writeLines(context.stdout, lines)
}

/** What is said while a command works and when it has ended, on standard error; not with `--quiet`. */
export function tell (context: Output, key: MessageKey, parameters?: MessageParameters): void {
  tellLine(context, message(context.locale, key, parameters))
}

/** The same for what is worded already. */
export function tellLine (context: Output, line: string): void {
  if (context.verbosity !== 'quiet') writeLines(context.stderr, [line])
}

/** What only those want to read who ask for more, with `--verbose`. */
export function tellMore (context: Output, key: MessageKey, parameters?: MessageParameters): void {
  if (context.verbosity === 'verbose') tell(context, key, parameters)
}

/** What may be wrong although the work goes on; also with `--quiet`. */
export function warn (context: Output, key: MessageKey, parameters?: MessageParameters): void {
  warnLine(context, message(context.locale, key, parameters))
}

export function warnLine (context: Output, line: string): void {
  writeLines(context.stderr, [withMark(context, 'doubtful', line)])
}

/** An error and what belongs to it, each line with what it means. */
export function complain (
  context: Output,
  lines: ReadonlyArray<readonly [text: string, meaning?: Meaning]>
): void {
  writeLines(
    context.stderr,
    lines.map(([text, meaning]) => meaning === undefined ? text : withMark(context, meaning, text))
  )
}

/** Its beginning is coloured: long texts are read best as the terminal has them. */
function withMark (context: Output, meaning: Meaning, text: string): string {
  if (meaning === 'aside') return painted(context, 'stderr', meaning, text)
  const [mark = ''] = /^(?:[^:：\n]{1,60}[:：]|\S+)/u.exec(text) ?? []
  return painted(context, 'stderr', meaning, mark) + text.slice(mark.length)
}

/** What stands in the last line of a terminal until something else is printed. */
export function showMovingLine ({ stderr }: Pick<Output, 'stderr'>, text: string): void {
  stderr.write(`${lineStart}${cutTo(safe(text), columnsOf(stderr) - 1)}`)
}

export function clearMovingLine ({ stderr }: Pick<Output, 'stderr'>): void {
  stderr.write(lineStart)
}

/** Rows below a head, in the one look of all tables. */
export function table (
  context: Output,
  head: readonly string[],
  rows: ReadonlyArray<readonly string[]>
): string[] {
  return tableLines(rows, {
    head: head.map(name => painted(context, 'stdout', 'heading', name)),
    width: widthOf(context.stdout)
  })
}

/** Rows without a head. */
export function listing (context: Output, rows: ReadonlyArray<readonly string[]>): string[] {
  return tableLines(rows, { width: widthOf(context.stdout) })
}

/** What a thing is, a name and a value each line; values that are empty are left out. */
export function fields (
  context: Output,
  rows: ReadonlyArray<readonly [name: string, value: string]>
): string[] {
  return block(
    rows.map(([name]) => painted(context, 'stdout', 'heading', name)),
    rows.map(([, value]) => value),
    widthOf(context.stdout)
  )
}

/** A command to type or a part of a file to paste: broken into lines it would be another one. */
const toCopy = /^ *(?:\$ |\{")/

function writeLines (stream: Output['stdout'] | Output['stderr'], lines: readonly string[]): void {
  if (lines.length === 0) return
  const width = widthOf(stream)
  const text = lines
    .flatMap(line => line.split('\n'))
    .flatMap(line => width === undefined || toCopy.test(line) ? [safe(line)] : wrapText(safe(line), width, 2))
  stream.write(text.map(line => `${line}\n`).join(''))
}

/** Of a terminal: what goes to a file or a program is never broken. */
function widthOf (stream: Pick<Output['stderr'], 'isTTY' | 'columns'>): number | undefined {
  return stream.isTTY === true ? columnsOf(stream) : undefined
}

/** Names of files and words of tools may hold what would move the cursor or take over the terminal. */
function safe (text: string): string {
  if (!/\p{Cc}/u.test(text)) return text
  return text.replace(/\p{Cc}/gu, (sign, at: number) => {
    if (sign === '\t') return '  '
    const isColour = sign === '\x1b' && /^\[[\d;]*m/.test(text.slice(at + 1, at + 12))
    return isColour ? sign : `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
}

/** A terminal that was given no size, as by `docker run -t` and `script`, says that it has no columns. */
function columnsOf ({ columns = 0 }: Pick<Output['stderr'], 'columns'>): number {
  return columns > 0 ? columns : usualWidth
}
