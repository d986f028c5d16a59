import type { XmlElement } from '../../../formats/xml-element.js'
import { mergedChild } from '../csd/merged-elements.js'
import type { CsdReading } from '../csd/csd-reading.js'
import { collectResource } from './resource-data.js'
import type { Plan, Table, TableValue, Target, Value } from './table-model.js'
import { listFrom, valueAt } from './table-values.js'

export function readTable (table: Table, element: XmlElement, reading: CsdReading): TableValue {
  const { blocks, byAttribute, byChild, computed } = table.reader
  const values: Value[][] = []
  for (const block of blocks) {
    const own = block.defaults.slice()
    values.push(own)
    if (block.table !== null) blockAt(values, block.parent)[block.field] = { table: block.table, values: own }
  }
  const { attributes, children } = element
  for (let index = 0; index < attributes.length; index += 2) {
    const name = attributes[index]
    const text = attributes[index + 1]
    const targets = name === undefined ? undefined : byAttribute.get(name)
    if (targets === undefined || name === undefined || text === undefined) continue
    for (const target of targets) {
      const block = blockAt(values, target.block)
      const current = valueAt(block, target.field)
      block[target.field] = readAttribute(target, name, text, current, element, reading)
    }
  }
  for (const own of children) {
    const targets = byChild.get(own.name)
    const use = table.resources.get(own.name)
    if (targets === undefined && use === undefined) continue
    const child = mergedChild(element, own)
    if (use !== undefined) collectResource(child, use, reading)
    if (targets === undefined) continue
    for (const { block, field, plan } of targets) {
      blockAt(values, block)[field] = readChild(plan, child, reading)
    }
  }
  for (const { block, field, plan } of computed) {
    blockAt(values, block)[field] = readChild(plan, element, reading)
  }
  return { table, values: blockAt(values, 0) }
}

function blockAt (blocks: Value[][], index: number): Value[] {
  const block = blocks[index]
  if (block === undefined) throw new Error(`a table without its block ${index}`)
  return block
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
      return plan.choices.get(text) ?? 0
    case 'member': {
      const members = listFrom(current).slice()
      members[member] = reading.parse(plan.member, element, name, text)
      return members
    }
    case 'struct':
    case 'block':
    case 'run':
    case 'none':
      throw new Error(`${plan.op} cannot be read from an attribute`)
  }
}

function readChild (plan: Plan, child: XmlElement, reading: CsdReading): Value {
  const name = plan.names[0] ?? ''
  switch (plan.op) {
    case 'int':
      return reading.int(child, name, plan.fallback)
    case 'float':
      return reading.float(child, name, plan.fallback)
    case 'struct':
      return reading.members(child, plan.member, plan.names, plan.fallback)
    case 'run':
      return plan.run(child, reading)
    case 'string':
    case 'bool':
    case 'byte':
    case 'choice':
    case 'member':
    case 'block':
    case 'none':
      throw new Error(`${plan.op} cannot be read from a child element`)
  }
}
