import type { ManifestAttribute, ManifestElement, ManifestValue } from './manifest-element.js'
import { chunkAt, chunksIn, chunkTypes, noString, valueTypes } from './resource-chunk.js'
import { StringPool } from './string-pool.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

const deepest = 256
/** Each takes some hundred bytes of memory, and eight of the file; manifests of large games have 10,000. */
const mostChunks = 200_000
const attributeBytes = 20

/** A chunk of the file with bytes of its own: what is not edited is written as it was read. */
export interface XmlChunk {
  type: number
  headerSize: number
  bytes: Buffer
}

/** Where the attributes of an element lie in its chunk. */
export interface AttributePlaces {
  /** Where the part after the header starts, which names the element and counts its attributes. */
  extension: number
  first: number
  size: number
  count: number
}

export interface BinaryAttribute extends ManifestAttribute {
  type: number
}

export class BinaryElement implements ManifestElement {
  readonly chunk: XmlChunk
  readonly children: BinaryElement[] = []
  readonly #document: Pick<BinaryXml, 'text' | 'resourceIds'>
  /** That of its end; missing only while it is read. */
  end: XmlChunk | undefined

  constructor (chunk: XmlChunk, document: Pick<BinaryXml, 'text' | 'resourceIds'>) {
    this.chunk = chunk
    this.#document = document
  }

  get name (): string {
    return this.#document.text(this.chunk.bytes.readUInt32LE(this.chunk.headerSize + 4)) ?? ''
  }

  get attributes (): BinaryAttribute[] {
    const { first, size, count } = attributePlaces(this.chunk)
    return Array.from({ length: count }, (_, index) => this.#attributeAt(first + index * size))
  }

  #attributeAt (at: number): BinaryAttribute {
    const { bytes } = this.chunk
    const name = bytes.readUInt32LE(at + 4)
    const type = bytes.readUInt8(at + 15)
    return {
      namespace: this.#document.text(bytes.readUInt32LE(at)) ?? '',
      name: this.#document.text(name) ?? '',
      resourceId: this.#document.resourceIds[name] ?? 0,
      type,
      value: this.#valueOf(type, bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 8))
    }
  }

  #valueOf (type: number, data: number, raw: number): ManifestValue | undefined {
    switch (type) {
      case valueTypes.string:
        return this.#document.text(data) ?? ''
      case valueTypes.reference:
      case valueTypes.dynamicReference:
        return { resource: data }
      case valueTypes.decimal:
        return data | 0
      case valueTypes.hexadecimal:
        return data
      case valueTypes.boolean:
        return data !== 0
      default:
        return this.#document.text(raw)
    }
  }
}

/** Throws for a chunk of an element that is cut off. */
export function attributePlaces ({ bytes, headerSize }: XmlChunk): AttributePlaces {
  const first = headerSize + bytes.readUInt16LE(headerSize + 8)
  const size = bytes.readUInt16LE(headerSize + 10)
  const count = bytes.readUInt16LE(headerSize + 12)
  if (count > 0 && size < attributeBytes) throw new ReasonError(phrase('bxml.attribute', { size }))
  if (first + count * size > bytes.length) throw new ReasonError(phrase('bxml.attributes'))
  return { extension: headerSize, first, size, count }
}

/** A binary XML file (AXML), such as the manifest of an APK. */
export class BinaryXml {
  readonly chunks: XmlChunk[] = []
  readonly resourceIds: number[] = []
  readonly head: Buffer
  strings: StringPool
  readonly root: BinaryElement

  /** Throws an error whose message is a reason. */
  constructor (bytes: Buffer) {
    // Android looks at the sizes only: tools that harden packages write other kinds here.
    const { headerSize, end } = chunkAt(bytes, 0, bytes.length)
    this.head = Buffer.from(bytes.subarray(0, headerSize))
    let strings: StringPool | undefined
    for (const chunk of chunksIn(bytes, headerSize, end)) {
      const own = Buffer.from(bytes.subarray(chunk.start, chunk.end))
      this.chunks.push({ type: chunk.type, headerSize: chunk.headerSize, bytes: own })
      if (this.chunks.length > mostChunks) throw new ReasonError(phrase('bxml.parts', { most: mostChunks }))
      if (chunk.type === chunkTypes.stringPool) strings ??= new StringPool(own)
      if (chunk.type === chunkTypes.resourceMap && this.resourceIds.length === 0) {
        for (let at = chunk.headerSize; at + 4 <= own.length; at += 4) {
          this.resourceIds.push(own.readUInt32LE(at))
        }
      }
    }
    if (strings === undefined) throw new ReasonError(phrase('bxml.noTexts'))
    this.strings = strings
    this.root = this.#tree()
  }

  text (index: number): string | undefined {
    return index === noString ? undefined : this.strings.get(index)
  }

  #tree (): BinaryElement {
    let root: BinaryElement | undefined
    const open: BinaryElement[] = []
    for (const chunk of this.chunks) {
      if (chunk.type === chunkTypes.endElement) {
        const element = open.pop()
        if (element === undefined) throw new ReasonError(phrase('bxml.endAlone'))
        element.end = chunk
      }
      if (chunk.type !== chunkTypes.startElement) continue
      const element = new BinaryElement(chunk, this)
      attributePlaces(chunk)
      const parent = open.at(-1)
      if (parent !== undefined) parent.children.push(element)
      else if (root === undefined) root = element
      else throw new ReasonError(phrase('bxml.roots'))
      open.push(element)
      if (open.length > deepest) throw new ReasonError(phrase('plist.levels', { most: deepest }))
    }
    if (root === undefined) throw new ReasonError(phrase('bxml.none'))
    if (open.length > 0) throw new ReasonError(phrase('bxml.inside'))
    return root
  }
}
