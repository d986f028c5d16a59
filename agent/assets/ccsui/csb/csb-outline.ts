import type { Field, TableValue, Value } from '../tables/table-model.js'
import { isTable, listFrom, tablesFrom, valueAt } from '../tables/table-values.js'
import { tableJson } from './csb-json.js'
import type { Json } from './csb-json.js'
import { nodeTree } from '../classes/tree-tables.js'

/**
 * A csb for people: one line a node with what is not at its default, indented by depth; then the animation.
 */
export function outlineOf ({ values }: TableValue): string {
  const [version, textures, texturePngs, node, action = null, animationList = null] = values
  const lines = [`csb ${String(version)}`]
  for (const texture of listOrNone(textures)) lines.push(`texture ${JSON.stringify(texture)}`)
  for (const texture of listOrNone(texturePngs)) lines.push(`texturePng ${JSON.stringify(texture)}`)
  if (isTable(node)) addNode(lines, node, '')
  if (isTable(action)) {
    lines.push(`animation ${facts(action, ['timeLines'])}`)
    for (const line of tablesFrom(valueAt(action.values, 2))) {
      lines.push(`  timeline ${facts(line, ['frames'])}`)
      for (const frame of tablesFrom(valueAt(line.values, 2))) lines.push(`    ${facts(frame, [])}`)
    }
  }
  for (const info of tablesFrom(animationList)) lines.push(`range ${facts(info, [])}`)
  return `${lines.join('\n')}\n`
}

function addNode (lines: string[], { values }: TableValue, indent: string): void {
  const [className, children = null, options, custom] = values
  const customText = typeof custom === 'string' && custom !== '' ? ` as ${custom}` : ''
  const optionsText = isTable(options) ? facts(options, ['tabItems']) : '(no options)'
  lines.push(`${indent}${String(className)}${customText} ${optionsText}`)
  for (const item of isTable(options) ? tabItems(options) : []) {
    lines.push(`${indent}  tab ${facts(item, ['container'])}`)
    const container = item.values[1]
    if (isTable(container)) addNode(lines, container, `${indent}    `)
  }
  for (const child of tablesFrom(children)) addNode(lines, child, `${indent}  `)
}

function tabItems ({ table, values }: TableValue): TableValue[] {
  const field = table.fields.find(({ name }) => name === 'tabItems')
  return field === undefined ? [] : tablesFrom(valueAt(values, field.index))
}

function listOrNone (value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : []
}

function facts (of: TableValue, without: string[]): string {
  const json = tableJson(of)
  const told = of.table.fields.flatMap(field => {
    const value = valueAt(of.values, field.index)
    if (without.includes(field.name) || isDefault(field, value)) return []
    return [shortFact(field, value, json[field.name] ?? null)]
  })
  return told.join(' ')
}

/** The base block's facts stand among the node's own. */
function shortFact (field: Field, value: Value, json: Json): string {
  if (field.type.kind === 'table' && isTable(value) && value.table !== nodeTree) {
    const inner = facts(value, [])
    return ['nodeOptions', 'widgetOptions', 'node3DOption'].includes(field.name)
      ? inner
      : `${field.name}(${inner})`
  }
  if (field.type.kind === 'struct') return `${field.name}=${Object.values(json ?? {}).join(',')}`
  return `${field.name}=${JSON.stringify(json)}`
}

function isDefault (field: Field, value: Value): boolean {
  const { type } = field
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return true
  if (type.kind === 'table' && isTable(value)) {
    return value.table.fields.every(inner => isDefault(inner, valueAt(value.values, inner.index)))
  }
  if (type.kind === 'struct') return listFrom(value).every(member => member === 0)
  return ['int', 'float', 'byte', 'bool'].includes(type.kind) && Number(value) === type.schemaDefault
}
