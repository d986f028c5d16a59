import { diffJson } from '../csb/csb-diff.js'
import type { Difference } from '../csb/csb-diff.js'
import { tableJson } from '../csb/csb-json.js'
import { readCsb } from '../csb/csb-reader.js'
import { PacklineError } from '../../../errors.js'
import { nodeClasses } from '../classes/node-classes.js'
import type { TableValue, Value } from '../tables/table-model.js'
import { isTable, listFrom, tablesFrom, valueAt } from '../tables/table-values.js'
import { exportCsd } from './export-csd.js'
import { recoverAnimation, recoverAnimationList } from './recover-animation.js'
import { TextureOrder } from './texture-order.js'
import { describeTable, elementNamed, writeElement } from './recovered-element.js'
import type { WrittenElement } from './recovered-element.js'

export interface RecoveredCsd {
  csd: string
  /** Where its export is not the csb again. */
  differences: Difference[]
}

/**
 * The csd of a csb: what its export holds is what the csb holds. What only the editor knows (guides, locks,
 * its own colours) is in no csb. Throws CCSUI_ errors for what is no csb, or holds a class that nobody knows.
 */
export function recoverCsd (bytes: Uint8Array, file: string, name: string): RecoveredCsd {
  const tree = readCsb(bytes, file)
  const [, textures = null, , root = null, action = null, animationList = null] = tree.values
  if (!isTable(root)) throw new PacklineError('CCSUI_UNRECOVERABLE', { file, nodePath: '', className: '' })
  const order = new TextureOrder(textures === null ? [] : listFrom(textures).map(String))
  const content = elementNamed('Content')
  content.children.push(
    recoverAnimation(isTable(action) ? action : undefined, order),
    recoverAnimationList(animationList === null ? [] : tablesFrom(animationList)),
    { ...recoverNode(root, file, '', order, true), name: 'ObjectData' }
  )
  const outer = elementNamed('Content', [['ctype', 'GameProjectContent']])
  outer.children.push(content)
  const game = elementNamed('GameFile')
  const properties = [['Name', name], ['Type', 'Layer'], ['ID', ''], ['Version', '3.10.0.0']] as const
  game.children.push(elementNamed('PropertyGroup', properties), outer)
  const csd = writeElement(game)
  const again = exportCsd(Buffer.from(csd), file, { unknownClass: 'node' }).csb
  return { csd, differences: diffJson(tableJson(tree), tableJson(readCsb(again, file))) }
}

function recoverNode (
  node: TableValue,
  file: string,
  parentPath: string,
  order: TextureOrder,
  isRoot = false
): WrittenElement {
  const [classValue = '', children = null, options = null, customClass = ''] = node.values
  const className = String(classValue ?? '')
  const nodePath = parentPath === '' ? className : `${parentPath}/${className}`
  if (!isTable(options) || !Object.hasOwn(nodeClasses, className)) {
    throw new PacklineError('CCSUI_UNRECOVERABLE', { file, nodePath, className })
  }
  const own = className === 'Node' && isRoot ? 'GameLayer' : className
  const element = elementNamed('AbstractNodeData', [['ctype', `${own}ObjectData`]])
  describeTable(element, options)
  if (typeof customClass === 'string' && customClass !== '') {
    element.attributes.set('CustomClassName', customClass)
  }
  const typed = options.table.resources
  order.sort(
    element,
    child => child.attributes.get('Type') === 'MarkedSubImage' && typed.get(child.name)?.rule === 'typed'
  )
  const held = [
    ...tabItems(options).map(item => recoverTab(item, file, nodePath, order)),
    ...tablesFrom(children).map(child => recoverNode(child, file, nodePath, order))
  ]
  if (held.length > 0) {
    const list = elementNamed('Children')
    list.children = held
    element.children.push(list)
  }
  return element
}

function recoverTab (item: TableValue, file: string, nodePath: string, order: TextureOrder): WrittenElement {
  const element = elementNamed('AbstractNodeData', [['ctype', 'TabItemObjectData']])
  const [header = null, container = null] = item.values
  if (isTable(header)) {
    const child = elementNamed('Header')
    describeTable(child, header)
    order.sort(
      child,
      each => each.attributes.get('Type') === 'MarkedSubImage' && each.name !== 'FontResource'
    )
    element.children.push(child)
  }
  if (isTable(container)) {
    const panel = recoverNode(container, file, nodePath, order)
    const held = panel.children.filter(({ name }) => name === 'Children')
    element.children.push(
      { ...panel, name: 'Container', children: panel.children.filter(child => !held.includes(child)) },
      ...held
    )
  }
  return element
}

function tabItems ({ table, values }: TableValue): TableValue[] {
  const field = table.fields.find(({ name }) => name === 'tabItems')
  const items: Value = field === undefined ? null : valueAt(values, field.index)
  return items === null ? [] : tablesFrom(items)
}
