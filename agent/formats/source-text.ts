import { isUtf8 } from 'node:buffer'
import { XmlError } from './xml-error.js'
import type { TextPlace, XmlProblem } from './xml-error.js'
import { phrase } from '../messages/phrase.js'

/**
 * The text of a file, which knows the line and column of each of its offsets. The file is checked to be UTF-8
 * but kept as one character a byte: XML's own characters are ASCII, this halves the memory of a file with
 * Chinese text, and only what is used is decoded.
 */
export class SourceText {
  readonly file: string
  readonly raw: string
  private readonly buffer: Buffer
  private lineStarts: number[] | undefined

  private constructor (file: string, buffer: Buffer, raw: string) {
    this.file = file
    this.buffer = buffer
    this.raw = raw
  }

  /** Checks for UTF-8 strictly and drops a byte order mark. Throws XmlError. */
  static read (file: string, bytes: Uint8Array): SourceText {
    const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const buffer = whole.length >= 3 && whole.readUIntBE(0, 3) === 0xEFBBBF ? whole.subarray(3) : whole
    const source = new SourceText(file, buffer, buffer.toString('latin1'))
    if (isUtf16(buffer)) throw source.error({ kind: 'not-utf8', encoding: 'UTF-16' }, 0)
    if (!isUtf8(buffer)) {
      throw source.error({ kind: 'not-utf8', encoding: phrase('text.otherBytes') }, firstInvalid(buffer))
    }
    return source
  }

  locate (offset: number): TextPlace {
    const starts = this.lineStarts ??= lineStartsOf(this.raw)
    let line = 1
    let start = 0
    let after = starts.length
    while (line < after) {
      const middle = (line + after) >> 1
      const candidate = starts[middle] ?? Infinity
      if (candidate <= offset) {
        line = middle + 1
        start = candidate
      } else after = middle
    }
    return { line, column: this.decode(start, offset).length + 1 }
  }

  /** The text between two offsets. */
  decode (start: number, end: number): string {
    return this.buffer.toString('utf8', start, end)
  }

  error (problem: XmlProblem, offset: number): XmlError {
    return new XmlError(problem, this.locate(offset))
  }
}

const ascii = /^[\x00-\x7F]*$/

/** The text of a piece of `raw`. */
export function decodeUtf8 (raw: string): string {
  return ascii.test(raw) ? raw : Buffer.from(raw, 'latin1').toString('utf8')
}

function isUtf16 (buffer: Buffer): boolean {
  const mark = buffer.length >= 2 ? buffer.readUInt16LE(0) : 0
  return mark === 0xFEFF || mark === 0xFFFE
}

/**
 * The longest start that is UTF-8 ends before the first wrong byte, or before the character that it belongs
 * to.
 */
function firstInvalid (buffer: Buffer): number {
  let low = 0
  let high = buffer.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (isUtf8(buffer.subarray(0, wholeCharacters(buffer, middle)))) low = middle
    else high = middle - 1
  }
  return wholeCharacters(buffer, low)
}

/** `end`, or where the character starts that it would cut. */
function wholeCharacters (buffer: Buffer, end: number): number {
  let start = end
  while (start > 0 && start > end - 3 && ((buffer[start] ?? 0) & 0xC0) === 0x80) start--
  return start
}

function lineStartsOf (raw: string): number[] {
  const starts = [0]
  for (let at = raw.indexOf('\n'); at >= 0; at = raw.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
