import type { Fields } from './lua-fields.js'
import { luaColor, luaFloat, luaSize, luaString } from './lua-text.js'
import { other } from './lua-widgets.js'
import type { LuaClass } from './lua-widgets.js'

/** Widgets that take touches unless they are told not to. */
const touchable = new Set([
  'Button',
  'TextButton',
  'CheckBox',
  'Slider',
  'TextField',
  'ScrollView',
  'ListView',
  'PageView'
])
const texts = new Set(['Text', 'Label', 'TextArea', 'TextField'])

/** A layer that is the root has a size; other roots only a name. */
export type Root = 'layer' | 'plain' | undefined

/** What every node has; a root only its name and size, unless it says more. */
export function commonLines (
  node: string,
  fields: Fields,
  kind: LuaClass,
  className: string,
  root: Root
): string[] {
  const isRoot = root !== undefined
  const isWidget = kind.kind === 'widget'
  return [
    ...isWidget ? [...flipLines(node, fields), ...touchLines(node, fields, className)] : [],
    ...isWidget ? [`${node}:setLayoutComponentEnabled(true)`] : [],
    `${node}:setName(${luaString(fields.text('name'))})`,
    ...other(fields.number('zOrder'), 0, order => `${node}:setLocalZOrder(${order})`),
    ...other(isRoot ? 0 : fields.number('tag'), 0, tag => `${node}:setTag(${tag})`),
    ...isRoot ? [] : [`${node}:setCascadeColorEnabled(true)`, `${node}:setCascadeOpacityEnabled(true)`],
    ...fields.bool('visible') ? [] : [`${node}:setVisible(false)`],
    ...className.endsWith('3D') ? [] : placeLines(node, fields, kind.anchor, isRoot),
    ...other(fields.number('alpha'), 255, alpha => `${node}:setOpacity(${alpha})`),
    ...colorLines(node, fields, className),
    ...extensionLines(node, fields),
    ...className.endsWith('3D') || root === 'plain' ? [] : layoutLines(node, fields),
    ...fields.has('blendFunc') ? [blendLine(node, fields)] : []
  ]
}

/** The function that a game gives for a node's event. */
export function callbackLines (node: string, fields: Fields, luaFile: string): string[] {
  const [type, name] = [fields.text('callBackType'), fields.text('callBackName')]
  if (name === '' || type === '') return []
  const listener = type === 'Touch'
    ? 'addTouchEventListener'
    : type === 'Click'
    ? 'addClickEventListener'
    : 'addEventListener'
  return [
    'if callBackProvider ~= nil then',
    `${node}:${listener}(callBackProvider(${luaString(luaFile)}, ${node}, ${luaString(name)}))`,
    'end'
  ]
}

function flipLines (node: string, fields: Fields): string[] {
  return [
    ...fields.bool('flipX') ? [`${node}:setFlippedX(true)`] : [],
    ...fields.bool('flipY') ? [`${node}:setFlippedY(true)`] : []
  ]
}

function touchLines (node: string, fields: Fields, className: string): string[] {
  const isEnabled = fields.bool('touchEnabled')
  return isEnabled === touchable.has(className) ? [] : [`${node}:setTouchEnabled(${isEnabled})`]
}

function placeLines (node: string, fields: Fields, usualAnchor: number, isRoot: boolean): string[] {
  const [x = 0, y = 0] = fields.numbers('position')
  const [anchorX = 0, anchorY = 0] = fields.numbers('anchorPoint')
  const [scaleX = 1, scaleY = 1] = fields.numbers('scale')
  const [skewX = 0, skewY = 0] = fields.numbers('rotationSkew')
  return [
    ...isRoot || (anchorX === usualAnchor && anchorY === usualAnchor)
      ? []
      : [`${node}:setAnchorPoint(${luaFloat(anchorX)}, ${luaFloat(anchorY)})`],
    ...x === 0 && y === 0 ? [] : [`${node}:setPosition(${luaFloat(x)}, ${luaFloat(y)})`],
    ...other(scaleX, 1, scale => `${node}:setScaleX(${luaFloat(scale)})`),
    ...other(scaleY, 1, scale => `${node}:setScaleY(${luaFloat(scale)})`),
    ...other(skewX, 0, skew => `${node}:setRotationSkewX(${luaFloat(skew)})`),
    ...other(skewY, 0, skew => `${node}:setRotationSkewY(${luaFloat(skew)})`)
  ]
}

function colorLines (node: string, fields: Fields, className: string): string[] {
  const color = fields.numbers('color')
  if (color.slice(1).every(part => part === 255)) return []
  return [`${node}:${texts.has(className) ? 'setTextColor' : 'setColor'}(${luaColor(color)})`]
}

/** What code of the game may ask for; the Studio's own scripts left it out. */
function extensionLines (node: string, fields: Fields): string[] {
  const data = fields.text('customProperty')
  if (data === '') return []
  return [
    'if ccs.ComExtensionData then',
    'local extension = ccs.ComExtensionData:create()',
    `extension:setCustomProperty(${luaString(data)})`,
    `extension:setActionTag(${fields.number('actionTag')})`,
    `${node}:addComponent(extension)`,
    'end'
  ]
}

const horizontalEdges: Readonly<Record<string, number>> = { LeftEdge: 1, RightEdge: 2, BothEdge: 3 }
const verticalEdges: Readonly<Record<string, number>> = { BottomEdge: 1, TopEdge: 2, BothEdge: 3 }

function layoutLines (node: string, fields: Fields): string[] {
  const part = fields.table('layoutComponent')
  const [width = 0, height = 0] = fields.numbers('size')
  const when = (field: string, call: string): string[] => part.bool(field) ? [`layout:${call}(true)`] : []
  const float = (field: string, call: string): string[] =>
    other(part.number(field), 0, value => `layout:${call}(${luaFloat(value)})`)
  const edge = (edges: Readonly<Record<string, number>>, field: string, call: string): string[] =>
    other(edges[part.text(field)] ?? 0, 0, value => `layout:${call}(${value})`)
  return [
    `layout = ccui.LayoutComponent:bindLayoutComponent(${node})`,
    ...when('positionXPercentEnabled', 'setPositionPercentXEnabled'),
    ...when('positionYPercentEnabled', 'setPositionPercentYEnabled'),
    ...float('positionXPercent', 'setPositionPercentX'),
    ...float('positionYPercent', 'setPositionPercentY'),
    ...when('sizeXPercentEnable', 'setPercentWidthEnabled'),
    ...when('sizeYPercentEnable', 'setPercentHeightEnabled'),
    ...float('sizeXPercent', 'setPercentWidth'),
    ...float('sizeYPercent', 'setPercentHeight'),
    ...width === 0 && height === 0 ? [] : [`layout:setSize(${luaSize(width, height)})`],
    ...edge(horizontalEdges, 'horizontalEdge', 'setHorizontalEdge'),
    ...edge(verticalEdges, 'verticalEdge', 'setVerticalEdge'),
    ...float('leftMargin', 'setLeftMargin'),
    ...float('rightMargin', 'setRightMargin'),
    ...float('topMargin', 'setTopMargin'),
    ...float('bottomMargin', 'setBottomMargin'),
    ...when('stretchHorizontalEnabled', 'setStretchWidthEnabled'),
    ...when('stretchVerticalEnabled', 'setStretchHeightEnabled')
  ]
}

function blendLine (node: string, fields: Fields): string {
  const [src = 1, dst = 771] = fields.numbers('blendFunc')
  return `${node}:setBlendFunc({src = ${src}, dst = ${dst}})`
}
