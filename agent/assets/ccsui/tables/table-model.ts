import type { CsdReading, NumberKind } from '../csd/csd-reading.js'
import type { ReferenceKind } from '../export-options.js'
import type { Struct } from './csb-structs.js'
import type { XmlElement } from '../../../formats/xml-element.js'

/**
 * A table as read or to be written: its values in the order of its fields. An absent string, struct, table or
 * vector is null.
 */
export interface TableValue {
  readonly table: Table
  readonly values: Value[]
}
export type Value = number | boolean | string | null | TableValue | Value[]

type ScalarKind = NumberKind | 'bool'
/** `options` is the wrapper table Options, whose only slot holds the options table of the node's class. */
export type PlainKind = ScalarKind | 'string' | 'strings' | 'options'

export type FieldType =
  & { readonly schemaDefault: number }
  & (
    | { readonly kind: PlainKind, readonly struct: null, readonly table: null }
    | { readonly kind: 'struct' | 'structs', readonly struct: Struct, readonly table: null }
    | { readonly kind: 'table' | 'tables', readonly struct: null, readonly table: () => Table }
  )

/**
 * How a value is read from a csd. Data and one interpreter rather than a closure a field: hundreds of
 * closures would each be compiled and optimised by the engine on their own, which takes longer than the
 * export of a whole game.
 */
export type Plan =
  & {
    /** The child element that holds the attributes; empty for the node's own. */
    readonly child: string
    readonly names: readonly string[]
    /** What stands when the csd does not say. */
    readonly fallback: Value
    readonly member: NumberKind
    readonly choices: ReadonlyMap<string, number> | null
    readonly table: Table | null
    readonly run: Read | null
  }
  & (
    | { readonly op: 'none' | 'string' | 'bool' }
    | { readonly op: NumberKind, readonly fallback: number }
    | { readonly op: 'choice', readonly choices: ReadonlyMap<string, number> }
    /** `member` is one member of a struct from an attribute of its own. */
    | { readonly op: 'member' | 'struct', readonly fallback: number[] }
    | { readonly op: 'block', readonly table: Table }
    /** For what the others cannot say. */
    | { readonly op: 'run', readonly run: Read }
  )

export type Read = (element: XmlElement, reading: CsdReading) => Value

/** Where a field's value comes from in a csd. */
export interface Source {
  planFor: (type: FieldType) => Plan
  resources?: readonly ResourceUse[]
}

export interface Field {
  readonly slot: number
  readonly name: string
  readonly type: FieldType
  readonly plan: Plan
  readonly resources: readonly ResourceUse[]
  /** Where its value stands among those of the table. */
  readonly index: number
  /** It is stored outside of the table, which has its offset. */
  readonly isOutside: boolean
  /** The value that is not stored: a scalar's schema default, else null. */
  readonly unstored: Value
}
export interface Table {
  readonly name: string
  readonly fields: readonly Field[]
  readonly slots: number
  /** The elements that name a file, by element. */
  readonly resources: ReadonlyMap<string, ResourceUse>
  readonly outside: readonly Field[]
  /** All fields: wide ones first, so that single bytes lie together and need no padding. */
  readonly writeOrder: readonly Field[]
  readonly reader: TableReader
}

/**
 * Slot, name, type (with the schema default of a scalar after "="), source. Tables that have no row of their
 * own in a csd have no source.
 */
export type Row = readonly [slot: number, name: string, type: string, source?: Source]

/**
 * How a resource element becomes a ResourceData: `typed` takes the resource type from Type and adds frames to
 * the texture list, `typed-font` does not add, `file` is always type 0, `model` has the rule of 3D models.
 */
export type ResourceRule = 'typed' | 'typed-font' | 'file' | 'model'
export interface ResourceUse {
  element: string
  rule: ResourceRule
  kind: ReferenceKind
}

/** A field of a table, or of one of the blocks in it, that one attribute or child element says. */
export interface Target {
  block: number
  field: number
  plan: Plan
  member: number
}

export interface Block {
  table: Table | null
  defaults: readonly Value[]
  parent: number
  field: number
}

/**
 * How a table is read: its own fields and those of the blocks in it, by what says them. An element has few of
 * the attributes that it could have, so the attributes look up their fields and not the other way round.
 */
export interface TableReader {
  /** The table's own values at first, then each block's, with where the block belongs. */
  readonly blocks: readonly Block[]
  readonly byAttribute: ReadonlyMap<string, readonly Target[]>
  readonly byChild: ReadonlyMap<string, readonly Target[]>
  readonly computed: readonly Target[]
}
