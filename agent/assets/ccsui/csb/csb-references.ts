import type { Reference, ReferenceKind } from '../export-options.js'
import type { TableValue, Value } from '../tables/table-model.js'
import { isTable, tablesFrom, valueAt } from '../tables/table-values.js'
import { resourceDataTable } from '../classes/base-tables.js'
import { nodeTree } from '../classes/tree-tables.js'

/** Kinds of files that a field of a class names; everything else names a picture. */
const kinds: Readonly<Record<string, ReferenceKind>> = {
  ParticleSystemOptions: 'particle',
  GameMapOptions: 'map',
  ComAudioOptions: 'audio',
  TextBMFontOptions: 'font',
  Sprite3DOptions: 'model',
  Particle3DOptions: 'model'
}

/** What a csb refers to, as far as it says; places in a text it has none. */
export function referencesOfCsb (tree: TableValue): Reference[] {
  const found: Reference[] = []
  const add = (nodePath: string, kind: ReferenceKind, path: string, plist?: string): void => {
    const isDefault = path.startsWith('Default/')
    if (path === '') return
    found.push({
      kind,
      path,
      ...plist !== undefined && { plist },
      ...isDefault && { isDefault },
      nodePath,
      line: 0,
      column: 0
    })
  }
  const visit = (value: Value, nodePath: string, owner: string, field: string): void => {
    if (Array.isArray(value)) {
      for (const each of value) visit(each, nodePath, owner, field)
      return
    }
    if (!isTable(value)) return
    const { table, values } = value
    if (table === resourceDataTable) {
      const [path, plist, type] = values
      const kind = /^font/.test(field) ? 'font' : kinds[owner] ?? 'picture'
      if (type === 1 && kind === 'picture') add(nodePath, 'frame', String(path), String(plist ?? ''))
      else add(nodePath, kind, String(path ?? ''))
      return
    }
    for (const each of table.fields) {
      const own = valueAt(values, each.index)
      if (table.name === 'ProjectNodeOptions' && each.name === 'fileName') {
        add(nodePath, 'csb', String(own ?? ''))
      } else if (table.name === 'ResourceItemData' && each.name === 'path') {
        add(nodePath, 'armature', String(own ?? ''))
      } else if (isTable(own) || Array.isArray(own)) {
        const isChild = isTable(own) && own.table === nodeTree
        visit(own, isChild ? pathOf(own, nodePath) : nodePath, table.name, each.name)
      }
    }
  }
  const walk = (node: TableValue, parent: string): void => {
    const path = pathOf(node, parent)
    const [, children = null, options = null] = node.values
    visit(options, path, '', '')
    for (const child of tablesFrom(children)) walk(child, path)
  }
  const [, , , root = null, action = null] = tree.values
  visit(action, 'Animation', '', '')
  if (isTable(root)) walk(root, '')
  return found
}

function pathOf (node: TableValue, parent: string): string {
  const options = node.values[2] ?? null
  const name = isTable(options) ? nameIn(options) : undefined
  const step = name === undefined || name === '' ? String(node.values[0] ?? '') : name
  return parent === '' ? step : `${parent}/${step}`
}

/** A node's name stands in its base block, which may lie in another block. */
function nameIn ({ table, values }: TableValue): string | undefined {
  for (const field of table.fields) {
    const value = valueAt(values, field.index)
    if (field.name === 'name' && typeof value === 'string') return value
    if (/^(?:widgetOptions|nodeOptions|node3DOption)$/.test(field.name) && isTable(value)) {
      return nameIn(value)
    }
  }
  return undefined
}
