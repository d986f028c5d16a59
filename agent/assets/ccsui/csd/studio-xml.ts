import { isLfsPointer } from '../../../files/lfs-pointer.js'
import { conflictLine } from '../file-kinds.js'
import { PacklineError } from '../../../errors.js'
import type { ErrorCode } from '../../../errors.js'
import type { SourceText } from '../../../formats/source-text.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { XmlError } from '../../../formats/xml-error.js'
import type { XmlProblem } from '../../../formats/xml-error.js'
import { readXml } from '../../../formats/xml-reader.js'
import type { XmlOptions } from '../../../formats/xml-reader.js'

const codes: Record<XmlProblem['kind'], ErrorCode> = {
  'not-xml': 'CCSUI_NOT_XML',
  truncated: 'CCSUI_TRUNCATED',
  'not-utf8': 'CCSUI_NOT_UTF8',
  'too-large': 'CCSUI_TOO_LARGE',
  'too-deep': 'CCSUI_TOO_DEEP',
  'too-many': 'CCSUI_TOO_MANY',
  'duplicate-attribute': 'CCSUI_DUPLICATE_ATTRIBUTE',
  doctype: 'CCSUI_DOCTYPE',
  entity: 'CCSUI_ENTITY'
}

/** XML that belongs to an interface of Cocos Studio. Throws CCSUI_ errors with line and column. */
export function readStudioXml (
  file: string,
  bytes: Uint8Array,
  options?: XmlOptions
): { root: XmlElement, source: SourceText } {
  try {
    return readXml(file, bytes, options)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    const { kind, ...details } = error.problem
    if (isLfsPointer(bytes)) throw new PacklineError('CCSUI_LFS_POINTER', { file })
    const line = conflictLine(bytes)
    if (line !== undefined) throw new PacklineError('CCSUI_CONFLICT', { file, line, column: 1 })
    throw new PacklineError(codes[kind], { file, ...error.place, ...details })
  }
}

/** An error that tells its place in a file. */
export function errorAt (
  source: SourceText,
  offset: number,
  code: ErrorCode,
  details: Record<string, unknown> = {}
): PacklineError {
  return new PacklineError(code, { file: source.file, ...source.locate(offset), ...details })
}
