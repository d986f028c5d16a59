import type { FieldType, TableValue, Value } from '../tables/table-model.js'
import type { Struct } from '../tables/csb-structs.js'
import { listFrom, numberFrom, tableFrom, tablesFrom, textFrom, valueAt } from '../tables/table-values.js'

export type Json = number | boolean | string | null | Json[] | { [key: string]: Json }

/**
 * A table as JSON: scalars with their schema defaults filled in, floats with the fewest digits that give the
 * same float32.
 */
export function tableJson ({ table, values }: TableValue): { [key: string]: Json } {
  return Object.fromEntries(
    table.fields.map(({ name, type, index }) => [name, valueJson(type, valueAt(values, index))])
  )
}

function valueJson (type: FieldType, value: Value): Json {
  if (value === null) return null
  switch (type.kind) {
    case 'bool':
      return Boolean(value)
    case 'float':
      return floatJson(numberFrom(value))
    case 'int':
    case 'byte':
      return numberFrom(value)
    case 'string':
      return textFrom(value)
    case 'strings':
      return listFrom(value).map(textFrom)
    case 'struct':
      return structJson(type.struct, listFrom(value))
    case 'structs':
      return listFrom(value).map(each => structJson(type.struct, listFrom(each)))
    case 'table':
      return tableJson(tableFrom(value))
    case 'tables':
      return tablesFrom(value).map(tableJson)
    case 'options': {
      const options = tableFrom(value)
      return { '@type': options.table.name, ...tableJson(options) }
    }
  }
}

function structJson ({ member, members }: Struct, values: Value[]): Json {
  return Object.fromEntries(members.map((key, index) => {
    const number = numberFrom(valueAt(values, index))
    return [key, member === 'float' ? floatJson(number) : number]
  }))
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
