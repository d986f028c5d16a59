import { PacklineError } from '../../../errors.js'
import { isProtocolBuffersCsb } from '../csb-kind.js'
import { readableTable } from '../classes/node-classes.js'
import { unknownTable } from '../tables/slot-table.js'
import type { Field, Table, TableValue, Value } from '../tables/table-model.js'
import { memberSize, sizeOf } from '../tables/csb-structs.js'
import type { Struct } from '../tables/csb-structs.js'
import type { NumberKind } from '../csd/csd-reading.js'
import { csParseBinary, nodeTree } from '../classes/tree-tables.js'
import { phrase, type Wording } from '../../../messages/phrase.js'

/**
 * Bounds for hostile bytes. A buffer may refer to one table from many places, so what is read is counted, not
 * only what is there.
 */
const limits = { bytes: 64 * 1024 * 1024, depth: 1200, values: 4_000_000 }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a csb of any exporter. Throws CCSUI_OLD_CSB, CCSUI_TOO_LARGE or CCSUI_NOT_CSB; never reads beyond the
 * bytes.
 */
export function readCsb (bytes: Uint8Array, file: string): TableValue {
  if (isProtocolBuffersCsb(bytes)) throw new PacklineError('CCSUI_OLD_CSB', { file })
  if (bytes.byteLength > limits.bytes) {
    throw new PacklineError('CCSUI_TOO_LARGE', {
      file,
      size: bytes.byteLength,
      maximum: limits.bytes
    })
  }
  return new CsbReader(bytes, file).read()
}

class CsbReader {
  private readonly bytes: Uint8Array
  private readonly file: string
  private readonly view: DataView
  private readonly size: number
  private count = 0

  constructor (bytes: Uint8Array, file: string) {
    this.bytes = bytes
    this.file = file
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.size = bytes.byteLength
  }

  read (): TableValue {
    return this.table(csParseBinary, this.follow(0), 0)
  }

  private table (table: Table, at: number, depth: number): TableValue {
    if (depth > limits.depth) throw this.damaged(at, phrase('csb.tooDeep'))
    const vtable = this.vtableOf(at)
    const values = table.fields.map(field => this.field(field, at, this.slot(vtable, field.slot), depth))
    if (table === nodeTree) values[2] = this.options(values[0], at, depth)
    return { table, values }
  }

  /**
   * The options table depends on the class; one of a class that we do not know is kept as an empty table of
   * that name.
   */
  private options (className: Value | undefined, at: number, depth: number): Value {
    const wrapper = this.slot(this.vtableOf(at), 2)
    if (wrapper === 0) return null
    const options = this.follow(at + wrapper)
    const data = this.slot(this.vtableOf(options), 0)
    if (data === 0) return null
    const { length } = this.vtableOf(this.follow(options + data))
    const table = typeof className === 'string' ? readableTable(className, (length - 4) / 2) : undefined
    if (table === undefined) {
      return { table: unknownTable(`unknown:${typeof className === 'string' ? className : ''}`), values: [] }
    }
    return this.table(table, this.follow(options + data), depth + 1)
  }

  private field (field: Field, at: number, offset: number, depth: number): Value {
    this.countValues(1, at)
    const { type } = field
    const position = at + offset
    switch (type.kind) {
      case 'int':
        return offset === 0 ? type.schemaDefault : this.scalar('int', position)
      case 'float':
        return offset === 0 ? Math.fround(type.schemaDefault) : this.scalar('float', position)
      case 'byte':
        return offset === 0 ? type.schemaDefault : this.scalar('byte', position)
      case 'bool':
        return (offset === 0 ? type.schemaDefault : this.scalar('byte', position)) !== 0
      case 'options':
        return null
      case 'struct':
        return offset === 0 ? null : this.struct(type.struct, position)
      case 'string':
        return offset === 0 ? null : this.string(this.follow(position))
      case 'table':
        return offset === 0 ? null : this.table(type.table(), this.follow(position), depth + 1)
      case 'strings':
        if (offset === 0) return null
        return this.vector(position, 4, each => this.string(this.follow(each)))
      case 'tables':
        if (offset === 0) return null
        return this.vector(position, 4, each => this.table(type.table(), this.follow(each), depth + 1))
      case 'structs':
        if (offset === 0) return null
        return this.vector(position, sizeOf(type.struct), each => this.struct(type.struct, each))
    }
  }

  private vector (position: number, elementSize: number, read: (at: number) => Value): Value[] {
    const start = this.follow(position)
    const length = this.uint32(start)
    if (length > (this.size - start - 4) / elementSize) {
      throw this.damaged(start, phrase('csb.vector'))
    }
    this.countValues(length, start)
    return Array.from({ length }, (_, index) => read(start + 4 + index * elementSize))
  }

  private string (at: number): string {
    const length = this.uint32(at)
    if (length > this.size - at - 5) throw this.damaged(at, phrase('csb.longString'))
    if (this.bytes[at + 4 + length] !== 0) throw this.damaged(at, phrase('csb.openString'))
    this.countValues(length >> 3, at)
    try {
      return utf8.decode(this.bytes.subarray(at + 4, at + 4 + length))
    } catch (error) {
      throw this.damaged(at, phrase('csb.notUtf8'), error)
    }
  }

  private struct ({ member, members }: Struct, at: number): number[] {
    return members.map((_, index) => this.scalar(member, at + index * memberSize[member]))
  }

  private scalar (kind: NumberKind, at: number): number {
    this.check(at, memberSize[kind])
    return kind === 'int'
      ? this.view.getInt32(at, true)
      : kind === 'byte'
      ? this.view.getUint8(at)
      : this.view.getFloat32(at, true)
  }

  private vtableOf (at: number): { start: number, length: number } {
    this.check(at, 4)
    const start = at - this.view.getInt32(at, true)
    this.check(start, 4)
    const length = this.view.getUint16(start, true)
    if (length < 4 || length % 2 !== 0) throw this.damaged(start, phrase('csb.vtable'))
    this.check(start, length)
    return { start, length }
  }

  private slot ({ start, length }: { start: number, length: number }, slot: number): number {
    const position = 4 + slot * 2
    return position >= length ? 0 : this.view.getUint16(start + position, true)
  }

  private follow (at: number): number {
    const target = at + this.uint32(at)
    this.check(target, 4)
    return target
  }

  private uint32 (at: number): number {
    this.check(at, 4)
    return this.view.getUint32(at, true)
  }

  private check (at: number, length: number): void {
    if (at < 0 || at + length > this.size) throw this.damaged(at, phrase('csb.offset'))
  }

  private countValues (added: number, at: number): void {
    this.count += added
    if (this.count > limits.values) throw this.damaged(at, phrase('csb.tooMany'))
  }

  private damaged (offset: number, reason: Wording, cause?: unknown): PacklineError {
    return new PacklineError('CCSUI_NOT_CSB', { file: this.file, offset, reason }, { cause })
  }
}
