import { structNamed } from './csb-structs.js'
import { readerOf } from './reader-layout.js'
import type { Field, FieldType, PlainKind, Row, Source, Table, Value } from './table-model.js'
import { noPlan, shaped } from './value-plan.js'

type DeclaredField = Omit<Field, 'index' | 'isOutside' | 'unstored'>

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

function tableNamed (name: string): Table {
  const found = tables.get(name)
  if (found === undefined) throw new Error(`the table ${name} is not declared`)
  return found
}

function fieldOf (slot: number, name: string, type: FieldType, source: Source | null): DeclaredField {
  return {
    slot,
    name,
    type,
    plan: shaped(source === null ? noPlan : source.planFor(type)),
    resources: source?.resources ?? []
  }
}

function tableOf (name: string, declared: readonly DeclaredField[]): Table {
  // One by one: copies by spreading have several shapes, which makes reader and writer slow.
  const fields = declared.map(({ slot, name, type, plan, resources }, index): Field => ({
    slot,
    name,
    type,
    plan,
    resources,
    index,
    isOutside: !isInline(type),
    unstored: unstored(type)
  }))
  const isByte = ({ type }: Field): boolean => type.kind === 'byte' || type.kind === 'bool'
  return {
    name,
    fields,
    slots: (fields.at(-1)?.slot ?? -1) + 1,
    resources: new Map(fields.flatMap(field => field.resources.map(use => [use.element, use] as const))),
    outside: fields.filter(field => field.isOutside),
    writeOrder: [...fields.filter(field => !isByte(field)), ...fields.filter(isByte)],
    reader: readerOf(fields)
  }
}

function isInline ({ kind }: FieldType): boolean {
  return kind === 'struct' || kind === 'int' || kind === 'float' || kind === 'byte' || kind === 'bool'
}

function unstored (type: FieldType): Value {
  if (type.kind === 'bool') return type.schemaDefault !== 0
  return isInline(type) && type.kind !== 'struct' ? type.schemaDefault : null
}

const plainKinds = new Map<string, PlainKind>([
  ['int', 'int'],
  ['float', 'float'],
  ['byte', 'byte'],
  ['bool', 'bool'],
  ['string', 'string'],
  ['[string]', 'strings'],
  ['Options', 'options']
])

function parseType (text: string): FieldType {
  const [word = '', number = '0'] = text.split(' = ')
  const schemaDefault = Number(number)
  const plain = plainKinds.get(word)
  if (plain !== undefined) return { kind: plain, schemaDefault, struct: null, table: null }
  const element = /^\[(.+)\]$/.exec(word)?.[1]
  const name = element ?? word
  const struct = structNamed(name)
  return struct === undefined
    ? {
      kind: element === undefined ? 'table' : 'tables',
      schemaDefault,
      struct: null,
      table: () => tableNamed(name)
    }
    : { kind: element === undefined ? 'struct' : 'structs', schemaDefault, struct, table: null }
}
