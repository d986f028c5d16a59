import { decodeUtf8 } from './source-text.js'
import type { SourceText } from './source-text.js'
import type { XmlError, XmlProblem } from './xml-error.js'
import { phrase, type Wording, withTexts } from '../messages/phrase.js'

/** Where a reader is in its text, and what it says of a place that is wrong. */
export class XmlCursor {
  readonly source: SourceText
  /** One character a byte: see SourceText. */
  readonly text: string
  position = 0

  constructor (source: SourceText) {
    this.source = source
    this.text = source.raw
  }

  /** Where the name that starts at `start` ends. */
  nameEnd (start: number, expected: Wording): number {
    let at = start
    while (isNameChar(this.text.charCodeAt(at))) at++
    const first = this.text.charCodeAt(start)
    if (at === start || (first >= 45 && first <= 57)) throw this.unexpected(start, expected)
    return at
  }

  blanksEnd (start: number): number {
    const { text } = this
    let at = start
    // Most places have no blank, and every other character is above it.
    for (let code = text.charCodeAt(at); code <= 32 && isBlank(code); code = text.charCodeAt(at)) at++
    return at
  }

  unexpected (offset: number, expected: Wording): XmlError {
    return offset >= this.text.length
      ? this.truncated(phrase('xml.expected', { what: expected }))
      : this.notXml(offset, phrase('xml.expected', { what: expected }))
  }

  notXml (offset: number, reason: Wording): XmlError {
    return this.error({ kind: 'not-xml', reason: withTexts(reason, decodeUtf8) }, offset)
  }

  truncated (reason: Wording): XmlError {
    return this.error({ kind: 'truncated', reason: withTexts(reason, decodeUtf8) }, this.text.length)
  }

  error (problem: XmlProblem, offset: number): XmlError {
    return this.source.error(problem, offset)
  }
}

/** Blank, line feed, tab or carriage return. */
function isBlank (code: number): boolean {
  return code === 32 || code === 10 || code === 9 || code === 13
}

/** Letters, digits, "-", ".", ":", "_" and everything beyond ASCII. NaN, the end of the text, is none. */
function isNameChar (code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 58) ||
    code === 95 || code === 45 || code === 46 || code >= 128
}
