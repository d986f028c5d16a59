import type { SourceText } from '../../../formats/source-text.js'
import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import type { ExportOptions, FoundReference, Reference, Warning } from '../export-options.js'

const floatText = /^[ \t\n\v\f\r]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/
const intText = /^[ \t\n\v\f\r]*([+-]?\d+)/

/** The kinds of numbers that the format knows. */
export type NumberKind = 'float' | 'byte' | 'int'

/**
 * What goes along while one csd is read: where we are, what was noticed, and the value rules of the format.
 */
export class CsdReading {
  readonly textures: string[] = []
  readonly found: FoundReference[] = []
  readonly warnings: Warning[] = []
  nodePath = ''

  constructor (readonly source: SourceText, readonly options: ExportOptions) {}

  /** Their lines and columns take a while to find, and most exports ask for none. */
  references (): Reference[] {
    return this.found.map(({ offset, ...reference }) => ({ ...reference, ...this.source.locate(offset) }))
  }

  /** True only for exactly `True`. */
  bool (element: XmlElement, name: string, fallback: boolean): boolean {
    const text = attributeOf(element, name)
    return text === undefined ? fallback : text === 'True'
  }

  int (element: XmlElement, name: string, fallback: number): number {
    const text = attributeOf(element, name)
    return text === undefined ? fallback : this.parseInt(element, name, text)
  }

  byte (element: XmlElement, name: string, fallback: number): number {
    const text = attributeOf(element, name)
    return text === undefined ? fallback : this.parseByte(element, name, text)
  }

  float (element: XmlElement, name: string, fallback: number): number {
    const text = attributeOf(element, name)
    return text === undefined ? fallback : this.parseFloat(element, name, text)
  }

  /** The members of a struct, each from its attribute. */
  members (
    element: XmlElement,
    kind: NumberKind,
    names: readonly string[],
    fallbacks: readonly number[]
  ): number[] {
    const { length } = names
    const values = new Array<number>(length)
    for (let index = 0; index < length; index++) {
      const text = attributeOf(element, names[index]!)
      values[index] = text === undefined ? fallbacks[index]! : this.parse(kind, element, names[index]!, text)
    }
    return values
  }

  parse (kind: NumberKind, element: XmlElement, name: string, text: string): number {
    return kind === 'float'
      ? this.parseFloat(element, name, text)
      : kind === 'byte'
      ? this.parseByte(element, name, text)
      : this.parseInt(element, name, text)
  }

  /** C's atof. */
  parseFloat (element: XmlElement, name: string, text: string): number {
    const plain = plainDecimal(text)
    if (plain !== undefined) return plain
    const digits = floatText.exec(text)
    const value = digits === null ? 0 : Number(digits[1])
    if (digits === null || digits[0].length < text.trimEnd().length || !Number.isFinite(Math.fround(value))) {
      this.warnNumber(element, name, text, value)
    }
    return value
  }

  /** atoi, then the low 8 bits. */
  parseByte (element: XmlElement, name: string, text: string): number {
    const value = this.parseInt(element, name, text)
    if (value < 0 || value > 255) this.warnNumber(element, name, text, value & 255)
    return value & 255
  }

  /** C's atoi: blanks, sign, leading digits; 32 bits. A fraction of zeros is no reason for a warning. */
  parseInt (element: XmlElement, name: string, text: string): number {
    const plain = plainInteger(text)
    if (plain !== undefined) return plain
    const digits = intText.exec(text)
    const number = digits === null ? 0 : Number(digits[1])
    const value = Number.isSafeInteger(number)
      ? number | 0
      : Number(BigInt.asIntN(32, BigInt(digits![1]!.slice(0, 4096).replace('+', ''))))
    const rest = digits === null ? text : text.slice(digits[0].length).trimEnd()
    if (digits === null || value !== number || !/^(?:\.0*)?$/.test(rest)) {
      this.warnNumber(element, name, text, value)
    }
    return value
  }

  warn (code: Warning['code'], element: XmlElement, details: Record<string, unknown>): void {
    this.warnings.push({
      code,
      file: this.source.file,
      ...this.source.locate(element.offset),
      nodePath: this.nodePath,
      details
    })
  }

  private warnNumber (element: XmlElement, attribute: string, text: string, used: number): void {
    // A byte warns with the value that is used, an attribute that two fields use only once.
    const last = this.warnings.at(-1)
    if (
      last?.details.attribute === attribute && last.details.text === text &&
      last.details.element === element.name
    ) this.warnings.pop()
    this.warn('CCSUI_BAD_NUMBER', element, {
      element: element.name,
      attribute,
      text: text.slice(0, 80),
      used
    })
  }
}

/**
 * The child element of that name; when there are several, their attributes together, the later ones winning.
 */
export function childOf (element: XmlElement, name: string): XmlElement | undefined {
  let found: XmlElement | undefined
  for (const child of element.children) {
    if (child.name === name) found = found === undefined ? child : merge(found, child)
  }
  return found
}

/** The child at `index`, together with the earlier ones of its name. */
export function mergedChild ({ children }: XmlElement, index: number): XmlElement {
  let child = children[index]!
  for (let earlier = index - 1; earlier >= 0; earlier--) {
    if (children[earlier]!.name === child.name) child = merge(children[earlier]!, child)
  }
  return child
}

function merge (first: XmlElement, second: XmlElement): XmlElement {
  const attributes = [...second.attributes]
  for (let index = 0; index < first.attributes.length; index += 2) {
    if (attributeOf(second, first.attributes[index]!) === undefined) {
      attributes.push(
        first.attributes[index]!,
        first.attributes[index + 1]!
      )
    }
  }
  return { ...second, attributes, children: [...first.children, ...second.children] }
}

/** Up to nine digits with a sign: the usual case, without a regular expression. */
function plainInteger (text: string): number | undefined {
  const start = text.charCodeAt(0) === 45 ? 1 : 0
  const { length } = text
  if (length === start || length > 9) return undefined
  let value = 0
  for (let index = start; index < length; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return undefined
    value = value * 10 + digit
  }
  return start === 1 ? 0 - value : value
}

/**
 * An optional minus, digits, optionally a point and digits: exact up to 15 digits, since both operands of the
 * division are.
 */
function plainDecimal (text: string): number | undefined {
  const start = text.charCodeAt(0) === 45 ? 1 : 0
  const { length } = text
  if (length === start || length - start > 16) return undefined
  let digits = 0
  let scale = 0
  for (let index = start; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 48 && code <= 57) {
      digits = digits * 10 + code - 48
      scale *= 10
    } else if (code === 46 && scale === 0 && index > start && index < length - 1) scale = 1
    else return undefined
  }
  if (digits > Number.MAX_SAFE_INTEGER) return undefined
  const value = scale === 0 ? digits : digits / scale
  return start === 1 ? 0 - value : value
}
