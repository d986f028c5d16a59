import { attribute, block, child, childAttribute, constant, own } from '../tables/value-sources.js'
import type { Row } from '../tables/table-model.js'
import { table, variant } from '../tables/slot-table.js'

export const resourceDataTable = table('ResourceData', [
  [0, 'path', 'string'],
  [1, 'plistFile', 'string'],
  [2, 'resourceType', 'int']
])

const layoutComponent = table('LayoutComponentTable', [
  [0, 'positionXPercentEnabled', 'bool', attribute('PositionPercentXEnabled', false)],
  [1, 'positionYPercentEnabled', 'bool', attribute('PositionPercentYEnabled', false)],
  [2, 'positionXPercent', 'float', childAttribute('PrePosition', 'X', 0)],
  [3, 'positionYPercent', 'float', childAttribute('PrePosition', 'Y', 0)],
  // Studio writes PercentWidthEnable as well; only the form ending in "d" counts.
  [4, 'sizeXPercentEnable', 'bool', attribute('PercentWidthEnabled', false)],
  [5, 'sizeYPercentEnable', 'bool', attribute('PercentHeightEnabled', false)],
  [6, 'sizeXPercent', 'float', childAttribute('PreSize', 'X', 0)],
  [7, 'sizeYPercent', 'float', childAttribute('PreSize', 'Y', 0)],
  [8, 'stretchHorizontalEnabled', 'bool', attribute('StretchWidthEnable', false)],
  [9, 'stretchVerticalEnabled', 'bool', attribute('StretchHeightEnable', false)],
  [10, 'horizontalEdge', 'string', attribute('HorizontalEdge', '')],
  [11, 'verticalEdge', 'string', attribute('VerticalEdge', '')],
  [12, 'leftMargin', 'float', attribute('LeftMargin', 0)],
  [13, 'rightMargin', 'float', attribute('RightMargin', 0)],
  [14, 'topMargin', 'float', attribute('TopMargin', 0)],
  [15, 'bottomMargin', 'float', attribute('BottomMargin', 0)]
])

const emptyLayoutComponent = variant(
  layoutComponent,
  Object.fromEntries(
    layoutComponent.fields.map(({ name, type }) => [name, constant(type.kind === 'string' ? '' : 0)])
  )
)

/** The base block of widgets; every class has it in one of its three forms. */
export const widgetBlock = table('WidgetOptions', [
  [0, 'name', 'string', attribute('Name', '')],
  [1, 'actionTag', 'int', attribute('ActionTag', 0)],
  [2, 'rotationSkew', 'RotationSkew', own({ RotationSkewX: 0, RotationSkewY: 0 })],
  [3, 'zOrder', 'int', attribute('ZOrder', 0)],
  [4, 'visible', 'bool = 1', attribute('VisibleForFrame', true)],
  [5, 'alpha', 'byte = 255', attribute('Alpha', 255)],
  [6, 'tag', 'int', attribute('Tag', 0)],
  [7, 'position', 'Position', child('Position', { X: 0, Y: 0 })],
  [8, 'scale', 'Scale', child('Scale', { ScaleX: 1, ScaleY: 1 })],
  [9, 'anchorPoint', 'AnchorPoint', child('AnchorPoint', { ScaleX: 0, ScaleY: 0 })],
  [10, 'color', 'Color', child('CColor', { A: 255, R: 255, G: 255, B: 255 })],
  [11, 'size', 'FlatSize', child('Size', { X: 0, Y: 0 })],
  [12, 'flipX', 'bool', attribute('FlipX', false)],
  [13, 'flipY', 'bool', attribute('FlipY', false)],
  [14, 'ignoreSize', 'bool', constant(false)],
  [15, 'touchEnabled', 'bool', attribute('TouchEnable', false)],
  [16, 'frameEvent', 'string', attribute('FrameEvent', '')],
  [17, 'customProperty', 'string', attribute('UserData', '')],
  [18, 'callBackType', 'string', attribute('CallBackType', '')],
  [19, 'callBackName', 'string', attribute('CallBackName', '')],
  [20, 'layoutComponent', 'LayoutComponentTable', block(layoutComponent)]
])

export const nodeBlock = variant(widgetBlock, { callBackType: null, callBackName: null })

/** 3D nodes: fewer attributes, position and scale from the 3D elements. */
export const node3dBlock = variant(nodeBlock, {
  rotationSkew: constant([0, 0]),
  zOrder: constant(0),
  position: child('Position3D', { X: 0, Y: 0 }),
  scale: child('Scale3D', { X: 1, Y: 1 }),
  anchorPoint: constant([0, 0]),
  size: constant([0, 0]),
  flipX: constant(false),
  flipY: constant(false),
  touchEnabled: constant(false),
  layoutComponent: block(emptyLayoutComponent)
})

export const blendFunc = child('BlendFunc', { Src: 1, Dst: 771 })

export const node: Row = [0, 'nodeOptions', 'WidgetOptions', block(nodeBlock)]
export const widget: Row = [0, 'widgetOptions', 'WidgetOptions', block(widgetBlock)]
