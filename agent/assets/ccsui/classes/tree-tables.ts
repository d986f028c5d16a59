import { frameTable } from './frame-tables.js'
import { attribute, constant } from '../tables/value-sources.js'
import { table } from '../tables/slot-table.js'

export const csParseBinary = table('CSParseBinary', [
  [0, 'version', 'string'],
  [1, 'textures', '[string]'],
  [2, 'texturePngs', '[string]'],
  [3, 'nodeTree', 'NodeTree'],
  [4, 'action', 'NodeAction'],
  [5, 'animationList', '[AnimationInfo]']
])

export const nodeTree = table('NodeTree', [
  [0, 'classname', 'string'],
  [1, 'children', '[NodeTree]'],
  [2, 'options', 'Options'],
  [3, 'customClassName', 'string']
])

export const animationInfo = table('AnimationInfo', [
  [0, 'name', 'string', attribute('Name', '')],
  [1, 'startIndex', 'int', attribute('StartIndex', 0)],
  [2, 'endIndex', 'int', attribute('EndIndex', 0)]
])

export const nodeAction = table('NodeAction', [
  [0, 'duration', 'int', attribute('Duration', 0)],
  [1, 'speed', 'float', attribute('Speed', 0)],
  [2, 'timeLines', '[TimeLine]', constant([])],
  [3, 'currentAnimationName', 'string', attribute('ActivedAnimationName', '')]
])

export const timeLine = table('TimeLine', [
  [0, 'property', 'string', attribute('Property', '')],
  [1, 'actionTag', 'int', attribute('ActionTag', 0)],
  [2, 'frames', `[${frameTable.name}]`, constant([])]
])
