import type { XmlElement } from './xml-reader.js'
import type { CsdReading } from './csd-reading.js'
import type { ResourceUse } from './resources.js'
import { structs } from './structs.js'
import type { StructName } from './structs.js'

/** A table as read or to be written: its values in the order of its fields. An absent string, struct, table or vector is null. */
export interface TableValue { readonly table: Table, readonly values: Value[] }
export type Value = number | boolean | string | null | TableValue | Value[]

export type ScalarKind = 'int' | 'float' | 'byte' | 'bool'
export type FieldType =
  | { kind: ScalarKind, schemaDefault: number }
  | { kind: 'string' }
  | { kind: 'struct', struct: StructName }
  | { kind: 'table', table: () => Table }
  /** The wrapper table Options, whose only slot holds the options table of the node's class. */
  | { kind: 'options' }
  | { kind: 'strings' }
  | { kind: 'structs', struct: StructName }
  | { kind: 'tables', table: () => Table }

export type Read = (element: XmlElement, reading: CsdReading) => Value

/** Where a field's value comes from in a csd. */
export interface Source {
  /** The function that reads a field of `type`. */
  compile: (type: FieldType) => Read
  resources?: readonly ResourceUse[]
}

export interface Field { readonly slot: number, readonly name: string, readonly type: FieldType, readonly read: Read, readonly resources: readonly ResourceUse[] }
export interface Table { readonly name: string, readonly fields: readonly Field[] }

/** Slot, name, type (with the schema default of a scalar after "="), source. Tables that have no row of their own in a csd have no source. */
export type Row = readonly [slot: number, name: string, type: string, source?: Source]

const tables = new Map<string, Table>()

/** Declares a table. One row is one field: adding a field is adding a row. */
export function table (name: string, rows: readonly Row[]): Table {
  const declared = { name, fields: rows.map(row => toField(name, row)) }
  tables.set(name, declared)
  return declared
}

/** The same slots as `base`, with other sources for the fields that are named; a null source leaves the field absent. */
export function variant (base: Table, sources: Record<string, Source | null>): Table {
  const fields = base.fields.map(field => {
    const source = sources[field.name]
    if (source === undefined) return field
    return { ...field, read: source === null ? () => null : source.compile(field.type), resources: source?.resources ?? [] }
  })
  return { name: base.name, fields }
}

export function tableNamed (name: string): Table {
  const found = tables.get(name)
  if (found === undefined) throw new Error(`the table ${name} is not declared`)
  return found
}

export function readTable (table: Table, element: XmlElement, reading: CsdReading): TableValue {
  const { fields } = table
  const values = new Array<Value>(fields.length)
  for (let index = 0; index < fields.length; index++) values[index] = fields[index]!.read(element, reading)
  return { table, values }
}

function toField (tableName: string, [slot, name, type, source]: Row): Field {
  const parsed = parseType(type)
  const read = source?.compile(parsed) ?? (() => { throw new Error(`${tableName}.${name} has no source`) })
  return { slot, name, type: parsed, read, resources: source?.resources ?? [] }
}

const scalars: Record<string, ScalarKind> = { int: 'int', float: 'float', byte: 'byte', bool: 'bool' }

function parseType (text: string): FieldType {
  const [word = '', schemaDefault = '0'] = text.split(' = ')
  const scalar = scalars[word]
  if (scalar !== undefined) return { kind: scalar, schemaDefault: Number(schemaDefault) }
  const element = /^\[(.+)\]$/.exec(word)?.[1]
  const name = element ?? word
  if (name === 'string') return { kind: element === undefined ? 'string' : 'strings' }
  if (name === 'Options') return { kind: 'options' }
  if (Object.hasOwn(structs, name)) return { kind: element === undefined ? 'struct' : 'structs', struct: name as StructName }
  return { kind: element === undefined ? 'table' : 'tables', table: () => tableNamed(name) }
}
