import { createHash } from 'node:crypto'

// Writes Cocos Studio 3.10 documents from a tree of nodes; margins, percentages and tags are worked out as
// Studio does.

const fixed = value => value.toFixed(4)
const escape = text =>
  String(text).replace(
    /[&<>"\n]/g,
    char => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#xA;' })[char]
  )

/** Attributes in the order given; those that are undefined are left out. */
function attributes (values) {
  return Object
    .entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(value)}"`)
    .join('')
}

function element (name, values, lines = []) {
  if (lines.length === 0) return [`<${name}${attributes(values)} />`]
  return [`<${name}${attributes(values)}>`, ...lines.map(line => `  ${line}`), `</${name}>`]
}

/** A pair as Studio writes it: a coordinate that is zero is left out. */
function pair (name, x, y, keys = ['X', 'Y']) {
  return element(name, {
    [keys[0]]: x === 0 ? undefined : fixed(x),
    [keys[1]]: y === 0 ? undefined : fixed(y)
  })
}

function digest (text) {
  return createHash('sha256').update(text).digest()
}

export const actionTag = (file, name) => digest(`${file}#${name}`).readInt32LE(0)

function guid (text) {
  const hex = digest(text).toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32)
  ]
    .join('-')
}

const margin = value => Math.abs(value) < 0.00005 ? undefined : fixed(value)

function nodeLines (node, parent, file, counter) {
  const { x = 0, y = 0, w = 0, h = 0, ax = 0.5, ay = 0.5, scale = 1, colour = [255, 255, 255] } = node
  const left = x - ax * w
  const bottom = y - ay * h
  const tag = ++counter.tag
  const children = (node.children ?? []).flatMap(child => nodeLines(child, { w, h }, file, counter))
  return element('AbstractNodeData', {
    Name: node.name,
    ActionTag: actionTag(file, node.name),
    VisibleForFrame: node.hidden ? 'False' : undefined,
    ...(node.click ? { CallBackType: 'Click', CallBackName: node.click } : {}),
    Tag: tag,
    ...(node.turn ? { RotationSkewX: fixed(node.turn), RotationSkewY: fixed(node.turn) } : {}),
    IconVisible: ['SingleNode', 'ProjectNode'].includes(node.type) ? 'True' : 'False',
    ...node.layout,
    LeftMargin: margin(left),
    RightMargin: margin(parent.w - left - w),
    TopMargin: margin(parent.h - bottom - h),
    BottomMargin: margin(bottom),
    ...node.values,
    ctype: `${node.type}ObjectData`
  }, [
    ...element('Size', { X: fixed(w), Y: fixed(h) }),
    ...(children.length > 0 ? element('Children', {}, children) : []),
    ...pair('AnchorPoint', ax, ay, ['ScaleX', 'ScaleY']),
    ...pair('Position', x, y),
    ...element('Scale', { ScaleX: fixed(scale), ScaleY: fixed(scale) }),
    ...element('CColor', rgb(colour, node.alpha)),
    ...pair('PrePosition', parent.w === 0 ? 0 : x / parent.w, parent.h === 0 ? 0 : y / parent.h),
    ...element('PreSize', {
      X: fixed(parent.w === 0 ? 0 : w / parent.w),
      Y: fixed(parent.h === 0 ? 0 : h / parent.h)
    }),
    ...(node.parts ?? []).flatMap(([name, values]) => element(name, values))
  ])
}

export const rgb = ([r, g, b], alpha = 255) => ({ A: alpha, R: r, G: g, B: b })

function frameLines (kind, { at, easing = 0, tween, part, ...values }) {
  const lines = part === undefined
    ? (tween === false ? [] : element('EasingData', { Type: easing }))
    : element(...part)
  return element(kind, { FrameIndex: at, Tween: tween === false ? 'False' : undefined, ...values }, lines)
}

/**
 * The whole document: `root` says what kind of file it is, `timelines` are [node name, property, frame
 * element, frames].
 */
export function csdDocument (
  { file, type, w = 0, h = 0, children, duration = 0, timelines = [], animations = [] }
) {
  const counter = { tag: digest(file).readUInt16LE(4) % 900 + 10 }
  const name = file.replace(/^.*\//, '').replace(/\.csd$/, '')
  const content = [
    ...element(
      'Animation',
      {
        Duration: duration,
        Speed: fixed(1),
        ActivedAnimationName: animations[0]?.name
      },
      timelines.flatMap(([node, property, kind, frames]) =>
        element(
          'Timeline',
          { ActionTag: actionTag(file, node), Property: property },
          frames.flatMap(frame => frameLines(kind, frame))
        )
      )
    ),
    ...(animations.length > 0
      ? element(
        'AnimationList',
        {},
        animations.flatMap(({ name, from, to }) =>
          element(
            'AnimationInfo',
            { Name: name, StartIndex: from, EndIndex: to },
            element('RenderColor', { A: 255, R: 70, G: 130, B: 180 })
          )
        )
      )
      : []),
    ...element('ObjectData', {
      Name: type,
      Tag: counter.tag,
      ctype: type === 'Layer' ? 'GameLayerObjectData' : 'GameNodeObjectData'
    }, [
      ...element('Size', { X: fixed(w), Y: fixed(h) }),
      ...element('Children', {}, children.flatMap(child => nodeLines(child, { w, h }, file, counter)))
    ])
  ]
  return element('GameFile', {}, [
    ...element('PropertyGroup', { Name: name, Type: type, ID: guid(file), Version: '3.10.0.0' }),
    ...element('Content', { ctype: 'GameProjectContent' }, element('Content', {}, content))
  ])
    .join('\n')
}

/** The Studio project that names every document and picture below cocosstudio/. */
export function ccsDocument (name, files) {
  const folders = [...new Set(files.map(({ file }) => file.includes('/') ? file.split('/')[0] : ''))].sort()
  const leaves = folder =>
    files
      .filter(({ file }) => (file.includes('/') ? file.split('/')[0] : '') === folder)
      .flatMap(({ file, kind, type }) => element(kind, { Name: file.split('/').at(-1), Type: type }))
  return element('Solution', {}, [
    ...element('PropertyGroup', { Name: name, Version: '3.10.0.0', Type: 'CocosStudio' }),
    ...element(
      'SolutionFolder',
      {},
      element(
        'Group',
        { ctype: 'ResourceGroup' },
        element('RootFolder', { Name: '.' }, [
          ...folders.filter(folder => folder !== '').flatMap(folder =>
            element('Folder', { Name: folder }, leaves(folder))
          ),
          ...leaves('')
        ])
      )
    )
  ])
    .join('\n')
}
