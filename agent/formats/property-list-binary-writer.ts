import { Uid } from './property-list-value.js'
import type { PropertyListValue } from './property-list-value.js'

const header = Buffer.from('bplist00')
const epochMs = 978_307_200_000

/** An object of the table; what it holds of others stands as their numbers. */
interface PlacedObject {
  value: PropertyListValue
  references: number[]
}

/** The value as a binary property list: each text, number and boolean once, the outermost object first. */
export function writeBinaryPropertyList (root: PropertyListValue): Buffer {
  const objects = placed(root)
  const referenceWidth = objects.length <= 0x100 ? 1 : objects.length <= 0x10000 ? 2 : 4
  const encoded = objects.map(({ value, references }) => {
    const numbers = Buffer.alloc(references.length * referenceWidth)
    for (const [index, reference] of references.entries()) {
      numbers.writeUIntBE(reference, index * referenceWidth, referenceWidth)
    }
    return encode(value, numbers)
  })
  const offsets: number[] = []
  let offset = header.length
  for (const { length } of encoded) {
    offsets.push(offset)
    offset += length
  }
  const offsetWidth = offset <= 0xFF ? 1 : offset <= 0xFFFF ? 2 : 4
  const table = Buffer.alloc(offsets.length * offsetWidth)
  for (const [index, each] of offsets.entries()) table.writeUIntBE(each, index * offsetWidth, offsetWidth)
  const trailer = Buffer.alloc(32)
  trailer.writeUInt8(offsetWidth, 6)
  trailer.writeUInt8(referenceWidth, 7)
  trailer.writeUInt32BE(objects.length, 12)
  trailer.writeUInt32BE(offset, 28)
  return Buffer.concat([header, ...encoded, table, trailer])
}

function placed (root: PropertyListValue): PlacedObject[] {
  const objects: PlacedObject[] = []
  const known = new Map<PropertyListValue, number>()
  const place = (value: PropertyListValue): number => {
    const isShared = typeof value !== 'object' || value === null
    const at = isShared ? known.get(value) : undefined
    if (at !== undefined) return at
    const object: PlacedObject = { value, references: [] }
    const index = objects.push(object) - 1
    if (isShared) known.set(value, index)
    if (Array.isArray(value)) object.references = value.map(place)
    // All keys come before all values.
    else if (value instanceof Map) object.references = [...value.keys(), ...value.values()].map(place)
    return index
  }
  place(root)
  return objects
}

function encode (value: PropertyListValue, references: Buffer): Buffer {
  if (value === null) return Buffer.from([0x00])
  if (typeof value === 'boolean') return Buffer.from([value ? 0x09 : 0x08])
  if (typeof value === 'bigint') return wideInteger(value)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? integer(value) : double(0x23, value)
  if (typeof value === 'string') return text(value)
  if (value instanceof Date) return double(0x33, (value.getTime() - epochMs) / 1000)
  if (value instanceof Uint8Array) return sized(0x4, value.length, value)
  if (value instanceof Uid) return uid(value.value)
  return value instanceof Map ? sized(0xD, value.size, references) : sized(0xA, value.length, references)
}

function integer (value: number): Buffer {
  if (value < 0 || value > 0xFFFF_FFFF) return wideInteger(BigInt(value))
  const power = value <= 0xFF ? 0 : value <= 0xFFFF ? 1 : 2
  const bytes = Buffer.alloc(1 + 2 ** power, 0x10 | power)
  bytes.writeUIntBE(value, 1, 2 ** power)
  return bytes
}

/** Eight bytes have a sign; what needs the bit for itself takes sixteen. */
function wideInteger (value: bigint): Buffer {
  const isNarrow = BigInt.asIntN(64, value) === value
  const bytes = Buffer.alloc(isNarrow ? 9 : 17, isNarrow ? 0x13 : 0x14)
  if (!isNarrow) bytes.writeBigInt64BE(BigInt.asIntN(64, value >> 64n), 1)
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value), bytes.length - 8)
  return bytes
}

function double (marker: number, value: number): Buffer {
  const bytes = Buffer.alloc(9, marker)
  bytes.writeDoubleBE(value, 1)
  return bytes
}

function uid (value: number): Buffer {
  const width = value <= 0xFF ? 1 : value <= 0xFFFF ? 2 : 4
  const bytes = Buffer.alloc(1 + width, 0x80 | (width - 1))
  bytes.writeUIntBE(value, 1, width)
  return bytes
}

function text (value: string): Buffer {
  return /^[\x00-\x7F]*$/.test(value)
    ? sized(0x5, value.length, Buffer.from(value, 'latin1'))
    : sized(0x6, value.length, Buffer.from(value, 'utf16le').swap16())
}

function sized (kind: number, length: number, payload: Uint8Array): Buffer {
  return length < 0x0F
    ? Buffer.concat([Buffer.from([kind << 4 | length]), payload])
    : Buffer.concat([Buffer.from([kind << 4 | 0x0F]), integer(length), payload])
}
