import type { CsdReading } from '../csd/csd-reading.js'
import { mergedChild } from '../csd/csd-reading.js'
import { collectResource } from './resource-data.js'
import type { Field, Plan, Table, TableReader, TableValue, Target, Value } from './table-model.js'
import type { XmlElement } from '../../../formats/xml-element.js'

export function readTable (table: Table, element: XmlElement, reading: CsdReading): TableValue {
  const { blocks, byAttribute, byChild, computed } = table.reader
  const values: Value[][] = [blocks[0]!.defaults.slice()]
  for (let index = 1; index < blocks.length; index++) {
    const { table, defaults, parent, field } = blocks[index]!
    const own = defaults.slice()
    values.push(own)
    values[parent]![field] = { table: table!, values: own }
  }
  const { attributes, children } = element
  for (let index = 0; index < attributes.length; index += 2) {
    const targets = byAttribute.get(attributes[index]!)
    if (targets === undefined) continue
    for (const target of targets) {
      values[target.block]![target.field] = readAttribute(
        target,
        attributes[index]!,
        attributes[index + 1]!,
        values[
          target.block
        ]![target.field]!,
        element,
        reading
      )
    }
  }
  for (let index = 0; index < children.length; index++) {
    const { name } = children[index]!
    const targets = byChild.get(name)
    const use = table.resources.get(name)
    if (targets === undefined && use === undefined) continue
    const child = mergedChild(element, index)
    if (use !== undefined) collectResource(child, use, reading)
    if (targets === undefined) continue
    for (const target of targets) values[target.block]![target.field] = readChild(target.plan, child, reading)
  }
  for (const { block, field, plan } of computed) values[block]![field] = plan.run!(element, reading)
  return { table, values: values[0]! }
}

function readAttribute (
  { plan, member }: Target,
  name: string,
  text: string,
  current: Value,
  element: XmlElement,
  reading: CsdReading
): Value {
  switch (plan.op) {
    case 'string':
      return text
    case 'bool':
      return text === 'True'
    case 'int':
      return reading.parseInt(element, name, text)
    case 'byte':
      return reading.parseByte(element, name, text)
    case 'float':
      return reading.parseFloat(element, name, text)
    case 'choice':
      return plan.choices!.get(text) ?? 0
    case 'member': {
      const members = (current as number[]).slice()
      members[member] = reading.parse(plan.member, element, name, text)
      return members
    }
    default:
      throw new Error(`${plan.op} cannot be read from an attribute`)
  }
}

function readChild (plan: Plan, child: XmlElement, reading: CsdReading): Value {
  const [name = ''] = plan.names
  switch (plan.op) {
    case 'int':
      return reading.int(child, name, plan.fallback as number)
    case 'float':
      return reading.float(child, name, plan.fallback as number)
    case 'struct':
      return reading.members(child, plan.member, plan.names, plan.fallback as number[])
    case 'run':
      return plan.run!(child, reading)
    default:
      throw new Error(`${plan.op} cannot be read from a child element`)
  }
}

export function readerOf (fields: readonly Field[]): TableReader {
  const blocks: Array<TableReader['blocks'][number]> = [{
    table: null,
    defaults: fields.map(({ plan }) => plan.fallback),
    parent: 0,
    field: 0
  }]
  const byAttribute = new Map<string, Target[]>()
  const byChild = new Map<string, Target[]>()
  const computed: Target[] = []
  const add = (targets: Map<string, Target[]>, name: string, target: Target): void => {
    targets.set(name, [...targets.get(name) ?? [], target])
  }
  fields.forEach(({ plan }, field) => {
    const target = { block: 0, field, plan, member: 0 }
    if (plan.op === 'block') addBlock(plan.table!, field)
    else if (plan.child !== '') add(byChild, plan.child, target)
    else if (plan.op === 'run') computed.push(target)
    else if (plan.op !== 'none') {
      plan.names.forEach((name, member) => {
        add(byAttribute, name, { ...target, member })
      })
    }
  })

  /** The block's own blocks come along with it. */
  function addBlock (table: Table, field: number): void {
    const { reader } = table
    const first = blocks.length
    reader.blocks.forEach((block, index) => {
      blocks.push(
        index === 0
          ? { table, defaults: block.defaults, parent: 0, field }
          : { ...block, parent: first + block.parent }
      )
    })
    const move = (target: Target): Target => ({ ...target, block: target.block + first })
    for (const [name, targets] of reader.byAttribute) {
      for (const target of targets) add(byAttribute, name, move(target))
    }
    for (const [name, targets] of reader.byChild) {
      for (const target of targets) add(byChild, name, move(target))
    }
    computed.push(...reader.computed.map(move))
  }
  return { blocks, byAttribute, byChild, computed }
}
