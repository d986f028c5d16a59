import { ccsDocument, csdDocument, rgb } from './csd.mjs'

// The six Cocos Studio documents of the game. Pictures come from the project's own atlases, or are copied
// (Normal).

const SCREEN = { w: 960, h: 640 }
const INK = [42, 31, 61]
const CREAM = [255, 250, 240]

const resource = (name, Type, Path, Plist = '') => [name, { Type, Path, Plist }]

/** Node makers that know the size of every drawn sprite. */
function makers (sprites) {
  const sizes = new Map(sprites.map(item => [item.file, item]))
  const size = file => {
    const found = sizes.get(file)
    if (found === undefined) throw new Error(`no drawing ${file}`)
    return { w: found.width, h: found.height }
  }
  const frame = (name, atlas, picture) => {
    size(`art/${atlas}/${picture}`)
    return resource(
      name,
      'PlistSubImage',
      picture,
      atlas.startsWith('units/') ? `${atlas}.plist` : `${atlas}/${atlas}.plist`
    )
  }
  const ui = (name, picture) => frame(name, 'ui', `${picture}.png`)
  const uiSize = picture => size(`art/ui/${picture}.png`)
  const scale9 = (picture, edge) => ({
    Scale9Enable: 'True',
    LeftEage: edge,
    RightEage: edge,
    TopEage: edge,
    BottomEage: edge,
    Scale9OriginX: edge,
    Scale9OriginY: edge,
    Scale9Width: uiSize(picture).w - edge * 2,
    Scale9Height: uiSize(picture).h - edge * 2
  })
  const plain = ({ w, h }) => ({ Scale9Width: w, Scale9Height: h })
  const effects = [['OutlineColor', rgb(INK)], ['ShadowColor', rgb([110, 110, 110])]]
  const shadow = { ShadowOffsetX: '2.0000', ShadowOffsetY: '-2.0000' }
  const background = [['SingleColor', rgb(INK)], ['FirstColor', rgb([255, 150, 100])], [
    'EndColor',
    rgb([255, 255, 255])
  ], ['ColorVector', { ScaleY: '1.0000' }]]
  return {
    sprite: (name, x, y, atlas, picture, more = {}) => ({
      type: 'Sprite',
      name,
      x,
      y,
      ...size(`art/${atlas}/${picture}`),
      parts: [frame('FileData', atlas, picture), [
        'BlendFunc',
        more.additive ? { Src: 770, Dst: 1 } : { Src: 1, Dst: 771 }
      ]],
      ...more
    }),
    picture: (name, x, y, path, source, more = {}) => ({
      type: 'Sprite',
      name,
      x,
      y,
      ...size(source),
      parts: [resource('FileData', 'Normal', path), ['BlendFunc', { Src: 1, Dst: 771 }]],
      ...more
    }),
    backdrop: (name, path, source) => ({
      type: 'ImageView',
      name,
      x: 480,
      y: 320,
      ...size(source),
      values: plain(size(source)),
      parts: [resource('FileData', 'Normal', path)],
      layout: { PositionPercentXEnabled: 'True', PositionPercentYEnabled: 'True' }
    }),
    image: (name, x, y, picture, more = {}) => ({
      type: 'ImageView',
      name,
      x,
      y,
      ...uiSize(picture),
      values: plain(uiSize(picture)),
      parts: [ui('FileData', picture)],
      ...more
    }),
    panel9: (name, x, y, w, h, picture, edge, children) => ({
      type: 'ImageView',
      name,
      x,
      y,
      w,
      h,
      values: scale9(picture, edge),
      parts: [ui('FileData', picture)],
      children
    }),
    button: (name, x, y, [normal, pressed, disabled], more = {}) => {
      const { text, w = uiSize(normal).w, h = uiSize(normal).h, ...rest } = more
      const stretch = w === uiSize(normal).w ? plain(uiSize(normal)) : scale9(normal, 24)
      const off = disabled
        ? ui('DisabledFileData', disabled)
        : resource('DisabledFileData', 'Default', 'Default/Button_Disable.png')
      return {
        type: 'Button',
        name,
        x,
        y,
        w,
        h,
        values: {
          TouchEnable: 'True',
          FontSize: 26,
          ButtonText: text,
          ...stretch,
          ...(text ? { OutlineSize: 2, OutlineEnabled: 'True' } : {}),
          ...shadow
        },
        parts: [
          ['TextColor', rgb(CREAM)],
          off,
          ui('PressedFileData', pressed),
          ui('NormalFileData', normal),
          ...effects
        ],
        ...rest
      }
    },
    text: (name, x, y, label, fontSize, more = {}) => {
      const { outline, align, ...rest } = more
      const lines = label.split('\n')
      return {
        type: 'Text',
        name,
        x,
        y,
        w: Math.max(...lines.map(line => [...line].length)) * fontSize,
        h: lines.length * (fontSize + 4),
        values: {
          FontSize: fontSize,
          LabelText: label,
          HorizontalAlignmentType: align,
          ...(outline ? { OutlineSize: outline, OutlineEnabled: 'True' } : {}),
          ...shadow
        },
        parts: effects,
        colour: INK,
        ...rest
      }
    },
    digits: (name, x, y, label, more = {}) => ({
      type: 'TextBMFont',
      name,
      x,
      y,
      w: label.length * 26,
      h: 44,
      values: { LabelText: label },
      parts: [resource('LabelBMFontFile_CNB', 'Normal', 'fonts/digits.fnt')],
      ...more
    }),
    bar: (name, x, y, picture, percent, more = {}) => ({
      type: 'LoadingBar',
      name,
      x,
      y,
      ...uiSize(picture),
      values: { ProgressInfo: percent },
      parts: [ui('ImageFileData', picture)],
      ...more
    }),
    slider: (name, x, y, percent) => ({
      type: 'Slider',
      name,
      x,
      y,
      ...uiSize('slider_back'),
      values: { TouchEnable: 'True', PercentInfo: percent },
      parts: [
        ui('BackGroundData', 'slider_back'),
        ui('ProgressBarData', 'slider_fill'),
        ui('BallNormalData', 'slider_knob'),
        ui('BallPressedData', 'slider_knob_pressed'),
        resource('BallDisabledData', 'Default', 'Default/SliderNode_Disable.png')
      ]
    }),
    checkBox: (name, x, y, checked) => ({
      type: 'CheckBox',
      name,
      x,
      y,
      ...uiSize('check_off'),
      values: { TouchEnable: 'True', CheckedState: checked ? 'True' : undefined },
      parts: [
        ui('NormalBackFileData', 'check_off'),
        ui('PressedBackFileData', 'check_hover'),
        ui('DisableBackFileData', 'check_off'),
        ui('NodeNormalFileData', 'check_mark'),
        ui('NodeDisableFileData', 'check_mark')
      ]
    }),
    field: (name, x, y, w, placeholder) => ({
      type: 'TextField',
      name,
      x,
      y,
      w,
      h: 36,
      values: {
        TouchEnable: 'True',
        FontSize: 24,
        IsCustomSize: 'True',
        LabelText: '',
        PlaceHolderText: placeholder,
        MaxLengthEnable: 'True',
        MaxLengthText: 12
      },
      colour: INK
    }),
    layer: (name, w, h, more = {}) => ({
      type: 'Panel',
      name,
      w,
      h,
      ax: 0,
      ay: 0,
      parts: background,
      ...more,
      values: {
        TouchEnable: 'True',
        ClipAble: 'False',
        BackColorAlpha: 150,
        ColorAngle: '90.0000',
        Scale9Width: 1,
        Scale9Height: 1,
        ...more.values
      }
    }),
    list: (name, x, y, w, h, children) => ({
      type: 'ListView',
      name,
      x,
      y,
      w,
      h,
      values: {
        TouchEnable: 'True',
        ClipAble: 'True',
        BackColorAlpha: 102,
        ColorAngle: '90.0000',
        Scale9Width: 1,
        Scale9Height: 1,
        IsBounceEnabled: 'True',
        ScrollDirectionType: 0,
        ItemMargin: 8,
        DirectionType: 'Vertical',
        HorizontalType: 'Align_HorizontalCenter'
      },
      parts: background,
      children
    }),
    group: (name, x, y, children) => ({ type: 'SingleNode', name, x, y, ax: 0, ay: 0, children }),
    nested: (name, x, y, path, more = {}) => ({
      type: 'ProjectNode',
      name,
      x,
      y,
      ax: 0,
      ay: 0,
      values: {
        StretchWidthEnable: 'False',
        StretchHeightEnable: 'False',
        InnerActionSpeed: '1.0000',
        CustomSizeEnabled: 'False'
      },
      parts: [resource('FileData', 'Normal', path)],
      ...more
    }),
    texture: (at, atlas, picture) => ({ at, tween: false, part: frame('TextureFile', atlas, picture) })
  }
}

const ORANGE = ['btn_orange', 'btn_orange_pressed', 'btn_orange_disabled']
const GREEN = ['btn_green', 'btn_green_pressed', 'btn_green_disabled']
const BLUE = ['btn_blue', 'btn_blue_pressed', 'btn_blue_disabled']

function mainMenu (make) {
  return {
    file: 'MainMenu.csd',
    type: 'Scene',
    ...SCREEN,
    duration: 60,
    timelines: [
      [
        'Logo',
        'Position',
        'PointFrame',
        [[0, 500], [30, 512], [60, 500]].map(([at, y]) => ({ at, X: '480.0000', Y: `${y}.0000`, easing: 3 }))
      ],
      [
        'Logo',
        'Scale',
        'ScaleFrame',
        [[0, '1.0000'], [30, '1.0400'], [60, '1.0000']].map(([at, value]) => ({ at, X: value, Y: value }))
      ]
    ],
    animations: [{ name: 'float', from: 0, to: 60 }],
    children: [
      make.backdrop('Background', 'bg/valley_day.png', 'art/bg/valley_day.png'),
      make.picture('Corner', 60, 580, 'pictures/frame_corner.png', 'cocosstudio/pictures/frame_corner.png'),
      make.sprite('LogoGlow', 480, 500, 'effects', 'glow.gold.png', {
        scale: 2.5,
        additive: true,
        alpha: 200
      }),
      make.picture('Logo', 480, 500, 'pictures/logo.png', 'cocosstudio/pictures/logo.png'),
      make.text('Title', 480, 372, '提灯谷 Lantern Vale', 40, {
        colour: CREAM,
        outline: 3,
        align: 'HT_Center'
      }),
      make.button('PlayButton', 480, 268, ['btn_play', 'btn_play_pressed'], { click: 'onPlay' }),
      make.button('ContinueButton', 480, 176, GREEN, { text: '继续', w: 220, click: 'onContinue' }),
      make.button('SettingsButton', 904, 584, ['btn.settings', 'btn.settings'], {
        click: 'onSettings',
        layout: { HorizontalEdge: 'RightEdge', VerticalEdge: 'TopEdge' }
      }),
      make.sprite('Knight', 220, 150, 'units/knight', 'knight_walk_01.png', { scale: 2 }),
      make.sprite('Slime', 740, 150, 'units/slime', 'slime_hop_01.png', {
        scale: 2,
        values: { FlipX: 'True' }
      }),
      make.sprite('Flame', 860, 120, 'effects', '火焰 01.png'),
      make.nested('Burst', 860, 320, 'node/ComboBurst.csd', { scale: 0.8 })
    ]
  }
}

function hud (make) {
  const counter = (name, x, icon, value) =>
    make.group(name, x, 600, [
      make.panel9(`${name}Back`, 70, 0, 190, 50, 'input_box', 20),
      make.sprite(`${name}Icon`, -8, 0, 'icons', icon),
      make.digits(`${name}Value`, 80, 0, value, { scale: 0.7 })
    ])
  return {
    file: 'Hud.csd',
    type: 'Layer',
    ...SCREEN,
    children: [
      make.nested('Hero', 20, 520, 'node/HeroBadge.csd'),
      counter('Coins', 440, 'coin spin 01.png', '12450'),
      counter('Gems', 680, 'icon_gem_purple.png', '380'),
      make.button('PauseButton', 912, 592, ['btn.pause', 'btn.pause'], {
        click: 'onPause',
        layout: { HorizontalEdge: 'RightEdge', VerticalEdge: 'TopEdge' }
      }),
      make.image('QuestDot', 938, 540, 'new.dot'),
      ...['icon_sword', 'icon_shield', 'icon_potion_red', 'icon_bomb'].map((icon, i) =>
        make.panel9(`Slot${i + 1}`, 340 + i * 94, 56, 84, 84, 'panel_wood', 30, [
          make.sprite(`Slot${i + 1}Icon`, 42, 42, 'icons', `${icon}.png`)
        ])
      ),
      make.nested('Combo', 820, 240, 'node/ComboBurst.csd'),
      make.image('Hint', 480, 170, 'bubble', {
        hidden: true,
        children: [make.text('HintText', 80, 58, '再来一次?\n"Try & retry" <3', 16, { align: 'HT_Center' })]
      })
    ]
  }
}

function heroBadge (make) {
  const bar = (name, y, picture, percent) =>
    make.image(`${name}Back`, 200, y, 'bar_back', { children: [make.bar(name, 110, 14, picture, percent)] })
  return {
    file: 'node/HeroBadge.csd',
    type: 'Node',
    children: [
      make.image('Frame', 52, 52, 'badge_frame'),
      make.sprite('Portrait', 52, 60, 'units/mage', 'mage_walk_01.png', { scale: 0.75 }),
      bar('Health', 78, 'bar_hp', 86),
      bar('Mana', 48, 'bar_mp', 60),
      bar('Experience', 18, 'bar_exp', 33),
      make.digits('Level', 96, 12, '27', { scale: 0.5, turn: -8 })
    ]
  }
}

function comboBurst (make) {
  const grow = values => values.map(([at, value, easing]) => ({ at, X: value, Y: value, easing }))
  return {
    file: 'node/ComboBurst.csd',
    type: 'Node',
    duration: 40,
    timelines: [
      [
        'Blast',
        'FileData',
        'TextureFrame',
        Array.from(
          { length: 8 },
          (_, i) => make.texture(i * 4, 'effects', `explosion/explosion_0${i + 1}.png`)
        )
      ],
      ['Blast', 'VisibleForFrame', 'BoolFrame', [{ at: 0, tween: false, Value: 'True' }, {
        at: 32,
        tween: false,
        Value: 'False'
      }]],
      ['Glow', 'Alpha', 'IntFrame', [{ at: 0, Value: 255 }, { at: 40, Value: 0, easing: 2 }]],
      ['Glow', 'CColor', 'ColorFrame', [{ at: 0, Alpha: 255, part: ['Color', rgb([255, 255, 255])] }, {
        at: 40,
        Alpha: 255,
        part: ['Color', rgb([255, 120, 80])]
      }]],
      ['Star', 'Scale', 'ScaleFrame', grow([[0, '0.2000', 26], [12, '1.4000', 0], [40, '1.0000', 0]])],
      ['Star', 'RotationSkew', 'ScaleFrame', grow([[0, '-30.0000', 0], [40, '0.0000', 0]])],
      ['Count', 'Position', 'PointFrame', [{ at: 0, X: '0.0000', Y: '-20.0000', easing: 6 }, {
        at: 20,
        X: '0.0000',
        Y: '64.0000'
      }]],
      ['Count', 'FrameEvent', 'EventFrame', [{ at: 12, tween: false, Value: 'comboShown' }]]
    ],
    animations: [{ name: 'burst', from: 0, to: 40 }, { name: 'idle', from: 32, to: 40 }],
    children: [
      make.sprite('Glow', 0, 0, 'effects', 'glow.red.png', { additive: true }),
      make.sprite('Blast', 0, 0, 'effects', 'explosion/explosion_01.png'),
      make.sprite('Star', 0, 0, 'icons', 'icon_star.png'),
      make.digits('Count', 0, -20, 'x12')
    ]
  }
}

function dialog (make, file, title, children) {
  const veil = make.layer('Veil', SCREEN.w, SCREEN.h, {
    values: { ComboBoxIndex: 1 },
    layout: {
      HorizontalEdge: 'BothEdge',
      VerticalEdge: 'BothEdge',
      StretchWidthEnable: 'True',
      StretchHeightEnable: 'True'
    }
  })
  return {
    file,
    type: 'Layer',
    ...SCREEN,
    children: [
      veil,
      make.panel9('Window', 480, 300, 560, 480, 'panel_wood', 40, [
        ...children,
        make.image('Ribbon', 280, 470, 'panel_title', {
          children: [make.text('RibbonText', 170, 42, title, 26, { colour: CREAM, outline: 2 })]
        }),
        make.button('CloseButton', 540, 456, ['btn.close', 'btn.close.pressed'], { click: 'onClose' })
      ])
    ]
  }
}

function settings (make) {
  const row = (y, label) => make.text(`${label} label`, 110, y, label, 26)
  return dialog(make, 'dialog/SettingsDialog.csd', '设置 Settings', [
    row(390, '音乐'),
    make.slider('MusicSlider', 330, 390, 70),
    row(330, '音效'),
    make.slider('SoundSlider', 330, 330, 50),
    row(270, '震动'),
    make.checkBox('VibrationBox', 230, 270, true),
    row(270 - 60, '省电'),
    make.checkBox('SaverBox', 230, 210, false),
    row(150, '昵称'),
    make.panel9('NameBox', 340, 150, 280, 52, 'input_box', 20, [
      make.field('NameField', 140, 26, 240, '请输入昵称')
    ]),
    make.image('CacheBack', 190, 84, 'bar_back', {
      children: [make.bar('CacheBar', 110, 14, 'bar_exp', 45)]
    }),
    make.button('ClearButton', 420, 72, BLUE, { text: '清理缓存', click: 'onClearCache' })
  ])
}

function quests (make) {
  const rewards = [
    ['icon_chest.png', '打开三个宝箱'],
    ['icon_trophy.png', '赢得五场战斗'],
    ['icon_mushroom.png', '采集蘑菇 ×10'],
    ['icon_key.png', '找到旧钥匙'],
    ['icon_scroll.png', '读完卷轴']
  ]
  const items = rewards.map(([icon, label], i) =>
    make.layer(`Item${i + 1}`, 440, 80, {
      children: [
        make.panel9(`Item${i + 1}Back`, 220, 40, 440, 76, 'list_item', 34),
        make.sprite(`Item${i + 1}Icon`, 44, 40, 'icons', icon, { scale: 0.75 }),
        make.text(`Item${i + 1}Text`, 180, 40, label, 22, { align: 'HT_Left' }),
        ...[0, 1, 2].map(k =>
          make.image(`Item${i + 1}Star${k + 1}`, 320 + k * 44, 40, k <= i % 3 ? 'star_full' : 'star_empty', {
            scale: 0.6
          })
        )
      ]
    })
  )
  return dialog(make, 'dialog/QuestDialog.csd', '任务 Quests', [
    make.image('TabOn', 120, 414, 'tab_on'),
    make.image('TabOff', 256, 414, 'tab_off'),
    make.list('QuestList', 280, 232, 460, 310, items),
    make.button('ClaimButton', 280, 50, ORANGE, { text: '全部领取', w: 240, click: 'onClaimAll' })
  ])
}

/** All text files below cocosstudio/ and the Studio project beside it, by path. */
export function makeStudioFiles (sprites) {
  const make = makers(sprites)
  const documents = [
    mainMenu(make),
    hud(make),
    heroBadge(make),
    comboBurst(make),
    settings(make),
    quests(make)
  ]
  const pictures = sprites.filter(({ file }) => file.startsWith('cocosstudio/')).map(({ file }) => ({
    file: file.slice('cocosstudio/'.length),
    kind: 'Image'
  }))
  const files = [...documents.map(({ file, type }) => ({ file, type, kind: 'Project' })), ...pictures]
  return {
    ...Object.fromEntries(documents.map(item => [`cocosstudio/${item.file}`, csdDocument(item)])),
    'lantern-vale.ccs': ccsDocument('lantern-vale', files)
  }
}
