import { localeOf } from './resource-locale.js'
import { chunkAt, chunksIn, chunkTypes, valueTypes } from './resource-chunk.js'
import type { ResourceChunk } from './resource-chunk.js'
import { StringPool } from './string-pool.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

const packageNameBytes = 256
/** Large games have some thousands: one for each kind of resource and configuration. */
const mostTypes = 50_000
const noEntry = 0xffff_ffff
const flags = { sparse: 1, offset16: 2, complex: 1, compact: 8 } as const

/** One value of a resource, for devices of one configuration. */
export interface ResourceValue {
  /** BCP 47, such as zh-Hans-CN; empty for all languages. */
  locale: string
  /** Dots an inch; 0 for any. */
  density: number
  /** Lowest API level; 0 for all. */
  sdk: number
  type: number
  data: number
  /** Of a text: what it says; a file is the text of its path. */
  text?: string
}

interface TypeChunk {
  chunk: ResourceChunk
  id: number
}

export interface TablePackage {
  id: number
  name: string
  /** Where its name stands in the table. */
  nameOffset: number
  types: TypeChunk[]
}

/** The resources.arsc of an APK, of which single resources are looked up. */
export class ResourceTable {
  readonly packages: TablePackage[] = []
  readonly #bytes: Buffer
  readonly #strings: StringPool

  /** Throws an error whose message is a reason. */
  constructor (bytes: Buffer) {
    this.#bytes = bytes
    const table = chunkAt(bytes, 0, bytes.length)
    if (table.type !== chunkTypes.table) throw new ReasonError(phrase('resource.none'))
    let strings: StringPool | undefined
    for (const chunk of chunksIn(bytes, table.headerSize, table.end)) {
      if (chunk.type === chunkTypes.stringPool) {
        strings ??= new StringPool(bytes.subarray(chunk.start, chunk.end))
      } else if (chunk.type === chunkTypes.package) this.packages.push(packageOf(bytes, chunk))
    }
    if (strings === undefined) throw new ReasonError(phrase('bxml.noTexts'))
    this.#strings = strings
  }

  /** All values of a resource, one a configuration; none where there is no such resource. */
  values (resource: number): ResourceValue[] {
    const [packageId, typeId, entry] = [resource >>> 24, resource >>> 16 & 0xff, resource & 0xffff]
    return this
      .packages
      .filter(({ id }) => id === packageId)
      .flatMap(({ types }) => types)
      .filter(({ id }) => id === typeId)
      .flatMap(({ chunk }) => this.#valueIn(chunk, entry) ?? [])
  }

  #valueIn (chunk: ResourceChunk, entry: number): ResourceValue | undefined {
    const bytes = this.#bytes
    const at = entryOffset(bytes, chunk, entry)
    if (at === undefined) return undefined
    if (at + 8 > chunk.end) throw new ReasonError(phrase('resource.entry'))
    const entryFlags = bytes.readUInt16LE(at + 2)
    if ((entryFlags & flags.compact) !== 0) {
      return this.#value(chunk, entryFlags >>> 8, bytes.readUInt32LE(at + 4))
    }
    // Styles, arrays and plurals: nothing that a manifest is read by.
    if ((entryFlags & flags.complex) !== 0) return undefined
    const value = at + bytes.readUInt16LE(at)
    if (value + 8 > chunk.end) throw new ReasonError(phrase('resource.value'))
    return this.#value(chunk, bytes.readUInt8(value + 3), bytes.readUInt32LE(value + 4))
  }

  #value (chunk: ResourceChunk, type: number, data: number): ResourceValue {
    const config = this.#bytes.subarray(chunk.start + 20, chunk.end)
    const size = config.readUInt32LE(0)
    return {
      locale: localeOf(config, size),
      density: size >= 16 ? config.readUInt16LE(14) : 0,
      sdk: size >= 28 ? config.readUInt16LE(24) : 0,
      type,
      data,
      ...type === valueTypes.string && { text: this.#strings.get(data) ?? '' }
    }
  }
}

function packageOf (bytes: Buffer, chunk: ResourceChunk): TablePackage {
  const nameOffset = chunk.start + 12
  if (chunk.headerSize < 12 + packageNameBytes) throw new ReasonError(phrase('resource.packageHead'))
  const name = bytes.toString('utf16le', nameOffset, nameOffset + packageNameBytes)
  const types: TypeChunk[] = []
  for (const each of chunksIn(bytes, chunk.start + chunk.headerSize, chunk.end)) {
    if (each.type !== chunkTypes.type) continue
    if (each.headerSize < 24) throw new ReasonError(phrase('resource.typeHead'))
    types.push({ chunk: each, id: bytes.readUInt8(each.start + 8) })
    if (types.length > mostTypes) throw new ReasonError(phrase('resource.types', { most: mostTypes }))
  }
  return { id: bytes.readUInt32LE(chunk.start + 8), name: name.replace(/\0.*$/s, ''), nameOffset, types }
}

/** Where an entry of a type lies; undefined where it has none for this configuration. */
function entryOffset (bytes: Buffer, chunk: ResourceChunk, entry: number): number | undefined {
  const { start, headerSize, end } = chunk
  const typeFlags = bytes.readUInt8(start + 9)
  const count = bytes.readUInt32LE(start + 12)
  const entries = start + bytes.readUInt32LE(start + 16)
  const table = start + headerSize
  const width = (typeFlags & flags.offset16) !== 0 ? 2 : 4
  if (table + count * width > end || entries > end) throw new ReasonError(phrase('resource.type'))
  if ((typeFlags & flags.sparse) !== 0) {
    for (let index = 0; index < count; index++) {
      if (bytes.readUInt16LE(table + index * 4) === entry) {
        return entries + bytes.readUInt16LE(table + index * 4 + 2) * 4
      }
    }
    return undefined
  }
  if (entry >= count) return undefined
  if (width === 2) {
    const offset = bytes.readUInt16LE(table + entry * 2)
    return offset === 0xffff ? undefined : entries + offset * 4
  }
  const offset = bytes.readUInt32LE(table + entry * 4)
  return offset === noEntry ? undefined : entries + offset
}

/** The bytes that stand for a package's name. Throws for one that does not fit in. */
export function packageNameOf (name: string): Buffer {
  const bytes = Buffer.alloc(packageNameBytes)
  if (name.length * 2 + 2 > packageNameBytes) {
    throw new ReasonError(phrase('resource.longName'))
  }
  bytes.write(name, 'utf16le')
  return bytes
}
