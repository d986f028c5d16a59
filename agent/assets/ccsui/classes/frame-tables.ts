import { resourceDataTable } from './base-tables.js'
import type { CsdReading } from '../csd/csd-reading.js'
import { attributeOf } from '../../../formats/xml-element.js'
import { picture } from '../tables/resource-data.js'
import { attribute, choice, computed, constant, own } from '../tables/value-sources.js'
import type { Row, Source, Table, Value } from '../tables/table-model.js'
import { table } from '../tables/slot-table.js'
import type { XmlElement } from '../../../formats/xml-element.js'

const easingTable = table('EasingData', [
  [0, 'type', 'int = -1'],
  [1, 'points', '[Position]']
])

/**
 * The easing comes from the first child element, whatever its name: a TextureFile's Type "Normal" gives type
 * 0, a Color gives none.
 */
const easing = computed((element, reading) => {
  const [first] = element.children
  if (first === undefined) return null
  const points = first.children[0]?.children ?? []
  return {
    table: easingTable,
    values: [
      easingType(first, reading),
      points.map(point => [reading.float(point, 'X', 0), reading.float(point, 'Y', 0)])
    ]
  }
})

function easingType (element: XmlElement, reading: CsdReading): number {
  if (element.name === 'EasingData') return reading.int(element, 'Type', -1)
  const text = attributeOf(element, 'Type')
  return text === undefined ? -1 : Number.parseInt(text, 10) | 0
}

/** R, G and B count in every child element; the last one wins. */
const frameColor = computed((element, reading) => {
  let [red, green, blue] = [0, 0, 0]
  for (const child of element.children) {
    red = reading.byte(child, 'R', red)
    green = reading.byte(child, 'G', green)
    blue = reading.byte(child, 'B', blue)
  }
  return [255, red, green, blue]
})

/** Every frame but the inner action has these four slots. */
function frame (name: string, value: string, type: string, source: Source, easingSource = easing): Table {
  const rows: Row[] = [
    [0, 'frameIndex', 'int', attribute('FrameIndex', 0)],
    [1, 'tween', 'bool = 1', attribute('Tween', true)],
    [2, value, type, source],
    [3, 'easingData', 'EasingData', easingSource]
  ]
  return table(name, rows)
}

const point = frame('PointFrame', 'position', 'Position', own({ X: 0, Y: 0 }))
const scale = frame('ScaleFrame', 'scale', 'Scale', own({ X: 0, Y: 0 }))
const color = frame('ColorFrame', 'color', 'Color', frameColor)
const textureFrame = frame('TextureFrame', 'textureFile', resourceDataTable.name, picture('TextureFile'))
const event = frame('EventFrame', 'value', 'string', attribute('Value', ''))
const int = frame('IntFrame', 'value', 'int', attribute('Value', 0))
const bool = frame('BoolFrame', 'value', 'bool = 1', attribute('Value', true))
const blend = frame('BlendFrame', 'blendFunc', 'BlendFunc', own({ Src: 1, Dst: 771 }), constant(null))

const innerAction = table('InnerActionFrame', [
  [0, 'frameIndex', 'int', attribute('FrameIndex', 0)],
  [1, 'tween', 'bool = 1', attribute('Tween', true)],
  [
    2,
    'innerActionType',
    'int',
    choice('InnerActionType', { LoopAction: 0, NoLoopAction: 1, SingleFrame: 2 })
  ],
  [3, 'currentAniamtionName', 'string', attribute('CurrentAniamtionName', '')],
  [4, 'singleFrameIndex', 'int', attribute('SingleFrameIndex', 0)],
  [5, 'easingData', 'EasingData', easing]
])

/** The wrapper of a frame: exactly one of its slots is set. */
export const frameTable = table('Frame', [
  [0, 'pointFrame', point.name],
  [1, 'scaleFrame', scale.name],
  [2, 'colorFrame', color.name],
  [3, 'textureFrame', textureFrame.name],
  [4, 'eventFrame', event.name],
  [5, 'intFrame', int.name],
  [6, 'boolFrame', bool.name],
  [7, 'innerActionFrame', innerAction.name],
  [8, 'blendFrame', blend.name]
])

/** The frame table of a timeline, by its Property; the name of the frame's element does not matter. */
export const frameOfProperty: Readonly<Record<string, { slot: number, table: Table }>> = {
  Position: { slot: 0, table: point },
  Scale: { slot: 1, table: scale },
  RotationSkew: { slot: 1, table: scale },
  AnchorPoint: { slot: 1, table: scale },
  CColor: { slot: 2, table: color },
  FileData: { slot: 3, table: textureFrame },
  FrameEvent: { slot: 4, table: event },
  Alpha: { slot: 5, table: int },
  ZOrder: { slot: 5, table: int },
  VisibleForFrame: { slot: 6, table: bool },
  ActionValue: { slot: 7, table: innerAction },
  BlendFunc: { slot: 8, table: blend }
}

/** A wrapper without any slot set: what a frame of an unknown property becomes; the loader skips it. */
export const emptyFrame: Value[] = frameTable.fields.map(() => null)
