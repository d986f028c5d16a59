import type { TableValue, Value } from './table-model.js'

// A field's kind says what its value is; a tree that says otherwise was put together wrongly.

export function valueAt (values: readonly Value[], index: number): Value {
  const value = values[index]
  if (value === undefined) throw new Error(`a table without its value ${index}`)
  return value
}

export function numberFrom (value: Value): number {
  if (typeof value !== 'number') throw new Error('a value that is no number')
  return value
}

export function textFrom (value: Value): string {
  if (typeof value !== 'string') throw new Error('a value that is no text')
  return value
}

export function listFrom (value: Value): Value[] {
  if (!Array.isArray(value)) throw new Error('a value that is no list')
  return value
}

export function tableFrom (value: Value): TableValue {
  if (!isTable(value)) throw new Error('a value that is no table')
  return value
}

/** A list of tables; one that is absent has none. */
export function tablesFrom (value: Value): TableValue[] {
  return value === null ? [] : listFrom(value).map(tableFrom)
}

export function isTable (value: Value | undefined): value is TableValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
