import { floatFrom, integerFrom } from '../csd/csd-numbers.js'
import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { quoted } from './json-text.js'
import type { JsonMembers } from './json-text.js'

export type JsonKind = 'int' | 'float' | 'bool' | 'text'

const floats =
  `Rotation LeftMargin RightMargin TopMargin BottomMargin RotationSkewX RotationSkewY ShadowOffsetX
  ShadowOffsetY Volume InnerActionSpeed Speed Length X Y Z ScaleX ScaleY BarAutoHideTime SelectedTabZoom Fov
  Intensity Range OuterAngle`
const integers = `A R G B ActionTag Alpha AreaHeight AreaWidth BackColorAlpha CameraFlagData CameraFlagMode
  CharHeight CharWidth ComboBoxIndex Dst Duration EndIndex FontSize FrameIndex HeaderHeight HeaderWidth Height
  ItemMargin MaxLengthText OutlineSize PercentInfo ProgressInfo Scale9Height Scale9OriginX Scale9OriginY
  Scale9Width SelectedTabIndex ShadowBlurRadius SingleFrameIndex SkyBoxMask Src StartIndex Tag Width ZOrder`
const booleans = `BarAutoHide BarEnabled CheckedState ClipAble DisplayState Enable FlipX FlipY IconVisible
  IgnoreHeaderTextureSize IsAutoPlay IsBounceEnabled IsCustomSize IsFlipped IsLocalized IsLoop Loop
  MaxLengthEnable OutlineEnabled PasswordEnable PercentHeightEnable PercentHeightEnabled PercentWidthEnable
  PercentWidthEnabled PositionPercentXEnabled PositionPercentYEnabled RunAction3D Scale9Enable ShadowEnabled
  SkyBoxEnabled SkyBoxValid StretchHeightEnable StretchWidthEnable TouchEnable TouchScaleChangeAble Tween
  UseDefaultLight VisibleForFrame`

const kinds: ReadonlyMap<string, JsonKind> = new Map([
  ...kindOf(floats, 'float'),
  ...kindOf(integers, 'int'),
  ...kindOf(booleans, 'bool')
])

function kindOf (names: string, kind: JsonKind): Array<[string, JsonKind]> {
  return names.split(/\s+/).map(name => [name, kind])
}

/** An attribute as the JSON has it. */
export function jsonValue (name: string, text: string, kind = kinds.get(name) ?? 'text'): string {
  switch (kind) {
    case 'int':
      return String(integerFrom(text).value)
    case 'float':
      return floatText(text)
    case 'bool':
      return String(text === 'True')
    case 'text':
      return quoted(text)
  }
}

/**
 * Four decimals without the zeros at their end, as Studio rounds both in a csd and in its JSON: of a csd that
 * Studio wrote, the same digits.
 */
function floatText (text: string): string {
  const digits = /^-?\d+\.\d{1,4}$/.test(text) ? text : floatFrom(text).value.toFixed(4)
  const [whole = '0', fraction = ''] = digits.split('.')
  const rest = fraction.replace(/0+$/, '')
  return whole === '-0' && rest === '' ? '0.0' : `${whole}.${rest === '' ? '0' : rest}`
}

const ofPoint: Members = { names: ['X', 'Y'], missing: '0.0' }
const of3d: Members = { names: ['X', 'Y', 'Z'], missing: '0.0' }
const ofColor: Members = { names: ['A', 'R', 'G', 'B'], leftOut: '255' }
const ofAnchor: Members = { names: ['ScaleX', 'ScaleY'], leftOut: '0.0' }

/** What a child element holds; `missing` stands for what the csd does not say. */
interface Members {
  readonly names: readonly string[]
  readonly missing?: string
  readonly leftOut?: string
}

const structs: ReadonlyMap<string, Members> = new Map<string, Members>([
  ...['Position', 'PrePosition', 'PreSize', 'Size'].map(name => [name, ofPoint] as const),
  ...['Position3D', 'Rotation3D', 'Scale3D'].map(name => [name, of3d] as const),
  ...['CColor', 'TextColor', 'OutlineColor', 'ShadowColor', 'SingleColor', 'FirstColor', 'EndColor', 'Color']
    .map(
      name => [name, ofColor] as const
    ),
  ['AnchorPoint', ofAnchor],
  ['ColorVector', ofAnchor],
  ['Scale', { names: ['ScaleX', 'ScaleY'] }],
  ['BlendFunc', { names: ['Src', 'Dst'] }],
  ['InnerNodeSize', { names: ['Width', 'Height'] }],
  ['ClipPlane', { names: ['X', 'Y'] }],
  ['PointF', ofPoint]
])

/** A point, a colour or the like; undefined for other elements. */
export function jsonStruct (element: XmlElement): JsonMembers | undefined {
  const struct = structs.get(element.name)
  if (struct === undefined) return undefined
  const members: JsonMembers = new Map()
  for (const name of struct.names) {
    const text = attributeOf(element, name)
    const value = text === undefined ? struct.missing : jsonValue(name, text)
    if (value !== undefined && value !== struct.leftOut) members.set(name, value)
  }
  return members
}
