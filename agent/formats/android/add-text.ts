import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'
import { chunkAt, chunksIn, chunkTypes, valueTypes } from './resource-chunk.js'
import { configOf } from './resource-locale.js'
import { packageNameOf } from './resource-table.js'
import { emptyPool, StringPool } from './string-pool.js'

/** The package of an application; others are those of libraries. */
const ownPackage = 0x7f
const packageHeaderBytes = 288
const places = { id: 8, types: 268, keys: 276, firstType: 284 } as const
/** Of a type whose entries differ by language: ACONFIGURATION_LOCALE. */
const differsByLanguage = 0x0004

/** A text by languages, BCP 47; `default` where no other fits. */
export type LocalTexts = Readonly<Record<string, string>>

/**
 * The id of the resource that `addText` makes of the next text: the only one of a type of its own, so that
 * no chunk of another type has to change. Throws an error whose message is a reason.
 */
export function nextTextId (table: Buffer): number {
  const own = ownChunk(table)
  const type = nextType(own)
  if (type > 0xff) throw new ReasonError(phrase('resource.fullTypes'))
  return (ownPackage << 24 | type << 16) >>> 0
}

/** `table` with one more text in the package of the application. */
export function addText (table: Buffer, key: string, texts: LocalTexts): Buffer {
  const languages = Object.keys(texts).toSorted((a, b) =>
    Number(b === 'default') - Number(a === 'default') || (a < b ? -1 : 1)
  )
  const whole = chunkAt(table, 0, table.length)
  const parts: Buffer[] = [Buffer.from(table.subarray(0, whole.headerSize))]
  let strings: StringPool | undefined
  let isAdded = false
  for (const { type, start, end } of chunksIn(table, whole.headerSize, whole.end)) {
    const bytes = table.subarray(start, end)
    if (type === chunkTypes.stringPool && strings === undefined) {
      strings = new StringPool(bytes)
      parts.push(strings.with(strings.count, languages.map(each => texts[each] ?? '')).bytes)
    } else if (isOwn(type, bytes) && strings !== undefined && !isAdded) {
      isAdded = true
      const first = strings.count
      parts.push(withType(bytes, key, languages.map((each, index) => [each, first + index])))
    } else parts.push(bytes)
  }
  if (!isAdded) throw new ReasonError(phrase('resource.noPackage'))
  const made = Buffer.concat(parts)
  made.writeUInt32LE(made.length, 4)
  return made
}

/** The table of an APK that has no resources. */
export function emptyTable (packageName: string): Buffer {
  const pool = emptyPool()
  const head = Buffer.alloc(packageHeaderBytes)
  head.writeUInt16LE(chunkTypes.package, 0)
  head.writeUInt16LE(packageHeaderBytes, 2)
  head.writeUInt32LE(packageHeaderBytes + 2 * pool.length, 4)
  head.writeUInt32LE(ownPackage, places.id)
  packageNameOf(packageName).copy(head, 12)
  head.writeUInt32LE(packageHeaderBytes, places.types)
  head.writeUInt32LE(packageHeaderBytes + pool.length, places.keys)
  const table = Buffer.alloc(12)
  table.writeUInt16LE(chunkTypes.table, 0)
  table.writeUInt16LE(table.length, 2)
  table.writeUInt32LE(1, 8)
  const made = Buffer.concat([table, pool, head, pool, pool])
  made.writeUInt32LE(made.length, 4)
  return made
}

function isOwn (type: number, bytes: Buffer): boolean {
  return type === chunkTypes.package && bytes.readUInt32LE(places.id) === ownPackage
}

function ownChunk (table: Buffer): Buffer {
  const whole = chunkAt(table, 0, table.length)
  for (const { type, start, end } of chunksIn(table, whole.headerSize, whole.end)) {
    const bytes = table.subarray(start, end)
    if (isOwn(type, bytes)) return bytes
  }
  throw new ReasonError(phrase('resource.noPackage'))
}

/** Types have the names of the pool in its order, and ids from 1 on, or behind those of a feature's base. */
function nextType (own: Buffer): number {
  const names = new StringPool(own.subarray(own.readUInt32LE(places.types)))
  return firstTypeOf(own) + names.count + 1
}

function firstTypeOf (own: Buffer): number {
  return own.readUInt16LE(2) >= packageHeaderBytes ? own.readUInt32LE(places.firstType) : 0
}

function withType (own: Buffer, key: string, texts: ReadonlyArray<[language: string, text: number]>): Buffer {
  const headerSize = own.readUInt16LE(2)
  const head = Buffer.from(own.subarray(0, headerSize))
  const [types, keys] = [own.readUInt32LE(places.types), own.readUInt32LE(places.keys)]
  const id = nextType(own)
  const parts: Buffer[] = [head]
  let [at, keyIndex] = [headerSize, -1]
  for (const { start, end } of chunksIn(own, headerSize, own.length)) {
    let bytes = own.subarray(start, end)
    if (start === types) {
      bytes = extended(bytes, typeName(bytes))
      head.writeUInt32LE(at, places.types)
    } else if (start === keys) {
      keyIndex = new StringPool(bytes).count
      bytes = extended(bytes, key)
      head.writeUInt32LE(at, places.keys)
    }
    parts.push(bytes)
    at += bytes.length
  }
  if (keyIndex < 0) throw new ReasonError(phrase('resource.noKeys'))
  const spec = Buffer.alloc(20)
  spec.writeUInt16LE(chunkTypes.typeSpec, 0)
  spec.writeUInt16LE(16, 2)
  spec.writeUInt32LE(spec.length, 4)
  spec.writeUInt8(id, 8)
  spec.writeUInt32LE(1, 12)
  spec.writeUInt32LE(texts.length > 1 ? differsByLanguage : 0, 16)
  const values = texts.map(([language, text]) => typeChunk(id, configOf(language), keyIndex, text))
  const made = Buffer.concat([...parts, spec, ...values])
  made.writeUInt32LE(made.length, 4)
  return made
}

function extended (pool: Buffer, text: string): Buffer {
  const strings = new StringPool(pool)
  return strings.with(strings.count, [text]).bytes
}

/** `string` is one of the names that Android's tools know; a table has each once. */
function typeName (pool: Buffer): string {
  const strings = new StringPool(pool)
  for (let index = 0; index < strings.count; index++) {
    if (strings.get(index) === 'string') return 'string.packline'
  }
  return 'string'
}

/** ResTable_type with one entry, and its Res_value. */
function typeChunk (id: number, config: Buffer, key: number, text: number): Buffer {
  const headerSize = 20 + config.length
  const body = Buffer.alloc(20)
  body.writeUInt16LE(8, 4)
  body.writeUInt32LE(key, 8)
  body.writeUInt16LE(8, 12)
  body.writeUInt8(valueTypes.string, 15)
  body.writeUInt32LE(text, 16)
  const head = Buffer.alloc(20)
  head.writeUInt16LE(chunkTypes.type, 0)
  head.writeUInt16LE(headerSize, 2)
  head.writeUInt32LE(headerSize + body.length, 4)
  head.writeUInt8(id, 8)
  head.writeUInt32LE(1, 12)
  // Where entries start: behind the one offset.
  head.writeUInt32LE(headerSize + 4, 16)
  return Buffer.concat([head, config, body])
}
