import { Builder } from 'flatbuffers'
import type { Field, FieldType, TableValue, Value } from '../tables/table-model.js'
import { memberSize, sizeOf } from '../tables/csb-structs.js'
import type { Struct } from '../tables/csb-structs.js'
import { listFrom, numberFrom, tableFrom, textFrom } from '../tables/table-values.js'
import { csParseBinary } from '../classes/tree-tables.js'

/**
 * The bytes of a csb: a plain FlatBuffer without identifier or size prefix. The same tree always gives the
 * same bytes.
 */
export function writeCsb (tree: TableValue, expectedBytes = 16 * 1024): Uint8Array {
  if (tree.table !== csParseBinary) throw new Error('the root of a csb is CSParseBinary')
  const writer = new CsbWriter(expectedBytes)
  writer.builder.finish(writer.table(tree))
  return writer.builder.asUint8Array().slice()
}

class CsbWriter {
  readonly builder: Builder
  /**
   * Equal strings are stored once. The builder's own shared strings leave an empty one out, which crashes the
   * engine.
   */
  private readonly strings = new Map<string, number>()

  /** A builder that has to grow copies all that it holds. */
  constructor (expectedBytes: number) {
    this.builder = new Builder(expectedBytes)
  }

  /** Writes what the table refers to first, then the table. */
  table ({ table, values }: TableValue): number {
    const { builder } = this
    // Once for all values: asking at each of them took a twentieth of an export.
    if (values.length < table.fields.length) throw new Error(`${table.name} without all of its values`)
    const offsets: number[] = []
    for (const field of table.outside) offsets.push(this.reference(field.type, values[field.index] ?? null))
    builder.startObject(table.slots)
    let next = 0
    for (const field of table.writeOrder) {
      if (field.isOutside) builder.addFieldOffset(field.slot, offsets[next++] ?? 0, 0)
      else {
        const value = values[field.index] ?? null
        if (value !== field.unstored) this.inline(field, value)
      }
    }
    return builder.endObject()
  }

  /** The offset of what is stored outside of the table; 0 for what is absent. */
  private reference (type: FieldType, value: Value): number {
    if (value === null) return 0
    switch (type.kind) {
      case 'string':
        return this.string(textFrom(value))
      case 'table':
        return this.table(tableFrom(value))
      case 'options':
        return this.options(tableFrom(value))
      case 'tables':
        return this.tables(listFrom(value))
      case 'strings':
        return this.offsets(listFrom(value).map(each => this.string(textFrom(each))))
      case 'structs':
        return this.structs(type.struct, listFrom(value))
      case 'int':
      case 'float':
      case 'byte':
      case 'bool':
      case 'struct':
        throw new Error(`a value of the kind ${type.kind} stands in its table`)
    }
  }

  private inline ({ slot, type }: Field, value: Value): void {
    const { builder } = this
    if (value === null) return
    switch (type.kind) {
      case 'int':
        builder.addFieldInt32(slot, numberFrom(value), type.schemaDefault)
        break
      case 'float':
        builder.addFieldFloat32(slot, Math.fround(numberFrom(value)), Math.fround(type.schemaDefault))
        break
      case 'byte':
        builder.addFieldInt8(slot, numberFrom(value), type.schemaDefault)
        break
      case 'bool':
        builder.addFieldInt8(slot, Number(value), type.schemaDefault)
        break
      case 'struct':
        this.struct(type.struct, listFrom(value))
        builder.addFieldStruct(slot, builder.offset(), 0)
        break
      case 'string':
      case 'table':
      case 'options':
      case 'tables':
      case 'strings':
      case 'structs':
        throw new Error(`a value of the kind ${type.kind} stands outside of its table`)
    }
  }

  private string (text: string): number {
    let offset = this.strings.get(text)
    if (offset === undefined) {
      offset = text.length < 64 && isAscii(text) ? this.asciiString(text) : this.builder.createString(text)
      this.strings.set(text, offset)
    }
    return offset
  }

  /**
   * What createString does, without its TextEncoder: most strings are short names, for which the call into it
   * costs more.
   */
  private asciiString (text: string): number {
    const { builder } = this
    builder.addInt8(0)
    builder.startVector(1, text.length, 1)
    for (let index = text.length - 1; index >= 0; index--) builder.writeInt8(text.charCodeAt(index))
    return builder.endVector()
  }

  private options (value: TableValue): number {
    const data = this.table(value)
    this.builder.startObject(1)
    this.builder.addFieldOffset(0, data, 0)
    return this.builder.endObject()
  }

  private tables (values: Value[]): number {
    const offsets: number[] = []
    for (const value of values) offsets.push(this.table(tableFrom(value)))
    return this.offsets(offsets)
  }

  private offsets (offsets: number[]): number {
    this.builder.startVector(4, offsets.length, 4)
    for (let index = offsets.length - 1; index >= 0; index--) this.builder.addOffset(offsets[index] ?? 0)
    return this.builder.endVector()
  }

  private structs (struct: Struct, values: Value[]): number {
    this.builder.startVector(sizeOf(struct), values.length, memberSize[struct.member])
    for (const value of values.toReversed()) this.struct(struct, listFrom(value))
    return this.builder.endVector()
  }

  /** A FlatBuffer is written from its end. */
  private struct ({ member }: Struct, values: Value[]): void {
    const { builder } = this
    builder.prep(memberSize[member], memberSize[member] * (values.length - 1))
    for (let index = values.length - 1; index >= 0; index--) {
      const value = numberFrom(values[index] ?? null)
      if (member === 'byte') builder.writeInt8(value)
      else if (member === 'int') builder.writeInt32(value)
      else builder.writeFloat32(value)
    }
  }
}

function isAscii (text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false
  return true
}
