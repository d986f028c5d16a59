import type { CsdReading } from './csd-reading.js'
import { attributeOf, childOf } from './csd-reading.js'
import type { FieldType, Read, Source, Table, Value } from './slot-table.js'
import { readTable } from './slot-table.js'
import { structs } from './structs.js'
import type { XmlElement } from './xml-reader.js'

/** An attribute of the node's own element, read by the rule of the field's type. */
export function attribute (name: string, fallback: string | number | boolean): Source {
  return { compile: type => scalar(type, name, fallback) }
}

/** An attribute of a child element. */
export function childAttribute (child: string, name: string, fallback: number): Source {
  return {
    compile: type => {
      const read = scalar(type, name, fallback)
      return (element, reading) => {
        const found = childOf(element, child)
        return found === undefined ? fallback : read(found, reading)
      }
    }
  }
}

export function constant (value: Value): Source {
  return { compile: () => () => value }
}

/** The number that stands for an attribute's text; 0 for any other text. */
export function choice (name: string, values: Record<string, number>): Source {
  return computed(element => {
    const text = attributeOf(element, name)
    return text !== undefined && Object.hasOwn(values, text) ? values[text]! : 0
  })
}

export function computed (read: Read): Source {
  return { compile: () => read }
}

/** A struct from a child element: its attributes in the order of the struct's members, each with its default. */
export function child (name: string, attributes: Record<string, number>): Source {
  return {
    compile: type => {
      const read = members(type, attributes)
      const fallback = Object.values(attributes)
      return (element, reading) => {
        const found = childOf(element, name)
        return found === undefined ? fallback : read(found, reading)
      }
    }
  }
}

/** A struct from attributes of the node's own element. */
export function own (attributes: Record<string, number>): Source {
  return { compile: type => members(type, attributes) }
}

/** A colour from a child element, whose own alpha is ignored: it is always 255. */
export function rgb (name: string, fallback: number): Source {
  return computed((element, reading) => {
    const found = childOf(element, name)
    if (found === undefined) return [255, fallback, fallback, fallback]
    return [255, reading.byte(found, 'R', fallback), reading.byte(found, 'G', fallback), reading.byte(found, 'B', fallback)]
  })
}

/** A sub-table that is read from the same element. */
export function block (table: Table): Source {
  return { compile: () => (element, reading) => readTable(table, element, reading), resources: table.fields.flatMap(field => field.resources) }
}

function scalar (type: FieldType, name: string, fallback: string | number | boolean): Read {
  switch (type.kind) {
    case 'string': return (element, reading) => reading.text(element, name, fallback as string)
    case 'bool': return (element, reading) => reading.bool(element, name, fallback as boolean)
    case 'int': return (element, reading) => reading.int(element, name, fallback as number)
    case 'byte': return (element, reading) => reading.byte(element, name, fallback as number)
    case 'float': return (element, reading) => reading.float(element, name, fallback as number)
    default: throw new Error(`the attribute ${name} cannot be read as ${type.kind}`)
  }
}

function members (type: FieldType, attributes: Record<string, number>): (element: XmlElement, reading: CsdReading) => number[] {
  if (type.kind !== 'struct') throw new Error('a struct is needed')
  const { member } = structs[type.struct]
  const names = Object.keys(attributes)
  const fallbacks = Object.values(attributes)
  const { length } = names
  return (element, reading) => {
    const values = new Array<number>(length)
    for (let index = 0; index < length; index++) values[index] = reading[member](element, names[index]!, fallbacks[index]!)
    return values
  }
}
