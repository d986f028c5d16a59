import {
  INK,
  circle,
  deep,
  ellipse,
  faded,
  frames,
  glow,
  halo,
  limb,
  line,
  move,
  path,
  rect,
  shine,
  sprite,
  star,
  turn
} from './svg.mjs'

// Units look to the right and stand on y = 86 of a 96 pixel canvas; every frame of a unit has the same
// canvas.

const wave = t => Math.sin(t * Math.PI * 2)
// A foot is off the ground while it swings forward, which sets the two halves of a walk apart.
const raised = t => Math.max(0, Math.cos(t * Math.PI * 2))

function eyes (x, y, colour = INK) {
  return [x, x + 10]
    .map(cx => ellipse(cx, y, 2.6, 4.2, colour, 0) + circle(cx + 0.9, y - 1.6, 1.1, '#fff', 0))
    .join('')
}

function leg (x, swing, lift, colour, boot) {
  const foot = x + swing * 8
  return limb(`M${x} 70 Q${x + swing * 3} 76 ${foot} ${80 - lift}`, colour, 6) +
    path(`M${foot - 5} ${86 - lift} v-5 q1 -4 5 -4 q7 1 8 9 z`, boot, 2.5)
}

function head (face) {
  return circle(48, 38, 18, face) + eyes(50, 39) +
    ellipse(47, 46, 3, 1.8, '#f0788c88', 0) + ellipse(63, 46, 2.4, 1.8, '#f0788c88', 0) +
    line('M53 47 q3 2.5 6 0', INK, 1.8)
}

const sword = () =>
  path('M-3 -4 L-3 -32 L0.5 -39 L4 -32 L4 -4 Z', 'steel', 2.5) + line('M0.5 -30 V-6', '#fff', 1.4, 0.8) +
  rect(-8, -5, 17, 5, 2, 'gold', 2.5) + rect(-2, -1, 5, 9, 2, 'brown', 2.5)

const staff = () =>
  limb('M0 12 L0 -34', '#a86c40', 3.5, 4) + halo(0, -40, 11, '#7cf0ff', 0.7) +
  circle(0, -40, 6.5, 'cyan', 2.5) + shine(-2, -42, 2, 2)

const bow = () =>
  limb('M4 -22 Q20 0 4 22', '#a86c40', 3.5, 4) + line('M4 -22 L-2 0 L4 22', '#fff6dc', 1.3) +
  line('M-6 0 H17', '#7a4a2c', 2) + path('M15 -4 L23 0 L15 4 Z', 'steel', 1.6)

const club = () =>
  path('M-3 6 L-7 -24 Q0 -36 8 -24 L3 6 Z', 'wood', 2.5) + circle(-2, -22, 1.6, 'cream', 1) +
  circle(3, -16, 1.6, 'cream', 1)

const LOOKS = {
  knight: {
    face: 'skin',
    weapon: sword,
    leg: '#7484a8',
    boot: 'steel',
    sleeve: '#a8b6d0',
    back: () => path('M38 54 Q26 60 25 78 Q34 82 42 76 Z', 'red', 2.5),
    body: () =>
      path('M36 56 Q48 50 60 56 L62 75 Q48 80 34 75 Z', 'steel') +
      path('M42 55 h13 l1 23 q-8 2 -15 0 z', 'blue', 2) + path(star(48.5, 66, 5, 5, 2.2), 'gold', 1.2),
    hat: sway =>
      path(`M46 20 Q${32 - sway * 3} 4 ${24 - sway * 4} ${18 + sway * 2} Q34 12 44 24 Z`, 'red', 2.5) +
      path('M28 41 Q26 17 48 16 Q70 17 68 33 L49 33 L49 48 Q49 54 42 54 Q30 52 28 41 Z', 'steel') +
      line('M34 30 Q37 22 46 21', '#fff', 2.5, 0.8) + path('M48 30 h21 v5 h-21 z', 'gold', 2.2)
  },
  mage: {
    face: 'skin',
    weapon: staff,
    leg: '#5c4488',
    boot: 'brown',
    sleeve: '#9a68e0',
    back: () => '',
    body: sway =>
      path(`M37 55 Q48 50 59 55 L${65 - sway} 80 Q48 86 ${31 - sway} 80 Z`, 'purple') +
      path('M45 54 h7 l2 28 q-6 1 -11 0 z', 'gold', 1.8),
    hat: sway =>
      path('M54 48 q10 0 11 -4 q0 20 -12 22 q-10 -4 -10 -16 q4 2 11 -2 z', 'white', 2.4) +
      path(`M30 31 Q38 12 ${41 - sway * 3} 7 Q54 11 66 29 Z`, 'purple') + ellipse(48, 30, 25, 6.5, 'purple') +
      path('M34 26 q14 5 28 0 l-1.5 -4 q-12 4 -24 0 z', 'gold', 1.8) +
      path(star(49, 18, 5, 5, 2.2), 'gold', 1.2)
  },
  archer: {
    face: 'skin',
    weapon: bow,
    leg: '#8a6a48',
    boot: 'wood',
    sleeve: '#5cb468',
    back: () =>
      turn(-20, 34, 60, [
        rect(28, 48, 10, 24, 4, 'wood', 2.5),
        line('M30 48 v-7 M33 48 v-9 M36 48 v-6', '#fff6dc', 2)
      ]),
    body: () =>
      path('M37 55 Q48 50 59 55 L62 76 Q48 80 34 76 Z', 'leaf') + rect(36, 66, 25, 5, 2, 'brown', 2),
    hat: sway =>
      path(`M52 26 q8 2 11 10 q3 -10 -4 -16 z M36 30 q-9 12 -4 ${22 + sway} q8 0 10 -8 z`, 'gold', 2.2) +
      path('M29 40 Q25 18 48 17 Q66 18 67 31 Q54 25 42 31 Q37 40 39 52 Q30 50 29 40 Z', 'leaf') +
      path(`M34 22 q-14 -2 -17 ${8 + sway} q10 -2 16 2 z`, 'red', 2.2)
  },
  goblin: {
    face: 'goblin',
    weapon: club,
    leg: '#7fb048',
    boot: 'goblin',
    sleeve: '#8fc050',
    back: () => '',
    body: () =>
      path('M36 56 Q48 51 60 56 L62 75 Q48 80 34 75 Z', 'wood') + path('M45 54 l4 12 l4 -12 z', 'goblin', 2) +
      rect(35, 69, 27, 5, 2, 'dark', 2),
    hat: sway =>
      path(`M32 34 Q16 ${28 + sway} 10 ${18 + sway} Q14 42 31 46 Z`, 'goblin') +
      path(`M64 33 Q76 ${28 + sway} 82 ${20 + sway} Q80 40 66 44 Z`, 'goblin') +
      path('M38 21 q2 -10 8 -11 q-1 5 1 6 q4 -5 8 -4 q-4 3 -4 9 z', 'red', 2.2) +
      path('M51 49 l2 5 l2 -5 z M58 49 l2 5 l2 -5 z', 'white', 1.4) +
      line('M47 33 l6 2 M66 32 l-6 3', INK, 2.2)
  }
}

function fighter (look, { swing, bob, arm, lift = [0, 0], extra = '' }) {
  const sway = swing * 1.6
  return [
    leg(43, -swing, lift[1] * 5, look.leg, look.boot),
    move(0, bob, look.back(sway), limb('M38 59 Q33 64 34 69', look.sleeve, 6)),
    leg(53, swing, lift[0] * 5, look.leg, look.boot),
    move(
      0,
      bob,
      look.body(sway),
      head(look.face),
      look.hat(sway),
      extra,
      turn(
        arm,
        57,
        60,
        move(70, 64, look.weapon()),
        limb('M57 60 Q63 66 69 65', look.sleeve, 6),
        circle(70, 64, 4.2, look.face, 2.4)
      )
    )
  ]
}

function walk (unit) {
  return frames(
    8,
    (i, t, n) =>
      sprite(
        `art/units/${unit}/${unit}_walk_${n}.png`,
        96,
        96,
        fighter(LOOKS[unit], {
          swing: wave(t),
          bob: Math.round(Math.abs(wave(t)) * -2),
          arm: wave(t) * 8,
          lift: [raised(t), raised(t + 0.5)]
        })
      )
  )
}

function strike (unit, action) {
  const arms = [-50, -85, 20, 45]
  const trail = line('M66 22 Q92 38 86 70', '#fff', 7, 0.55) + line('M70 26 Q88 40 85 62', '#fff', 3, 0.8)
  const marks = {
    mage: halo(79, 36, 14, '#7cf0ff', 0.9),
    archer: line('M87 58 h6 M86 70 h5', '#fff', 2.5, 0.8)
  }
  return frames(
    4,
    (i, t, n) =>
      sprite(
        `art/units/${unit}/${unit}_${action}_${n}.png`,
        96,
        96,
        fighter(LOOKS[unit], {
          swing: i === 2 ? 0.8 : 0.3,
          bob: i === 2 ? 2 : 0,
          arm: arms[i] * (unit === 'archer' ? 0.15 : 0.7),
          extra: i === 2 ? marks[unit] ?? trail : ''
        })
      )
  )
}

function slime () {
  // One hop: rest, crouch, leap, three frames in the air (one drawing at three heights), landing, and rest as
  // at the start.
  const poses = [[1, 0], [1.18, 0], [0.86, 10], [0.9, 26], [0.9, 34], [0.9, 20], [1.24, 0], [1, 0]]
  return poses.map(([wide, height], i) =>
    sprite(
      `art/units/slime/slime_hop_0${i + 1}.png`,
      88,
      88,
      move(
        44,
        82 - height,
        (() => {
          const w = 26 * wide
          const h = 38 / wide
          return [
            path(
              `M${-w} -6 C${-w} ${-h * 0.7} ${-w * 0.5} ${-h} 0 ${-h} C${w * 0.5} ${-h} ${w} ${
                -h * 0.7
              } ${w} -6 Q${w} 0 ${w * 0.7} 0 H${-w * 0.7} Q${-w} 0 ${-w} -6 Z`,
              'teal'
            ),
            shine(-w * 0.42, -h * 0.68, 6, 4, 0.7, -30),
            faded(0.35, ellipse(0, -5, w * 0.75, 4, '#fff', 0)),
            ellipse(4, -h * 0.45, 3, 4.6, INK, 0),
            ellipse(16, -h * 0.45, 3, 4.6, INK, 0),
            circle(5, -h * 0.45 - 2, 1.2, '#fff', 0),
            circle(17, -h * 0.45 - 2, 1.2, '#fff', 0),
            line(`M7 ${-h * 0.25} q3 3 6 0`, INK, 2)
          ]
        })()
      )
    )
  )
}

function bat () {
  // Wings go down and up again, so frames five and six are frames three and two.
  const lifts = [-16, -8, 3, 13, 3, -8]
  return lifts.map((lift, i) =>
    sprite(
      `art/units/bat/bat_fly_0${i + 1}.png`,
      112,
      80,
      [-1, 1].map(side => wing(side, lift)).join('') + [
        path('M44 30 L43 12 L54 24 Z M68 30 L69 12 L58 24 Z', 'night'),
        circle(56, 42, 18, 'night'),
        shine(49, 33, 5, 3, 0.35, -30),
        ellipse(51, 40, 4, 4.6, 'gold', 1.6),
        ellipse(64, 40, 4, 4.6, 'gold', 1.6),
        circle(52, 41, 1.8, INK, 0),
        circle(65, 41, 1.8, INK, 0),
        path('M52 51 h12 l-2.5 5 l-2 -4 h-3 l-2 4 z', 'white', 1.4)
      ]
        .join('')
    )
  )
}

function wing (side, lift) {
  const x = dx => 56 + side * dx
  return path(
    `M${x(10)} 38 Q${x(28)} ${28 + lift} ${x(52)} ${36 + lift * 1.6} Q${x(44)} ${42 + lift} ${x(42)} ${
      52 + lift
    } Q${x(36)} ${46 + lift * 0.6} ${x(31)} ${55 + lift * 0.5} Q${x(24)} 48 ${x(12)} 52 Z`,
    'purple'
  )
}

function golem () {
  return frames(8, (i, t, n) => {
    const swing = wave(t)
    const bob = Math.round(Math.abs(swing) * -3)
    const foot = (x, s, lift) => path(`M${x - 12 + s * 12} ${118 - lift * 6} l2 -22 h18 l5 22 z`, 'stone')
    const fist = (x, s) =>
      limb(`M${x} 56 Q${x - 4} 72 ${x + s * 8} 82`, deep('stone'), 13) +
      rect(x - 11 + s * 8, 76, 24, 22, 8, 'stone')
    const rune = d => line(d, '#35b8d8', 6, 0.5) + line(d, '#c4fbff', 2.6)
    return sprite(`art/units/golem/golem_walk_${n}.png`, 128, 128, [
      move(0, bob, fist(32, swing)),
      foot(58, -swing, raised(t + 0.5)),
      foot(70, swing, raised(t)),
      move(
        0,
        bob,
        path('M30 58 Q34 36 64 36 Q96 36 98 58 L92 94 Q64 104 38 94 Z', 'stone'),
        path('M34 46 q8 -12 20 -11 q4 8 -4 10 q-10 0 -16 1 z', 'leaf', 2.4),
        rune('M60 62 l8 8 l-8 8 l8 8 M76 66 v14 M50 66 v14'),
        path('M50 40 L54 18 Q66 10 82 18 L88 40 Q70 48 50 40 Z', 'stone'),
        line('M58 22 Q66 16 74 18', '#fff', 2.4, 0.6),
        glow(76, 30, 15, 8, [[0, '#7cf0ff', 0.9], [1, '#7cf0ff', 0]]),
        rect(66, 26, 19, 6, 3, 'cyan', 2.2),
        line('M44 88 l8 -6 M84 52 l6 6', INK, 2, 0.5),
        fist(97, -swing)
      )
    ])
  })
}

export function drawUnits () {
  return [
    ...walk('knight'),
    ...strike('knight', 'attack'),
    ...walk('mage'),
    ...strike('mage', 'cast'),
    ...walk('archer'),
    ...strike('archer', 'shoot'),
    ...walk('goblin'),
    ...strike('goblin', 'attack'),
    ...slime(),
    ...bat(),
    ...golem()
  ]
}
