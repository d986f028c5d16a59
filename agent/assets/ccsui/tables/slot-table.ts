import { planOf } from './value-plan.js'
import { readerOf } from './table-reader.js'
import { structs } from './csb-structs.js'
import type { StructName } from './csb-structs.js'
import type { Field, FieldKind, FieldType, Row, Source, Table } from './table-model.js'

const tables = new Map<string, Table>()

/** Declares a table. One row is one field: adding a field is adding a row. */
export function table (name: string, rows: readonly Row[]): Table {
  const declared = tableOf(
    name,
    rows.map(([slot, field, type, source]) => fieldOf(slot, field, parseType(type), source ?? null))
  )
  tables.set(name, declared)
  return declared
}

/**
 * The same slots as `base`, with other sources for the fields that are named; a null source leaves the field
 * absent.
 */
export function variant (base: Table, sources: Record<string, Source | null>): Table {
  return tableOf(
    base.name,
    base.fields.map(field => {
      const source = sources[field.name]
      return source === undefined ? field : fieldOf(field.slot, field.name, field.type, source)
    })
  )
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
  return {
    slot,
    name,
    type,
    plan: source === null ? planOf({}) : source.planFor(type),
    resources: source?.resources ?? []
  }
}

function tableOf (name: string, fields: Field[]): Table {
  const indices = fields.map((_, index) => index)
  const isByte = (index: number): boolean => ['byte', 'bool'].includes(fields[index]!.type.kind)
  const isInline = (index: number): boolean =>
    ['int', 'float', 'byte', 'bool', 'struct'].includes(fields[index]!.type.kind)
  return {
    name,
    fields,
    resources: new Map(fields.flatMap(field => field.resources.map(use => [use.element, use] as const))),
    outside: indices.filter(index => !isInline(index)),
    writeOrder: [...indices.filter(index => !isByte(index)), ...indices.filter(isByte)],
    unstored: fields.map(({ type }) =>
      type.kind === 'bool'
        ? type.schemaDefault !== 0
        : scalars.includes(type.kind)
        ? type.schemaDefault
        : null
    ),
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
