import t from 'tap'
import { tableJson } from '../csb/csb-json.js'
import type { Json } from '../csb/csb-json.js'
import { readCsb } from '../csb/csb-reader.js'
import { exportCsd } from '../export/export-csd.js'
import type { ExportOptions, Reference } from '../export-options.js'
import { csdWith } from '../fixtures/csd-text.js'

/** What a csb says of the first node below the root of a csd, and what that csd refers to. */
function exported (
  nodeXml: string,
  options: Partial<ExportOptions> = {}
): { node: Json, references: Reference[], textures: Json } {
  const csd = csdWith(`<Children>${nodeXml}</Children>`)
  const { csb, references } = exportCsd(Buffer.from(csd), 'ui/Menu.csd', options)
  const json = tableJson(readCsb(csb, 'ui/Menu.csb'))
  return { node: json.nodeTree ?? null, references: references(), textures: json.textures ?? null }
}

const node = (ctype: string, content: string): string =>
  `<AbstractNodeData Name="A" ctype="${ctype}ObjectData">${content}</AbstractNodeData>`
const tabs = '<Children><AbstractNodeData Name="T" ctype="TabItemObjectData">' +
  '<Header><FontResource Type="Normal" Path="fonts/甲.ttf" Plist="" /></Header>' +
  '</AbstractNodeData></Children>'

/** A node of each class that has a font, where its csb says which, and what else it may be asked for. */
const withFonts: Array<[name: string, xml: string, field: string]> = [
  ['text', node('Text', '<FontResource Type="Normal" Path="fonts/甲.ttf" Plist="" />'), 'fontResource'],
  ['text field', node('TextField', '<FontResource Type="Normal" Path="fonts/甲.ttf" />'), 'fontResource'],
  ['button', node('Button', '<FontResource Type="Normal" Path="fonts/甲.ttf" Plist="" />'), 'fontResource'],
  [
    'bitmap text',
    node('TextBMFont', '<LabelBMFontFile_CNB Type="Normal" Path="fonts/甲.ttf" Plist="" />'),
    'fileNameData'
  ],
  ['tab header', node('TabControl', tabs), 'fontRes']
]

/** The values of all fields of that name. */
function valuesOf (json: Json, field: string): Json[] {
  if (Array.isArray(json)) return json.flatMap(each => valuesOf(each, field))
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json).flatMap(([key, value]) =>
    key === field && value !== null ? [value] : valuesOf(value, field)
  )
}

t.test('a font goes into the csb with its path, and is a reference of its own kind', async t => {
  for (const [name, xml, field] of withFonts) {
    const { node, references, textures } = exported(xml)
    t.same(valuesOf(node, field), [{ path: 'fonts/甲.ttf', plistFile: '', resourceType: 0 }], name)
    t.match(references, [{ kind: 'font', path: 'fonts/甲.ttf' }], name)
    t.equal(references.length, 1, name)
    t.same(textures, [], `${name}: a font is no texture`)
  }
})

t.test('fonts have a prefix of their own, pictures keep theirs', async t => {
  const options = { fontPrefix: 'res/fonts/', texturePrefix: 'res/art/' }
  for (const [name, xml, field] of withFonts) {
    const { node, references } = exported(xml, options)
    t.match(valuesOf(node, field), [{ path: 'res/fonts/fonts/甲.ttf' }], name)
    t.match(references, [{ path: 'fonts/甲.ttf' }], `${name}: what the csd says`)
  }
  const picture = node('Sprite', '<FileData Type="Normal" Path="a.png" Plist="" />')
  t.match(valuesOf(exported(picture, options).node, 'fileNameData'), [{ path: 'res/art/a.png' }])
})

t.test('a font stays a file where pictures are to be frames of sheets', async t => {
  for (const [name, xml, field] of withFonts) {
    const { node, references, textures } = exported(xml, { textureType: 'plist' })
    t.match(valuesOf(node, field), [{ path: 'fonts/甲.ttf', resourceType: 0 }], name)
    t.match(references, [{ kind: 'font' }], name)
    t.same(textures, [], name)
  }
})

t.test('the default font and a missing one have no path and are no reference', async t => {
  for (const content of ['<FontResource Type="Default" Path="" Plist="" />', '']) {
    const { node: tree, references } = exported(node('Text', content), { fontPrefix: 'x/' })
    t.same(valuesOf(tree, 'fontResource'), [{ path: '', plistFile: '', resourceType: 0 }])
    t.same(references, [])
  }
})

t.test('a font that leaves the project is refused', async t => {
  const font = node('Text', '<FontResource Type="Normal" Path="../../etc/a.ttf" Plist="" />')
  t.throws(() => exported(font), { code: 'CCSUI_REFERENCE_OUTSIDE', details: { path: '../../etc/a.ttf' } })
})
