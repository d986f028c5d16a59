import { Uid } from './property-list-value.js'
import type { PropertyListValue } from './property-list-value.js'
import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

// The form is described in CoreFoundation's CFBinaryPList.c: objects, a table of their offsets, a trailer.

const headerBytes = 8
const trailerBytes = 32
/** Between 1970 and 2001, from where dates are counted. */
const epochMs = 978_307_200_000
/** An object may stand in many places, lists of lists in many more: a small file could fill the memory. */
const mostValues = 1_000_000
const mostLevels = 512

/** The value that a binary property list holds. Throws an error whose message is a reason. */
export function readBinaryPropertyList (bytes: Buffer): PropertyListValue {
  try {
    return valueIn(bytes)
  } catch (cause) {
    // What Node says of a number that leads out of the bytes tells people nothing.
    throw cause instanceof RangeError ? new ReasonError(phrase('plist.pastEnd'), { cause }) : cause
  }
}

function valueIn (bytes: Buffer): PropertyListValue {
  if (bytes.toString('latin1', 0, headerBytes) !== 'bplist00') throw new ReasonError(phrase('plist.version'))
  if (bytes.length < headerBytes + trailerBytes) throw new ReasonError(phrase('plist.cut'))
  const trailer = bytes.subarray(-trailerBytes)
  const tableOffset = unsigned(trailer, 24, 8)
  const width = trailer.readUInt8(6)
  const count = unsigned(trailer, 8, 8)
  const table = bytes.subarray(tableOffset, bytes.length - trailerBytes)
  if (count * width > table.length) throw new ReasonError(phrase('plist.tableCut'))
  const objects = new BinaryObjects(bytes.subarray(0, tableOffset), trailer.readUInt8(7), index => {
    if (index >= count) throw new ReasonError(phrase('plist.noObject', { index, count }))
    return unsigned(table, index * width, width)
  })
  return objects.value(unsigned(trailer, 16, 8), 0)
}

/** An unsigned number of any width. Throws for one that a number cannot hold. */
function unsigned (bytes: Buffer, offset: number, width: number): number {
  if (width === 0 || width > 8) throw new ReasonError(phrase('plist.wideNumber', { width }))
  if (width <= 6) return bytes.readUIntBE(offset, width)
  const value = Number(BigInt(`0x${sliceOf(bytes, offset, width).toString('hex')}`))
  if (!Number.isSafeInteger(value)) throw new ReasonError(phrase('plist.number', { value }))
  return value
}

function sliceOf (bytes: Buffer, offset: number, length: number): Buffer {
  if (offset + length > bytes.length) throw new ReasonError(phrase('plist.objectCut'))
  return bytes.subarray(offset, offset + length)
}

class BinaryObjects {
  readonly #bytes: Buffer
  readonly #referenceWidth: number
  readonly #offsetOf: (index: number) => number
  #values = 0

  constructor (bytes: Buffer, referenceWidth: number, offsetOf: (index: number) => number) {
    this.#bytes = bytes
    this.#referenceWidth = referenceWidth
    this.#offsetOf = offsetOf
  }

  value (index: number, level: number): PropertyListValue {
    if (level > mostLevels) throw new ReasonError(phrase('plist.levels', { most: mostLevels }))
    if (++this.#values > mostValues) throw new ReasonError(phrase('plist.manyValues', { most: mostValues }))
    const bytes = this.#bytes
    const offset = this.#offsetOf(index)
    const marker = bytes.readUInt8(offset)
    const low = marker & 0x0F
    const at = offset + 1
    switch (marker >> 4) {
      case 0x0:
        return single(marker)
      case 0x1:
        return integer(sliceOf(bytes, at, 2 ** low))
      case 0x2:
        return low === 2 ? bytes.readFloatBE(at) : real(bytes, at, low)
      case 0x3:
        return dateOf(bytes.readDoubleBE(at))
      case 0x8:
        return new Uid(unsigned(bytes, at, low + 1))
      default:
        return this.#sized(marker, at, level)
    }
  }

  /** Whatever has a length: up to 14 in the marker itself, else in an integer behind it. */
  #sized (marker: number, at: number, level: number): PropertyListValue {
    const bytes = this.#bytes
    let length = marker & 0x0F
    let start = at
    if (length === 0x0F) {
      const width = 2 ** (bytes.readUInt8(at) & 0x0F)
      length = unsigned(bytes, at + 1, width)
      start = at + 1 + width
    }
    switch (marker >> 4) {
      case 0x4:
        return Buffer.from(sliceOf(bytes, start, length))
      case 0x5:
        return sliceOf(bytes, start, length).toString('latin1')
      case 0x6:
        return Buffer.from(sliceOf(bytes, start, length * 2)).swap16().toString('utf16le')
      case 0xA:
        return this.#references(start, length).map(index => this.value(index, level + 1))
      case 0xD:
        return this.#dict(this.#references(start, length * 2), level)
      default:
        throw new ReasonError(phrase('plist.kind', { marker }))
    }
  }

  #dict (references: number[], level: number): PropertyListValue {
    const dict = new Map<string, PropertyListValue>()
    const values = references.splice(references.length / 2)
    for (const [entry, reference] of values.entries()) {
      const key = this.value(references[entry] ?? 0, level + 1)
      if (typeof key !== 'string') throw new ReasonError(phrase('plist.key'))
      dict.set(key, this.value(reference, level + 1))
    }
    return dict
  }

  #references (start: number, count: number): number[] {
    const width = this.#referenceWidth
    const bytes = sliceOf(this.#bytes, start, count * width)
    return Array.from({ length: count }, (_, index) => unsigned(bytes, index * width, width))
  }
}

/** What no calendar has could be read, but not be written. */
function dateOf (seconds: number): Date {
  const date = new Date(seconds * 1000 + epochMs)
  if (Number.isNaN(date.getTime())) throw new ReasonError(phrase('plist.date'))
  return date
}

function single (marker: number): PropertyListValue {
  if (marker === 0x00) return null
  if (marker === 0x08 || marker === 0x09) return marker === 0x09
  throw new ReasonError(phrase('plist.kind', { marker }))
}

function real (bytes: Buffer, at: number, low: number): number {
  if (low !== 3) throw new ReasonError(phrase('plist.wideReal', { width: 2 ** low }))
  return bytes.readDoubleBE(at)
}

/** Up to four bytes are without a sign, eight have one, and of sixteen the upper ones are sign only. */
function integer (bytes: Buffer): number | bigint {
  if (bytes.length <= 4) return bytes.readUIntBE(0, bytes.length)
  const value = BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`))
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
