import { faded, frames, glow, halo, line, move, path, random, sprite, star, tag, turn } from './svg.mjs'

// Effects have soft alpha and no ink outline: they are added over the inked drawings.

const puff = (x, y, r, colour, opacity) =>
  glow(x, y, r, r, [[0, colour, opacity], [0.55, colour, opacity * 0.8], [1, colour, 0]])

function explosion () {
  const next = random(11)
  const blobs = Array.from(
    { length: 14 },
    () => ({ angle: next() * Math.PI * 2, far: 0.35 + next() * 0.65, size: 0.5 + next() * 0.6 })
  )
  return frames(8, (i, t, n) => {
    const grow = 15 + 37 * Math.sqrt((i + 1) / 8)
    const heat = Math.max(0, 1 - i / 6)
    const ball = (colour, share, opacity) =>
      blobs
        .map(b =>
          puff(
            80 + Math.cos(b.angle) * grow * b.far * share,
            80 + Math.sin(b.angle) * grow * b.far * share,
            grow * 0.55 * b.size * (share + 0.2),
            colour,
            opacity
          )
        )
        .join('')
    return sprite(`art/effects/explosion/explosion_${n}.png`, 160, 160, [
      i < 7 ? ball('#4a4058', 1, 0.75 * (1 - i / 9)) : ball('#6c6480', 1.05, 0.28),
      heat > 0
        ? ball('#e8502c', 0.85, 0.9 * heat) + ball('#ffb040', 0.62, 0.95 * heat) +
          halo(80, 80, grow * 0.75 * heat + 4, '#fff6c8', heat)
        : '',
      i < 3 ? faded(0.9 - i * 0.25, path(star(80, 80, 9, grow + 14, grow * 0.35), '#fff2b8', 0)) : ''
    ])
  })
}

function flames () {
  return frames(6, (i, t, n) => {
    const lean = Math.sin(t * Math.PI * 2 + 0.5) * 7
    const tall = Math.cos(t * Math.PI * 4 + 1) * 5
    const tongue = (w, h, colour, opacity) =>
      faded(
        opacity,
        path(
          `M${40 - w} 96 Q${40 - w * 1.2} ${98 - h * 0.45} ${40 - w * 0.3 + lean * 0.4} ${98 - h * 0.6} Q${
            40 + lean * 0.2
          } ${98 - h * 0.8} ${40 + lean} ${98 - h} ` +
            `Q${40 + w * 0.8 + lean * 0.6} ${98 - h * 0.62} ${40 + w * 0.7} ${98 - h * 0.5} Q${
              40 + w * 1.35
            } ${98 - h * 0.35} ${40 + w} 96 Q40 108 ${40 - w} 96 Z`,
          colour,
          0
        )
      )
    return sprite(`art/effects/火焰 ${n}.png`, 80, 112, [
      halo(40, 78, 32, '#ff9a3c', 0.5),
      tongue(22, 82 + tall, '#f0542c', 0.95),
      tongue(16, 62 - tall, '#ffa23c', 1),
      tongue(10, 40 + tall, '#ffe27a', 1),
      tongue(5, 22, '#fffbe0', 1)
    ])
  })
}

const sparks = () =>
  frames(6, (i, t, n) =>
    sprite(
      `art/effects/spark_${n}.png`,
      64,
      64,
      i === 5
        ? ''
        : Array
          .from({ length: 8 }, (_, k) =>
            turn(
              k * 45 + i * 6,
              32,
              32,
              line(
                `M32 ${32 - 5 - i * 4} V${32 - 13 - i * 3.5}`,
                k % 2 ? '#fff6c8' : '#ffc24a',
                4 - i * 0.6,
                1 - i * 0.16
              )
            ))
          .join('') +
          halo(32, 32, 18 - i * 3, '#fff2b8', 0.9)
    ))

const shockwaves = () =>
  frames(5, (i, t, n) => {
    const r = 24 + i * 16
    return sprite(
      `art/effects/shockwave/shockwave_${n}.png`,
      192,
      192,
      glow(96, 96, r, r, [
        [0, '#8ce8ff', 0],
        [0.62, '#8ce8ff', 0],
        [0.82, '#8ce8ff', 0.55 - t * 0.3],
        [0.92, '#ffffff', 0.95 - t * 0.55],
        [1, '#8ce8ff', 0]
      ])
    )
  })

const smoke = () =>
  frames(5, (i, t, n) => {
    const next = random(70)
    return sprite(
      `art/effects/smoke/smoke_${n}.png`,
      96,
      112,
      Array.from({ length: 7 }, () =>
        puff(
          48 + (next() - 0.5) * (16 + i * 6),
          80 - i * 7 + (next() - 0.5) * 24,
          12 + i * 2.5 + next() * 5,
          next() > 0.5 ? '#cfc8e0' : '#9a92b4',
          0.62 - i * 0.09
        ))
    )
  })

const bolts = () =>
  frames(4, (i, t, n) => {
    const next = random(300 + i)
    let d = 'M32 4'
    for (let y = 24; y < 140; y += 18) d += ` L${Math.round(32 + (next() - 0.5) * 34)} ${y}`
    d += ' L32 144'
    return sprite(
      `art/effects/lightning_${n}.png`,
      64,
      160,
      line(d, '#7c8cff', 13, 0.22) + line(d, '#9ab4ff', 7, 0.55) + line(d, '#ffffff', 3) +
        halo(32, 144, 14, '#c8d4ff', 0.8)
    )
  })

const slashes = () =>
  frames(
    4,
    (i, t, n) =>
      sprite(
        `art/effects/slash_${n}.png`,
        128,
        128,
        turn(
          i * 38 - 60,
          64,
          64,
          faded(
            0.95 - i * 0.2,
            path('M20 30 Q76 10 112 64 Q80 34 20 30 Z', '#ffffff', 0) +
              path('M20 30 Q76 2 118 74 Q76 24 20 30 Z', '#9ae8ff77', 0)
          )
        )
      )
  )

function twinkles () {
  const body = halo(0, 0, 20, '#fff6c8', 0.6) + path(star(0, 0, 4, 18, 4), '#fffbe8', 0)
  // One picture on four canvases: after trimming these are the same sprite with four offsets.
  return [[48, 48, 24, 24], [64, 64, 26, 36], [80, 56, 52, 24], [48, 72, 24, 44]]
    .map(([w, h, x, y], i) => sprite(`art/effects/twinkle_0${i + 1}.png`, w, h, move(x, y, body)))
}

const ring = (r, width, opacity) =>
  tag('circle', { cx: 96, cy: 96, r, fill: 'none', stroke: 'currentColor', 'stroke-width': width, opacity })

function circles () {
  const spell = (file, colour, mark, spikes) =>
    sprite(`art/effects/${file}.png`, 192, 192, [
      halo(96, 96, 94, colour, 0.5),
      tag('g', { color: colour }, ring(84, 4, 0.95), ring(74, 2, 0.8), ring(34, 3, 0.9), ring(84, 12, 0.2)),
      tag('path', {
        d: star(96, 96, spikes, 74, 36),
        fill: 'none',
        stroke: colour,
        'stroke-width': 3,
        'stroke-linejoin': 'round',
        opacity: 0.9
      }),
      mark
    ], 'palette')
  const cross = path('M88 76 h16 v12 h12 v16 h-12 v12 h-16 v-12 h-12 v-16 h12 z', '#f4ffe8', 0)
  return [
    spell('治疗光环', '#7cf08c', cross, 8),
    spell('magic_circle', '#b48cff', path(star(96, 96, 5, 24, 10), '#f4e8ff', 0), 6)
  ]
}

export function drawEffects () {
  const glows = Object
    .entries({ red: '#ff5c4c', gold: '#ffd04c', green: '#6cf07c', blue: '#5ca4ff' })
    .map(([name, colour]) =>
      sprite(
        `art/effects/glow.${name}.png`,
        128,
        128,
        glow(64, 64, 60, 60, [[0, '#ffffff', 0.95], [0.2, colour, 0.7], [0.5, colour, 0.28], [1, colour, 0]])
      )
    )
  const shadow = sprite(
    'art/effects/shadow_blob.png',
    96,
    48,
    glow(48, 24, 44, 20, [[0, '#000', 0.55], [0.5, '#000', 0.4], [1, '#000', 0]]),
    'grey'
  )
  const trail = sprite(
    'art/effects/star trail.png',
    200,
    56,
    [4, 3, 2, 1, 0].map(k =>
      faded(
        1 - k * 0.2,
        halo(172 - k * 36, 28, 24 - k * 3, '#ffd86c', 0.7),
        path(star(172 - k * 36, 28, 5, 16 - k * 2.5, 7 - k, -90 + k * 18), '#fff2b0', 0)
      )
    )
  )
  const flash = sprite(
    'art/effects/hit_flash.png',
    128,
    96,
    path(star(64, 48, 11, 46, 20), '#ffffff', 0) + path(star(64, 48, 11, 36, 16), '#ffe07a', 0)
  )
  return [
    ...explosion(),
    ...flames(),
    ...sparks(),
    ...shockwaves(),
    ...smoke(),
    ...bolts(),
    ...slashes(),
    ...twinkles(),
    ...circles(),
    ...glows,
    shadow,
    trail,
    flash
  ]
}
