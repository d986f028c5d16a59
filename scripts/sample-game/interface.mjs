import {
  INK,
  circle,
  deep,
  ellipse,
  faded,
  group,
  halo,
  light,
  limb,
  line,
  move,
  path,
  rect,
  shine,
  sprite,
  star,
  tag
} from './svg.mjs'

// Pieces of the interface; cocosstudio/*.csd refer to them as frames of ui/ui.plist.

const GLYPHS = {
  pause: 'M-7 -9 V9 M7 -9 V9',
  back: 'M3 -11 L-8 0 L3 11 M-8 0 H11',
  cross: 'M-9 -9 L9 9 M9 -9 L-9 9',
  plus: 'M-10 0 H10 M0 -10 V10',
  home: 'M-12 0 L0 -11 L12 0 M-8 0 V10 H8 V0'
}

const glyph = (name, x, y) => move(x, y, limb(GLYPHS[name], '#fffaf0', 5, 4))

/**
 * A wide button; it may be stretched around its middle. Pressed ones sit three pixels lower on the same
 * canvas.
 */
function wide (w, h, colour, pressed, mark = '') {
  const drop = pressed ? 3 : 0
  return [
    rect(4, 8, w - 8, h - 12, 16, deep(colour), 3.5),
    pressed ? faded(0.3, rect(4, 8, w - 8, h - 12, 16, INK, 0)) : '',
    rect(4, 4 + drop, w - 8, h - 15, 16, colour, 3.5),
    faded(0.4, rect(12, 9 + drop, w - 24, (h - 15) * 0.34, 9, '#fff', 0)),
    move(0, drop, mark)
  ]
}

const knobbed = (colour, name, drop = 0) =>
  circle(36, 38, 29, deep(colour), 3.5) +
  move(0, drop, circle(36, 34, 29, colour, 3.5) + shine(27, 20, 13, 6, 0.45, -25) + glyph(name, 36, 34))

function gear () {
  return circle(36, 38, 29, deep('night'), 3.5) + circle(36, 34, 29, 'night', 3.5) +
    shine(27, 20, 13, 6, 0.35, -25) + path(star(36, 34, 8, 19, 13, -90), 'steel', 2.6) +
    circle(36, 34, 6.5, deep('night'), 2.6)
}

function bar (w, h, colour) {
  return rect(2, 2, w - 4, h - 4, (h - 4) / 2, colour, 2.5) +
    faded(0.5, rect(8, 5, w - 16, (h - 4) * 0.28, 2, '#fff', 0))
}

const trough = (w, h) =>
  rect(2, 2, w - 4, h - 4, (h - 4) / 2, 'dark', 3) + faded(0.4, rect(6, 5, w - 12, 4, 2, INK, 0))

/**
 * Android's nine-patch: black marks in a border of one pixel; top and left say what stretches, bottom and
 * right the content.
 */
function ninePatch () {
  const mark = (x, y, width, height) =>
    tag('rect', { x, y, width, height, fill: '#000', 'shape-rendering': 'crispEdges' })
  return [
    move(1, 1, rect(2, 2, 68, 68, 14, 'night', 3.5), rect(8, 8, 56, 56, 9, '#ffffff1c', 0)),
    mark(25, 0, 24, 1),
    mark(0, 25, 1, 24),
    mark(13, 73, 48, 1),
    mark(73, 13, 1, 48)
  ]
}

function panelWood () {
  const nail = (x, y) => circle(x, y, 4.5, 'gold', 2)
  return [
    rect(3, 3, 154, 154, 18, 'wood', 4),
    rect(15, 15, 130, 130, 10, 'cream', 3),
    line('M30 8 H130 M30 152 H130', '#ffffff', 2, 0.35),
    nail(11, 11),
    nail(149, 11),
    nail(11, 149),
    nail(149, 149)
  ]
}

const ribbon = path(
  'M14 22 L2 20 L14 42 L2 64 L40 64 V30 Z M326 22 L338 20 L326 42 L338 64 L300 64 V30 Z',
  deep('red'),
  3.5
) +
  path('M24 8 Q170 -2 316 8 V54 Q170 44 24 54 Z', 'red', 3.5) +
  line('M34 14 Q170 5 306 14', '#fff', 3, 0.45) + line('M34 47 Q170 38 306 47', '#ffd86c', 2.5, 0.9)

const arrow = path('M40 8 L12 32 L40 56 V42 Q52 40 56 44 Q54 24 40 22 Z', 'gold', 3.5) +
  line('M36 16 L20 30', '#fff', 3, 0.7)
const knob = (x, y) =>
  move(x, y, circle(0, 0, 17, 'gold', 3.5), circle(0, 0, 8, 'orange', 2), shine(-5, -8, 5, 3, 0.8, -30))
const hand = path(
  'M24 60 Q8 46 10 38 Q14 34 20 40 V14 Q20 7 26 7 Q31 7 31 14 V30 Q46 28 50 36 Q54 50 44 60 Z',
  'white',
  3.5
) + line('M31 30 v8 M38 31 v7 M44 33 v6', INK, 2.2, 0.6)

export function drawInterface () {
  const ui = (name, w, h, body, store) => sprite(`art/ui/${name}.png`, w, h, body, store)
  const buttons = ['green', 'blue', 'orange'].flatMap(colour => [
    ui(`btn_${colour}`, 168, 72, wide(168, 72, colour, false)),
    ui(`btn_${colour}_pressed`, 168, 72, wide(168, 72, colour, true)),
    ui(`btn_${colour}_disabled`, 168, 72, wide(168, 72, 'grey', false))
  ])
  const play = { w: 240, h: 96, mark: path('M106 22 L142 43 L106 64 Z', 'cream', 4) }
  const ring = [0, 45, 90, 135, 180, 225, 270, 315]
    .map((a, i) =>
      tag('g', { transform: `rotate(${a} 32 32)`, opacity: 0.2 + i * 0.11 }, circle(32, 9, 5, 'gold', 2))
    )
    .join('')
  return [
    ...buttons,
    ui('btn_play', play.w, play.h, wide(play.w, play.h, 'gold', false, play.mark)),
    ui('btn_play_pressed', play.w, play.h, wide(play.w, play.h, 'gold', true, play.mark)),
    ui('btn.close', 72, 72, knobbed('red', 'cross')),
    ui('btn.close.pressed', 72, 72, knobbed('red', 'cross', 3)),
    ui('btn.pause', 72, 72, knobbed('blue', 'pause')),
    ui('btn.back', 72, 72, knobbed('purple', 'back')),
    ui('btn.home', 72, 72, knobbed('orange', 'home')),
    ui('btn.plus', 72, 72, knobbed('green', 'plus')),
    ui('btn.settings', 72, 72, gear()),
    ui('panel.9', 74, 74, ninePatch()),
    ui('panel_wood', 160, 160, panelWood()),
    ui('panel_title', 340, 72, ribbon),
    ui('list_item', 200, 76, rect(3, 3, 194, 70, 12, 'cream', 3) + rect(9, 9, 58, 58, 9, 'wood', 2.5)),
    ui(
      'input_box',
      200,
      52,
      rect(3, 3, 194, 46, 12, 'white', 3) + faded(0.25, rect(8, 7, 184, 7, 4, INK, 0))
    ),
    ui('bar_back', 220, 28, trough(220, 28)),
    ui('bar_hp', 212, 20, bar(212, 20, 'red')),
    ui('bar_mp', 212, 20, bar(212, 20, 'blue')),
    ui('bar_exp', 212, 20, bar(212, 20, 'green')),
    ui('slider_back', 260, 24, trough(260, 24)),
    ui('slider_fill', 260, 24, bar(260, 24, 'orange')),
    ui('slider_knob', 48, 48, knob(24, 22)),
    ui('slider_knob_pressed', 48, 48, knob(24, 25)),
    ui('check_off', 52, 52, rect(5, 5, 42, 42, 10, 'cream', 3.5)),
    ui('check_hover', 52, 52, rect(5, 5, 42, 42, 10, 'gold', 3.5)),
    ui('check_mark', 52, 52, limb('M14 27 L23 36 L39 15', light('green'), 6)),
    ui('star_full', 72, 72, path(star(36, 39, 5, 31, 14), 'gold', 3.5) + shine(28, 29, 6, 3, 0.8, -30)),
    ui('star_empty', 72, 72, path(star(36, 39, 5, 31, 14), 'dark', 3.5)),
    ui('arrow_left', 72, 72, move(2, 4, arrow)),
    ui('arrow_left_pressed', 72, 72, move(2, 8, arrow)),
    ui('arrow_right', 72, 72, group('translate(70 4) scale(-1 1)', arrow)),
    ui(
      'badge_frame',
      104,
      104,
      circle(52, 52, 46, 'gold', 3.5) + circle(52, 52, 36, 'night', 3) +
        path(star(52, 93, 5, 10, 4.5), 'red', 2)
    ),
    ui(
      'bubble',
      160,
      96,
      path(
        'M22 6 H138 Q154 6 154 22 V56 Q154 72 138 72 H66 L46 90 L50 72 H22 Q6 72 6 56 V22 Q6 6 22 6 Z',
        'white',
        3.5
      )
    ),
    ui('tab_on', 128, 56, path('M4 54 V20 Q4 4 20 4 H108 Q124 4 124 20 V54 Z', 'cream', 3.5)),
    ui('tab_off', 128, 56, path('M4 54 V24 Q4 10 20 10 H108 Q124 10 124 24 V54 Z', 'wood', 3.5)),
    ui('手指 pointer', 64, 72, move(2, 2, hand)),
    ui('loading_ring', 64, 64, ring),
    ui(
      'new.dot',
      40,
      40,
      halo(20, 20, 19, '#ff5c4c', 0.6) + circle(20, 20, 10, 'red', 2.5) +
        ellipse(17, 16, 3, 2, '#ffffffaa', 0)
    ),
    ui('white_pixel', 1, 1, tag('rect', { width: 1, height: 1, fill: '#fff' }))
  ]
}
