import { isUtf8 } from 'node:buffer'
import { PacklineError } from '../../errors.js'
import type { ErrorCode } from '../../errors.js'

/** The text of a file, which knows the line and column of each of its offsets. */
export class SourceText {
  private lineStarts: number[] | undefined

  private constructor (readonly file: string, readonly text: string) {}

  /** Decodes UTF-8 strictly and drops a byte order mark. Throws CCSUI_NOT_UTF8. */
  static decode (file: string, bytes: Uint8Array): SourceText {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (isUtf16(buffer)) throw new PacklineError('CCSUI_NOT_UTF8', { file, line: 1, column: 1, encoding: 'UTF-16' })
    const text = buffer.toString('utf8')
    const source = new SourceText(file, text.charCodeAt(0) === 0xFEFF ? text.slice(1) : text)
    if (!isUtf8(buffer)) throw source.error('CCSUI_NOT_UTF8', Math.max(0, source.text.indexOf('\uFFFD')), { encoding: 'not UTF-8' })
    return source
  }

  /** Counted from 1; columns in UTF-16 units. */
  locate (offset: number): { line: number, column: number } {
    const starts = this.lineStarts ??= lineStartsOf(this.text)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - starts[low]! + 1 }
  }

  error (code: ErrorCode, offset: number, details: Record<string, unknown>): PacklineError {
    return new PacklineError(code, { file: this.file, ...this.locate(offset), ...details })
  }
}

function isUtf16 (buffer: Buffer): boolean {
  const mark = buffer.length >= 2 ? buffer.readUInt16LE(0) : 0
  return mark === 0xFEFF || mark === 0xFFFE
}

function lineStartsOf (text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
