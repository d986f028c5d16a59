import type { FieldType, TableValue, Value } from '../tables/table-model.js'
import type { Struct } from '../tables/csb-structs.js'

export type Json = number | boolean | string | null | Json[] | { [key: string]: Json }

/**
 * A table as JSON: scalars with their schema defaults filled in, floats with the fewest digits that give the
 * same float32.
 */
export function tableJson ({ table, values }: TableValue): { [key: string]: Json } {
  return Object.fromEntries(
    table.fields.map((field, index) => [field.name, valueJson(field.type, values[index]!)])
  )
}

function valueJson (type: FieldType, value: Value): Json {
  if (value === null) return null
  switch (type.kind) {
    case 'bool':
      return Boolean(value)
    case 'float':
      return floatJson(value as number)
    case 'struct':
      return structJson(type.struct!, value as number[])
    case 'structs':
      return (value as number[][]).map(each => structJson(type.struct!, each))
    case 'table':
      return tableJson(value as TableValue)
    case 'tables':
      return (value as TableValue[]).map(tableJson)
    case 'options':
      return { '@type': (value as TableValue).table.name, ...tableJson(value as TableValue) }
    default:
      return value as Json
  }
}

function structJson ({ member, members }: Struct, values: number[]): Json {
  return Object.fromEntries(
    members.map((key, index) => [key, member === 'float' ? floatJson(values[index]!) : values[index]!])
  )
}

/** JSON has no infinity and no "not a number": they become text. */
function floatJson (value: number): Json {
  const single = Math.fround(value)
  if (!Number.isFinite(single)) return String(single)
  if (Number.isInteger(single)) return single === 0 ? 0 : single
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(single.toPrecision(digits))
    if (Math.fround(short) === single) return short
  }
  return single
}
