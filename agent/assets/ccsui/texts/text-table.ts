import { isUtf8 } from 'node:buffer'
import { CsvError, parse } from 'csv-parse/sync'
import { PacklineError } from '../../../errors.js'
import type { CsdText } from './csd-texts.js'
import { phrase, type Wording } from '../../../messages/phrase.js'

/** A text of the game in one language: a row of its table. */
export interface TextRow extends CsdText {
  /** The csd, by its path below the folder cocosstudio. */
  csd: string
  source: string
  /** Empty as long as nobody has translated it. */
  text: string
  /** `changed`: the csd has another text since. `stale`: no csd has it any more. */
  state: '' | 'changed' | 'stale'
  /** Of which source text it is the translation; unlike the text it survives a spreadsheet. */
  check: string
}

const columns = ['csd', 'node', 'field', 'font', 'source', 'text', 'state', 'check'] as const
const needed = ['csd', 'node', 'field', 'text']
const maximumBytes = 32 * 1024 * 1024
/** What makes a spreadsheet take a cell for a formula, and the sign that we put before it. */
const formula = /^'*[=+\-@\t\r＝＋－＠]/
const control = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F]/

/** CSV as spreadsheets write it: UTF-8 with a byte order mark, every cell in quotes. */
export function writeTextTable (rows: readonly TextRow[]): string {
  const lines = [columns, ...rows.map(row => columns.map(column => row[column]))]
  return `\uFEFF${lines.map(cells => `${cells.map(cellOf).join(',')}\r\n`).join('')}`
}

function cellOf (text: string): string {
  return `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

/** Throws CCSUI_NOT_TEXTS and CCSUI_TEXT_TWICE. Commas, semicolons or tabs part the cells. */
export function readTextTable (file: string, bytes: Buffer): TextRow[] {
  const known = new Map<string, TextRow>()
  for (const { record, line } of recordsOf(file, bytes)) {
    const row = rowOf(file, record, line)
    const { csd, node, field, text } = row
    const first = known.get(keyOf(row))
    if (first !== undefined && first.text !== text) {
      throw new PacklineError('CCSUI_TEXT_TWICE', { file, line, csd, node, field })
    }
    known.set(keyOf(row), row)
  }
  return [...known.values()]
}

export function keyOf ({ csd, node, field }: Pick<TextRow, 'csd' | 'node' | 'field'>): string {
  return [csd, node, field].join('\0')
}

interface Parsed {
  record: Readonly<Record<string, string | undefined>>
  line: number
}

function recordsOf (file: string, bytes: Buffer): Parsed[] {
  const refused = (reason: Wording, cause?: unknown): PacklineError =>
    new PacklineError('CCSUI_NOT_TEXTS', { file, reason }, { cause })
  if (bytes.length > maximumBytes) throw refused(phrase('answer.tooLong', { most: maximumBytes }))
  if (!isUtf8(bytes)) throw refused(phrase('text.notUtf8'))
  let missing: readonly string[] = needed
  try {
    const records = parse<{ record: Record<string, string>, info: { lines: number } }>(bytes, {
      bom: true,
      delimiter: delimiterOf(bytes),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      columns: (header: string[]) => {
        missing = needed.filter(column => !header.includes(column))
        return header
      }
    })
    if (missing.length === 0) return records.map(({ record, info }) => ({ record, line: info.lines }))
  } catch (error) {
    if (error instanceof CsvError) throw refused(error.message, error)
    throw error
  }
  throw refused(phrase('texts.noColumn', { columns: missing.join(', ') }))
}

/** A spreadsheet's language decides it; the names of the columns hold none. */
function delimiterOf (bytes: Buffer): string {
  const [head = ''] = bytes.toString('utf8', 0, 4096).split('\n', 1)
  const partsBy = (delimiter: string): number => head.split(delimiter).length
  return [';', '\t'].find(each => partsBy(each) > partsBy(',')) ?? ','
}

function rowOf (file: string, record: Parsed['record'], line: number): TextRow {
  const cell = (column: (typeof columns)[number]): string => {
    const text = record[column] ?? ''
    if (control.test(text)) {
      throw new PacklineError('CCSUI_NOT_TEXTS', { file, reason: phrase('texts.control', { line }) })
    }
    return (/^'/.test(text) && formula.test(text) ? text.slice(1) : text).replaceAll('\r\n', '\n')
  }
  const state = cell('state').trim()
  return {
    csd: cell('csd'),
    node: cell('node'),
    field: cell('field'),
    font: cell('font'),
    source: cell('source'),
    text: cell('text'),
    state: state === 'changed' || state === 'stale' ? state : '',
    check: cell('check').trim()
  }
}
