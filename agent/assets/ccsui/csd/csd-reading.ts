import type { SourceText } from '../../../formats/source-text.js'
import { floatFrom, integerFrom, plainDecimal, plainInteger } from './csd-numbers.js'
import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import type { ExportOptions, FoundReference, Reference, Warning } from '../export-options.js'

/** The kinds of numbers that the format knows. */
export type NumberKind = 'float' | 'byte' | 'int'

/**
 * What goes along while one csd is read: where we are, what was noticed, and the value rules of the format.
 */
export class CsdReading {
  readonly source: SourceText
  readonly options: ExportOptions
  readonly textures: string[] = []
  readonly found: FoundReference[] = []
  readonly warnings: Warning[] = []
  nodePath = ''

  constructor (source: SourceText, options: ExportOptions) {
    this.source = source
    this.options = options
  }

  /** Their lines and columns take a while to find, and most exports ask for none. */
  references (): Reference[] {
    return this.found.map(({ kind, path, plist, isDefault, nodePath, offset }) => ({
      kind,
      path,
      ...plist !== undefined && { plist },
      ...isDefault && { isDefault },
      nodePath,
      ...this.source.locate(offset)
    }))
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
    return names.map((name, index) => {
      const text = attributeOf(element, name)
      return text === undefined ? fallbacks[index] ?? 0 : this.parse(kind, element, name, text)
    })
  }

  parse (kind: NumberKind, element: XmlElement, name: string, text: string): number {
    return kind === 'float'
      ? this.parseFloat(element, name, text)
      : kind === 'byte'
      ? this.parseByte(element, name, text)
      : this.parseInt(element, name, text)
  }

  parseFloat (element: XmlElement, name: string, text: string): number {
    const plain = plainDecimal(text)
    if (plain !== undefined) return plain
    const { value, isExact } = floatFrom(text)
    if (!isExact) this.warnNumber(element, name, text, value)
    return value
  }

  /** The low 8 bits of an integer. */
  parseByte (element: XmlElement, name: string, text: string): number {
    const value = this.parseInt(element, name, text)
    if (value < 0 || value > 255) this.warnNumber(element, name, text, value & 255)
    return value & 255
  }

  parseInt (element: XmlElement, name: string, text: string): number {
    const plain = plainInteger(text)
    if (plain !== undefined) return plain
    const { value, isExact } = integerFrom(text)
    if (!isExact) this.warnNumber(element, name, text, value)
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
