import { Uid } from './property-list-value.js'
import type { PropertyListValue } from './property-list-value.js'
import type { XmlElement } from './xml-element.js'
import { readXml } from './xml-reader.js'
import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

/** The value that a property list in XML holds. Throws an error whose message is a reason. */
export function readXmlPropertyList (file: string, bytes: Buffer): PropertyListValue {
  const { root } = readXml(file, bytes, { keepText: true, allowDoctype: true })
  if (root.name !== 'plist') throw new ReasonError(phrase('plist.element', { name: root.name }))
  const [value, ...others] = root.children
  if (value === undefined || others.length > 0) {
    throw new ReasonError(phrase('plist.values', { count: root.children.length }))
  }
  return valueOf(value)
}

function valueOf (element: XmlElement): PropertyListValue {
  switch (element.name) {
    case 'dict':
      return dictOf(element)
    case 'array':
      return element.children.map(valueOf)
    case 'string':
      return element.text
    case 'true':
      return true
    case 'false':
      return false
    case 'integer':
      return integerOf(element.text.trim())
    case 'real':
      return realOf(element.text.trim())
    case 'date':
      return dateOf(element.text.trim())
    case 'data':
      return dataOf(element.text.replace(/\s+/g, ''))
    default:
      throw new ReasonError(phrase('plist.noValue', { name: element.name }))
  }
}

function dictOf ({ children }: XmlElement): Map<string, PropertyListValue> {
  const dict = new Map<string, PropertyListValue>()
  let key: string | undefined
  for (const child of children) {
    if ((child.name === 'key') !== (key === undefined)) {
      throw new Error(`<${child.name}> where ${key === undefined ? 'a key' : 'a value'} was expected`)
    }
    if (key === undefined) key = child.text
    else {
      dict.set(key, valueOf(child))
      key = undefined
    }
  }
  if (key !== undefined) throw new ReasonError(phrase('plist.keyAlone', { key }))
  return dict
}

function integerOf (text: string): number | bigint {
  if (!/^(?:[+-]?\d{1,20}|0[xX][\da-fA-F]{1,16})$/.test(text)) {
    throw new ReasonError(phrase('plist.noInteger', { text }))
  }
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text.replace(/^\+/, ''))
}

function realOf (text: string): number {
  const number = Number(text)
  if (text === '' || Number.isNaN(number)) throw new ReasonError(phrase('plist.noReal', { text }))
  return number
}

function dateOf (text: string): Date {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new ReasonError(phrase('plist.noDate', { text }))
  return date
}

function dataOf (text: string): Buffer {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Error('data that is not in base64')
  return Buffer.from(text, 'base64')
}

/** A value as it stands in the list, tags and indents too, where somebody writes thousands alike. */
export class WrittenValue {
  readonly text: string

  constructor (text: string) {
    this.text = text
  }
}

export type ValueToWrite = PropertyListValue | WrittenValue | Map<string, ValueToWrite>

export interface XmlLayout {
  indent: '\t' | '  '
  /** What the one value of the list is indented by. */
  rootIndent: string
  /** A text as it is written between tags; it throws for what it refuses. */
  escape?: (text: string) => string
}

/** An Apple property list in XML, with the head that Apple's tools write. */
export function writeXmlPropertyList (root: ValueToWrite, layout: XmlLayout): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">'
  ]
  const { indent, escape = escapeXml } = layout
  pushValue(root, layout.rootIndent, { lines, indent, escape, keys: new Map() })
  lines.push('</plist>', '')
  return lines.join('\n')
}

interface Writing {
  lines: string[]
  indent: string
  escape: (text: string) => string
  /** Elements of keys: the dicts of a list mostly have the same ones. */
  keys: Map<string, string>
}

function pushValue (value: ValueToWrite, indent: string, writing: Writing): void {
  const { lines, escape } = writing
  if (typeof value === 'string') lines.push(indent + leaf('string', escape(value)))
  else if (typeof value === 'boolean') lines.push(indent + leaf(String(value), ''))
  else if (value instanceof WrittenValue) lines.push(value.text)
  else if (typeof value === 'number') {
    lines.push(indent + leaf(isInteger(value) ? 'integer' : 'real', String(value)))
  } else if (typeof value === 'bigint') lines.push(indent + leaf('integer', String(value)))
  else if (value instanceof Map) pushDict(value, indent, writing)
  else if (Array.isArray(value)) pushArray(value, indent, writing)
  else if (value instanceof Date) {
    lines.push(indent + leaf('date', value.toISOString().replace(/\.\d{3}Z$/, 'Z')))
  } else if (value instanceof Uint8Array) {
    lines.push(indent + leaf('data', Buffer.from(value).toString('base64')))
  } else if (value instanceof Uid) pushDict(new Map([['CF$UID', value.value]]), indent, writing)
}

/** From 1e21 on JavaScript writes numbers in a way that only a real number may have. */
function isInteger (value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 1e21
}

function leaf (name: string, text: string): string {
  return text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`
}

function pushDict (entries: Map<string, ValueToWrite>, indent: string, writing: Writing): void {
  const { lines, keys } = writing
  const inner = indent + writing.indent
  const start = lines.push(`${indent}<dict>`)
  for (const [key, value] of entries) {
    if (value === null) continue
    lines.push(inner + (keys.get(key) ?? keyElement(key, writing)))
    pushValue(value, inner, writing)
  }
  close(lines, start, indent, 'dict')
}

function keyElement (key: string, { keys, escape }: Writing): string {
  const element = leaf('key', escape(key))
  keys.set(key, element)
  return element
}

function pushArray (values: PropertyListValue[], indent: string, writing: Writing): void {
  const start = writing.lines.push(`${indent}<array>`)
  for (const value of values) pushValue(value, indent + writing.indent, writing)
  close(writing.lines, start, indent, 'array')
}

/** An element that holds nothing is one tag. */
function close (lines: string[], start: number, indent: string, name: string): void {
  if (lines.length > start) lines.push(`${indent}</${name}>`)
  else lines[start - 1] = `${indent}<${name}/>`
}

const references = new Map([['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['\r', '&#xD;']])

// What XML 1.0 cannot hold, escaped or not.
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u

/** Nearly all text is of this kind, and told by it quickly. */
const plain = /^[\x20-\x25\x27-\x3b\x3d\x3f-\x7e]*$/

/** `text` as it is written between tags. Throws for what XML cannot hold. */
export function escapeXml (text: string): string {
  if (plain.test(text)) return text
  if (unwritable.test(text)) throw new Error(`${JSON.stringify(text)} holds what XML cannot`)
  return text.replace(/[&<>\r]/g, character => references.get(character) ?? character)
}
