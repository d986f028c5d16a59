import { node, resourceDataTable, widget } from './base-tables.js'
import { file, fileAttribute } from '../tables/resource-data.js'
import { attribute, child, rgb } from '../tables/value-sources.js'
import type { Row } from '../tables/table-model.js'
import { table } from '../tables/slot-table.js'
import { boxRows, buttonRows, textRows } from './widget-tables.js'

// What axmol's loader reads beyond cocos2d-x's. Its ControlSwitch and LayerColor have tables, but no reader.

const { name: resource } = resourceDataTable

/** Behind the last slot of cocos2d-x. */
const textStyles = (slot: number): Row[] => [
  [slot, 'glowEnabled', 'bool', attribute('GlowEnabled', false)],
  [slot + 1, 'glowColor', 'Color', child('GlowColor', { A: 255, R: 0, G: 0, B: 0 })],
  [slot + 2, 'boldEnabled', 'bool', attribute('BoldEnabled', false)],
  [slot + 3, 'underlineEnabled', 'bool', attribute('UnderlineEnabled', false)],
  [slot + 4, 'italicsEnabled', 'bool', attribute('ItalicsEnabled', false)],
  [slot + 5, 'strikethroughEnabled', 'bool', attribute('StrikethroughEnabled', false)]
]

export const styledButton = table('StyledButtonOptions', [...buttonRows, ...textStyles(22)])
export const styledText = table('StyledTextOptions', [...textRows, ...textStyles(20)])

export const radioButton = table('RadioButtonOptions', [
  ...boxRows,
  [6, 'selectedState', 'bool', attribute('CheckedState', false)],
  [7, 'displaystate', 'bool', attribute('DisplayState', true)]
])

export const radioButtonGroup = table('RadioButtonGroupOptions', [
  widget,
  [1, 'allowedNoSelection', 'bool', attribute('AllowedNoSelection', false)]
])

export const richText = table('RichTextOptions', [
  widget,
  [1, 'xmlDefinition', 'string', attribute('XmlDefinition', 'RichText')]
])

const noColor = { A: 0, R: 0, G: 0, B: 0 }

export const textFieldEx = table('TextFieldExOptions', [
  widget,
  [1, 'fontResource', resource, file('FontResource', 'font')],
  [2, 'fontName', 'string', attribute('FontName', '')],
  [3, 'fontSize', 'int', attribute('FontSize', 20)],
  [4, 'text', 'string', attribute('LabelText', '')],
  [5, 'placeholderText', 'string', attribute('PlaceHolderText', 'Text Field Extend')],
  [6, 'passwordEnabled', 'bool', attribute('PasswordEnable', false)],
  [7, 'passwordStyleText', 'string', attribute('PasswordStyleText', '*')],
  [8, 'maxLength', 'int', attribute('MaxLengthText', 10)],
  [9, 'textColor', 'Color', child('TextColor', noColor)],
  [10, 'placeholderColor', 'Color', child('PlaceholderColor', noColor)],
  [11, 'cursorColor', 'Color', rgb('CursorColor', 0)],
  [12, 'enabled', 'bool = 1', attribute('Enabled', true)],
  [13, 'editable', 'bool = 1', attribute('Editable', true)],
  [14, 'isLocalized', 'bool', attribute('IsLocalized', false)]
])

export const spineSkeleton = table('SpineSkeletonOptions', [
  node,
  [1, 'dataFile', 'string', fileAttribute('DataFile', 'armature')],
  [2, 'atlasFile', 'string', fileAttribute('AtlasFile', 'armature')],
  [3, 'animation', 'string', attribute('Animation', '')],
  [4, 'skin', 'string', attribute('Skin', 'default')],
  [5, 'loop', 'bool', attribute('Loop', false)],
  [6, 'timeScale', 'float', attribute('TimeScale', 1)]
])
