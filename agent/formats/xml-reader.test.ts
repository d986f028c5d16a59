import t from 'tap'
import { readXml } from './xml-reader.js'
import type { XmlElement } from './xml-element.js'

const read = (text: string): XmlElement => readXml('x.xml', Buffer.from(text), { keepText: true }).root
const texts = (text: string): string[] => read(text).children.map(child => child.text)

t.test('text is kept where it is content, blanks included, and not where it sets elements apart', async t => {
  t.same(texts('<a>\n  <b> </b>\n  <b>\n</b>\n  <b> x </b>\n  <b/>\n</a>'), [' ', '\n', ' x ', ''])
  t.equal(read('<a>\n  <b/>\n  <!-- c -->\n</a>').text, '')
  t.same(texts('<a><b> <![CDATA[<x>]]> </b></a>'), [' <x> '])
})

t.test('without being asked for, no text is kept', async t => {
  t.equal(readXml('x.xml', Buffer.from('<a><b>x</b></a>')).root.children[0]?.text, '')
})

t.test('an error tells what is wrong and where, in lines and characters', async t => {
  const problems: Array<[text: string, message: string]> = [
    ['<a>\n  <按钮></b></a>', 'line 2, column 7: not well-formed XML: expected </按钮>'],
    ['<a>\n<b', 'line 2, column 3: cut off: the file ends inside <b>'],
    ['<a 甲="1" 甲="2"/>', 'line 1, column 10: the attribute 甲 of <a> stands there twice'],
    ['<a>\r\n甲&nbsp;</a>', 'line 2, column 2: &nbsp; is no known entity or character'],
    ['<!DOCTYPE a><a/>', 'line 1, column 1: a document type declaration (DOCTYPE) is not accepted']
  ]
  for (const [text, message] of problems) t.throws(() => read(text), { name: 'XmlError', message }, text)
})

t.test('the place of an offset is right at every offset', async t => {
  const text = '\na\n甲b\n\n<c/>'
  const { source } = readXml('x.xml', Buffer.from(`<x>${text}</x>`))
  const bytes = Buffer.from(`<x>${text}</x>`)
  for (let offset = 0; offset < bytes.length; offset++) {
    if ((bytes.readUInt8(offset) & 0xC0) === 0x80) continue
    const before = bytes.toString('utf8', 0, offset).split('\n')
    t.same(source.locate(offset), { line: before.length, column: (before.at(-1) ?? '').length + 1 })
  }
})

t.test('bounds are held', async t => {
  const limits = { bytes: 100, depth: 3, elements: 4, attributes: 2 }
  const bounded = (text: string) => () => readXml('x.xml', Buffer.from(text), { limits })
  t.doesNotThrow(bounded('<a><b><c/></b><d x="" y=""/></a>'))
  t.throws(bounded('<a><b><c><d/></c></b></a>'), {
    name: 'XmlError',
    problem: { kind: 'too-deep', maximum: 3 }
  })
  t.throws(bounded('<a><b/><b/><b/><b/></a>'), {
    name: 'XmlError',
    problem: { kind: 'too-many', what: 'elements' }
  })
  t.throws(bounded('<a x="" y="" z=""/>'), {
    name: 'XmlError',
    problem: { kind: 'too-many', what: 'attributes' }
  })
  t.throws(bounded(`<a>${' '.repeat(100)}</a>`), {
    name: 'XmlError',
    problem: { kind: 'too-large', size: 107, maximum: 100 }
  })
})
