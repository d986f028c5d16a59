import type { CsdReading } from '../csd/csd-reading.js'
import { emptyFrame, frameOfProperty, frameTable } from '../classes/frame-tables.js'
import type { TableValue } from '../tables/table-model.js'
import { readTable } from '../tables/table-reader.js'
import { textFrom, valueAt } from '../tables/table-values.js'
import { animationInfo, nodeAction, timeLine } from '../classes/tree-tables.js'
import type { XmlElement } from '../../../formats/xml-element.js'

const noElement: XmlElement = { name: 'Animation', attributes: [], children: [], offset: 0, text: '' }

/**
 * The NodeAction of a csd; it is written even when the csd has no animation, since the engine does not check
 * for it.
 */
export function readAction (animation: XmlElement | undefined, reading: CsdReading): TableValue {
  const element = animation ?? noElement
  reading.nodePath = 'Animation'
  const action = readTable(nodeAction, element, reading)
  action.values[2] = element.children.filter(child => child.name === 'Timeline').map(child =>
    readTimeLine(child, reading)
  )
  return action
}

export function readAnimationList (list: XmlElement | undefined, reading: CsdReading): TableValue[] {
  reading.nodePath = 'AnimationList'
  return (list?.children ?? []).filter(child => child.name === 'AnimationInfo').map(child =>
    readTable(animationInfo, child, reading)
  )
}

function readTimeLine (element: XmlElement, reading: CsdReading): TableValue {
  const value = readTable(timeLine, element, reading)
  const property = textFrom(valueAt(value.values, 0))
  const kind = Object.hasOwn(frameOfProperty, property) ? frameOfProperty[property] : undefined
  reading.nodePath = `Animation/${property}`
  value.values[2] = element.children.map(frame => {
    const values = [...emptyFrame]
    if (kind !== undefined) values[kind.slot] = readTable(kind.table, frame, reading)
    return { table: frameTable, values }
  })
  return value
}
