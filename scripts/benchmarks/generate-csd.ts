/**
 * A seeded game of csd files with the sizes of real ones: median 10–20 KB, p95 about 120 KB, at most 350 KB,
 * about 0.9 KB a node.
 */
export interface GeneratedCsd {
  path: string
  bytes: Buffer
}

const maximumBytes = 300_000

export function generateCsdGame (count: number, seed = 1): GeneratedCsd[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => {
    const size = Math.min(maximumBytes, 14_000 * Math.exp(1.26 * gaussian(random)))
    const path = `cocosstudio/${['battle', 'city', 'shop', 'mail', '公会'][index % 5]!}/Panel${index}.csd`
    return {
      path,
      bytes: Buffer.from(generateCsd(`Panel${index}`, Math.max(1, Math.round(size / 1180)), random))
    }
  })
}

const classes = [
  'Sprite',
  'Sprite',
  'Sprite',
  'ImageView',
  'ImageView',
  'ImageView',
  'Text',
  'Text',
  'Text',
  'Panel',
  'Panel',
  'Button',
  'SingleNode',
  'CheckBox',
  'ListView',
  'ProjectNode',
  'TextBMFont',
  'LoadingBar',
  'TextField',
  'Slider'
]

function generateCsd (name: string, nodes: number, random: () => number): string {
  const tags: number[] = []
  const body: string[] = []
  const budget = { left: nodes }
  const pick = (): string => classes[Math.floor(random() * classes.length)]!
  const children = (depth: number, indent: string): void => {
    const siblings = Math.min(budget.left, 1 + Math.floor(random() * 6))
    budget.left -= siblings
    body.push(`${indent}<Children>\n`)
    for (let index = 0; index < siblings; index++) {
      const className = pick()
      const tag = Math.floor(random() * 0xFFFFFFFF) | 0
      tags.push(tag)
      body.push(openNode(className, tag, `${indent}  `, random))
      if (depth < 8 && budget.left > 0 && random() < 0.35) children(depth + 1, `${indent}    `)
      body.push(
        ...geometry(random, `${indent}    `),
        ...resources(className, random, `${indent}    `),
        `${indent}  </AbstractNodeData>\n`
      )
    }
    body.push(`${indent}</Children>\n`)
  }
  while (budget.left > 0) children(0, '        ')
  const lines = tags.filter(() => random() < 0.05).map(tag => timeline(tag, random))
  return [
    '<GameFile>\n',
    `  <PropertyGroup Name="${name}" Type="Layer" ID="8f2a1c5e-0000-4000-8000-${
      String(nodes).padStart(12, '0')
    }" Version="3.10.0.0" />\n`,
    '  <Content ctype="GameProjectContent">\n    <Content>\n',
    `      <Animation Duration="${lines.length > 0 ? 60 : 0}" Speed="1.0000" ActivedAnimationName="in">\n`,
    ...lines,
    '      </Animation>\n',
    '      <AnimationList>\n        <AnimationInfo Name="in" StartIndex="0" EndIndex="60">\n          ' +
    '<RenderColor A="255" R="176" G="196" B="222" />\n        </AnimationInfo>\n      </AnimationList>\n',
    '      <ObjectData Name="Layer" Tag="5" ctype="GameLayerObjectData">\n        <Size X="960.0000" ' +
    'Y="640.0000" />\n',
    ...body,
    '      </ObjectData>\n    </Content>\n  </Content>\n</GameFile>'
  ]
    .join('')
}

function openNode (className: string, tag: number, indent: string, random: () => number): string {
  const float = (maximum: number): string => (random() * maximum).toFixed(4)
  const shared = `Name="${className}_${Math.floor(random() * 400)}" ActionTag="${tag}" Tag="${
    Math.floor(random() * 999)
  }" IconVisible="False" HorizontalEdge="LeftEdge" LeftMargin="${float(900)}" RightMargin="${
    float(900)
  }" TopMargin="${float(600)}" BottomMargin="${float(600)}"`
  const own: Record<string, string> = {
    Text: 'FontSize="24" LabelText="等级 &lt;12&gt;" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000"',
    Button: 'TouchEnable="True" FontSize="26" ButtonText="确定" Scale9Enable="True" LeftEage="15" ' +
      'RightEage="15" TopEage="11" BottomEage="11" Scale9OriginX="15" Scale9OriginY="11" ' +
      'Scale9Width="129" Scale9Height="42" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000"',
    ImageView:
      'Scale9Enable="True" LeftEage="20" RightEage="20" TopEage="20" BottomEage="20" Scale9OriginX="20" ' +
      'Scale9OriginY="20" Scale9Width="24" Scale9Height="24"',
    Panel: 'TouchEnable="True" ClipAble="False" BackColorAlpha="102" ColorAngle="90.0000" Scale9Width="1" ' +
      'Scale9Height="1"',
    ListView: 'TouchEnable="True" ClipAble="True" BackColorAlpha="102" ColorAngle="90.0000" ' +
      'ScrollDirectionType="0" ItemMargin="4" DirectionType="Vertical"',
    TextBMFont: 'LabelText="x99"',
    LoadingBar: 'ProgressInfo="66"',
    Slider: 'PercentInfo="50"',
    CheckBox: 'TouchEnable="True" CheckedState="True"',
    TextField:
      'TouchEnable="True" FontSize="20" LabelText="" PlaceHolderText="请输入" MaxLengthEnable="True" ' +
      'MaxLengthText="12"'
  }
  return `${indent}<AbstractNodeData ${shared} ${own[className] ?? ''} ctype="${className}ObjectData">\n`
}

function geometry (random: () => number, indent: string): string[] {
  const float = (maximum: number): string => (random() * maximum).toFixed(4)
  return [
    `<Size X="${float(500)}" Y="${float(300)}" />`,
    '<AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />',
    `<Position X="${float(960)}" Y="${float(640)}" />`,
    '<Scale ScaleX="1.0000" ScaleY="1.0000" />',
    '<CColor A="255" R="255" G="255" B="255" />',
    `<PrePosition X="${float(1)}" Y="${float(1)}" />`,
    `<PreSize X="${float(1)}" Y="${float(1)}" />`
  ]
    .map(line => `${indent}${line}\n`)
}

function resources (className: string, random: () => number, indent: string): string[] {
  const image = (element: string): string =>
    `<${element} Type="MarkedSubImage" Path="ui/common/pic_${
      Math.floor(random() * 600)
    }.png" Plist="ui/common.plist" />`
  const lines: Record<string, string[]> = {
    Sprite: [image('FileData'), '<BlendFunc Src="1" Dst="771" />'],
    ImageView: [image('FileData')],
    Text: [
      '<FontResource Type="Normal" Path="fonts/main.ttf" Plist="" />',
      '<OutlineColor A="255" R="255" G="0" B="0" />',
      '<ShadowColor A="255" R="110" G="110" B="110" />'
    ],
    Panel: [
      '<SingleColor A="255" R="150" G="200" B="255" />',
      '<FirstColor A="255" R="150" G="200" B="255" />',
      '<EndColor A="255" R="255" G="255" B="255" />',
      '<ColorVector ScaleY="1.0000" />'
    ],
    ListView: [
      '<SingleColor A="255" R="150" G="150" B="255" />',
      '<FirstColor A="255" R="150" G="150" B="255" />',
      '<EndColor A="255" R="255" G="255" B="255" />',
      '<ColorVector ScaleY="1.0000" />'
    ],
    Button: [
      '<TextColor A="255" R="65" G="65" B="70" />',
      image('DisabledFileData'),
      image('PressedFileData'),
      image('NormalFileData'),
      '<OutlineColor A="255" R="255" G="0" B="0" />',
      '<ShadowColor A="255" R="110" G="110" B="110" />'
    ],
    CheckBox: [
      'NormalBackFileData',
      'PressedBackFileData',
      'DisableBackFileData',
      'NodeNormalFileData',
      'NodeDisableFileData'
    ]
      .map(image),
    ProjectNode: ['<FileData Type="Normal" Path="ui/Item.csd" Plist="" />'],
    TextBMFont: ['<LabelBMFontFile_CNB Type="Normal" Path="fonts/num.fnt" Plist="" />'],
    LoadingBar: [image('ImageFileData')],
    Slider: ['BackGroundData', 'ProgressBarData', 'BallNormalData', 'BallPressedData', 'BallDisabledData']
      .map(image)
  }
  return (lines[className] ?? []).map(line => `${indent}${line}\n`)
}

function timeline (tag: number, random: () => number): string {
  const frames = Array.from(
    { length: 2 + Math.floor(random() * 4) },
    (_, index) =>
      `          <PointFrame FrameIndex="${index * 10}" X="${(random() * 960).toFixed(4)}" Y="${
        (random() * 640).toFixed(4)
      }">\n            <EasingData Type="0" />\n          </PointFrame>\n`
  )
  return `        <Timeline ActionTag="${tag}" Property="Position">\n${frames.join('')}        </Timeline>\n`
}

/** mulberry32 */
export function seededRandom (seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6D2B79F5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function gaussian (random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
