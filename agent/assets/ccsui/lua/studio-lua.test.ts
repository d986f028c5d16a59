import t from 'tap'
import { publisherOf } from '../export/publish-csd.js'
import { csdWith } from '../fixtures/csd-text.js'
import { luaFloat, luaString } from './lua-text.js'

const publish = await publisherOf('lua')
const place = { name: 'ui/Shop.csd', partsOf: () => [] }
const script = (body: string, animation?: string) =>
  Buffer
    .from(publish(Buffer.from(csdWith(`<Children>${body}</Children>`, animation)), 'Shop.csd', place).bytes)
    .toString()
/** From the comment on, up to the empty line behind it. */
const block = (text: string, name: string) => text.split(`--Create ${name}\n`)[1]!.split('\n\n')[0]!
const node = (name: string, type: string, attributes = '', content = '') =>
  `<AbstractNodeData Name="${name}" ActionTag="9" Tag="31" ${attributes} ctype="${type}ObjectData">
    <Size X="72.0000" Y="73.0000" /><AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
    <Position X="676.1669" Y="1197.7395" />${content}</AbstractNodeData>`

// These lines are those of a script that Cocos Studio 3.10 published.
t.test('a node is built by the calls of the Studio, without those that say what the engine does anyway', async t => {
  const button = node(
    'close',
    'Button',
    `TopMargin="-1234.2395" TouchEnable="True" FontSize="14" Scale9Enable="True" Scale9OriginX="15"
    Scale9OriginY="11" Scale9Width="42" Scale9Height="51" HorizontalEdge="BothEdge"`,
    '<TextColor R="65" G="65" B="70" /><NormalFileData Type="Normal" Path="academy/button/6.png" Plist="" />'
  )
  t.equal(
    block(script(button), 'close'),
    `local close = ccui.Button:create()
close:ignoreContentAdaptWithSize(false)
close:loadTextureNormal("academy/button/6.png",0)
close:setTitleFontSize(14)
close:setTitleColor({r = 65, g = 65, b = 70})
close:setScale9Enabled(true)
close:setCapInsets({x = 15, y = 11, width = 42, height = 51})
close:setLayoutComponentEnabled(true)
close:setName("close")
close:setTag(31)
close:setCascadeColorEnabled(true)
close:setCascadeOpacityEnabled(true)
close:setPosition(676.1669, 1197.7400)
layout = ccui.LayoutComponent:bindLayoutComponent(close)
layout:setSize({width = 72.0000, height = 73.0000})
layout:setHorizontalEdge(3)
layout:setTopMargin(-1234.2400)
Layer:addChild(close)`
  )
})

t.test('sheets are loaded first, nested scripts asked for, and events given to the game', async t => {
  const text = script([
    node('s', 'Sprite', '', '<FileData Type="MarkedSubImage" Path="a.png" Plist="ui/all.plist" />'),
    node('n', 'ProjectNode', 'InnerActionSpeed="0.5"', '<FileData Type="Normal" Path="ui/sub/Cell.csd" />'),
    node('b', 'CheckBox', 'CallBackType="Event" CallBackName="onPick" TouchEnable="True"')
  ]
    .join(''))
  t.ok(text.indexOf('addSpriteFrames("ui/all.plist")') < text.indexOf('--Create'))
  t.match(block(text, 's'), 'local s = cc.Sprite:createWithSpriteFrameName("a.png")')
  t.match(
    block(text, 'n'),
    'innerCSD = require("ui.sub.Cell")\ninnerProject = innerCSD.create(callBackProvider)\n' +
      'local n = innerProject.root\nn.animation = innerProject.animation\n'
  )
  t.match(block(text, 'n'), 'innerProject.animation:setTimeSpeed(0.5000)')
  t.match(block(text, 'b'), 'b:addEventListener(callBackProvider("ui/Shop.lua", b, "onPick"))')
})

t.test('a timeline belongs to the node of its action tag', async t => {
  const animation = `<Animation Duration="5" Speed="1.0000"><Timeline ActionTag="9" Property="Position">
    <PointFrame FrameIndex="0" X="168.0000" Y="119.5000"><EasingData Type="6" /></PointFrame></Timeline>
    <Timeline ActionTag="404" Property="Alpha"><IntFrame FrameIndex="0" Value="3" /></Timeline></Animation>`
  const text = script(node('mover', 'Sprite'), animation)
  t.match(
    text,
    `localFrame = ccs.PositionFrame:create()
localFrame:setFrameIndex(0)
localFrame:setTween(true)
localFrame:setTweenType(6)
localFrame:setX(168.0000)
localFrame:setY(119.5000)
localTimeline:addFrame(localFrame)

localTimeline:setNode(mover)
result['animation']:addTimeline(localTimeline)`
  )
  t.notMatch(text, 'AlphaTimeline', 'of a node that is not there, the engine loads none either')
})

t.test('names are no code: every text is a string, every node a variable of its own', async t => {
  t.equal(luaString('a"]]\\\n\0é'), '"a\\"]]\\\\\\n\\000é"')
  const text = script([
    node('end', 'SingleNode', '', `<Children>${node('end', 'SingleNode')}</Children>`),
    node('x&#xA;os.exit() --', 'SingleNode'),
    node('1 钮', 'SingleNode')
  ]
    .join(''))
  t.match(text, /^local end_2 = cc\.Node:create\(\)$/m)
  t.match(text, /^end_2:addChild\(end_3\)$/m)
  t.match(text, /^local x_os_exit_____ = /m)
  t.match(text, /^local _1__ = /m)
  t.notMatch(text, /^os\.exit/m)
})

t.test('more nodes than a function of Lua has variables', async t => {
  const text = script(Array.from({ length: 250 }, (_, index) => node(`n${index}`, 'SingleNode')).join(''))
  t.ok(text.split('\n').filter(line => line.startsWith('local ')).length < 190)
  t.match(text, /^Layer:addChild\(nodes\.n249\)$/m)
})

t.test('numbers have the seven digits of a single float', async t => {
  t.same([1197.7395, -0.00001, 0.5, 2e10].map(luaFloat), [
    '1197.7400',
    '0.0000',
    '0.5000',
    '20000000000.0000'
  ])
})

t.test('a class that the engine does not give to Lua is an error', async t => {
  t.throws(() => script(node('t', 'TabControl')), {
    code: 'CCSUI_LUA_CLASS',
    details: { className: 'TabControl', nodePath: 'Layer/t' }
  })
})
