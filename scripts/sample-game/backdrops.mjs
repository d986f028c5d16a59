import { INK, circle, deep, halo, light, limb, line, path, random, rect, sprite, star, tag } from './svg.mjs'

const DIGITS = {
  0: 'M12 6 Q20 6 20 18 Q20 30 12 30 Q4 30 4 18 Q4 6 12 6 Z',
  1: 'M6 11 L13 6 V30',
  2: 'M5 12 Q6 6 12 6 Q19 6 19 13 Q18 18 5 30 H20',
  3: 'M5 6 H19 L11 16 Q20 16 20 23 Q19 30 12 30 Q6 30 5 26',
  4: 'M15 30 V6 L4 23 H20',
  5: 'M19 6 H7 L6 17 Q20 12 20 22 Q19 30 12 30 Q6 30 4 26',
  6: 'M17 6 Q4 10 4 22 Q5 30 12 30 Q20 30 20 22 Q18 14 5 19',
  7: 'M5 6 H20 L10 30',
  8: 'M12 17 Q5 16 5 11 Q6 6 12 6 Q18 6 19 11 Q19 16 12 17 Q4 18 4 24 Q5 30 12 30 Q19 30 20 24 Q20 18 12 17 Z',
  9: 'M7 30 Q20 26 20 14 Q19 6 12 6 Q4 6 4 14 Q6 22 19 17',
  x: 'M6 14 L18 28 M18 14 L6 28',
  '+': 'M4 20 H20 M12 12 V28',
  '/': 'M18 6 L6 30',
  ':': 'M12 14 V14.1 M12 27 V27.1'
}
const CELL = { width: 32, height: 44, columns: 7 }

function valley (file, sky, hills, extra) {
  const next = random(5)
  const bands = sky
    .map((colour, i) => tag('rect', { x: 0, y: i * 60, width: 960, height: 640 - i * 60, fill: colour }))
    .join('')
  const ridges = hills
    .map((colour, i) => {
      const base = 330 + i * 74
      let d = `M-80 ${base}`
      for (let x = 40; x < 1080; x += 120) {
        d += ` S${x - 50} ${base + Math.round((next() - 0.5) * 90) - 10} ${x + 20} ${
          base + Math.round((next() - 0.5) * 50)
        }`
      }
      return path(`${d} V640 H0 Z`, colour, 0)
    })
    .join('')
  return sprite(file, 960, 640, bands + extra + ridges, 'palette')
}

function stars (seed, count) {
  const next = random(seed)
  return Array
    .from(
      { length: count },
      () => circle(Math.round(next() * 960), Math.round(next() * 330), next() > 0.8 ? 2.6 : 1.4, '#fff6d8', 0)
    )
    .join('')
}

const logo = halo(240, 104, 100, '#ffd04c', 0.7) +
  [-1, 1]
    .map(s =>
      path(
        `M${240 + s * 34} 96 Q${240 + s * 90} 20 ${240 + s * 190} 34 Q${240 + s * 170} 60 ${
          240 + s * 178
        } 70 Q${240 + s * 148} 84 ${240 + s * 150} 100 Q${240 + s * 110} 112 ${240 + s * 112} 124 Q${
          240 + s * 70
        } 132 ${240 + s * 34} 124 Z`,
        'cream',
        4
      ) +
      line(
        `M${240 + s * 60} 96 Q${240 + s * 110} 62 ${240 + s * 160} 56 M${240 + s * 60} 108 Q${
          240 + s * 100
        } 90 ${240 + s * 138} 86`,
        INK,
        2.5,
        0.35
      )
    )
    .join('') +
  limb('M218 52 Q240 10 262 52', light('steel'), 6) + path('M204 74 L220 50 H260 L276 74 Z', 'dark', 4) +
  rect(202, 74, 76, 84, 10, 'gold', 4) +
  path('M240 84 Q266 112 254 136 Q240 148 226 136 Q214 112 240 84 Z', '#fffbe0', 0) +
  path('M240 108 Q252 122 246 134 Q240 140 234 134 Q228 122 240 108 Z', deep('orange'), 0) +
  line('M222 76 v80 M258 76 v80', INK, 3.5) +
  rect(194, 154, 92, 22, 6, 'dark', 4) + path(star(240, 165, 5, 9, 4), 'gold', 1.5)

export function drawBackdrops () {
  return [
    valley('art/bg/valley_day.png', ['#8ccdf4', '#9fd6f6', '#b4e0f8', '#c8e9f8', '#dcf1f6', '#ecf6ee'], [
      '#a8c8d8',
      '#8cc4ac',
      '#74b884',
      '#5ca466',
      '#458c58'
    ], circle(770, 130, 62, '#fff6d0', 0) + circle(770, 130, 48, '#fffbe8', 0)),
    valley(
      'art/bg/valley_night.png',
      ['#241c44', '#2c2352', '#352c62', '#433872', '#544682', '#6a5690'],
      ['#4c4478', '#3c3868', '#2f3058', '#252848', '#1c203a'],
      stars(9, 90) +
        path(
          'M190 70 Q140 76 140 122 Q144 170 194 172 Q220 170 232 152 Q190 152 178 118 Q172 88 190 70 Z',
          '#fff0c0',
          0
        )
    ),
    sprite('cocosstudio/pictures/logo.png', 480, 200, logo),
    sprite(
      'cocosstudio/pictures/frame_corner.png',
      96,
      96,
      limb('M12 84 V32 Q12 12 32 12 H84', light('gold'), 8) + path(star(26, 26, 4, 20, 7), 'gold', 3) +
        circle(84, 12, 6, 'red', 2.5) + circle(12, 84, 6, 'red', 2.5)
    )
  ]
}

/** A bitmap font of own digits: the page, and the AngelCode text that describes it. */
export function drawDigits () {
  const glyphs = Object.entries(DIGITS).map(([char, d], i) => ({
    char,
    d,
    x: (i % CELL.columns) * CELL.width,
    y: Math.floor(i / CELL.columns) * CELL.height
  }))
  const body = glyphs.map(({ d, x, y }) =>
    `<g transform="translate(${x + 4} ${y + 4})">${limb(d, light('gold'), 4.5, 4.5)}</g>`
  )
  const rows = glyphs.map(({ char, x, y }) =>
    `char id=${
      char.codePointAt(0)
    } x=${x} y=${y} width=${CELL.width} height=${CELL.height} xoffset=0 yoffset=0 xadvance=26 page=0 chnl=15`
  )
  const text = [
    'info face="LanternDigits" size=36 bold=0 italic=0 charset="" unicode=1 stretchH=100 smooth=1 aa=1 ' +
    'padding=0,0,0,0 spacing=0,0',
    'common lineHeight=44 base=36 scaleW=256 scaleH=128 pages=1 packed=0',
    'page id=0 file="digits.png"',
    `chars count=${rows.length}`,
    ...rows,
    ''
  ]
    .join('\n')
  return { page: sprite('fonts/digits.png', 256, 128, body), text }
}
