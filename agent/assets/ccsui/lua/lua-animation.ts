import type { Fields } from './lua-fields.js'
import { luaColor, luaFloat, luaString } from './lua-text.js'

/** The engine's frame for each property, and how its value is set. */
const frames: Readonly<Record<string, { type: string, calls: (frame: Fields) => string[] }>> = {
  Position: {
    type: 'PositionFrame',
    calls: frame => pair(frame.numbers('position'), 'setX', 'setY')
  },
  Scale: { type: 'ScaleFrame', calls: frame => pair(frame.numbers('scale'), 'setScaleX', 'setScaleY') },
  RotationSkew: {
    type: 'RotationSkewFrame',
    calls: frame => pair(frame.numbers('scale'), 'setSkewX', 'setSkewY')
  },
  AnchorPoint: {
    type: 'AnchorPointFrame',
    calls: frame => {
      const [x = 0, y = 0] = frame.numbers('scale')
      return [`setAnchorPoint({x = ${luaFloat(x)}, y = ${luaFloat(y)}})`]
    }
  },
  CColor: { type: 'ColorFrame', calls: frame => [`setColor(${luaColor(frame.numbers('color'))})`] },
  FileData: {
    type: 'TextureFrame',
    calls: frame => [`setTextureName(${luaString(frame.table('textureFile').text('path'))})`]
  },
  FrameEvent: { type: 'EventFrame', calls: frame => [`setEvent(${luaString(frame.text('value'))})`] },
  Alpha: { type: 'AlphaFrame', calls: frame => [`setAlpha(${frame.number('value')})`] },
  ZOrder: { type: 'ZOrderFrame', calls: frame => [`setZOrder(${frame.number('value')})`] },
  VisibleForFrame: { type: 'VisibleFrame', calls: frame => [`setVisible(${frame.bool('value')})`] },
  ActionValue: {
    type: 'InnerActionFrame',
    calls: frame => {
      const name = frame.text('currentAniamtionName')
      return [
        `setInnerActionType(${frame.number('innerActionType')})`,
        `setSingleFrameIndex(${frame.number('singleFrameIndex')})`,
        ...name === '' ? [] : ['setEnterWithName(true)', `setAnimationName(${luaString(name)})`]
      ]
    }
  },
  BlendFunc: {
    type: 'BlendFuncFrame',
    calls: frame => {
      const [src = 1, dst = 771] = frame.numbers('blendFunc')
      return [`setBlendFunc({src = ${src}, dst = ${dst}})`]
    }
  }
}

/** The timelines of an action and its named ranges; the engine leaves out what belongs to no node, too. */
export function animationLines (
  action: Fields,
  infos: readonly Fields[],
  nodeOf: (actionTag: number) => string | undefined
): string[] {
  return [
    '--Create Animation',
    "result['animation'] = ccs.ActionTimeline:create()",
    '  ',
    `result['animation']:setDuration(${action.number('duration')})`,
    `result['animation']:setTimeSpeed(${luaFloat(action.number('speed'))})`,
    ...action.tables('timeLines').flatMap(timeline => timelineLines(timeline, nodeOf)),
    '--Create Animation List',
    ...infos.map(info =>
      `result['animation']:addAnimationInfo({name = ${luaString(info.text('name'))}, ` +
      `startIndex = ${info.number('startIndex')}, endIndex = ${info.number('endIndex')}})`
    ),
    ''
  ]
}

function timelineLines (timeline: Fields, nodeOf: (actionTag: number) => string | undefined): string[] {
  const property = timeline.text('property')
  const kind = Object.hasOwn(frames, property) ? frames[property] : undefined
  const node = nodeOf(timeline.number('actionTag'))
  if (kind === undefined || node === undefined) return []
  return [
    '',
    `--Create ${property}Timeline`,
    'localTimeline = ccs.Timeline:create()',
    '',
    ...timeline.tables('frames').flatMap(wrapper =>
      wrapper.present().flatMap(([, frame]) => frameLines(kind.type, frame, kind.calls(frame)))
    ),
    `localTimeline:setNode(${node})`,
    "result['animation']:addTimeline(localTimeline)"
  ]
}

function frameLines (type: string, frame: Fields, calls: readonly string[]): string[] {
  const [[, easing] = []] = frame.present().filter(([name]) => name === 'easingData')
  const points = easing?.points('points') ?? []
  return [
    `localFrame = ccs.${type}:create()`,
    `localFrame:setFrameIndex(${frame.number('frameIndex')})`,
    `localFrame:setTween(${frame.bool('tween')})`,
    ...easing === undefined || easing.number('type') === 0
      ? []
      : [`localFrame:setTweenType(${easing.number('type')})`],
    ...points.length === 0 ? [] : [`localFrame:setEasingParams({${points.map(luaFloat).join(', ')}})`],
    ...calls.map(call => `localFrame:${call}`),
    'localTimeline:addFrame(localFrame)',
    ''
  ]
}

function pair ([first = 0, second = 0]: number[], one: string, other: string): string[] {
  return [`${one}(${luaFloat(first)})`, `${other}(${luaFloat(second)})`]
}
