import t from 'tap'
import { tableJson } from '../csb/csb-json.js'
import { readCsb } from '../csb/csb-reader.js'
import { exportCsd } from './export-csd.js'
import { csdWith } from '../fixtures/csd-text.js'

type Node = {
  classname: string
  customClassName: string
  children: Node[]
  options: Record<string, unknown> & { widgetOptions: Record<string, unknown> }
}

function childrenOf (csd: string | Uint8Array): Node[] {
  const bytes = typeof csd === 'string' ? Buffer.from(csd) : csd
  return (tableJson(readCsb(exportCsd(bytes, 'a.csd').csb, 'a.csb')).nodeTree as unknown as Node).children
}

const label = (value: string) =>
  csdWith(`<Children><AbstractNodeData Name="L" LabelText="${value}" ctype="TextObjectData" /></Children>`)
const textOf = (csd: string | Uint8Array) => childrenOf(csd)[0]!.options.text

t.test('line ends and tabs in attributes are kept', async t => {
  t.equal(textOf(label('one\ntwo\tthree')), 'one\ntwo\tthree')
  t.equal(textOf(label('one&#xA;two&#9;three&#13;')), 'one\ntwo\tthree\r')
  t.equal(textOf(label('  blanks  kept ')), '  blanks  kept ')
})

t.test('CRLF and lone CR become LF', async t => {
  t.equal(textOf(label('one\r\ntwo\rthree')), 'one\ntwo\nthree')
})

t.test('a CRLF file with a byte order mark exports as the LF file does', async t => {
  const plain = label('等级\n十二')
  const windows = Buffer.concat([
    Buffer.from([0xEF, 0xBB, 0xBF]),
    Buffer.from(plain.replaceAll('\n', '\r\n'))
  ])

  t.same(exportCsd(windows, 'a.csd').csb, exportCsd(Buffer.from(plain), 'a.csd').csb)
})

t.test('Chinese text, characters beyond the first plane and entities are decoded', async t => {
  t.equal(textOf(label('等级 &lt;12&gt; &amp;&quot;&apos; 😀&#x1F600;&#22269;')), '等级 <12> &"\' 😀😀国')
})

t.test('a reference is decoded once', async t => {
  t.equal(textOf(label('&amp;lt;&amp;#65;')), '&lt;&#65;')
})

t.test('boolean attributes are true only for exactly True', async t => {
  const values = ['True', 'true', '1', '', 'TRUE']
  const csd = csdWith(
    `<Children>${
      values
        .map(value => `<AbstractNodeData TouchEnable="${value}" ctype="PanelObjectData" />`)
        .join('')
    }</Children>`
  )

  t.same(childrenOf(csd).map(node => node.options.widgetOptions.touchEnabled), [
    true,
    false,
    false,
    false,
    false
  ])
})

t.test('20 levels of nodes come back as 20 levels', async t => {
  const levels = Array.from({ length: 20 }, (_, index) => `L${index}`)
  const csd = csdWith(
    levels.map(name => `<Children><AbstractNodeData Name="${name}" ctype="PanelObjectData">`).join('') +
      '</AbstractNodeData></Children>'.repeat(20)
  )

  const names: unknown[] = []
  for (let [node] = childrenOf(csd); node !== undefined; [node] = node.children) {
    names.push(node.options.widgetOptions.name)
  }
  t.same(names, levels)
})

t.test('the last of several equal child elements wins, attribute by attribute', async t => {
  const csd = csdWith(
    '<Children><AbstractNodeData ctype="PanelObjectData"><Position X="1" Y="2"/><Position X="3"/></AbstractNodeData></Children>'
  )

  t.same(childrenOf(csd)[0]!.options.widgetOptions.position, { x: 3, y: 2 })
})

t.test('a child without a class is a Node, and editor roots become one', async t => {
  const csd = csdWith(
    '<Children><AbstractNodeData/><AbstractNodeData ctype="GameNodeObjectData"/><AbstractNodeData ctype="GameLayerObjectData"/><Comment/></Children>'
  )

  t.same(childrenOf(csd).map(node => node.classname), ['Node', 'Node', 'Node'])
})

t.test('a csd without Animation still has an action', async t => {
  const csb = exportCsd(Buffer.from(csdWith('', '')), 'a.csd').csb

  t.same(tableJson(readCsb(csb, 'a.csb')).action, {
    duration: 0,
    speed: 0,
    timeLines: [],
    currentAnimationName: ''
  })
})

t.test('a csb starts with the root offset and has no identifier', async t => {
  const { csb } = exportCsd(Buffer.from(csdWith('')), 'a.csd')

  t.ok(new DataView(csb.buffer, csb.byteOffset).getUint32(0, true) < csb.byteLength)
  t.same(exportCsd(Buffer.from(csdWith('')), 'elsewhere/b.csd').csb, csb)
})
