import type { CsdReading } from '../csd/csd-reading.js'
import { childOf } from '../csd/merged-elements.js'
import { errorAt } from '../csd/studio-xml.js'
import { attributeOf } from '../../../formats/xml-element.js'
import { nodeBlock } from '../classes/base-tables.js'
import { classNameOf, classesOf } from '../classes/node-classes.js'
import type { Table, TableValue } from '../tables/table-model.js'
import { tabControl, tabHeader, tabItem } from '../classes/tab-control-tables.js'
import { readTable } from '../tables/table-reader.js'
import { nodeTree } from '../classes/tree-tables.js'
import type { XmlElement } from '../../../formats/xml-element.js'

const tabItemType = 'TabItemObjectData'

/** The NodeTree of a node element. `children` are the node's own unless others are given. */
export function readNode (
  element: XmlElement,
  reading: CsdReading,
  className = classNameOf(attributeOf(element, 'ctype')),
  children?: XmlElement[]
): TableValue {
  const parentPath = reading.nodePath
  const name = attributeOf(element, 'Name')
  const step = name === undefined || name === '' ? className : name
  const nodePath = parentPath === '' ? step : `${parentPath}/${step}`
  reading.nodePath = nodePath
  const classes = classesOf(reading.options.engine)
  const known = Object.hasOwn(classes, className) ? classes[className] : undefined
  const table = known ?? unknownClass(element, className, reading)
  const options = readTable(table, element, reading)
  let own = children ?? childNodes(element)
  if (table === tabControl) {
    const items = leadingTabItems(own)
    options.values[7] = items.map(item => readTabItem(item, reading, nodePath))
    own = own.slice(items.length)
  }
  const childTrees: TableValue[] = []
  for (const child of own) {
    reading.nodePath = nodePath
    childTrees.push(readNode(child, reading))
  }
  reading.nodePath = parentPath
  return {
    table: nodeTree,
    values: [
      known === undefined ? 'Node' : className,
      childTrees,
      options,
      attributeOf(element, 'CustomClassName') ?? ''
    ]
  }
}

/** An element that is no AbstractNodeData counts when it says its class. */
function childNodes (element: XmlElement): XmlElement[] {
  const nodes: XmlElement[] = []
  for (const list of element.children) {
    if (list.name !== 'Children') continue
    for (const child of list.children) {
      if (child.name === 'AbstractNodeData' || attributeOf(child, 'ctype') !== undefined) nodes.push(child)
    }
  }
  return nodes
}

function unknownClass (element: XmlElement, className: string, reading: CsdReading): Table {
  const details = { className, nodePath: reading.nodePath }
  if (reading.options.unknownClass === 'error') {
    throw errorAt(reading.source, element.offset, 'CCSUI_UNKNOWN_CLASS', details)
  }
  reading.warn('CCSUI_UNKNOWN_CLASS', element, { className })
  return nodeBlock
}

function leadingTabItems (children: XmlElement[]): XmlElement[] {
  const end = children.findIndex(child => attributeOf(child, 'ctype') !== tabItemType)
  return end < 0 ? children : children.slice(0, end)
}

function readTabItem (item: XmlElement, reading: CsdReading, controlPath: string): TableValue {
  const itemPath = `${controlPath}/${attributeOf(item, 'Name') ?? 'TabItem'}`
  const empty = (name: string): XmlElement => ({
    name,
    attributes: [],
    children: [],
    offset: item.offset,
    text: ''
  })
  const header = childOf(item, 'Header') ?? empty('Header')
  const container = childOf(item, 'Container') ?? empty('Container')
  reading.nodePath = `${itemPath}/Header`
  const headerValue = readTable(tabHeader, header, reading)
  reading.nodePath = itemPath
  return { table: tabItem, values: [headerValue, readNode(container, reading, 'Panel', childNodes(item))] }
}
