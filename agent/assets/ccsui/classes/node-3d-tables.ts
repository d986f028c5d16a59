import { node3dBlock, resourceDataTable } from './base-tables.js'
import { model, picture } from '../tables/resource-data.js'
import { attribute, block, child, childAttribute, choice, computed } from '../tables/value-sources.js'
import type { Row } from '../tables/table-model.js'
import { table } from '../tables/slot-table.js'

export const node3d = table('Node3DOption', [
  [0, 'nodeOptions', 'WidgetOptions', block(node3dBlock)],
  [1, 'position3D', 'Vector3', child('Position3D', { X: 0, Y: 0, Z: 0 })],
  [2, 'rotation3D', 'Vector3', child('Rotation3D', { X: 0, Y: 0, Z: 0 })],
  [3, 'scale3D', 'Vector3', child('Scale3D', { X: 0, Y: 0, Z: 0 })],
  [4, 'cameramask', 'int', attribute('CameraFlagMode', 0)]
])

const base: Row = [0, 'node3DOption', 'Node3DOption', block(node3d)]
const lightFlags = Object.fromEntries(Array.from({ length: 13 }, (_, bit) => [`LIGHT${bit}`, 1 << bit]))
const cameraFlags: Record<string, number> = { DEFAULT: 1, USER1: 2, USER2: 4, USER3: 8, USER4: 16 }

/**
 * The name of the mode counts while the flag is still 0; a number other than 0 wins over what came before it.
 */
const cameraFlag = computed((element, reading) => {
  let flag = 0
  for (let index = 0; index < element.attributes.length; index += 2) {
    const name = element.attributes[index]
    const value = element.attributes[index + 1]
    if (name === 'UserCameraFlagMode' && flag === 0) flag = cameraFlags[value ?? ''] ?? 0
    else if (name === 'CameraFlagData') flag = reading.int(element, name, 0) || flag
  }
  return flag
})

const skyBoxEnabled = computed((element, reading) =>
  reading.bool(element, 'SkyBoxEnabled', false) && reading.bool(element, 'SkyBoxValid', true)
)

const skyBox = (slot: number): Row[] =>
  ['Left', 'Right', 'Up', 'Down', 'Forward', 'Back'].map((
    side,
    index
  ) => [slot + index, `${side.toLowerCase()}FileData`, resourceDataTable.name, picture(`${side}Image`)])

export const sprite3d = table('Sprite3DOptions', [
  base,
  [1, 'fileData', 'ResourceData', model('FileData')],
  [2, 'runAction', 'bool', attribute('RunAction3D', false)],
  [3, 'isFlipped', 'bool', attribute('IsFlipped', false)],
  [4, 'lightFlag', 'int', choice('LightFlag', lightFlags)]
])

export const particle3d = table('Particle3DOptions', [
  base,
  [1, 'fileData', 'ResourceData', model('FileData')]
])

export const light3d = table('Light3DOption', [
  base,
  [1, 'enabled', 'bool', attribute('Enable', true)],
  [2, 'type', 'int', choice('Type', { DIRECTIONAL: 0, POINT: 1, SPOT: 2, AMBIENT: 3 })],
  [3, 'flag', 'int', choice('Flag', lightFlags)],
  [4, 'intensity', 'float', attribute('Intensity', 1)],
  [5, 'range', 'float', attribute('Range', 5)],
  [6, 'outerAngle', 'float', attribute('OuterAngle', 30)]
])

export const userCamera = table('UserCameraOptions', [
  base,
  [1, 'fov', 'float = 60', attribute('Fov', 60)],
  [2, 'nearClip', 'float = 1', childAttribute('ClipPlane', 'X', 1)],
  [3, 'farClip', 'float = 1000', childAttribute('ClipPlane', 'Y', 1000)],
  [4, 'cameraFlag', 'int', cameraFlag],
  [5, 'skyBoxEnabled', 'bool', skyBoxEnabled],
  ...skyBox(6)
])

export const gameNode3d = table('GameNode3DOption', [
  [0, 'name', 'string', attribute('Name', '')],
  // Csd files spell it SkyBoxMask, which the format does not read: real files always hold 1.
  [1, 'skyBoxMask', 'int', attribute('skyBoxMask', 1)],
  [2, 'skyBoxEnabled', 'bool', skyBoxEnabled],
  ...skyBox(3),
  [9, 'frameEvent', 'string', attribute('FrameEvent', '')],
  [10, 'customProperty', 'string', attribute('UserData', '')],
  [11, 'useDefaultLight', 'bool', attribute('UseDefaultLight', false)]
])
