import { decodeUtf8 } from './source-text.js'
import type { XmlCursor } from './xml-cursor.js'
import { decodeReferences } from './xml-references.js'
import { phrase } from '../messages/phrase.js'

const attributeName = phrase('xml.attributeName')

// Constants of their own: the engine puts their values in place, as it does not for the fields of an object.
const tab = 9
const newline = 10
const carriageReturn = 13
const blank = 32
const doubleQuote = 34
const ampersand = 38
const quote = 39
const less = 60
const equalsSign = 61
const lastAscii = 127

/**
 * Reads the attributes of one tag after the other. They gather in one list that is used again: a list that
 * grows by itself would take five times the memory.
 */
export class XmlAttributes {
  readonly #cursor: XmlCursor
  readonly #maximum: number
  readonly #pending: string[] = []
  #count = 0

  constructor (cursor: XmlCursor, maximum: number) {
    this.#cursor = cursor
    this.#maximum = maximum
  }

  /** Reads the attribute at `start` of the tag of `element`; returns where it ends. */
  read (element: string, start: number): number {
    const cursor = this.#cursor
    const { text } = cursor
    const nameEnd = cursor.nameEnd(start, attributeName)
    const name = text.slice(start, nameEnd)
    const equals = cursor.blanksEnd(nameEnd)
    if (text.charCodeAt(equals) !== equalsSign) {
      throw cursor.unexpected(equals, phrase('xml.equals', { name }))
    }
    const opening = cursor.blanksEnd(equals + 1)
    const delimiter = text.charCodeAt(opening)
    if (delimiter !== doubleQuote && delimiter !== quote) {
      throw cursor.unexpected(opening, phrase('xml.quoted', { name }))
    }
    const valueStart = opening + 1
    let at = valueStart
    let isPlain = true
    for (;; at++) {
      const code = text.charCodeAt(at)
      if (code === delimiter) break
      if (code >= blank) {
        if (code === ampersand || code > lastAscii) isPlain = false
        else if (code === less) throw cursor.notXml(at, phrase('xml.less', { name }))
      } else if (code === carriageReturn) isPlain = false
      else if (code !== tab && code !== newline) {
        if (at >= text.length) throw cursor.truncated(phrase('xml.inAttribute', { name }))
        throw cursor.notXml(at, phrase('xml.control', { code, name }))
      }
    }
    this.#checkNew(name, element, start)
    const value = isPlain ? text.slice(valueStart, at) : decodeReferences(cursor.source, valueStart, at)
    this.#pending[this.#count] = name
    this.#pending[this.#count + 1] = value
    this.#count += 2
    return at + 1
  }

  /** What was read since the last call: name, value, name, value …; undefined for nothing. */
  taken (): string[] | undefined {
    if (this.#count === 0) return undefined
    const attributes = this.#pending.slice(0, this.#count)
    this.#count = 0
    return attributes
  }

  #checkNew (name: string, element: string, start: number): void {
    for (let index = 0; index < this.#count; index += 2) {
      if (this.#pending[index] !== name) continue
      throw this.#cursor.error({
        kind: 'duplicate-attribute',
        attribute: decodeUtf8(name),
        element: decodeUtf8(element)
      }, start)
    }
    if (this.#count >= this.#maximum * 2) {
      throw this.#cursor.error({ kind: 'too-many', what: 'attributes', maximum: this.#maximum }, start)
    }
  }
}
