import { resourceDataTable, widget } from './base-tables.js'
import { file, picture, typedFont } from '../tables/resource-data.js'
import { attribute, child, choice, computed, constant, own, rgb } from '../tables/value-sources.js'
import { childOf } from '../csd/merged-elements.js'
import { attributeOf } from '../../../formats/xml-element.js'
import type { Row } from '../tables/table-model.js'
import { table } from '../tables/slot-table.js'

const { name: resource } = resourceDataTable

const capInsets = own({ Scale9OriginX: 0, Scale9OriginY: 0, Scale9Width: 0, Scale9Height: 0 })
/** The node's size when scale-9 is on, else nothing. */
const scale9Size = computed((element, reading) => {
  const size = reading.bool(element, 'Scale9Enable', false) ? childOf(element, 'Size') : undefined
  return size === undefined ? [0, 0] : [reading.float(size, 'X', 0), reading.float(size, 'Y', 0)]
})

const scale9 = (slot: number, enabled: string): Row[] => [
  [slot, 'capInsets', 'CapInsets', capInsets],
  [slot + 1, 'scale9Size', 'FlatSize', scale9Size],
  [slot + 2, enabled, 'bool', attribute('Scale9Enable', false)]
]

const textEffects = (slot: number): Row[] => [
  [slot, 'outlineEnabled', 'bool', attribute('OutlineEnabled', false)],
  [slot + 1, 'outlineColor', 'Color', child('OutlineColor', { A: 255, R: 0, G: 0, B: 0 })],
  [slot + 2, 'outlineSize', 'int = 1', attribute('OutlineSize', 1)],
  [slot + 3, 'shadowEnabled', 'bool', attribute('ShadowEnabled', false)],
  [slot + 4, 'shadowColor', 'Color', child('ShadowColor', { A: 255, R: 0, G: 0, B: 0 })],
  [slot + 5, 'shadowOffsetX', 'float = 2', attribute('ShadowOffsetX', 2)],
  [slot + 6, 'shadowOffsetY', 'float = -2', attribute('ShadowOffsetY', -2)],
  [slot + 7, 'shadowBlurRadius', 'int', attribute('ShadowBlurRadius', 0)]
]

const background: Row[] = [
  widget,
  [1, 'backGroundImageData', resource, picture('FileData')],
  [2, 'clipEnabled', 'bool', attribute('ClipAble', false)],
  [3, 'bgColor', 'Color', rgb('SingleColor', 0)],
  [4, 'bgStartColor', 'Color', rgb('FirstColor', 0)],
  [5, 'bgEndColor', 'Color', rgb('EndColor', 0)],
  [6, 'colorType', 'int', attribute('ComboBoxIndex', 0)],
  [7, 'bgColorOpacity', 'byte = 255', attribute('BackColorAlpha', 255)],
  [8, 'colorVector', 'ColorVector', child('ColorVector', { ScaleX: 0, ScaleY: -0.5 })],
  ...scale9(9, 'backGroundScale9Enabled')
]

const innerSize = child('InnerNodeSize', { Width: 200, Height: 300 })
const isLocalized = attribute('IsLocalized', false)

// isLocalized is the last slot wherever it occurs: the .fbs text that ships with the engine has it elsewhere,
// its loader here.
export const buttonRows: readonly Row[] = [
  widget,
  [1, 'normalData', resource, picture('NormalFileData')],
  [2, 'pressedData', resource, picture('PressedFileData')],
  [3, 'disabledData', resource, picture('DisabledFileData')],
  [4, 'fontResource', resource, typedFont('FontResource')],
  [5, 'text', 'string', attribute('ButtonText', '')],
  [6, 'fontName', 'string', attribute('FontName', '')],
  [7, 'fontSize', 'int', attribute('FontSize', 14)],
  [8, 'textColor', 'Color', rgb('TextColor', 255)],
  ...scale9(9, 'scale9Enabled'),
  [12, 'displaystate', 'bool = 1', attribute('DisplayState', true)],
  ...textEffects(13),
  [21, 'isLocalized', 'bool', isLocalized]
]
export const button = table('ButtonOptions', buttonRows)

/** Of what is checked or not, and its pictures. */
export const boxRows: readonly Row[] = [
  widget,
  [1, 'backGroundBoxData', resource, picture('NormalBackFileData')],
  [2, 'backGroundBoxSelectedData', resource, picture('PressedBackFileData')],
  [3, 'frontCrossData', resource, picture('NodeNormalFileData')],
  [4, 'backGroundBoxDisabledData', resource, picture('DisableBackFileData')],
  [5, 'frontCrossDisabledData', resource, picture('NodeDisableFileData')]
]

export const checkBox = table('CheckBoxOptions', [
  ...boxRows,
  [6, 'selectedState', 'bool = 1', attribute('CheckedState', false)],
  [7, 'displaystate', 'bool = 1', attribute('DisplayState', true)]
])

export const imageView = table('ImageViewOptions', [
  widget,
  [1, 'fileNameData', resource, picture('FileData')],
  ...scale9(2, 'scale9Enabled')
])

export const textAtlas = table('TextAtlasOptions', [
  widget,
  [1, 'charMapFileData', resource, file('LabelAtlasFileImage_CNB', 'picture')],
  [2, 'stringValue', 'string', attribute('LabelText', '0123456789')],
  [3, 'startCharMap', 'string', attribute('StartChar', '')],
  [4, 'itemWidth', 'int', attribute('CharWidth', 0)],
  [5, 'itemHeight', 'int', attribute('CharHeight', 0)]
])

export const textBmFont = table('TextBMFontOptions', [
  widget,
  [1, 'fileNameData', resource, file('LabelBMFontFile_CNB', 'font')],
  [2, 'text', 'string', attribute('LabelText', 'Fnt Text Label')],
  [3, 'isLocalized', 'bool', isLocalized]
])

export const textRows: readonly Row[] = [
  widget,
  [1, 'fontResource', resource, file('FontResource', 'font')],
  [2, 'fontName', 'string', attribute('FontName', '')],
  [3, 'fontSize', 'int', attribute('FontSize', 20)],
  [4, 'text', 'string', attribute('LabelText', 'Text Label')],
  [5, 'areaWidth', 'int', attribute('AreaWidth', 0)],
  [6, 'areaHeight', 'int', attribute('AreaHeight', 0)],
  [7, 'hAlignment', 'int', choice('HorizontalAlignmentType', { HT_Left: 0, HT_Center: 1, HT_Right: 2 })],
  [8, 'vAlignment', 'int', choice('VerticalAlignmentType', { VT_Top: 0, VT_Center: 1, VT_Bottom: 2 })],
  [9, 'touchScaleEnable', 'bool', attribute('TouchScaleChangeAble', false)],
  [10, 'isCustomSize', 'bool', attribute('IsCustomSize', false)],
  ...textEffects(11),
  [19, 'isLocalized', 'bool', isLocalized]
]
export const text = table('TextOptions', textRows)

export const textField = table('TextFieldOptions', [
  widget,
  [1, 'fontResource', resource, file('FontResource', 'font')],
  [2, 'fontName', 'string', attribute('FontName', '')],
  [3, 'fontSize', 'int', attribute('FontSize', 20)],
  [4, 'text', 'string', attribute('LabelText', '')],
  [5, 'placeHolder', 'string', attribute('PlaceHolderText', 'Text Field')],
  [6, 'passwordEnabled', 'bool', attribute('PasswordEnable', false)],
  [7, 'passwordStyleText', 'string', attribute('PasswordStyleText', '*')],
  [8, 'maxLengthEnabled', 'bool', attribute('MaxLengthEnable', false)],
  [9, 'maxLength', 'int', attribute('MaxLengthText', 10)],
  [10, 'areaWidth', 'int', constant(0)],
  [11, 'areaHeight', 'int', constant(0)],
  [12, 'isCustomSize', 'bool', attribute('IsCustomSize', false)],
  [13, 'isLocalized', 'bool', isLocalized]
])

export const loadingBar = table('LoadingBarOptions', [
  widget,
  [1, 'textureData', resource, picture('ImageFileData')],
  [2, 'percent', 'int = 80', attribute('ProgressInfo', 80)],
  [
    3,
    'direction',
    'int',
    computed(element => (attributeOf(element, 'ProgressType') ?? 'Left_To_Right') === 'Left_To_Right' ? 0 : 1)
  ]
])

export const slider = table('SliderOptions', [
  widget,
  [1, 'barFileNameData', resource, picture('BackGroundData')],
  [2, 'ballNormalData', resource, picture('BallNormalData')],
  [3, 'ballPressedData', resource, picture('BallPressedData')],
  [4, 'ballDisabledData', resource, picture('BallDisabledData')],
  [5, 'progressBarData', resource, picture('ProgressBarData')],
  [6, 'percent', 'int = 50', attribute('PercentInfo', 0)],
  [7, 'displaystate', 'bool = 1', attribute('DisplayState', true)]
])

export const panel = table('PanelOptions', background)
export const pageView = table('PageViewOptions', background)

export const scrollView = table('ScrollViewOptions', [
  ...background,
  [12, 'innerSize', 'FlatSize', innerSize],
  [
    13,
    'direction',
    'int',
    choice('ScrollDirectionType', { Vertical: 1, Horizontal: 2, Vertical_Horizontal: 3 })
  ],
  [14, 'bounceEnabled', 'bool', attribute('IsBounceEnabled', false)],
  [15, 'scrollbarEnabeld', 'bool = 1', attribute('BarEnabled', true)],
  [16, 'scrollbarAutoHide', 'bool = 1', attribute('BarAutoHide', true)],
  [17, 'scrollbarAutoHideTime', 'float = 0.2', attribute('BarAutoHideTime', 0.2)]
])

export const listView = table('ListViewOptions', [
  ...background,
  [12, 'innerSize', 'FlatSize', innerSize],
  [13, 'direction', 'int', constant(0)],
  [14, 'bounceEnabled', 'bool', attribute('IsBounceEnabled', false)],
  [15, 'itemMargin', 'int', attribute('ItemMargin', 0)],
  [16, 'directionType', 'string', attribute('DirectionType', '')],
  [17, 'horizontalType', 'string', attribute('HorizontalType', '')],
  [18, 'verticalType', 'string', attribute('VerticalType', '')]
])
