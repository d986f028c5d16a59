import { posix } from 'node:path'
import { publishedName } from '../file-names.js'
import type { Fields } from './lua-fields.js'
import { luaFloat, luaString } from './lua-text.js'
import { other, present, widgets } from './lua-widgets.js'
import type { LuaClass } from './lua-widgets.js'

/** The engine's Lua builds every class of a csd but a few of skeletons, tabs, lights and cameras. */
const nodes: Readonly<Record<string, LuaClass>> = {
  Node: { create: () => 'cc.Node:create()', calls: () => [], anchor: 0, kind: 'node' },
  Sprite: {
    create: fields => {
      const resource = fields.table('fileNameData')
      const path = resource.text('path')
      if (path === '') return 'cc.Sprite:create()'
      return resource.number('resourceType') === 1
        ? `cc.Sprite:createWithSpriteFrameName(${luaString(path)})`
        : `cc.Sprite:create(${luaString(path)})`
    },
    calls: (node, fields) => [
      ...fields.bool('flipX') ? [`${node}:setFlippedX(true)`] : [],
      ...fields.bool('flipY') ? [`${node}:setFlippedY(true)`] : []
    ],
    anchor: 0.5,
    kind: 'node'
  },
  Particle: file('cc.ParticleSystemQuad:create'),
  GameMap: file('cc.TMXTiledMap:create'),
  SimpleAudio: {
    create: () => 'cc.Node:create()',
    calls: (node, fields) => [
      'localAudio = ccs.ComAudio:create()',
      `localAudio:setName(${luaString(fields.text('name'))})`,
      ...present(fields.table('fileNameData').text('path'), path => `localAudio:setFile(${luaString(path)})`),
      `localAudio:setLoop(${fields.bool('loop')})`,
      `${node}:addComponent(localAudio)`
    ],
    anchor: 0,
    kind: 'node'
  },
  ArmatureNode: {
    create: () => 'ccs.Armature:create()',
    calls: (node, fields) => armature(node, fields.table('fileData').text('path'), fields),
    // The engine's is in the middle, but Studio says nothing of one at 0 either.
    anchor: 0,
    kind: 'node'
  },
  ProjectNode: {
    create: () => 'innerProject.root',
    calls: (node, fields) => [
      `${node}.animation = innerProject.animation`,
      // As the engine does with a csb: it is there, at its speed, and stands.
      ...present(fields.text('fileName'), () => `${node}:runAction(innerProject.animation)`),
      ...present(
        fields.text('fileName'),
        () => `innerProject.animation:setTimeSpeed(${luaFloat(fields.number('innerActionSpeed'))})`
      ),
      ...present(fields.text('fileName'), () => 'innerProject.animation:gotoFrameAndPause(0)')
    ],
    anchor: 0,
    kind: 'node'
  },
  Node3D: { create: () => 'cc.Node:create()', calls: inSpace, anchor: 0, kind: 'node' },
  Sprite3D: {
    create: fields => {
      const path = fields.table('fileData').text('path')
      return `cc.Sprite3D:create(${path === '' ? '' : luaString(path)})`
    },
    calls: (node, fields) => [
      ...inSpace(node, fields),
      ...fields.bool('runAction')
        ? [
          `localAnimation = cc.Animation3D:create(${luaString(fields.table('fileData').text('path'))})`,
          `if localAnimation then ${node}:runAction(cc.RepeatForever:create(` +
          'cc.Animate3D:create(localAnimation))) end'
        ]
        : []
    ],
    anchor: 0,
    kind: 'node'
  }
}

const aliases: Readonly<Record<string, string>> = {
  SingleNode: 'Node',
  TextButton: 'Button',
  Label: 'Text',
  TextArea: 'Text',
  LabelAtlas: 'TextAtlas',
  LabelBMFont: 'TextBMFont'
}

/** Undefined for classes of which the engine's Lua knows too little to build them. */
export function luaClass (className: string): LuaClass | undefined {
  const name = aliases[className] ?? className
  return Object.hasOwn(widgets, name) ? widgets[name] : Object.hasOwn(nodes, name) ? nodes[name] : undefined
}

/** What has to be there before a node of that class is made. */
export function linesBefore (className: string, fields: Fields): string[] {
  if (className !== 'ProjectNode') return []
  const path = fields.text('fileName')
  if (path === '') return ['innerProject = {root = cc.Node:create()}']
  return [
    `innerCSD = require(${luaString(moduleOf(path))})`,
    'innerProject = innerCSD.create(callBackProvider)'
  ]
}

/** `ui/Item.csb` as the module `ui.Item`. */
function moduleOf (path: string): string {
  return publishedName(path, 'lua').slice(0, -'.lua'.length).replaceAll('/', '.')
}

function file (create: string): LuaClass {
  return {
    create: fields => `${create}(${luaString(fields.table('fileNameData').text('path'))})`,
    calls: () => [],
    anchor: 0,
    kind: 'node'
  }
}

/** The engine names an armature as its file. */
function armature (node: string, path: string, fields: Fields): string[] {
  if (path === '') return []
  const name = posix.basename(path, posix.extname(path))
  const animation = fields.text('currentAnimationName')
  return [
    `ccs.ArmatureDataManager:getInstance():addArmatureFileInfo(${luaString(path)})`,
    `${node}:init(${luaString(name)})`,
    ...fields.bool('isAutoPlay') && animation !== ''
      ? [`${node}:getAnimation():play(${luaString(animation)},-1, ${fields.bool('isLoop') ? 1 : 0})`]
      : []
  ]
}

function inSpace (node: string, fields: Fields): string[] {
  const vector = (name: string): string => {
    const [x = 0, y = 0, z = 0] = fields.numbers(name)
    return `{x = ${luaFloat(x)}, y = ${luaFloat(y)}, z = ${luaFloat(z)}}`
  }
  const [x = 0, y = 0, z = 0] = fields.numbers('scale3D')
  return [
    `${node}:setPosition3D(${vector('position3D')})`,
    `${node}:setRotation3D(${vector('rotation3D')})`,
    `${node}:setScaleX(${luaFloat(x)})`,
    `${node}:setScaleY(${luaFloat(y)})`,
    `${node}:setScaleZ(${luaFloat(z)})`,
    ...other(fields.number('cameramask'), 0, mask => `${node}:setCameraMask(${mask})`)
  ]
}
