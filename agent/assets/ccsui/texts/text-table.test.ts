import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { exportCsd } from '../export/export-csd.js'
import { readCsdDocument } from '../csd/csd-document.js'
import { csdWith } from '../fixtures/csd-text.js'
import { textsOf } from './csd-texts.js'
import { mergeTexts, withReturned } from './merge-texts.js'
import { readTextTable, writeTextTable } from './text-table.js'
import type { TextRow } from './text-table.js'
import { textsByCsd } from './translated-csd.js'

const read = (table: string) => readTextTable('en.csv', Buffer.from(table))
const row = (given: Partial<TextRow>): TextRow => ({
  csd: 'Main.csd',
  node: 'Layer/Title',
  field: 'LabelText',
  font: '',
  source: '',
  text: '',
  state: '',
  check: '',
  ...given
})
const found = (csd: string) =>
  textsOf(readCsdDocument('Main.csd', Buffer.from(csd)).objectData).map(text => ({
    ...text,
    csd: 'Main.csd'
  }))

/** Texts that spreadsheets, CSV and XML have ways of their own with. */
const texts = fc
  .oneof(
    fc.constantFrom(
      '=1+1|cmd',
      "'=SUM(A1)",
      "''-x",
      '+a',
      '-b',
      '@c',
      '\ta',
      'a,b;"c"',
      'a\nb',
      ' a ',
      '甲 &lt; "乙"',
      '０x'
    ),
    fc.string({ minLength: 1, unit: 'grapheme' })
  )
  .map(text => text.replace(/[\0-\x08\x0B-\x1F\x7F\uFFFE\uFFFF]/g, '').replace(/\p{Cs}/gu, ''))
  .map(text => `${text}a`)

const attributeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

t.test('a table holds what was put into it, whatever it is', async t => {
  fc.assert(
    fc.property(fc.array(fc.record({ node: texts, source: texts, text: texts, font: texts })), given => {
      const rows = given.map((each, index) => row({ ...each, csd: `${index}.csd` }))
      deepStrictEqual(read(writeTextTable(rows)), rows)
    })
  )
  t.notMatch(writeTextTable([row({ source: '=1+1|cmd', text: '@a' })]), /"[=@]/, 'nothing is a formula')
})

t.test('exported, translated and brought back, a csd exports as if it had been written so', async t => {
  const kinds = [['Text', 'LabelText'], ['Button', 'ButtonText'], ['TextField', 'PlaceHolderText']] as const
  const nodes = fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      name: fc.constantFrom('A', 'B', 'A/B', 'A#2', ''),
      text: texts,
      translation: fc.option(texts, { nil: undefined }),
      isInside: fc.boolean()
    }),
    { minLength: 1, maxLength: 12 }
  )
  fc.assert(fc.property(nodes, given => {
    const csd = (isTranslated: boolean): string => {
      const body = given.map(({ kind: [name, field], name: node, text, translation, isInside }) => {
        const shown = attributeText(isTranslated ? translation ?? text : text)
        const own = `<AbstractNodeData Name="${node}" ${field}="${shown}" ctype="${name}ObjectData"/>`
        return isInside
          ? `<AbstractNodeData Name="A" ctype="PanelObjectData"><Children>${own}</Children></AbstractNodeData>`
          : own
      })
      return csdWith(`<Children>${body.join('')}</Children>`)
    }
    const sent = read(writeTextTable(mergeTexts(found(csd(false)), [])))
    const back = sent.map((each, index) => ({ ...each, text: given[index]?.translation ?? '' }))
    const kept = mergeTexts(found(csd(false)), withReturned(sent, read(writeTextTable(back))))
    const { csb, textGaps } = exportCsd(Buffer.from(csd(false)), 'Main.csd', {
      texts: textsByCsd(kept).get('Main.csd') ?? []
    })
    deepStrictEqual(Buffer.from(csb), Buffer.from(exportCsd(Buffer.from(csd(true)), 'Main.csd').csb))
    const missing = given.filter(({ translation }) => translation === undefined).length
    deepStrictEqual(textGaps, { missing, changed: 0, stale: 0 })
  }))
})

t.test('keys, figures, empty texts and the characters of a picture are not for translators', async t => {
  const node = (ctype: string, attributes: string) =>
    `<AbstractNodeData Name="N" ${attributes} ctype="${ctype}ObjectData"><FontResource Path="fonts/a.ttf"/></AbstractNodeData>`
  const csd = csdWith(`<Children>${
    [
      node('Text', 'LabelText="menu.start" IsLocalized="True"'),
      node('Text', 'LabelText="99/100"'),
      node('Button', 'ButtonText=""'),
      node('TextAtlas', 'LabelText="12a"'),
      node('Text', 'FontSize="24" LabelText="开始"'),
      `<AbstractNodeData Name="Tabs" ctype="TabControlObjectData"><Children><AbstractNodeData Name="One" ctype="TabItemObjectData"><Header TitleText="背包"/><Children>${
        node('Text', 'LabelText="里"')
      }</Children></AbstractNodeData></Children></AbstractNodeData>`
    ]
      .join('')
  }</Children>`)
  t.same(textsOf(readCsdDocument('a.csd', Buffer.from(csd)).objectData), [
    { node: 'Layer/N#5', field: 'LabelText', font: 'fonts/a.ttf 24', text: '开始' },
    { node: 'Layer/Tabs/One/Header', field: 'TitleText', font: '', text: '背包' },
    { node: 'Layer/Tabs/One/N', field: 'LabelText', font: 'fonts/a.ttf', text: '里' }
  ])
})

t.test('what changed and what is gone is marked, and no translation is lost', async t => {
  const text = (name: string, label: string) => ({
    csd: 'Main.csd',
    node: name,
    field: 'LabelText',
    font: '',
    text: label
  })
  const first = mergeTexts([text('A', '甲'), text('B', '乙')], [])
  const translated = withReturned(first, first.map(each => ({ ...each, text: `${each.node}!` })))
  t.same(mergeTexts([text('A', '甲'), text('B', '乙')], translated).map(({ state }) => state), ['', ''])

  const later = mergeTexts([text('A', '甲甲'), text('C', '丙')], translated)
  t.same(later.map(({ node, text, state }) => [node, text, state]), [
    ['A', 'A!', 'changed'],
    ['C', '', ''],
    ['B', 'B!', 'stale']
  ])
  t.equal(mergeTexts([text('A', '甲甲')], later)[0]?.state, 'changed', 'until somebody has seen to it')
  const confirmed = later.map(each => ({ ...each, state: '' as const }))
  t.equal(mergeTexts([text('A', '甲甲')], withReturned(later, confirmed))[0]?.state, '')
  const anew = withReturned(later, later.map(each => ({ ...each, text: 'new' })))
  t.equal(mergeTexts([text('A', '甲甲')], anew)[0]?.state, '')
  t.equal(
    mergeTexts([text('A', '甲'), text('B', '乙')], later).find(({ node }) => node === 'B')?.state,
    '',
    'back again'
  )
})

t.test('tables of other spreadsheets are read, and what is none is refused', async t => {
  const cells = 'csd;node;field;text;source\r\nMain.csd;Layer/Title;LabelText;"a;b, ""c""";001\r\n'
  t.match(read(cells), [{ text: 'a;b, "c"', source: '001', check: '' }])
  t.match(read(cells.replaceAll(';', '\t')), [{ text: 'a\tb, "c"' }])
  const refused: Array<[table: string, reason: string | RegExp]> = [
    ['', 'no column csd, node, field, text'],
    ['csd,node\n', 'no column field, text'],
    ['csd,node,field,text\na,b,c,"d', /Quote Not Closed/],
    ['csd,node,field,text\na,b,c,d\0', 'line 2 has a control character']
  ]
  for (const [table, reason] of refused) {
    t.throws(() => read(table), { code: 'CCSUI_NOT_TEXTS', details: { file: 'en.csv', reason } }, table)
  }
  t.throws(() => readTextTable('en.csv', Buffer.from([0xB0, 0xA1])), {
    code: 'CCSUI_NOT_TEXTS',
    details: { reason: 'not UTF-8' }
  })
  t.throws(() => read('csd,node,field,text\na,b,c,d\na,b,c,e\n'), {
    code: 'CCSUI_TEXT_TWICE',
    details: { line: 3, csd: 'a', node: 'b', field: 'c' }
  })
})
