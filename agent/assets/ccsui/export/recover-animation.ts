import { nodeAction } from '../classes/tree-tables.js'
import type { TableValue } from '../tables/table-model.js'
import { isTable, listFrom, tablesFrom, valueAt } from '../tables/table-values.js'
import { attributeText, describeTable, elementNamed } from './recovered-element.js'
import type { WrittenElement } from './recovered-element.js'
import type { TextureOrder } from './texture-order.js'

/** What a Timeline's frames are called, by the table that they became. */
const frameElements: Readonly<Record<string, string>> = {
  PointFrame: 'PointFrame',
  ScaleFrame: 'ScaleFrame',
  ColorFrame: 'ColorFrame',
  TextureFrame: 'TextureFrame',
  EventFrame: 'EventFrame',
  IntFrame: 'IntFrame',
  BoolFrame: 'BoolFrame',
  InnerActionFrame: 'InnerActionFrame',
  BlendFrame: 'BlendFuncFrame'
}

export function recoverAnimation (action: TableValue | undefined, order: TextureOrder): WrittenElement {
  const element = elementNamed('Animation')
  if (action?.table !== nodeAction) return element
  describeTable(element, action)
  element.children = tablesFrom(action.values[2] ?? null).map(timeLine => {
    const child = elementNamed('Timeline')
    describeTable(child, timeLine)
    child.children = tablesFrom(timeLine.values[2] ?? null).map(frame => recoverFrame(frame, order))
    return child
  })
  return element
}

export function recoverAnimationList (list: readonly TableValue[]): WrittenElement {
  const element = elementNamed('AnimationList')
  element.children = list.map(info => {
    const child = elementNamed('AnimationInfo')
    describeTable(child, info)
    return child
  })
  return element
}

function recoverFrame (wrapper: TableValue, order: TextureOrder): WrittenElement {
  const frame = wrapper.values.find(value => isTable(value))
  if (!isTable(frame)) return elementNamed('Frame')
  const element = elementNamed(frameElements[frame.table.name] ?? 'Frame')
  describeTable(element, frame)
  order.sort(element, child => child.attributes.get('Type') === 'MarkedSubImage')
  const easing = frame.values.at(-1) ?? null
  if (frame.table.name === 'ColorFrame' && easing !== null) element.children.push(colorOf(frame))
  if (isTable(easing) && !isEasingOfFirstChild(element, easing)) element.children.unshift(easingOf(easing))
  return element
}

function colorOf (frame: TableValue): WrittenElement {
  const [, red = 0, green = 0, blue = 0] = listFrom(frame.values[2] ?? [])
  return elementNamed('Color', [
    ['A', '255'],
    ['R', attributeText(red)],
    ['G', attributeText(green)],
    ['B', attributeText(blue)]
  ])
}

/** The engine takes the easing from the first child, whatever it is: see frame-tables.ts. */
function isEasingOfFirstChild ({ children: [first] }: WrittenElement, { values }: TableValue): boolean {
  if (first === undefined || listFrom(values[1] ?? []).length > 0) return false
  return values[0] === (first.attributes.has('Type') ? 0 : -1)
}

function easingOf ({ values }: TableValue): WrittenElement {
  const element = elementNamed('EasingData', [['Type', attributeText(values[0] ?? -1)]])
  const points = listFrom(values[1] ?? [])
  if (points.length === 0) return element
  const list = elementNamed('Points')
  list.children = points.map(point =>
    elementNamed('PointF', [
      ['X', attributeText(valueAt(listFrom(point), 0))],
      ['Y', attributeText(valueAt(listFrom(point), 1))]
    ])
  )
  element.children.push(list)
  return element
}
