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
  path,
  rect,
  shine,
  sprite,
  star,
  turn
} from './svg.mjs'

// Icons are 64 × 64; each keeps its own margin, as drawings by hand do.

const potion = colour =>
  path('M26 10 h12 v12 q14 6 14 20 q0 14 -20 14 q-20 0 -20 -14 q0 -14 14 -20 z', 'white') +
  path('M15 38 q8 -5 17 0 t17 0 q2 16 -17 15 q-19 1 -17 -15 z', colour, 0) +
  path('M26 10 h12 v12 q14 6 14 20 q0 14 -20 14 q-20 0 -20 -14 q0 -14 14 -20 z', 'none') +
  rect(25, 5, 14, 8, 2, 'wood') + shine(22, 36, 3, 7, 0.8, 20) + circle(36, 45, 2.5, '#ffffff99', 0) +
  circle(30, 49, 1.6, '#ffffff99', 0)

const gem = colour =>
  path('M16 16 H48 L60 30 L32 58 L4 30 Z', colour) +
  path('M16 16 L24 30 L32 16 L40 30 L48 16 M4 30 H60 M24 30 L32 58 L40 30', 'none', 1.8) +
  path('M18 18 L23 28 L30 18 Z', '#ffffff99', 0)

const blade = '<g transform="rotate(45 32 32)">' + path('M27 40 V8 L32 0 L37 8 V40 Z', 'steel') +
  line('M32 8 V38', '#fff', 2, 0.8) + rect(20, 39, 24, 6, 3, 'gold') + rect(28.5, 45, 7, 13, 3, 'brown') +
  circle(32, 60, 4, 'red', 2.5) + '</g>'

const chest = rect(8, 28, 48, 28, 4, 'wood') + path('M8 30 V22 Q8 10 20 10 H44 Q56 10 56 22 V30 Z', 'wood') +
  rect(15, 10, 6, 46, 1, 'gold', 2.2) + rect(43, 10, 6, 46, 1, 'gold', 2.2) +
  rect(26, 24, 12, 14, 3, 'gold', 2.5) + circle(32, 30, 2, INK, 0)

const ICONS = {
  icon_sword: blade,
  icon_shield: path('M32 4 Q44 12 56 12 Q58 44 32 60 Q6 44 8 12 Q20 12 32 4 Z', 'blue') +
    path('M32 12 Q40 17 49 18 Q49 40 32 52 Z', '#ffffff33', 0) + path(star(32, 32, 5, 13, 5.5), 'gold', 2.2),
  icon_potion_red: potion(deep('red')),
  icon_potion_blue: potion(deep('blue')),
  icon_potion_green: potion(deep('green')),
  icon_gem_red: gem('red'),
  icon_gem_blue: gem('blue'),
  icon_gem_green: gem('green'),
  icon_gem_purple: gem('purple'),
  icon_chest: chest,
  'icon 宝箱': chest,
  icon_key: limb('M28 36 L52 12 M46 18 l7 7 M39 25 l6 6', light('gold'), 5) + circle(21, 43, 13, 'gold') +
    circle(21, 43, 5, INK, 0) + shine(16, 36, 4, 2, 0.8, -40),
  icon_heart: path('M32 57 Q4 36 6 21 Q9 6 22 8 Q29 9 32 17 Q35 9 42 8 Q55 6 58 21 Q60 36 32 57 Z', 'red') +
    shine(19, 20, 7, 4, 0.7, -35),
  icon_star: path(star(32, 35, 5, 29, 13), 'gold') + shine(25, 26, 5, 3, 0.8, -30),
  icon_bomb: circle(30, 38, 21, 'dark') + rect(36, 12, 11, 11, 2, 'steel') +
    line('M42 12 Q45 5 51 10', '#b98058', 3.5) + path(star(52, 12, 7, 9, 4), 'orange', 1.5) +
    shine(22, 30, 6, 4, 0.5, -35),
  icon_bow: limb('M16 8 Q58 10 56 50', '#a86c40', 5) + line('M16 8 L56 50', '#fff6dc', 2) +
    limb('M12 54 L44 20', '#dba36a', 2.5, 3) + path('M50 14 L47 26 L38 17 Z', 'steel', 2.2) +
    path('M8 52 l6 -2 l2 6 l-4 4 z', 'red', 2),
  icon_ring: circle(32, 40, 18, 'gold') + circle(32, 40, 10.5, '#5a4d78', 2.5) +
    path('M20 14 h24 l4 7 l-16 13 l-16 -13 z', 'cyan', 2.6) + line('M24 18 h10', '#fff', 2.4),
  icon_crown: path('M8 18 L20 30 L32 10 L44 30 L56 18 L52 52 H12 Z', 'gold') +
    rect(12, 44, 40, 9, 3, 'red', 2.5) + circle(32, 10, 4, 'cyan', 2.2) + circle(8, 18, 3.5, 'red', 2.2) +
    circle(56, 18, 3.5, 'red', 2.2),
  icon_book: path('M8 12 Q20 6 32 13 Q44 6 56 12 V52 Q44 47 32 54 Q20 47 8 52 Z', 'purple') +
    path('M12 14 Q22 10 32 17 Q42 10 52 14 V47 Q42 43 32 50 Q22 43 12 47 Z', 'cream', 2) +
    line(
      'M32 17 V49 M17 22 q6 -2 10 1 M17 30 q6 -2 10 1 M37 23 q5 -3 10 -1 M37 31 q5 -3 10 -1',
      INK,
      1.8,
      0.5
    ),
  icon_scroll: rect(13, 12, 38, 42, 2, 'cream') + rect(7, 6, 50, 11, 5.5, 'wood') +
    rect(7, 48, 50, 11, 5.5, 'wood') + line('M20 25 h24 M20 32 h24 M20 39 h15', INK, 2.5, 0.5),
  icon_hammer: turn(40, 32, 32, [
    rect(28, 24, 8, 36, 4, 'wood'),
    rect(14, 8, 36, 19, 4, 'steel'),
    line('M19 13 h21', '#fff', 3, 0.8)
  ]),
  icon_axe: turn(30, 32, 32, [
    rect(28.5, 6, 7, 54, 3, 'wood'),
    path('M36 8 Q56 6 58 24 Q56 36 36 32 Z', 'steel'),
    path('M28 12 Q18 12 14 20 Q18 28 28 28 Z', 'steel'),
    line('M53 12 Q57 24 50 31', '#fff', 2.5, 0.9)
  ]),
  icon_mushroom: path('M22 36 Q26 46 21 56 Q32 62 43 56 Q38 46 42 36 Z', 'cream') +
    path('M5 36 Q6 8 32 7 Q58 8 59 36 Q32 44 5 36 Z', 'red') + ellipse(22, 22, 6, 5, '#fff', 0) +
    ellipse(41, 18, 5, 4, '#fff', 0) + ellipse(47, 31, 5, 3.5, '#fff', 0) +
    ellipse(13, 33, 3.5, 2.5, '#fff', 0),
  icon_apple: path('M32 18 Q14 10 9 28 Q8 52 24 57 Q32 53 40 57 Q56 52 55 28 Q50 10 32 18 Z', 'red') +
    line('M32 18 Q31 10 35 5', INK, 3.5) + path('M35 11 Q44 2 52 8 Q46 16 35 11 Z', 'leaf', 2.2) +
    shine(19, 28, 4, 7, 0.6, 20),
  icon_feather: path('M54 6 Q20 8 12 40 L8 56 L18 46 Q48 44 54 6 Z', 'cyan') +
    line('M8 57 Q22 34 46 14', INK, 2) + line('M24 36 l-7 -3 M32 27 l-7 -5 M28 37 l8 2', INK, 1.8, 0.7),
  icon_hourglass: path('M16 10 H48 Q48 26 36 32 Q48 38 48 54 H16 Q16 38 28 32 Q16 26 16 10 Z', 'white') +
    path('M21 18 H43 Q40 26 32 30 Q24 26 21 18 Z M32 40 Q42 44 43 52 H21 Q22 44 32 40 Z', 'orange', 0) +
    rect(11, 4, 42, 8, 3, 'wood') + rect(11, 52, 42, 8, 3, 'wood'),
  icon_lantern: halo(32, 35, 27, '#ffd04c', 0.6) + limb('M24 14 Q32 2 40 14', '#8b9bbb', 3) +
    path('M20 22 L25 13 H39 L44 22 Z', 'dark') + rect(19, 22, 26, 28, 4, 'gold') +
    path('M32 26 Q40 36 36 43 Q32 47 28 43 Q24 36 32 26 Z', '#fffbe0', 0) +
    line('M25 23 v26 M39 23 v26', INK, 2.2) + rect(16, 49, 32, 9, 3, 'dark'),
  icon_moon: path('M40 6 Q16 8 14 32 Q16 58 46 58 Q54 57 58 50 Q36 50 32 30 Q31 14 40 6 Z', 'gold') +
    shine(21, 30, 3, 9, 0.7, 10),
  icon_sun: path(star(32, 32, 12, 29, 19), 'orange') + circle(32, 32, 15, 'gold', 2.5) +
    shine(27, 26, 5, 3, 0.8, -35),
  icon_bolt: path('M36 3 L12 36 H28 L22 61 L52 24 H35 Z', 'gold') + line('M33 12 L21 31', '#fff', 3, 0.8),
  icon_snow: [0, 60, 120]
    .map(a => turn(a, 32, 32, limb('M32 8 V56 M26 13 l6 6 l6 -6 M26 51 l6 -6 l6 6', '#c4fbff', 4, 5)))
    .join('') + circle(32, 32, 4, '#fff', 0),
  icon_skull: path('M32 6 Q56 6 56 30 Q56 40 48 44 V56 H16 V44 Q8 40 8 30 Q8 6 32 6 Z', 'cream') +
    ellipse(22, 30, 6, 7, INK, 0) + ellipse(42, 30, 6, 7, INK, 0) + path('M32 36 l4 7 h-8 z', INK, 0) +
    line('M26 56 v-6 M32 56 v-6 M38 56 v-6', INK, 2.5),
  icon_mail: rect(5, 14, 54, 38, 5, 'cream') + path('M6 17 L32 38 L58 17', 'none') +
    line('M7 49 L24 33 M57 49 L40 33', INK, 2.4) + circle(53, 15, 8, 'red', 2.5),
  icon_trophy: line('M18 14 H7 q0 18 14 19 M46 14 H57 q0 18 -14 19', INK, 8) +
    line('M18 14 H7 q0 18 14 19 M46 14 H57 q0 18 -14 19', light('gold'), 3.5) +
    path('M15 6 H49 Q50 38 32 40 Q14 38 15 6 Z', 'gold') + rect(28, 39, 8, 9, 1, 'gold', 2.5) +
    rect(17, 47, 30, 11, 3, 'wood') + shine(23, 18, 3, 9, 0.8, 5),
  icon_lock: limb('M21 30 V20 Q22 8 32 8 Q42 8 43 20 V30', light('steel'), 5) +
    rect(12, 28, 40, 30, 6, 'gold') + circle(32, 41, 5, INK, 0) + path('M30 42 h4 l2 9 h-8 z', INK, 0),
  icon_note: limb('M24 46 V14 L50 8 V40', deep('purple'), 4.5, 4) + ellipse(18, 47, 9, 7, 'purple') +
    ellipse(44, 41, 9, 7, 'purple')
}

function coins () {
  // A turning coin: the far half mirrors the near one, so five drawings make eight frames.
  return frames(8, (i, t, n) => {
    const half = Math.max(3, Math.abs(Math.cos(t * Math.PI)) * 22)
    const face = half > 6
      ? ellipse(32, 32, half * 0.68, 15, 'orange', 1.6) +
        faded(0.95, path(`M32 22 L${32 + half * 0.3} 32 L32 42 L${32 - half * 0.3} 32 Z`, 'gold', 1.4))
      : ''
    return sprite(
      `art/icons/coin spin ${n}.png`,
      64,
      64,
      ellipse(32, 32, half, 22, 'gold') + face + shine(32, 17, half * 0.4, 2.5, 0.7)
    )
  })
}

export function drawIcons () {
  return [
    ...Object.entries(ICONS).map(([name, body]) => sprite(`art/icons/${name}.png`, 64, 64, body)),
    ...coins()
  ]
}
