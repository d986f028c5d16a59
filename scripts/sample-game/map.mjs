import {
  INK,
  circle,
  deep,
  ellipse,
  faded,
  frames,
  halo,
  light,
  limb,
  line,
  move,
  path,
  random,
  rect,
  shine,
  sprite,
  star,
  tag
} from './svg.mjs'

// Ground tiles are opaque and 64 × 64; things that stand on them have borders of their own.

const ground = colour => tag('rect', { width: 64, height: 64, fill: colour })

function scatter (seed, count, draw) {
  const next = random(seed)
  return Array
    .from({ length: count }, () => draw(6 + Math.round(next() * 50), 8 + Math.round(next() * 48), next()))
    .join('')
}

const tuft = (x, y) => line(`M${x} ${y} l-3 -6 M${x} ${y} v-8 M${x} ${y} l3 -6`, '#4c9c54', 2)
const grass = seed =>
  ground('#84c86c') + scatter(seed, 4, (x, y) => ellipse(x, y, 7, 4, '#93d47a', 0)) +
  scatter(seed + 1, 5, tuft)
const pebble = (x, y, r) => ellipse(x, y, 2 + r * 3, 1.5 + r * 2, '#a87c50', 0)
const dirt = d =>
  tag('path', { d, fill: 'none', stroke: '#b98a58', 'stroke-width': 42 }) +
  tag('path', { d, fill: 'none', stroke: '#d8ac74', 'stroke-width': 34 })
const waves = shift =>
  ground('#4ca4dc') +
  [12, 34, 56]
    .map((y, i) =>
      [0, 1, 2]
        .map(k => line(`M${k * 32 - 16 + ((i * 13 + shift) % 32)} ${y} q5 -5 10 0 t10 0`, '#a4dcf8', 2.5))
        .join('')
    )
    .join('')

function tiles () {
  const tile = (name, body) => sprite(`art/map/tile_${name}.png`, 64, 64, body, 'palette')
  const slab = (x, y, w) => rect(x, y, w, 19, 3, 'stone', 2)
  return [
    ...frames(4, (i, t, n) => tile(`grass_${n}`, grass(20 + i * 7))),
    tile(
      'flowers',
      grass(90) +
        scatter(
          93,
          7,
          (x, y, r) => circle(x, y, 4, r > 0.5 ? 'pink' : 'white', 0) + circle(x, y, 1.6, light('gold'), 0)
        )
    ),
    tile('path_h', grass(50) + dirt('M-4 32 H68') + scatter(51, 3, (x, y, r) => pebble(x, 24 + y / 4, r))),
    tile('path_v', grass(52) + dirt('M32 -4 V68') + scatter(53, 3, (x, y, r) => pebble(24 + x / 4, y, r))),
    tile('path_corner', grass(54) + dirt('M32 68 Q32 32 68 32')),
    tile(
      'path_cross',
      grass(56) + tag('path', { d: 'M-4 32 H68 M32 -4 V68', stroke: '#b98a58', 'stroke-width': 42 }) +
        tag('path', { d: 'M-4 32 H68 M32 -4 V68', stroke: '#d8ac74', 'stroke-width': 34 })
    ),
    ...frames(3, (i, t, n) => tile(`water_${n}`, waves(i * 11))),
    tile('sand', ground('#f0d89c') + scatter(60, 12, (x, y, r) => circle(x, y, 1 + r, '#d8b878', 0))),
    tile(
      'floor',
      ground('#5c5674') + [1, 22, 43]
        .map((y, i) =>
          slab(i % 2 ? -10 : 2, y, 29) + slab(i % 2 ? 22 : 34, y, 29) + slab(i % 2 ? 54 : 66, y, 29)
        )
        .join('')
    ),
    tile(
      'bridge',
      waves(5) + [0, 16, 32, 48].map(x => rect(x + 1, 4, 14, 56, 2, 'wood', 2)).join('') +
        line('M0 10 H64 M0 54 H64', INK, 5) + line('M0 10 H64 M0 54 H64', light('wood'), 2)
    )
  ]
}

const trunk = (x, y, h) => path(`M${x - 7} ${y} q3 ${-h * 0.5} 1 ${-h} h12 q-2 ${h * 0.5} 3 ${h} z`, 'brown')
const crown = (x, y, r, colour) =>
  path(
    `M${x - r} ${y} q-6 ${-r * 0.8} ${r * 0.5} ${-r} q${r * 0.5} ${-r * 0.7} ${r} 0 q${r * 0.8} ${r * 0.1} ${
      r * 0.5
    } ${r} q${-r * 0.2} ${r * 0.6} ${-r} ${r * 0.4} q${-r * 0.9} ${r * 0.3} ${-r} ${-r * 0.4} z`,
    colour
  ) +
  shine(x - r * 0.35, y - r * 0.6, r * 0.28, r * 0.16, 0.4, -25) +
  line(`M${x - 4} ${y} q6 5 12 0 M${x + r * 0.4} ${y - r * 0.5} q5 4 9 0`, INK, 2, 0.35)
const pine = (x, base, s) =>
  trunk(x, base, 20 * s) +
  [0, 1, 2]
    .map(k =>
      path(
        `M${x} ${base - (96 - k * 6) * s + k * 26 * s - 14 * s} L${x + (22 + k * 8) * s} ${
          base - 56 * s + k * 22 * s
        } Q${x} ${base - 48 * s + k * 22 * s} ${x - (22 + k * 8) * s} ${base - 56 * s + k * 22 * s} Z`,
        'teal'
      )
    )
    .reverse()
    .join('')

function house (roof) {
  return [
    rect(20, 52, 80, 56, 4, 'cream'),
    path('M8 60 L60 12 L112 60 Q104 66 98 60 L60 28 L22 60 Q14 66 8 60 Z', roof),
    path('M60 28 L98 60 V66 H22 V60 Z', roof, 0),
    path('M8 60 L60 12 L112 60 Q104 66 60 64 Q14 66 8 60 Z', roof),
    line('M36 46 h10 M54 34 h12 M70 50 h12 M46 57 h10', INK, 2, 0.35),
    rect(50, 76, 22, 32, 10, 'wood'),
    circle(67, 94, 2, light('gold'), 0),
    rect(28, 74, 15, 15, 3, 'gold', 2.5),
    rect(78, 74, 15, 15, 3, 'gold', 2.5),
    line('M35.5 74 v15 M28 81.5 h15 M85.5 74 v15 M78 81.5 h15', INK, 1.8),
    rect(84, 20, 13, 24, 2, 'stone')
  ]
    .join('')
}

const WINDOW = (x, y, s = 1) =>
  halo(x, y, 22 * s, '#ffd04c', 0.35) +
  path(
    `M${x - 8 * s} ${y + 14 * s} V${y - 6 * s} Q${x} ${y - 20 * s} ${x + 8 * s} ${y - 6 * s} V${
      y + 14 * s
    } Z`,
    'gold',
    3
  )

function turret (x, top, w, base, roof) {
  const merlons = Array
    .from(
      { length: 4 },
      (_, k) => rect(x - w / 2 - 8 + k * (w + 16 - 18) / 3, top - 14, 18, 24, 2, 'stone', 3.5)
    )
    .join('')
  return merlons + rect(x - w / 2, top, w, base - top, 2, 'stone', 4) +
    rect(x - w / 2 - 8, top, w + 16, 20, 4, 'stone', 4) +
    path(
      `M${x} ${top - w * 1.35} L${x + w * 0.52} ${top - 6} Q${x} ${top + 4} ${x - w * 0.52} ${top - 6} Z`,
      roof,
      4
    ) + line(`M${x - 3} ${top - w} L${x - w * 0.28} ${top - 22}`, '#fff', 5, 0.4) +
    line(`M${x} ${top - w * 1.35} v-34`, INK, 4) +
    path(`M${x} ${top - w * 1.35 - 34} q16 -8 34 4 q-14 4 -8 14 q-14 -6 -26 2 z`, 'red', 3)
}

function bricks (seed, x0, y0, w, h) {
  const next = random(seed)
  return Array
    .from({ length: 16 }, () => rect(x0 + next() * w, y0 + next() * h, 24, 11, 3, '#5a537033', 0))
    .join('')
}

function castle () {
  const flags = [-1, 1]
    .map(side =>
      path(`M${350 + side * 118 - 16} 396 h32 v64 l-16 -14 l-16 14 z`, 'blue', 3) +
      path(star(350 + side * 118, 422, 5, 10, 4.5), 'gold', 1.5)
    )
    .join('')
  return sprite('art/map/castle.png', 700, 620, [
    ellipse(350, 578, 334, 34, '#2a1f3d44', 0),
    path('M20 572 Q120 500 350 510 Q580 500 680 572 Q520 606 350 600 Q180 606 20 572 Z', 'leaf', 4),
    turret(350, 224, 128, 540, 'purple'),
    bricks(3, 296, 262, 84, 90),
    WINDOW(350, 284, 1.6),
    WINDOW(322, 338),
    WINDOW(378, 338),
    turret(206, 250, 86, 546, 'blue'),
    turret(494, 250, 86, 546, 'blue'),
    WINDOW(206, 316, 1.1),
    WINDOW(494, 316, 1.1),
    Array.from({ length: 9 }, (_, k) => rect(140 + k * 48, 352, 30, 40, 3, 'stone', 3.5)),
    rect(132, 374, 436, 184, 4, 'stone', 4),
    bricks(8, 150, 390, 380, 140),
    flags,
    turret(104, 330, 100, 566, 'red'),
    turret(596, 330, 100, 566, 'red'),
    bricks(5, 62, 380, 60, 150),
    bricks(6, 556, 380, 60, 150),
    WINDOW(104, 410, 1.2),
    WINDOW(596, 410, 1.2),
    WINDOW(104, 492, 0.9),
    WINDOW(596, 492, 0.9),
    path('M290 562 V464 Q350 392 410 464 V562 Z', 'dark', 4),
    path('M302 562 V470 Q350 412 398 470 V562 Z', 'wood', 3.5),
    line('M326 446 V562 M350 438 V562 M374 446 V562 M302 506 H398', INK, 3),
    circle(338, 520, 5, 'gold', 2.5),
    circle(362, 520, 5, 'gold', 2.5),
    path('M296 562 Q350 552 404 562 L450 600 Q350 612 250 600 Z', '#d8ac74', 4),
    move(196, 600, crown(0, -22, 24, 'leaf')),
    move(520, 604, crown(0, -22, 26, 'leaf')),
    move(64, 594, crown(0, -14, 18, 'green')),
    move(640, 592, crown(0, -14, 18, 'green'))
  ])
}

function airship () {
  const ribs = [-150, -75, 0, 75, 150]
    .map(dx =>
      line(
        `M${260 + dx} ${150 - Math.sqrt(1 - (dx / 236) ** 2) * 118} Q${260 + dx * 1.12} 150 ${260 + dx} ${
          150 + Math.sqrt(1 - (dx / 236) ** 2) * 118
        }`,
        INK,
        3,
        0.35
      )
    )
    .join('')
  const ropes = line('M120 240 L176 316 M220 268 L232 316 M300 268 L300 316 M400 240 L362 316', INK, 4)
  return sprite('art/map/airship.png', 520, 420, [
    path('M470 120 L512 70 Q516 150 512 230 L470 180 Z', 'purple', 4),
    ropes,
    ellipse(260, 150, 236, 120, 'cream', 4.5),
    path('M28.8 126 A236 120 0 0 1 491.2 126 Q260 84 28.8 126 Z', 'red', 4.5),
    path('M28.8 174 A236 120 0 0 0 491.2 174 Q260 216 28.8 174 Z', 'purple', 4.5),
    ribs,
    shine(170, 70, 70, 15, 0.45, -12),
    path(star(260, 158, 5, 34, 15), 'gold', 3),
    path(
      'M120 316 H404 Q420 316 414 334 Q398 396 340 396 H196 Q136 396 112 334 Q106 316 120 316 Z',
      'wood',
      4.5
    ),
    line('M122 340 H404 M136 364 H388', INK, 3, 0.4),
    rect(104, 306, 314, 18, 8, 'gold', 3.5),
    [180, 240, 300, 350].map(x => circle(x, 352, 14, 'gold', 3.5) + shine(x - 4, 348, 5, 3, 0.8, -30)),
    limb('M414 352 H446', light('steel'), 6),
    ellipse(452, 328, 9, 24, 'steel', 3.5),
    ellipse(452, 376, 9, 24, 'steel', 3.5),
    circle(452, 352, 9, 'gold', 3),
    limb('M112 332 H84 V350', light('steel'), 5),
    halo(84, 362, 34, '#ffd04c', 0.8),
    circle(84, 362, 12, 'gold', 3.5),
    shine(80, 358, 4, 3, 0.8, -30)
  ])
}

const cloud = (w, h, seed) => {
  const next = random(seed)
  const bumps = Array.from(
    { length: 6 },
    (_, i) => [
      w * (0.2 + i * 0.12),
      h * (0.62 - Math.sin((i + 0.7) / 6.2 * Math.PI) * 0.22),
      h * (0.2 + next() * 0.12)
    ]
  )
  const body = bumps.map(([x, y, r]) => circle(x, y, r, '#fff', 0)).join('') +
    rect(w * 0.1, h * 0.58, w * 0.8, h * 0.28, h * 0.14, '#fff', 0)
  return faded(0.92, body) + faded(0.5, rect(w * 0.16, h * 0.74, w * 0.68, h * 0.12, h * 0.06, '#c8d4f0', 0))
}

export function drawMap () {
  const prop = (name, w, h, body) => sprite(`art/map/${name}.png`, w, h, body)
  const rock = move(
    48,
    76,
    path('M-36 0 Q-38 -26 -16 -36 Q6 -46 24 -30 Q40 -18 34 0 Z', 'stone'),
    line('M-20 -26 Q-6 -38 8 -34', '#fff', 3, 0.5),
    line('M10 -18 l8 8 M-12 -12 l6 6', INK, 2, 0.5)
  )
  const peak = (x, w, h) =>
    path(`M${x - w} 250 L${x} ${250 - h} L${x + w} 250 Z`, 'night', 4) +
    path(
      `M${x} ${250 - h} L${x + w * 0.3} ${250 - h * 0.7} L${x + w * 0.12} ${250 - h * 0.76} L${
        x - w * 0.04
      } ${250 - h * 0.66} L${x - w * 0.3} ${250 - h * 0.7} Z`,
      'white',
      3
    )
  return [
    ...tiles(),
    castle(),
    airship(),
    prop('mountains', 600, 264, peak(130, 124, 170) + peak(470, 126, 150) + peak(300, 170, 236)),
    prop('tree_oak', 112, 128, trunk(56, 120, 44) + crown(56, 60, 38, 'leaf')),
    prop('tree_autumn', 112, 128, trunk(56, 120, 44) + crown(56, 60, 38, 'orange')),
    prop('tree_cherry', 112, 128, trunk(56, 120, 44) + crown(56, 60, 38, 'pink')),
    prop('tree_pine', 96, 136, pine(48, 128, 1)),
    prop('tree_pine small', 96, 136, pine(48, 128, 0.6)),
    prop('bush', 80, 64, crown(40, 36, 24, 'green')),
    prop('rock', 96, 88, rock),
    prop('rock.far', 112, 120, move(9, 21, rock)),
    prop('house_red', 120, 120, house('red')),
    prop('house_blue', 120, 120, house('blue')),
    prop(
      'well',
      88,
      96,
      path('M10 36 L44 10 L78 36 Z', 'red') + limb('M20 36 V62 M68 36 V62', deep('wood'), 5) +
        line('M44 36 V54', INK, 2.5) + rect(38, 50, 13, 12, 2, 'wood', 2.5) +
        rect(12, 60, 64, 28, 8, 'stone') + line('M20 72 h14 M44 72 h14 M30 80 h16', INK, 2, 0.4)
    ),
    prop(
      'fence',
      96,
      56,
      [12, 40, 68].map(x => path(`M${x} 50 V16 L${x + 8} 6 L${x + 16} 16 V50 Z`, 'wood')).join('') +
        rect(4, 24, 88, 9, 3, 'wood')
    ),
    prop(
      'sign 路牌',
      72,
      80,
      rect(32, 30, 9, 46, 3, 'brown') + path('M8 12 H52 L66 26 L52 40 H8 Z', 'wood') +
        line('M16 22 H44 M16 30 H36', INK, 2.5, 0.5)
    ),
    prop(
      'campfire',
      80,
      80,
      halo(40, 42, 35, '#ffb040', 0.5) +
        path('M40 12 Q58 34 54 52 Q48 64 40 64 Q30 64 26 52 Q24 40 34 34 Q34 22 40 12 Z', 'orange') +
        path('M40 34 Q50 48 44 56 Q40 60 36 56 Q30 48 40 34 Z', '#fff2b0', 0) +
        limb('M20 68 L60 58 M60 68 L20 58', deep('wood'), 6, 4)
    ),
    prop(
      'crystal',
      80,
      104,
      halo(40, 56, 38, '#7cf0ff', 0.55) + path('M40 8 L56 34 L48 92 H30 L24 34 Z', 'cyan') +
        path('M60 44 L72 60 L64 94 H50 Z', 'cyan') + path('M20 50 L8 66 L14 94 H30 Z', 'cyan') +
        line('M40 12 V88 M24 34 L40 42 L56 34', INK, 1.6, 0.6) + shine(33, 50, 2.5, 12, 0.7)
    ),
    prop('cloud_01', 160, 80, cloud(160, 80, 1)),
    prop('cloud_02', 200, 88, cloud(200, 88, 2)),
    prop('cloud_03', 120, 72, cloud(120, 72, 3)),
    prop(
      'windmill',
      128,
      168,
      path('M40 160 L50 70 H78 L88 160 Z', 'cream') + path('M44 72 Q64 36 84 72 Z', 'red') +
        rect(55, 128, 18, 32, 9, 'wood') + [20, 110, 200, 290]
        .map(a =>
          `<g transform="rotate(${a} 64 70)">${rect(60, 8, 8, 60, 3, 'brown', 2.5)}${
            path('M68 14 h14 v36 h-14 z', 'white', 2.5)
          }</g>`
        )
        .join('') + circle(64, 70, 6, 'gold', 2.5)
    )
  ]
}
