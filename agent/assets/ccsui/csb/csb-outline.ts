import type { Field, TableValue, Value } from '../tables/table-model.js'
import { tableJson } from './csb-json.js'
import type { Json } from './csb-json.js'
import { nodeTree } from '../classes/tree-tables.js'

/**
 * A csb for people: one line a node with what is not at its default, indented by depth; then the animation.
 */
export function outlineOf (tree: TableValue): string {
  const [version, textures, texturePngs, node, action, animationList] = tree.values as [
    string,
    Value[],
    Value[],
    TableValue | null,
    TableValue | null,
    Value[] | null
  ]
  const lines = [`csb ${version}`]
  for (const texture of textures ?? []) lines.push(`texture ${JSON.stringify(texture)}`)
  for (const texture of texturePngs ?? []) lines.push(`texturePng ${JSON.stringify(texture)}`)
  if (node !== null) addNode(lines, node, '')
  if (action !== null) {
    lines.push(`animation ${facts(action, ['timeLines'])}`)
    for (const line of action.values[2] as TableValue[] ?? []) {
      lines.push(`  timeline ${facts(line, ['frames'])}`)
      for (const frame of line.values[2] as TableValue[] ?? []) lines.push(`    ${facts(frame, [])}`)
    }
  }
  for (const info of animationList as TableValue[] ?? []) lines.push(`range ${facts(info, [])}`)
  return `${lines.join('\n')}\n`
}

function addNode (lines: string[], node: TableValue, indent: string): void {
  const [className, children, options, custom] = node.values as [
    string,
    TableValue[] | null,
    TableValue | null,
    string | null
  ]
  const customText = custom === '' || custom === null ? '' : ` as ${custom}`
  lines.push(
    `${indent}${className}${customText} ${options === null ? '(no options)' : facts(options, ['tabItems'])}`
  )
  for (const item of tabItems(options)) {
    lines.push(`${indent}  tab ${facts(item, ['container'])}`)
    if (item.values[1] !== null) addNode(lines, item.values[1] as TableValue, `${indent}    `)
  }
  for (const child of children ?? []) addNode(lines, child, `${indent}  `)
}

function tabItems (options: TableValue | null): TableValue[] {
  const index = options?.table.fields.findIndex(field => field.name === 'tabItems') ?? -1
  return index < 0 ? [] : (options!.values[index] as TableValue[] | null) ?? []
}

function facts (value: TableValue, without: string[]): string {
  const json = tableJson(value)
  return value
    .table
    .fields
    .flatMap((field, index) =>
      without.includes(field.name) || isDefault(field, value.values[index]!)
        ? []
        : [shortFact(field, value.values[index]!, json[field.name]!)]
    )
    .join(' ')
}

/** The base block's facts stand among the node's own. */
function shortFact (field: Field, value: Value, json: Json): string {
  if (field.type.kind === 'table' && isTable(value) && value.table !== nodeTree) {
    const inner = facts(value, [])
    return ['nodeOptions', 'widgetOptions', 'node3DOption'].includes(field.name)
      ? inner
      : `${field.name}(${inner})`
  }
  if (field.type.kind === 'struct') return `${field.name}=${Object.values(json as object).join(',')}`
  return `${field.name}=${JSON.stringify(json)}`
}

function isDefault (field: Field, value: Value): boolean {
  const { type } = field
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return true
  if (type.kind === 'table' && isTable(value)) {
    return value.table.fields.every((inner, index) => isDefault(inner, value.values[index]!))
  }
  if (type.kind === 'struct') return (value as number[]).every(member => member === 0)
  return ['int', 'float', 'byte', 'bool'].includes(type.kind) && Number(value) === type.schemaDefault
}

function isTable (value: Value): value is TableValue {
  return typeof value === 'object' && value !== null && 'table' in value
}
