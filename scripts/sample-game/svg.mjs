// The shared look of every drawing: one ink outline, one palette of two-tone gradients, soft white shines.

export const INK = '#2a1f3d'

const PALETTE = {
  steel: ['#f2f6fc', '#8b9bbb'],
  stone: ['#b9b4c7', '#75708c'],
  gold: ['#fff0a0', '#f0a020'],
  orange: ['#ffc46b', '#ef6a2c'],
  red: ['#ff8a7a', '#d0304c'],
  pink: ['#ffc4dc', '#f0689c'],
  purple: ['#c9a0ff', '#7040c0'],
  blue: ['#86c8ff', '#3468d0'],
  cyan: ['#c4fbff', '#35b8d8'],
  green: ['#b4ec80', '#3ba04c'],
  leaf: ['#8fd874', '#2f8558'],
  teal: ['#8ce8cc', '#25897f'],
  wood: ['#dba36a', '#8a5230'],
  brown: ['#b98058', '#6b4030'],
  skin: ['#ffe0bd', '#f0b088'],
  goblin: ['#bfe07a', '#6fa840'],
  cream: ['#fffaf0', '#eed8b4'],
  white: ['#ffffff', '#dde4f4'],
  grey: ['#d4d4dc', '#93939f'],
  night: ['#6a5a9c', '#352a5c'],
  dark: ['#5a4d78', '#352a4c']
}

const GRADIENTS = Object.entries(PALETTE).map(([name, [light, deep]]) =>
  `<linearGradient id="${name}" x1="0.2" y1="0" x2="0.5" y2="1"><stop offset="0" stop-color="${light}"/><stop offset="1" stop-color="${deep}"/></linearGradient>`
)

export const light = name => PALETTE[name][0]
export const deep = name => PALETTE[name][1]

const round = value => typeof value === 'number' ? Math.round(value * 100) / 100 : value

export function tag (name, attributes, ...children) {
  const text = Object
    .entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${round(value)}"`)
    .join('')
  return `<${name}${text}>${children.flat(9).join('')}</${name}>`
}

export const paint = name => name in PALETTE ? `url(#${name})` : name

function inked (fill, width) {
  return {
    fill: paint(fill),
    stroke: width > 0 ? INK : 'none',
    'stroke-width': width > 0 ? width : undefined,
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round'
  }
}

export const path = (d, fill, width = 3) => tag('path', { d, ...inked(fill, width) })
export const circle = (cx, cy, r, fill, width = 3) => tag('circle', { cx, cy, r, ...inked(fill, width) })
export const ellipse = (cx, cy, rx, ry, fill, width = 3) =>
  tag('ellipse', { cx, cy, rx, ry, ...inked(fill, width) })
export const rect = (x, y, w, h, rx, fill, width = 3) =>
  tag('rect', { x, y, width: w, height: h, rx, ...inked(fill, width) })
export const group = (transform, ...children) => tag('g', { transform }, ...children)
export const faded = (opacity, ...children) => tag('g', { opacity }, ...children)
export const move = (x, y, ...children) => group(`translate(${round(x)} ${round(y)})`, ...children)
export const turn = (angle, x, y, ...children) =>
  group(`rotate(${round(angle)} ${round(x)} ${round(y)})`, ...children)

/** A line with the ink outline around it: arms, legs, glyphs. */
export function limb (d, colour, width, ink = 5) {
  const line = { d, fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }
  return tag('path', { ...line, stroke: INK, 'stroke-width': width + ink }) +
    tag('path', { ...line, stroke: colour, 'stroke-width': width })
}

export const line = (d, colour, width, opacity) =>
  tag('path', {
    d,
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    opacity
  })

export const shine = (cx, cy, rx, ry, opacity = 0.55, angle = 0) =>
  turn(angle, cx, cy, tag('ellipse', { cx, cy, rx, ry, fill: '#fff', opacity }))

/** Points of a star: n spikes between two radii, first one up. */
export function star (cx, cy, n, outer, inner, start = -90) {
  const points = Array.from({ length: n * 2 }, (_, i) => {
    const angle = (start + i * 180 / n) * Math.PI / 180
    const radius = i % 2 === 0 ? outer : inner
    return `${round(cx + Math.cos(angle) * radius)} ${round(cy + Math.sin(angle) * radius)}`
  })
  return `M${points.join('L')}Z`
}

/**
 * A soft radial light; stops are [offset, colour, opacity]. The same stops have the same id, so no counter is
 * needed.
 */
export function glow (cx, cy, rx, ry, stops) {
  const id = `glow-${stops.flat().map(round).join('-').replaceAll('#', '')}`
  return tag(
    'radialGradient',
    { id },
    stops.map(([offset, colour, opacity]) =>
      tag('stop', { offset, 'stop-color': colour, 'stop-opacity': opacity })
    )
  ) +
    tag('ellipse', { cx, cy, rx, ry, fill: `url(#${id})` })
}

export const halo = (cx, cy, r, colour, strength = 0.8) =>
  glow(cx, cy, r, r, [[0, colour, strength], [0.45, colour, strength * 0.4], [1, colour, 0]])

/** A repeatable random source (mulberry32), so that a second run draws the same. */
export function random (seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * One sprite: where it goes, its canvas, what is on it, and how the PNG is stored (rgba, palette or grey).
 */
export const sprite = (file, width, height, body, store = 'rgba') => ({
  file,
  width,
  height,
  body: [body].flat(9).join(''),
  store
})

export function document (item) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${item.width}" height="${item.height}" viewBox="0 0 ${item.width} ${item.height}">` +
    `<defs>${GRADIENTS.join('')}</defs>${item.body}</svg>`
}

export const two = index => String(index).padStart(2, '0')
export const frames = (count, draw) => Array.from({ length: count }, (_, i) => draw(i, i / count, two(i + 1)))
