import { Builder } from 'flatbuffers'
import type { Field, FieldType, Table, TableValue, Value } from './slot-table.js'
import { memberSize, structs } from './structs.js'
import type { StructName } from './structs.js'
import { csParseBinary } from './tree-tables.js'

/** The bytes of a csb: a plain FlatBuffer without identifier or size prefix. The same tree always gives the same bytes. */
export function writeCsb (tree: TableValue): Uint8Array {
  if (tree.table !== csParseBinary) throw new Error('the root of a csb is CSParseBinary')
  const writer = new CsbWriter()
  writer.builder.finish(writer.table(tree))
  return writer.builder.asUint8Array().slice()
}

class CsbWriter {
  readonly builder = new Builder(16 * 1024)
  /** Equal strings are stored once. The builder's own shared strings leave an empty one out, which crashes the engine. */
  private readonly strings = new Map<string, number>()

  /** Writes what the table refers to first, then the table. */
  table ({ table, values }: TableValue): number {
    const { builder } = this
    const { fields } = table
    const offsets = new Array<number>(fields.length)
    for (let index = 0; index < fields.length; index++) offsets[index] = this.reference(fields[index]!.type, values[index]!)
    builder.startObject(fields.at(-1)!.slot + 1)
    for (const index of writeOrder(table)) this.field(fields[index]!, values[index]!, offsets[index]!)
    return builder.endObject()
  }

  /** The offset of what is stored outside of the table; 0 for what is absent or inline. */
  private reference (type: FieldType, value: Value): number {
    if (value === null) return 0
    switch (type.kind) {
      case 'string': return this.string(value as string)
      case 'table': return this.table(value as TableValue)
      case 'options': return this.options(value as TableValue)
      case 'tables': return this.offsets((value as TableValue[]).map(each => this.table(each)))
      case 'strings': return this.offsets((value as string[]).map(each => this.string(each)))
      case 'structs': return this.structs(type.struct, value as number[][])
      default: return 0
    }
  }

  private field ({ slot, type }: Field, value: Value, offset: number): void {
    const { builder } = this
    if (value === null) return
    switch (type.kind) {
      case 'int': builder.addFieldInt32(slot, value as number, type.schemaDefault); break
      case 'float': builder.addFieldFloat32(slot, Math.fround(value as number), Math.fround(type.schemaDefault)); break
      case 'byte': builder.addFieldInt8(slot, value as number, type.schemaDefault); break
      case 'bool': builder.addFieldInt8(slot, Number(value), type.schemaDefault); break
      case 'struct':
        this.struct(type.struct, value as number[])
        builder.addFieldStruct(slot, builder.offset(), 0)
        break
      default: builder.addFieldOffset(slot, offset, 0)
    }
  }

  private string (text: string): number {
    let offset = this.strings.get(text)
    if (offset === undefined) {
      offset = this.builder.createString(utf8(text))
      this.strings.set(text, offset)
    }
    return offset
  }

  private options (value: TableValue): number {
    const data = this.table(value)
    this.builder.startObject(1)
    this.builder.addFieldOffset(0, data, 0)
    return this.builder.endObject()
  }

  private offsets (offsets: number[]): number {
    this.builder.startVector(4, offsets.length, 4)
    for (let index = offsets.length - 1; index >= 0; index--) this.builder.addOffset(offsets[index]!)
    return this.builder.endVector()
  }

  private structs (name: StructName, values: number[][]): number {
    const { member, members } = structs[name]
    this.builder.startVector(memberSize[member] * members.length, values.length, memberSize[member])
    for (let index = values.length - 1; index >= 0; index--) this.struct(name, values[index]!)
    return this.builder.endVector()
  }

  private struct (name: StructName, values: number[]): void {
    const { builder } = this
    const { member } = structs[name]
    builder.prep(memberSize[member], memberSize[member] * (values.length - 1))
    for (let index = values.length - 1; index >= 0; index--) {
      if (member === 'byte') builder.writeInt8(values[index]!)
      else if (member === 'int') builder.writeInt32(values[index]!)
      else builder.writeFloat32(values[index]!)
    }
  }
}

/** TextEncoder, but without the cost of a call into it for short ASCII texts: nearly all of them are. */
function utf8 (text: string): Uint8Array | string {
  const { length } = text
  if (length > 64) return text
  const bytes = new Uint8Array(length)
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code > 127) return text
    bytes[index] = code
  }
  return bytes
}

const orders = new WeakMap<Table, number[]>()

/** Wide fields first, so that the single bytes lie together and need no padding in between. */
function writeOrder (table: Table): number[] {
  let order = orders.get(table)
  if (order === undefined) {
    const isByte = (index: number): boolean => ['byte', 'bool'].includes(table.fields[index]!.type.kind)
    order = table.fields.map((_, index) => index).sort((a, b) => Number(isByte(a)) - Number(isByte(b)) || a - b)
    orders.set(table, order)
  }
  return order
}
