import t from 'tap'
import { publisherOf } from '../export/publish-csd.js'
import { csdWith } from '../fixtures/csd-text.js'
import { compareNames } from './name-order.js'

const publish = await publisherOf('json')
const place = { name: 'ui/Shop.csd', partsOf: (path: string) => path === 'font.fnt' ? ['font.png'] : [] }
const text = (body: string, animation?: string) =>
  Buffer.from(publish(Buffer.from(csdWith(body, animation)), 'Shop.csd', place).bytes).toString()

/** Of the node that the body is, in the form that Studio gives it. */
function node (body: string): string {
  const lines = text(`<Children>${body}</Children>`).split('\n')
  const first = lines.findIndex(line => line.includes('"Children": ['))
  const last = lines.findIndex((line, index) => index > first && line === `${lines[first]!.slice(0, 8)}],`)
  return lines.slice(first + 2, last - 1).map(line => line.slice(10)).join('\n')
}

// Each line here stands so in a file that Cocos Studio 3.10 published.
t.test('a node has what its csd says, typed, in the order of its class', async t => {
  t.equal(
    node(`<AbstractNodeData Name="Go" ActionTag="-5" Tag="7" IconVisible="False" TopMargin="138.1110"
      RightMargin="-4.4043" TouchEnable="True" FontSize="14" Scale9Enable="True" LeftEage="15"
      Scale9OriginX="15" ShadowOffsetX="2.0000" ctype="ButtonObjectData"><Position X="2082.9309" />
      <AnchorPoint ScaleX="0.5000" /><Scale ScaleX="1.0000" ScaleY="1.0000" />
      <CColor A="255" R="255" G="255" B="255" /><TextColor A="255" R="65" G="65" B="255" />
      <NormalFileData Type="Default" Path="Default/Button_Normal.png" Plist="" /></AbstractNodeData>`),
    `  "FontSize": 14,
  "ButtonText": "",
  "TextColor": {
    "R": 65,
    "G": 65
  },
  "NormalFileData": {
    "Type": "Default",
    "Path": "Default/Button_Normal.png",
    "Plist": ""
  },
  "Scale9Enable": true,
  "Scale9OriginX": 15,
  "ShadowOffsetX": 2.0,
  "TouchEnable": true,
  "AnchorPoint": {
    "ScaleX": 0.5
  },
  "Position": {
    "X": 2082.9309,
    "Y": 0.0
  },
  "Scale": {
    "ScaleX": 1.0,
    "ScaleY": 1.0
  },
  "CColor": {},
  "IconVisible": false,
  "RightMargin": -4.4043,
  "TopMargin": 138.111,
  "Tag": 7,
  "ActionTag": -5,
  "Name": "Go",
  "ctype": "ButtonObjectData"`
  )
})

t.test('a file says what it is, its root in the names of JSON, and lists what it uses', async t => {
  const sprite = (type: string, path: string, plist = '') =>
    `<AbstractNodeData Name="S" ctype="SpriteObjectData">
      <FileData Type="${type}" Path="${path}" Plist="${plist}" /></AbstractNodeData>`
  const json = text(
    `<Children>${sprite('MarkedSubImage', 'a.png', 'ui/all.plist')}${sprite('Normal', 'B.png')}
    <AbstractNodeData Name="N" ctype="ProjectNodeObjectData"><FileData Type="Normal" Path="ui/Cell.csd" />
    </AbstractNodeData><AbstractNodeData Name="T" ctype="TextBMFontObjectData" LabelText="a&#xA;b">
    <LabelBMFontFile_CNB Type="Normal" Path="font.fnt" /></AbstractNodeData></Children>`
  )
  t.match(JSON.parse(json), {
    ID: '5a3c7b1e-3f43-4a6e-9d0f-000000000000',
    Version: '3.10.0.0',
    Name: 'Shop',
    Type: 'Layer',
    Content: {
      Content: {
        ObjectData: {
          ctype: 'LayerObjectData',
          Children: [{}, {}, { FileData: { Path: 'ui/Cell.json' } }, { LabelText: 'a\nb' }]
        },
        UsedResources: ['../B.png', '../font.fnt', '../font.png', 'all.plist', 'Cell.json'],
        ctype: 'GameFileData'
      }
    }
  })
  t.match(json, /^\{\n {2}"ID": .*\}$/s, 'two blanks a level, no line end at the end')
})

t.test('frames have the class of their element, and a curve its points', async t => {
  const animation = `<Animation Duration="10" Speed="0.5000" ActivedAnimationName="in">
    <Timeline ActionTag="3" Property="Scale"><ScaleFrame FrameIndex="0" X="1.0000" Y="0.5000">
      <EasingData Type="-1"><Points><PointF /><PointF X="1.0000" Y="1.0000" /></Points></EasingData>
    </ScaleFrame></Timeline><Timeline ActionTag="3" Property="VisibleForFrame">
      <BoolFrame FrameIndex="5" Tween="False" Value="False" /></Timeline></Animation>`
  t.same(JSON.parse(text('', animation)).Content.Content.Animation, {
    Duration: 10,
    Speed: 0.5,
    ActivedAnimationName: 'in',
    Timelines: [
      {
        ActionTag: 3,
        Property: 'Scale',
        Frames: [{
          X: 1,
          Y: 0.5,
          FrameIndex: 0,
          EasingData: { Points: [{ X: 0, Y: 0 }, { X: 1, Y: 1 }], Type: -1 },
          ctype: 'ScaleValueFrameData'
        }],
        ctype: 'TimelineData'
      },
      {
        ActionTag: 3,
        Property: 'VisibleForFrame',
        Frames: [{ Value: false, FrameIndex: 5, Tween: false, ctype: 'BoolFrameData' }],
        ctype: 'TimelineData'
      }
    ],
    ctype: 'TimelineActionData'
  })
})

t.test('names are in the order of real files', async t => {
  const real = [
    '10-19.png',
    '2-19.png',
    'blank_button_dark-161x62.png',
    'blank_button-161x62.png',
    'button_skill.png',
    'button_skill_sdd.png',
    'card_asset/a.png',
    'card_Card.json',
    'fondo1.png',
    'THE MINION.ttf',
    'torch.png'
  ]
  t.same(real.toReversed().sort(compareNames), real)
})

t.test('what no csb can hold is no JSON either', async t => {
  const unknown = '<Children><AbstractNodeData Name="X" ctype="NobodyObjectData"/></Children>'
  t.throws(() => text(unknown), { code: 'CCSUI_UNKNOWN_CLASS' })
  t.throws(
    () =>
      text(
        '<FileData Path="../../../etc/passwd"/><Children></Children>'
          .replace(
            '<FileData',
            '<Children>' +
              '<AbstractNodeData Name="S" ctype="SpriteObjectData"><FileData'
          )
          .replace('<Children></Children>', '</AbstractNodeData></Children>')
      ),
    { code: 'CCSUI_REFERENCE_OUTSIDE' }
  )
})
