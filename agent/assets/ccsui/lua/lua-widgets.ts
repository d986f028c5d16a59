import type { Fields } from './lua-fields.js'
import { luaColor, luaFloat, luaString } from './lua-text.js'

/** What makes a node of a class, and the calls that are the class's own. */
export interface LuaClass {
  create: (fields: Fields) => string
  /** `node` is the variable. */
  calls: (node: string, fields: Fields) => string[]
  /** Where its anchor lies when nobody says. */
  anchor: 0 | 0.5
  kind: 'node' | 'widget'
}

export const widgets: Readonly<Record<string, LuaClass>> = {
  Panel: layout('ccui.Layout', () => []),
  Button: widget('ccui.Button', button),
  CheckBox: widget('ccui.CheckBox', checkBox),
  ImageView: widget('ccui.ImageView', (node, fields) => [
    ...picture(`${node}:loadTexture`, fields, 'fileNameData'),
    ...scale9(node, fields)
  ]),
  Text: { ...widget('ccui.Text', text), calls: text },
  TextField: { ...widget('ccui.TextField', textField), calls: textField },
  TextBMFont: widget('ccui.TextBMFont', (node, fields) => [
    ...present(fields.table('fileNameData').text('path'), path => `${node}:setFntFile(${luaString(path)})`),
    `${node}:setString(${luaString(fields.text('text'))})`
  ], true),
  TextAtlas: {
    ...widget('ccui.TextAtlas', () => [], true),
    create: fields =>
      `ccui.TextAtlas:create(${luaString(fields.text('stringValue'))}, ` +
      `${luaString(fields.table('charMapFileData').text('path'))}, ${fields.number('itemWidth')}, ` +
      `${fields.number('itemHeight')}, ${luaString(fields.text('startCharMap'))})`
  },
  LoadingBar: widget('ccui.LoadingBar', (node, fields) => [
    ...picture(`${node}:loadTexture`, fields, 'textureData'),
    ...other(fields.number('direction'), 0, direction => `${node}:setDirection(${direction})`),
    `${node}:setPercent(${fields.number('percent')})`
  ]),
  Slider: widget('ccui.Slider', (node, fields) => [
    ...picture(`${node}:loadBarTexture`, fields, 'barFileNameData'),
    ...picture(`${node}:loadProgressBarTexture`, fields, 'progressBarData'),
    ...picture(`${node}:loadSlidBallTextureNormal`, fields, 'ballNormalData'),
    ...picture(`${node}:loadSlidBallTexturePressed`, fields, 'ballPressedData'),
    ...picture(`${node}:loadSlidBallTextureDisabled`, fields, 'ballDisabledData'),
    `${node}:setPercent(${fields.number('percent')})`,
    ...disabled(node, fields)
  ]),
  ScrollView: layout('ccui.ScrollView', (node, fields) => [
    ...scrolling(node, fields),
    ...other(fields.number('direction'), 1, direction => `${node}:setDirection(${direction})`),
    ...fields.bool('scrollbarEnabeld') ? [] : [`${node}:setScrollBarEnabled(false)`],
    ...fields.bool('scrollbarAutoHide') ? [] : [`${node}:setScrollBarAutoHideEnabled(false)`],
    ...other(
      Math.fround(fields.number('scrollbarAutoHideTime')),
      Math.fround(0.2),
      time => `${node}:setScrollBarAutoHideTime(${luaFloat(time)})`
    )
  ]),
  ListView: layout('ccui.ListView', listView),
  PageView: layout('ccui.PageView', () => [])
}

/** Those with a text of one line are as large as it is. */
function widget (constructor: string, calls: LuaClass['calls'], isAsText = false): LuaClass {
  return {
    create: () => `${constructor}:create()`,
    calls: (node, fields) => [`${node}:ignoreContentAdaptWithSize(${isAsText})`, ...calls(node, fields)],
    anchor: 0.5,
    kind: 'widget'
  }
}

/** A widget with a background. */
function layout (constructor: string, calls: LuaClass['calls']): LuaClass {
  return {
    ...widget(constructor, () => []),
    calls: (node, fields) => [
      ...calls(node, fields),
      `${node}:ignoreContentAdaptWithSize(false)`,
      ...background(node, fields)
    ],
    anchor: 0
  }
}

function background (node: string, fields: Fields): string[] {
  const type = fields.number('colorType')
  const [x = 0, y = 0] = fields.numbers('colorVector')
  const color = luaColor(fields.numbers('bgColor'))
  return [
    ...picture(`${node}:setBackGroundImage`, fields, 'backGroundImageData'),
    `${node}:setClippingEnabled(${fields.bool('clipEnabled')})`,
    ...type === 0 ? [] : [`${node}:setBackGroundColorType(${type})`],
    ...type === 1 ? [`${node}:setBackGroundColor(${color})`] : [],
    ...type === 2
      ? [
        `${node}:setBackGroundColor(${luaColor(fields.numbers('bgStartColor'))}, ` +
        `${luaColor(fields.numbers('bgEndColor'))})`,
        `${node}:setBackGroundColorVector({x = ${luaFloat(x)}, y = ${luaFloat(y)}})`
      ]
      : [],
    ...other(fields.number('bgColorOpacity'), 255, alpha => `${node}:setBackGroundColorOpacity(${alpha})`),
    ...fields.bool('backGroundScale9Enabled')
      ? [
        `${node}:setBackGroundImageScale9Enabled(true)`,
        `${node}:setBackGroundImageCapInsets(${insets(fields)})`
      ]
      : []
  ]
}

function scrolling (node: string, fields: Fields): string[] {
  const [width = 0, height = 0] = fields.numbers('innerSize')
  return [
    ...fields.bool('bounceEnabled') ? [`${node}:setBounceEnabled(true)`] : [],
    `${node}:setInnerContainerSize({width = ${width}, height = ${height}})`
  ]
}

const horizontalGravity: Record<string, number> = { Align_Right: 1, Align_HorizontalCenter: 2 }
const verticalGravity: Record<string, number> = { Align_Bottom: 4, Align_VerticalCenter: 5 }

/** As the engine's own reader takes directions and alignments. */
function listView (node: string, fields: Fields): string[] {
  const isVertical = fields.text('directionType') === 'Vertical'
  const gravity = isVertical
    ? horizontalGravity[fields.text('horizontalType')] ?? 0
    : verticalGravity[fields.text('verticalType')] ?? 3
  return [
    ...fields.bool('bounceEnabled') ? [`${node}:setBounceEnabled(true)`] : [],
    `${node}:setDirection(${isVertical ? 1 : 2})`,
    `${node}:setGravity(${gravity})`,
    ...other(fields.number('itemMargin'), 0, margin => `${node}:setItemsMargin(${margin})`)
  ]
}

function button (node: string, fields: Fields): string[] {
  const title = `${node}:getTitleRenderer()`
  return [
    ...picture(`${node}:loadTextureNormal`, fields, 'normalData'),
    ...picture(`${node}:loadTexturePressed`, fields, 'pressedData'),
    ...picture(`${node}:loadTextureDisabled`, fields, 'disabledData'),
    ...present(fontOf(fields), font => `${node}:setTitleFontName(${luaString(font)})`),
    `${node}:setTitleFontSize(${fields.number('fontSize')})`,
    ...present(fields.text('text'), title => `${node}:setTitleText(${luaString(title)})`),
    `${node}:setTitleColor(${luaColor(fields.numbers('textColor'))})`,
    ...scale9(node, fields),
    ...disabled(node, fields),
    ...effects(title, fields)
  ]
}

function checkBox (node: string, fields: Fields): string[] {
  return [
    ...picture(`${node}:loadTextureBackGround`, fields, 'backGroundBoxData'),
    ...picture(`${node}:loadTextureBackGroundSelected`, fields, 'backGroundBoxSelectedData'),
    ...picture(`${node}:loadTextureBackGroundDisabled`, fields, 'backGroundBoxDisabledData'),
    ...picture(`${node}:loadTextureFrontCross`, fields, 'frontCrossData'),
    ...picture(`${node}:loadTextureFrontCrossDisabled`, fields, 'frontCrossDisabledData'),
    `${node}:setSelected(${fields.bool('selectedState')})`,
    ...disabled(node, fields)
  ]
}

function text (node: string, fields: Fields): string[] {
  const isSized = fields.bool('isCustomSize')
  const area = `{width = ${fields.number('areaWidth')}, height = ${fields.number('areaHeight')}}`
  return [
    `${node}:ignoreContentAdaptWithSize(${!isSized})`,
    `${node}:setTextAreaSize(${area})`,
    ...present(fontOf(fields), font => `${node}:setFontName(${luaString(font)})`),
    `${node}:setFontSize(${fields.number('fontSize')})`,
    `${node}:setString(${luaString(fields.text('text'))})`,
    ...other(fields.number('hAlignment'), 0, side => `${node}:setTextHorizontalAlignment(${side})`),
    ...other(fields.number('vAlignment'), 0, side => `${node}:setTextVerticalAlignment(${side})`),
    ...fields.bool('touchScaleEnable') ? [`${node}:setTouchScaleChangeEnabled(true)`] : [],
    ...effects(node, fields)
  ]
}

function textField (node: string, fields: Fields): string[] {
  return [
    `${node}:ignoreContentAdaptWithSize(${!fields.bool('isCustomSize')})`,
    ...present(fontOf(fields), font => `${node}:setFontName(${luaString(font)})`),
    `${node}:setFontSize(${fields.number('fontSize')})`,
    `${node}:setPlaceHolder(${luaString(fields.text('placeHolder'))})`,
    `${node}:setString(${luaString(fields.text('text'))})`,
    ...fields.bool('maxLengthEnabled')
      ? [`${node}:setMaxLengthEnabled(true)`, `${node}:setMaxLength(${fields.number('maxLength')})`]
      : [],
    ...fields.bool('passwordEnabled')
      ? [
        `${node}:setPasswordEnabled(true)`,
        `${node}:setPasswordStyleText(${luaString(fields.text('passwordStyleText'))})`
      ]
      : []
  ]
}

function effects (label: string, fields: Fields): string[] {
  const outline = luaColor(fields.numbers('outlineColor'), true)
  const shadow = luaColor(fields.numbers('shadowColor'), true)
  const offset = `{width = ${luaFloat(fields.number('shadowOffsetX'))}, height = ${
    luaFloat(fields.number('shadowOffsetY'))
  }}`
  return [
    ...fields.bool('outlineEnabled')
      ? [`${label}:enableOutline(${outline}, ${fields.number('outlineSize')})`]
      : [],
    ...fields.bool('shadowEnabled')
      ? [`${label}:enableShadow(${shadow}, ${offset}, ${fields.number('shadowBlurRadius')})`]
      : []
  ]
}

function scale9 (node: string, fields: Fields): string[] {
  return fields.bool('scale9Enabled')
    ? [`${node}:setScale9Enabled(true)`, `${node}:setCapInsets(${insets(fields)})`]
    : []
}

function insets (fields: Fields): string {
  const [x = 0, y = 0, width = 0, height = 0] = fields.numbers('capInsets')
  return `{x = ${x}, y = ${y}, width = ${width}, height = ${height}}`
}

function disabled (node: string, fields: Fields): string[] {
  return fields.bool('displaystate') ? [] : [`${node}:setBright(false)`, `${node}:setEnabled(false)`]
}

/** A font file wins over the name of a font. */
function fontOf (fields: Fields): string {
  return fields.table('fontResource').text('path') || fields.text('fontName')
}

/** The call with a picture: a file or a frame of a sheet. None without one. */
function picture (call: string, fields: Fields, name: string): string[] {
  const resource = fields.table(name)
  return present(
    resource.text('path'),
    path => `${call}(${luaString(path)},${resource.number('resourceType')})`
  )
}

export function present (text: string, call: (text: string) => string): string[] {
  return text === '' ? [] : [call(text)]
}

export function other (value: number, usual: number, call: (value: number) => string): string[] {
  return value === usual ? [] : [call(value)]
}
