import { ByteBuffer } from 'flatbuffers'
import t from 'tap'
import { csdWith } from '../fixtures/csd-text.js'
import { tableJson } from '../csb/csb-json.js'
import { readCsb } from '../csb/csb-reader.js'
import { exportCsd, referencesIn } from './export-csd.js'
import { publisherOf } from './publish-csd.js'

const node = (name: string, attributes: string, body = '') =>
  `<AbstractNodeData Name="${name}" ${attributes} ctype="${name}ObjectData">${body}</AbstractNodeData>`
const csd = (...nodes: string[]) => Buffer.from(csdWith(`<Children>${nodes.join('')}</Children>`))
const styled = 'GlowEnabled="True" BoldEnabled="True" UnderlineEnabled="False" ItalicsEnabled="True"'
const source = csd(
  node('Button', `ButtonText="Go" IsLocalized="True" ${styled}`, '<GlowColor A="9" R="8" G="7" B="6"/>'),
  node('Text', 'StrikethroughEnabled="True"'),
  node('RadioButton', 'CheckedState="True"', '<NodeNormalFileData Type="Normal" Path="dot.png"/>'),
  node('RadioButtonGroup', 'AllowedNoSelection="True"'),
  node('RichText', 'XmlDefinition="&lt;b&gt;hi&lt;/b&gt;"'),
  node(
    'TextFieldEx',
    'MaxLengthText="3" Editable="False"',
    '<TextColor A="1" R="2" G="3" B="4"/><CursorColor R="5"/>'
  ),
  node(
    'SpineSkeleton',
    'DataFile="hero.json" AtlasFile="hero.atlas" Animation="run" Loop="True" TimeScale="0.5"'
  )
)

/**
 * A csb as axmol's CSLoader walks it, by the offsets of its CSParseBinary_generated.h (VT_…): none of our
 * tables take part.
 */
class Walk {
  readonly #bytes: ByteBuffer
  readonly #table: number

  constructor (bytes: ByteBuffer, table = bytes.readInt32(0)) {
    this.#bytes = bytes
    this.#table = table
  }

  #at (vt: number): number {
    const offset = this.#bytes.__offset(this.#table, vt)
    return offset === 0 ? 0 : this.#table + offset
  }

  table (vt: number): Walk {
    return new Walk(this.#bytes, this.#bytes.__indirect(this.#at(vt)))
  }

  tables (vt: number): Walk[] {
    const start = this.#bytes.__vector(this.#at(vt))
    return Array.from(
      { length: this.#bytes.__vector_len(this.#at(vt)) },
      (_, index) => new Walk(this.#bytes, this.#bytes.__indirect(start + index * 4))
    )
  }

  text (vt: number): string {
    return String(this.#bytes.__string(this.#at(vt)))
  }

  bool (vt: number, schemaDefault = false): boolean {
    return this.#at(vt) === 0 ? schemaDefault : this.#bytes.readInt8(this.#at(vt)) !== 0
  }

  int (vt: number): number {
    return this.#at(vt) === 0 ? 0 : this.#bytes.readInt32(this.#at(vt))
  }

  float (vt: number): number {
    return this.#at(vt) === 0 ? 0 : this.#bytes.readFloat32(this.#at(vt))
  }

  /** A, R, G, B. */
  color (vt: number): number[] {
    return [0, 1, 2, 3].map(index => this.#bytes.readUint8(this.#at(vt) + index))
  }
}

const optionsOf = (csb: Uint8Array) =>
  Object.fromEntries(
    new Walk(new ByteBuffer(csb)).table(10).tables(6).map(tree =>
      [tree.text(4), tree.table(8).table(4)] as const
    )
  )

t.test('for axmol a csb has the classes and slots that its loader reads', async t => {
  const { Button, Text, RadioButton, RadioButtonGroup, RichText, TextFieldEx, SpineSkeleton } = optionsOf(
    exportCsd(source, 'a.csd', { engine: 'axmol' }).csb
  )

  t.equal(Button?.text(14), 'Go')
  t.same([46, 48, 52, 54, 56, 58].map(vt => Button?.bool(vt)), [true, true, true, false, true, false])
  t.same(Button?.color(50), [9, 8, 7, 6])
  t.same([42, 44, 54].map(vt => Text?.bool(vt)), [false, false, true])
  t.same(Text?.color(46), [255, 0, 0, 0])
  t.same([16, 18].map(vt => RadioButton?.bool(vt)), [true, true])
  t.equal(RadioButton?.table(10).text(4), 'dot.png')
  t.equal(RadioButtonGroup?.bool(6), true)
  t.equal(RichText?.text(6), '<b>hi</b>')
  t.same([10, 20].map(vt => TextFieldEx?.int(vt)), [20, 3])
  t.equal(TextFieldEx?.text(14), 'Text Field Extend')
  t.same([22, 24, 26].map(vt => TextFieldEx?.color(vt)), [[1, 2, 3, 4], [0, 0, 0, 0], [255, 5, 0, 0]])
  t.same([28, 30].map(vt => TextFieldEx?.bool(vt, true)), [true, false])
  t.same([6, 8, 10, 12].map(vt => SpineSkeleton?.text(vt)), ['hero.json', 'hero.atlas', 'run', 'default'])
  t.equal(SpineSkeleton?.bool(14), true)
  t.equal(SpineSkeleton?.float(16), 0.5)
  t.equal(SpineSkeleton?.table(4).text(4), 'SpineSkeleton', 'its node has its name')
})

t.test('what axmol adds is read back, and what it names is asked for', async t => {
  const read = JSON.stringify(
    tableJson(readCsb(exportCsd(source, 'a.csd', { engine: 'axmol' }).csb, 'a.csb'))
  )
  for (const told of ['"glowColor"', '"xmlDefinition":"<b>hi</b>"', '"placeholderText"', '"hero.atlas"']) {
    t.ok(read.includes(told), told)
  }
  t.same(referencesIn(source, 'a.csd').map(({ path }) => path).toSorted(), [
    'dot.png',
    'hero.atlas',
    'hero.json'
  ])
  const away = csd(node('SpineSkeleton', 'DataFile="../hero.json"'))
  t.throws(() => exportCsd(away, 'a.csd', { engine: 'axmol' }), { code: 'CCSUI_REFERENCE_OUTSIDE' })
})

t.test('other engines and forms do not know those classes, and their csb have no more slots', async t => {
  for (const name of ['RadioButton', 'RichText', 'TextFieldEx', 'SpineSkeleton']) {
    t.throws(() => exportCsd(csd(node(name, '')), 'a.csd'), { code: 'CCSUI_UNKNOWN_CLASS' }, name)
  }
  const publish = await publisherOf('json')
  const place = { name: 'a.csd', partsOf: () => [] }
  t.throws(() => publish(csd(node('RichText', '')), 'a.csd', place, { engine: 'axmol' }), {
    code: 'CCSUI_UNKNOWN_CLASS'
  })
  const plain = csd(node('Button', ''), node('Text', ''))
  t.same(exportCsd(csd(node('Button', styled), node('Text', styled)), 'a').csb, exportCsd(plain, 'a').csb)
})
