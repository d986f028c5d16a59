import type { CsdReading } from './csd-reading.js'
import { planOf } from './plan.js'
import type { ResourceUse } from './resources.js'
import { readerOf } from './table-reader.js'
import type { TableReader } from './table-reader.js'
import { structs } from './structs.js'
import type { Struct, StructName } from './structs.js'
import type { XmlElement } from './xml-reader.js'

/** A table as read or to be written: its values in the order of its fields. An absent string, struct, table or vector is null. */
export interface TableValue { readonly table: Table, readonly values: Value[] }
export type Value = number | boolean | string | null | TableValue | Value[]

export type ScalarKind = 'int' | 'float' | 'byte' | 'bool'
/** `options` is the wrapper table Options, whose only slot holds the options table of the node's class. */
export type FieldKind = ScalarKind | 'string' | 'struct' | 'table' | 'options' | 'strings' | 'structs' | 'tables'

/** `struct` and `table` are there when the kind needs them. */
export interface FieldType { readonly kind: FieldKind, readonly schemaDefault: number, readonly struct: Struct | null, readonly table: (() => Table) | null }

/**
 * How a value is read from a csd. Data and one interpreter rather than a closure a field: hundreds of closures would each be
 * compiled and optimised by the engine on their own, which takes longer than the export of a whole game.
 */
export interface Plan {
  /** `member` is one member of a struct from an attribute of its own; `run` is for what the others cannot say. */
  readonly op: 'string' | ScalarKind | 'choice' | 'member' | 'struct' | 'block' | 'run' | 'none'
  /** The child element that holds the attributes; empty for the node's own. */
  readonly child: string
  readonly names: readonly string[]
  /** What stands when the csd does not say. */
  readonly fallback: Value
  readonly member: Struct['member']
  readonly choices: ReadonlyMap<string, number> | null
  readonly table: Table | null
  readonly run: Read | null
}

export type Read = (element: XmlElement, reading: CsdReading) => Value

/** Where a field's value comes from in a csd. */
export interface Source {
  planFor: (type: FieldType) => Plan
  resources?: readonly ResourceUse[]
}

export interface Field { readonly slot: number, readonly name: string, readonly type: FieldType, readonly plan: Plan, readonly resources: readonly ResourceUse[] }
export interface Table {
  readonly name: string
  readonly fields: readonly Field[]
  /** The elements that name a file, by element. */
  readonly resources: ReadonlyMap<string, ResourceUse>
  /** Indices of the fields that are stored outside of the table. */
  readonly outside: readonly number[]
  /** Indices of all fields as they are written: wide ones first, so that single bytes lie together and need no padding. */
  readonly writeOrder: readonly number[]
  /** For each field the value that is not stored: a scalar's schema default, else null. */
  readonly unstored: readonly Value[]
  readonly reader: TableReader
}

/** Slot, name, type (with the schema default of a scalar after "="), source. Tables that have no row of their own in a csd have no source. */
export type Row = readonly [slot: number, name: string, type: string, source?: Source]

const tables = new Map<string, Table>()

/** Declares a table. One row is one field: adding a field is adding a row. */
export function table (name: string, rows: readonly Row[]): Table {
  const declared = tableOf(name, rows.map(([slot, field, type, source]) => fieldOf(slot, field, parseType(type), source ?? null)))
  tables.set(name, declared)
  return declared
}

/** The same slots as `base`, with other sources for the fields that are named; a null source leaves the field absent. */
export function variant (base: Table, sources: Record<string, Source | null>): Table {
  return tableOf(base.name, base.fields.map(field => {
    const source = sources[field.name]
    return source === undefined ? field : fieldOf(field.slot, field.name, field.type, source)
  }))
}

/** A table of which nothing is known but its name. */
export function unknownTable (name: string): Table {
  return tableOf(name, [])
}

export function tableNamed (name: string): Table {
  const found = tables.get(name)
  if (found === undefined) throw new Error(`the table ${name} is not declared`)
  return found
}

function fieldOf (slot: number, name: string, type: FieldType, source: Source | null): Field {
  return { slot, name, type, plan: source === null ? planOf({}) : source.planFor(type), resources: source?.resources ?? [] }
}

function tableOf (name: string, fields: Field[]): Table {
  const indices = fields.map((_, index) => index)
  const isByte = (index: number): boolean => ['byte', 'bool'].includes(fields[index]!.type.kind)
  const isInline = (index: number): boolean => ['int', 'float', 'byte', 'bool', 'struct'].includes(fields[index]!.type.kind)
  return {
    name,
    fields,
    resources: new Map(fields.flatMap(field => field.resources.map(use => [use.element, use] as const))),
    outside: indices.filter(index => !isInline(index)),
    writeOrder: [...indices.filter(index => !isByte(index)), ...indices.filter(isByte)],
    unstored: fields.map(({ type }) => type.kind === 'bool' ? type.schemaDefault !== 0 : scalars.includes(type.kind) ? type.schemaDefault : null),
    reader: readerOf(fields)
  }
}

const scalars = ['int', 'float', 'byte', 'bool']

function parseType (text: string): FieldType {
  const [word = '', schemaDefault = '0'] = text.split(' = ')
  const element = /^\[(.+)\]$/.exec(word)?.[1]
  const name = element ?? word
  const struct = Object.hasOwn(structs, name) ? structs[name as StructName] : null
  const isTable = !scalars.includes(name) && name !== 'string' && name !== 'Options' && struct === null
  const kind = struct !== null ? 'struct' : isTable ? 'table' : name.toLowerCase()
  return {
    kind: (element === undefined ? kind : `${kind}s`) as FieldKind,
    schemaDefault: Number(schemaDefault),
    struct,
    table: isTable ? () => tableNamed(name) : null
  }
}
