import type { TableValue, Value } from '../tables/table-model.js'
import { isTable, listFrom, numberFrom, tableFrom, tablesFrom, valueAt } from '../tables/table-values.js'

const bases = ['nodeOptions', 'widgetOptions', 'node3DOption']

/** The values of a table by name; what its base block has is its own. */
export class Fields {
  readonly #values = new Map<string, Value>()

  constructor ({ table, values }: TableValue) {
    for (const { name, index } of table.fields) {
      const value = valueAt(values, index)
      if (bases.includes(name) && isTable(value)) {
        for (const [inner, own] of new Fields(value).#values) this.#values.set(inner, own)
      } else this.#values.set(name, value)
    }
  }

  has (name: string): boolean {
    return this.#values.has(name)
  }

  number (name: string): number {
    return numberFrom(this.#value(name))
  }

  bool (name: string): boolean {
    return Boolean(this.#value(name))
  }

  text (name: string): string {
    const value = this.#value(name)
    return typeof value === 'string' ? value : ''
  }

  numbers (name: string): number[] {
    return listFrom(this.#value(name)).map(numberFrom)
  }

  /** The numbers of a list of points, one after the other. */
  points (name: string): number[] {
    return listFrom(this.#value(name)).flatMap(point => listFrom(point).map(numberFrom))
  }

  table (name: string): Fields {
    return new Fields(tableFrom(this.#value(name)))
  }

  tables (name: string): Fields[] {
    return tablesFrom(this.#value(name)).map(each => new Fields(each))
  }

  /** Those of its tables that are there. */
  present (): Array<[string, Fields]> {
    return [...this.#values].flatMap(([name, value]): Array<[string, Fields]> =>
      isTable(value) ? [[name, new Fields(value)]] : []
    )
  }

  #value (name: string): Value {
    const value = this.#values.get(name)
    if (value === undefined) throw new Error(`no field ${name}`)
    return value
  }
}
