import { PacklineError } from '../errors.js'
import type { ErrorCode } from '../errors.js'
import { decodeReferences } from './xml-references.js'
import { SourceText, decodeUtf8 } from './source-text.js'

/**
 * One element. `attributes` holds name, value, name, value … in document order; `offset` is where its tag
 * starts.
 */
export interface XmlElement {
  readonly name: string
  readonly attributes: readonly string[]
  readonly children: readonly XmlElement[]
  readonly offset: number
  /** Its character data when asked for and not blank, else empty. */
  readonly text: string
}

export interface XmlLimits {
  bytes: number
  depth: number
  elements: number
  attributes: number
}

export interface XmlOptions {
  limits?: Partial<XmlLimits>
  /** Accept a DOCTYPE with an external identifier only, as property lists have one; it is never fetched. */
  allowDoctype?: boolean
  keepText?: boolean
}

/**
 * Real csd files have up to 350 KB and 20 levels of nodes, each two XML levels; beyond these bounds a file is
 * hostile or broken.
 */
export const xmlLimits: XmlLimits = {
  bytes: 32 * 1024 * 1024,
  depth: 512,
  elements: 1_000_000,
  attributes: 256
}

const enum Char {
  tab = 9,
  newline = 10,
  carriageReturn = 13,
  blank = 32,
  bang = 33,
  doubleQuote = 34,
  ampersand = 38,
  quote = 39,
  slash = 47,
  less = 60,
  equals = 61,
  greater = 62,
  question = 63,
  lastAscii = 127
}

/**
 * Reads XML strictly, but keeps TAB and line ends in attribute values as they are, as Cocos Studio and the
 * engine do (CRLF becomes LF). Only the five predefined entities and character references are known. Throws
 * CCSUI_ errors with line and column.
 */
export function readXml (
  file: string,
  bytes: Uint8Array,
  options: XmlOptions = {}
): { root: XmlElement, source: SourceText } {
  const limits = { ...xmlLimits, ...options.limits }
  if (bytes.byteLength > limits.bytes) {
    throw new PacklineError('CCSUI_TOO_LARGE', {
      file,
      line: 1,
      column: 1,
      size: bytes.byteLength,
      maximum: limits.bytes
    })
  }
  const source = SourceText.read(file, bytes)
  return { root: new XmlReader(source, limits, options).read(), source }
}

const none: never[] = []

/** Most elements have no children, or no attributes: those share one empty list. */
class Element implements XmlElement {
  attributes: string[] = none
  children: Element[] = none
  text = ''
  constructor (readonly name: string, readonly offset: number) {}
}

class XmlReader {
  private position = 0
  private elements = 0
  private root: Element | undefined
  private readonly open: Element[] = []
  /**
   * The attributes of the tag that is being read; a list that grows by itself would take five times the
   * memory.
   */
  private readonly pending: string[] = []
  private pendingCount = 0
  private readonly text: string

  constructor (
    private readonly source: SourceText,
    private readonly limits: XmlLimits,
    private readonly options: XmlOptions
  ) {
    this.text = source.raw
  }

  read (): Element {
    const { text } = this
    while (true) {
      const next = text.indexOf('<', this.position)
      this.readText(next < 0 ? text.length : next)
      if (next < 0) break
      this.position = next
      switch (text.charCodeAt(next + 1)) {
        case Char.slash:
          this.readEndTag(next)
          break
        case Char.bang:
          this.readDeclaration(next)
          break
        case Char.question:
          this.readInstruction(next)
          break
        default:
          this.readStartTag(next)
      }
    }
    const unclosed = this.open.at(-1)
    if (unclosed !== undefined) throw this.truncated(`the file ends before </${unclosed.name}>`)
    if (this.root === undefined) throw this.notXml(0, 'there is no element')
    return this.root
  }

  /** Character data up to `end`: blanks between elements, mostly. */
  private readText (end: number): void {
    let at = this.position
    while (at < end && isBlank(this.text.charCodeAt(at))) at++
    if (at === end) return
    const parent = this.open.at(-1)
    if (parent === undefined) {
      throw this.notXml(
        at,
        this.root === undefined
          ? 'text before the first element'
          : 'text after the last element'
      )
    }
    const stray = this.text.slice(this.position, end).indexOf(']]>')
    if (stray >= 0) throw this.notXml(this.position + stray, '"]]>" in text')
    const decoded = decodeReferences(this.source, this.position, end)
    if (this.options.keepText === true) parent.text += decoded
  }

  private readEndTag (start: number): void {
    const { text } = this
    const element = this.open.pop()
    if (element === undefined) throw this.notXml(start, 'an end tag without a start tag')
    if (!text.startsWith(element.name, start + 2)) throw this.notXml(start, `expected </${element.name}>`)
    let at = start + 2 + element.name.length
    while (isBlank(text.charCodeAt(at))) at++
    if (text.charCodeAt(at) !== Char.greater) {
      if (at >= text.length) throw this.truncated('the file ends inside an end tag')
      throw this.notXml(start, `expected </${element.name}>`)
    }
    this.position = at + 1
  }

  private readStartTag (start: number): void {
    const { text } = this
    let at = this.nameEnd(start + 1, 'an element name')
    const element = new Element(text.slice(start + 1, at), start)
    this.attach(element)
    while (true) {
      const before = at
      while (isBlank(text.charCodeAt(at))) at++
      const code = text.charCodeAt(at)
      if (code === Char.greater) {
        this.keepAttributes(element)
        this.open.push(element)
        this.position = at + 1
        return
      }
      if (code === Char.slash && text.charCodeAt(at + 1) === Char.greater) {
        this.keepAttributes(element)
        this.position = at + 2
        return
      }
      if (at + (code === Char.slash ? 1 : 0) >= text.length) {
        throw this.truncated(`the file ends inside <${element.name}>`)
      }
      if (at === before) throw this.notXml(at, 'expected a blank, ">" or "/>"')
      at = this.readAttribute(element, at)
    }
  }

  private readAttribute (element: Element, start: number): number {
    const { text } = this
    let at = this.nameEnd(start, 'an attribute name')
    const name = text.slice(start, at)
    while (isBlank(text.charCodeAt(at))) at++
    if (text.charCodeAt(at) !== Char.equals) throw this.unexpected(at, `"=" after the attribute ${name}`)
    at++
    while (isBlank(text.charCodeAt(at))) at++
    const delimiter = text.charCodeAt(at)
    if (delimiter !== Char.doubleQuote && delimiter !== Char.quote) {
      throw this.unexpected(at, `a quoted value for the attribute ${name}`)
    }
    const valueStart = ++at
    let plain = true
    for (;; at++) {
      const code = text.charCodeAt(at)
      if (code === delimiter) break
      if (code >= Char.blank) {
        if (code === Char.ampersand || code > Char.lastAscii) plain = false
        else if (code === Char.less) throw this.notXml(at, `"<" in the value of the attribute ${name}`)
      } else if (code === Char.carriageReturn) plain = false
      else if (code !== Char.tab && code !== Char.newline) {
        if (at >= text.length) throw this.truncated(`the file ends inside the attribute ${name}`)
        throw this.notXml(at, `the control character ${code} in the attribute ${name}`)
      }
    }
    const { pending, pendingCount } = this
    for (let index = 0; index < pendingCount; index += 2) {
      if (pending[index] === name) {
        throw this.error('CCSUI_DUPLICATE_ATTRIBUTE', start, {
          attribute: decodeUtf8(name),
          element: decodeUtf8(element.name)
        })
      }
    }
    if (pendingCount >= this.limits.attributes * 2) {
      throw this.error('CCSUI_TOO_MANY', start, {
        what: 'attributes',
        maximum: this.limits.attributes
      })
    }
    pending[pendingCount] = name
    pending[pendingCount + 1] = plain
      ? text.slice(valueStart, at)
      : decodeReferences(this.source, valueStart, at)
    this.pendingCount = pendingCount + 2
    return at + 1
  }

  private keepAttributes (element: Element): void {
    if (this.pendingCount === 0) return
    element.attributes = this.pending.slice(0, this.pendingCount)
    this.pendingCount = 0
  }

  private attach (element: Element): void {
    const parent = this.open.at(-1)
    if (parent !== undefined) {
      if (parent.children === none) parent.children = [element]
      else parent.children.push(element)
    } else if (this.root === undefined) this.root = element
    else throw this.notXml(element.offset, 'a second root element')
    if (this.open.length >= this.limits.depth) {
      throw this.error('CCSUI_TOO_DEEP', element.offset, { maximum: this.limits.depth })
    }
    if (++this.elements > this.limits.elements) {
      throw this.error('CCSUI_TOO_MANY', element.offset, {
        what: 'elements',
        maximum: this.limits.elements
      })
    }
  }

  private readDeclaration (start: number): void {
    const { text } = this
    if (text.startsWith('<!--', start)) {
      const end = text.indexOf('--', start + 4)
      if (end < 0) throw this.truncated('the file ends inside a comment')
      if (text.charCodeAt(end + 2) !== Char.greater) throw this.notXml(end, '"--" inside a comment')
      this.position = end + 3
    } else if (text.startsWith('<![CDATA[', start)) {
      const end = text.indexOf(']]>', start + 9)
      const parent = this.open.at(-1)
      if (parent === undefined) throw this.notXml(start, 'character data outside of the root element')
      if (end < 0) throw this.truncated('the file ends inside a CDATA section')
      if (this.options.keepText === true) parent.text += this.source.decode(start + 9, end)
      this.position = end + 3
    } else if (text.startsWith('<!DOCTYPE', start)) this.readDoctype(start)
    else throw this.notXml(start, 'an unknown declaration')
  }

  private readDoctype (start: number): void {
    const end = this.text.indexOf('>', start)
    const isPlain = end >= 0 && !this.text.slice(start, end).includes('[')
    if (this.options.allowDoctype !== true || !isPlain || this.root !== undefined) {
      throw this.error('CCSUI_DOCTYPE', start, {})
    }
    this.position = end + 1
  }

  private readInstruction (start: number): void {
    const end = this.text.indexOf('?>', start + 2)
    if (end < 0) throw this.truncated('the file ends inside a processing instruction')
    const target = this.text.slice(start + 2, this.nameEnd(start + 2, 'the name of a processing instruction'))
    if (target.toLowerCase() === 'xml' && start > 0) {
      throw this.notXml(start, 'an XML declaration that is not at the start')
    }
    this.position = end + 2
  }

  private nameEnd (start: number, expected: string): number {
    let at = start
    while (isNameChar(this.text.charCodeAt(at))) at++
    const first = this.text.charCodeAt(start)
    if (at === start || (first >= 45 && first <= 57)) throw this.unexpected(start, expected)
    return at
  }

  private unexpected (offset: number, expected: string): PacklineError {
    return offset >= this.text.length
      ? this.truncated(`expected ${expected}`)
      : this.notXml(offset, `expected ${expected}`)
  }

  private notXml (offset: number, reason: string): PacklineError {
    return this.error('CCSUI_NOT_XML', offset, { reason: decodeUtf8(reason) })
  }

  private truncated (reason: string): PacklineError {
    return this.error('CCSUI_TRUNCATED', this.text.length, { reason: decodeUtf8(reason) })
  }

  private error (code: ErrorCode, offset: number, details: Record<string, unknown>): PacklineError {
    return this.source.error(code, offset, details)
  }
}

function isBlank (code: number): boolean {
  return code === Char.blank || code === Char.newline || code === Char.tab || code === Char.carriageReturn
}

/** Letters, digits, "-", ".", ":", "_" and everything beyond ASCII. NaN, the end of the text, is none. */
function isNameChar (code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 58) ||
    code === 95 || code === 45 || code === 46 || code >= 128
}
