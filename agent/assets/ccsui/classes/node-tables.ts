import { nestedCsb } from '../file-names.js'
import { blendFunc, node, resourceDataTable } from './base-tables.js'
import { attributeOf } from '../../../formats/xml-element.js'
import { file, picture, prefixed } from '../tables/resource-data.js'
import { attribute, computedChild, constant } from '../tables/value-sources.js'
import { table } from '../tables/slot-table.js'

const resourceItem = table('ResourceItemData', [
  [0, 'type', 'int'],
  [1, 'path', 'string']
])

/** `ui/Item.csd` as `ui/Item.csb`. */
const nestedProject = computedChild('FileData', '', (element, reading) => {
  const path = attributeOf(element, 'Path') ?? ''
  return path === '' ? '' : prefixed(reading.options.csbPrefix, nestedCsb(path))
})

const armature = computedChild(
  'FileData',
  { table: resourceItem, values: [0, ''] },
  element => ({ table: resourceItem, values: [0, attributeOf(element, 'Path') ?? ''] })
)

export const singleNode = table('SingleNodeOptions', [node])

export const sprite = table('SpriteOptions', [
  node,
  [1, 'fileNameData', resourceDataTable.name, picture('FileData')],
  [2, 'blendFunc', 'BlendFunc', blendFunc]
])

export const particle = table('ParticleSystemOptions', [
  node,
  [1, 'fileNameData', 'ResourceData', file('FileData', 'particle')],
  [2, 'blendFunc', 'BlendFunc', blendFunc]
])

export const gameMap = table('GameMapOptions', [
  node,
  [1, 'fileNameData', 'ResourceData', file('FileData', 'map')]
])

export const projectNode = table('ProjectNodeOptions', [
  node,
  [1, 'fileName', 'string', {
    ...nestedProject,
    resources: [{ element: 'FileData', rule: 'file', kind: 'csb' }]
  }],
  [2, 'innerActionSpeed', 'float', attribute('InnerActionSpeed', 1)]
])

export const simpleAudio = table('ComAudioOptions', [
  node,
  [1, 'name', 'string', attribute('Name', '')],
  [2, 'enabled', 'bool', constant(false)],
  [3, 'loop', 'bool', attribute('Loop', false)],
  // A csd holds 0.0000 to 1.0000 here; the format cuts it to an integer.
  [4, 'volume', 'int', attribute('Volume', 0)],
  [5, 'fileNameData', 'ResourceData', file('FileData', 'audio')]
])

export const armatureNode = table('CSArmatureNodeOption', [
  node,
  [1, 'fileData', 'ResourceItemData', {
    ...armature,
    resources: [{ element: 'FileData', rule: 'file', kind: 'armature' }]
  }],
  [2, 'isLoop', 'bool = 1', attribute('IsLoop', false)],
  [3, 'isAutoPlay', 'bool = 1', attribute('IsAutoPlay', false)],
  [4, 'currentAnimationName', 'string', attribute('CurrentAnimationName', '')]
])

export const bone = table('BoneOptions', [
  node,
  [1, 'length', 'float', attribute('Length', 0)],
  [2, 'blendFunc', 'BlendFunc', blendFunc]
])
