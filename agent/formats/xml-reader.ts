import { SourceText } from './source-text.js'
import { XmlAttributes } from './xml-attributes.js'
import { XmlCursor } from './xml-cursor.js'
import { readCharacterData, skipComment, skipDoctype, skipInstruction } from './xml-declarations.js'
import type { XmlElement } from './xml-element.js'
import { XmlError } from './xml-error.js'
import { decodeReferences } from './xml-references.js'
import { phrase } from '../messages/phrase.js'

const elementName = phrase('xml.elementName')

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
const xmlLimits: XmlLimits = {
  bytes: 32 * 1024 * 1024,
  depth: 512,
  elements: 1_000_000,
  attributes: 256
}

/**
 * Reads XML strictly, but keeps TAB and line ends in attribute values as they are, as Cocos Studio and the
 * engine do (CRLF becomes LF). Only the five predefined entities and character references are known. Throws
 * XmlError.
 */
export function readXml (
  file: string,
  bytes: Uint8Array,
  options: XmlOptions = {}
): { root: XmlElement, source: SourceText } {
  const limits = { ...xmlLimits, ...options.limits }
  if (bytes.byteLength > limits.bytes) {
    const problem = { kind: 'too-large', size: bytes.byteLength, maximum: limits.bytes } as const
    throw new XmlError(problem, { line: 1, column: 1 })
  }
  const source = SourceText.read(file, bytes)
  return { root: new XmlReader(source, limits, options).read(), source }
}

const none: never[] = []

/** Most elements have no children, or no attributes: those share one empty list. */
class Element implements XmlElement {
  readonly name: string
  readonly offset: number
  attributes: string[] = none
  children: Element[] = none
  text = ''

  constructor (name: string, offset: number) {
    this.name = name
    this.offset = offset
  }
}

class XmlReader extends XmlCursor {
  readonly #limits: XmlLimits
  readonly #isTextKept: boolean
  readonly #isDoctypeAllowed: boolean
  readonly #attributes: XmlAttributes
  readonly #open: Element[] = []
  #elements = 0
  #root: Element | undefined

  constructor (source: SourceText, limits: XmlLimits, { keepText, allowDoctype }: XmlOptions) {
    super(source)
    this.#limits = limits
    this.#isTextKept = keepText === true
    this.#isDoctypeAllowed = allowDoctype === true
    this.#attributes = new XmlAttributes(this, limits.attributes)
  }

  read (): Element {
    const { text } = this
    while (true) {
      const next = text.indexOf('<', this.position)
      this.#readText(next < 0 ? text.length : next)
      if (next < 0) break
      this.position = next
      const second = text[next + 1]
      if (second === '/') this.#readEndTag(next)
      else if (second === '!') this.#readDeclaration(next)
      else if (second === '?') skipInstruction(this)
      else this.#readStartTag(next)
    }
    const unclosed = this.#open.at(-1)
    if (unclosed !== undefined) throw this.truncated(phrase('xml.endsBefore', { name: unclosed.name }))
    if (this.#root === undefined) throw this.notXml(0, phrase('xml.noElement'))
    return this.#root
  }

  /** Character data up to `end`: blanks between elements, mostly. */
  #readText (end: number): void {
    const { position } = this
    const at = this.blanksEnd(position)
    const parent = this.#open.at(-1)
    if (at >= end) {
      if (this.#isTextKept && parent !== undefined && this.#isContent(parent, end)) {
        parent.text += decodeReferences(this.source, position, end)
      }
      return
    }
    if (parent === undefined) {
      throw this.notXml(at, phrase(this.#root === undefined ? 'xml.textBefore' : 'xml.textAfter'))
    }
    const stray = this.text.slice(position, end).indexOf(']]>')
    if (stray >= 0) throw this.notXml(position + stray, phrase('xml.bracket'))
    const decoded = decodeReferences(this.source, position, end)
    if (this.#isTextKept) parent.text += decoded
  }

  /** Blanks up to `end` are text where there is nothing that they could set apart. */
  #isContent ({ children }: Element, end: number): boolean {
    return children === none && (this.text[end + 1] === '/' || this.text.startsWith('<![', end))
  }

  #readEndTag (start: number): void {
    const { text } = this
    const element = this.#open.pop()
    if (element === undefined) throw this.notXml(start, phrase('xml.endTag'))
    if (!text.startsWith(element.name, start + 2)) {
      throw this.notXml(start, phrase('xml.expected', { what: `</${element.name}>` }))
    }
    const at = this.blanksEnd(start + 2 + element.name.length)
    if (text[at] !== '>') {
      if (at >= text.length) throw this.truncated(phrase('xml.inEndTag'))
      throw this.notXml(start, phrase('xml.expected', { what: `</${element.name}>` }))
    }
    this.position = at + 1
  }

  #readStartTag (start: number): void {
    const { text } = this
    let at = this.nameEnd(start + 1, elementName)
    const element = new Element(text.slice(start + 1, at), start)
    this.#attach(element)
    while (true) {
      const before = at
      at = this.blanksEnd(at)
      const isEmpty = text[at] === '/'
      const end = isEmpty ? at + 1 : at
      if (text[end] === '>') {
        element.attributes = this.#attributes.taken() ?? none
        if (!isEmpty) this.#open.push(element)
        this.position = end + 1
        return
      }
      if (end >= text.length) throw this.truncated(phrase('xml.inElement', { name: element.name }))
      if (at === before) throw this.notXml(at, phrase('xml.blank'))
      at = this.#attributes.read(element.name, at)
    }
  }

  #attach (element: Element): void {
    const parent = this.#open.at(-1)
    if (parent !== undefined) {
      if (parent.children === none) parent.children = [element]
      else parent.children.push(element)
    } else if (this.#root === undefined) this.#root = element
    else throw this.notXml(element.offset, phrase('xml.secondRoot'))
    const { depth, elements } = this.#limits
    if (this.#open.length >= depth) throw this.error({ kind: 'too-deep', maximum: depth }, element.offset)
    if (++this.#elements > elements) {
      throw this.error({ kind: 'too-many', what: 'elements', maximum: elements }, element.offset)
    }
  }

  #readDeclaration (start: number): void {
    const { text } = this
    if (text.startsWith('<!--', start)) skipComment(this)
    else if (text.startsWith('<![CDATA[', start)) {
      const parent = this.#open.at(-1)
      const data = readCharacterData(this, parent !== undefined)
      if (this.#isTextKept && parent !== undefined) parent.text += data
    } else if (text.startsWith('<!DOCTYPE', start)) {
      skipDoctype(this, this.#isDoctypeAllowed && this.#root === undefined)
    } else throw this.notXml(start, phrase('xml.declaration'))
  }
}
