import type { ManifestValue } from './manifest-element.js'
import { attributePlaces, BinaryElement, BinaryXml } from './binary-xml.js'
import type { XmlChunk } from './binary-xml.js'
import { chunkTypes, noString, valueTypes } from './resource-chunk.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

const androidNamespace = 'http://schemas.android.com/apk/res/android'
const elementHeaderBytes = 16
const elementBytes = 36
const attributeBytes = 20

/** An attribute: of Android's own by its id, or without a namespace by its name alone. */
export interface AttributeKey {
  name: string
  resourceId: number
}

/** Changes a binary XML file. Whatever is not named stays as it is, to the byte. */
export class BinaryXmlEditor {
  readonly document: BinaryXml
  readonly #bytes: Buffer
  #isChanged = false

  constructor (bytes: Buffer) {
    this.#bytes = bytes
    this.document = new BinaryXml(bytes)
  }

  /** Sets an attribute, or puts it in where Android looks for it: attributes are sorted by their ids. */
  set (element: BinaryElement, key: AttributeKey, value: ManifestValue): void {
    this.#isChanged = true
    const { chunk } = element
    let index = indexOf(element, key)
    if (index < 0) index = this.#insert(element, key)
    // Only now: a new name moves the texts.
    const data = typeof value === 'string'
      ? this.#stringIndex(value)
      : typeof value === 'object'
      ? value.resource
      : Number(value)
    const { first, size } = attributePlaces(chunk)
    const at = first + index * size
    chunk.bytes.writeUInt32LE(typeof value === 'string' ? data : noString, at + 8)
    chunk.bytes.writeUInt16LE(8, at + 12)
    chunk.bytes.writeUInt8(kindOf(value), at + 15)
    chunk.bytes.writeUInt32LE(data >>> 0, at + 16)
  }

  remove (element: BinaryElement, key: AttributeKey): void {
    const index = indexOf(element, key)
    if (index < 0) return
    this.#isChanged = true
    this.#splice(element.chunk, index, undefined)
  }

  /** A new element without attributes, as the last child. */
  add (parent: BinaryElement, name: string): BinaryElement {
    this.#isChanged = true
    const { chunks } = this.document
    const text = this.#stringIndex(name)
    const line = parent.chunk.bytes.readUInt32LE(8)
    const chunk = elementChunk(chunkTypes.startElement, elementBytes, text, line)
    // Attributes start after what comes before them, and each takes twenty bytes.
    chunk.bytes.writeUInt16LE(attributeBytes, elementHeaderBytes + 8)
    chunk.bytes.writeUInt16LE(attributeBytes, elementHeaderBytes + 10)
    const end = elementChunk(chunkTypes.endElement, elementHeaderBytes + 8, text, line)
    const at = parent.end === undefined ? -1 : chunks.indexOf(parent.end)
    if (at < 0) throw new ReasonError(phrase('bxml.noEnd'))
    chunks.splice(at, 0, chunk, end)
    const element = new BinaryElement(chunk, this.document)
    element.end = end
    parent.children.push(element)
    return element
  }

  removeElement (parent: BinaryElement, element: BinaryElement): void {
    const { chunks } = this.document
    const [from, to] = [chunks.indexOf(element.chunk), element.end ? chunks.indexOf(element.end) : -1]
    const index = parent.children.indexOf(element)
    if (from < 0 || to < from || index < 0) throw new ReasonError(phrase('bxml.moved'))
    this.#isChanged = true
    chunks.splice(from, to - from + 1)
    parent.children.splice(index, 1)
  }

  bytes (): Buffer {
    if (!this.#isChanged) return this.#bytes
    const { head, chunks, strings, resourceIds } = this.document
    const map = Buffer.alloc(8 + resourceIds.length * 4)
    map.writeUInt16LE(chunkTypes.resourceMap, 0)
    map.writeUInt16LE(8, 2)
    map.writeUInt32LE(map.length, 4)
    for (const [index, id] of resourceIds.entries()) map.writeUInt32LE(id, 8 + index * 4)
    const parts: Buffer[] = []
    const pool = chunks.find(({ type }) => type === chunkTypes.stringPool)
    const oldMap = chunks.find(({ type }) => type === chunkTypes.resourceMap)
    for (const chunk of chunks) {
      parts.push(chunk === pool ? strings.bytes : chunk === oldMap ? map : chunk.bytes)
      if (chunk === pool && oldMap === undefined && resourceIds.length > 0) parts.push(map)
    }
    const written = Buffer.concat([head, ...parts])
    written.writeUInt32LE(written.length, 4)
    return written
  }

  #insert (element: BinaryElement, key: AttributeKey): number {
    const name = key.resourceId === 0 ? this.#stringIndex(key.name) : this.#nameIndex(key)
    const namespace = key.resourceId === 0 ? noString : this.#stringIndex(androidNamespace)
    const { extension, size } = attributePlaces(element.chunk)
    // Where there is none yet, nothing may tell how much one takes.
    if (size < attributeBytes) element.chunk.bytes.writeUInt16LE(attributeBytes, extension + 10)
    const attribute = Buffer.alloc(Math.max(size, attributeBytes))
    attribute.writeUInt32LE(namespace, 0)
    attribute.writeUInt32LE(name, 4)
    attribute.writeUInt32LE(noString, 8)
    const { attributes } = element
    const after = key.resourceId === 0
      ? -1
      : attributes.findIndex(({ resourceId }) => resourceId === 0 || resourceId > key.resourceId)
    const index = after < 0 ? attributes.length : after
    this.#splice(element.chunk, index, attribute)
    return index
  }

  /** Puts an attribute in at `index`, or takes the one there away. */
  #splice (chunk: XmlChunk, index: number, attribute: Buffer | undefined): void {
    const { extension, first, size, count } = attributePlaces(chunk)
    const at = first + index * size
    const added = attribute === undefined ? -1 : 1
    const bytes = Buffer.concat([
      chunk.bytes.subarray(0, at),
      attribute ?? Buffer.alloc(0),
      chunk.bytes.subarray(attribute === undefined ? at + size : at)
    ])
    bytes.writeUInt32LE(bytes.length, 4)
    bytes.writeUInt16LE(count + added, extension + 12)
    // Which attributes are id, class and style, counted from 1; 0 for none.
    for (const field of [14, 16, 18]) {
      const place = bytes.readUInt16LE(extension + field)
      const isGone = added < 0 && place === index + 1
      const moved = place > index ? place + added : place
      bytes.writeUInt16LE(isGone ? 0 : moved, extension + field)
    }
    chunk.bytes = bytes
  }

  #stringIndex (text: string): number {
    const { strings, resourceIds } = this.document
    // Not the name of an attribute: a text of its own stays what it is when names are taken away.
    for (let index = resourceIds.length; index < strings.count; index++) {
      if (strings.get(index) === text) return index
    }
    this.document.strings = strings.with(strings.count, [text])
    return strings.count
  }

  /** Names of attributes with an id come first in the pool, in the order of the ids. */
  #nameIndex ({ name, resourceId }: AttributeKey): number {
    const { strings, resourceIds, chunks } = this.document
    const known = resourceIds.indexOf(resourceId)
    if (known >= 0) return known
    const at = resourceIds.length
    if (at > strings.count) throw new ReasonError(phrase('bxml.ids'))
    this.document.strings = strings.with(at, [name])
    resourceIds.push(resourceId)
    for (const chunk of chunks) {
      for (const place of stringPlaces(chunk)) {
        const index = chunk.bytes.readUInt32LE(place)
        if (index !== noString && index >= at) chunk.bytes.writeUInt32LE(index + 1, place)
      }
    }
    return at
  }
}

function indexOf ({ attributes }: BinaryElement, { name, resourceId }: AttributeKey): number {
  return attributes.findIndex(each =>
    each.resourceId === resourceId && (resourceId !== 0 || (each.namespace === '' && each.name === name))
  )
}

function kindOf (value: ManifestValue): number {
  if (typeof value === 'string') return valueTypes.string
  if (typeof value === 'object') return valueTypes.reference
  return typeof value === 'number' ? valueTypes.decimal : valueTypes.boolean
}

function elementChunk (type: number, size: number, name: number, line: number): XmlChunk {
  const bytes = Buffer.alloc(size)
  bytes.writeUInt16LE(type, 0)
  bytes.writeUInt16LE(elementHeaderBytes, 2)
  bytes.writeUInt32LE(size, 4)
  bytes.writeUInt32LE(line, 8)
  bytes.writeUInt32LE(noString, 12)
  bytes.writeUInt32LE(noString, 16)
  bytes.writeUInt32LE(name, 20)
  return { type, headerSize: elementHeaderBytes, bytes }
}

/** Where a chunk holds indices of texts. */
function stringPlaces (chunk: XmlChunk): number[] {
  const { type, bytes, headerSize } = chunk
  if (headerSize < elementHeaderBytes) return []
  const comment = 12
  switch (type) {
    case chunkTypes.startNamespace:
    case chunkTypes.endNamespace:
    case chunkTypes.endElement:
      return [comment, headerSize, headerSize + 4]
    case chunkTypes.characterData:
      return [
        comment,
        headerSize,
        ...bytes.readUInt8(headerSize + 7) === valueTypes.string ? [headerSize + 8] : []
      ]
    case chunkTypes.startElement: {
      const { first, size, count } = attributePlaces(chunk)
      const places = [comment, headerSize, headerSize + 4]
      for (let at = first; at < first + count * size; at += size) {
        places.push(at, at + 4, at + 8)
        if (bytes.readUInt8(at + 15) === valueTypes.string) places.push(at + 16)
      }
      return places
    }
    default:
      return []
  }
}
