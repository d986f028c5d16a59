import t from 'tap'
import { spritePage } from '../../testing/painted-pages.js'
import { contactSheet, usedShare } from './contact-sheet.js'
import { encodePng } from '../../pictures/encode-png.js'
import type { Sheet, SheetFrame } from './sheet.js'

function frame (
  name: string,
  x: number,
  y: number,
  width: number,
  height: number,
  rotated = false
): SheetFrame {
  return {
    name,
    x,
    y,
    width,
    height,
    rotated,
    left: 0,
    top: 0,
    sourceWidth: width,
    sourceHeight: height,
    aliases: []
  }
}

const sheet: Sheet = {
  textureFile: '单位&<1>.png',
  width: 128,
  height: 128,
  pixelFormat: 'RGBA8888',
  premultiplyAlpha: false,
  frames: [
    frame('a <b> & "c".png', 0, 0, 64, 64),
    frame('剑.png', 64, 0, 32, 64, true),
    frame('剑 copy.png', 64, 0, 32, 64, true)
  ]
}

t.test('the share of a page that is used counts each place once', async t => {
  t.equal(usedShare(sheet), (64 * 64 + 32 * 64) / (128 * 128))
})

t.test('a contact sheet holds pages, one outline a place as it lies on the page, and all names, escaped', async t => {
  const picture = await encodePng(spritePage(128), 'fast')
  const html = contactSheet('units <all>', [{ sheet, picture, mediaType: 'image/png' }], 'en')
  t.match(html, '<title>units &lt;all&gt;</title>')
  t.match(html, 'Pages: 1, frames: 3, used: 37.5 % of the area')
  t.match(html, `data:image/png;base64,${picture.toString('base64')}`)
  t.equal(html.match(/<rect /g)?.length, 2)
  t.match(
    html,
    '<rect x="64" y="0" width="64" height="32" class="rotated shared"><title>剑.png\n剑 copy.png\n32×64 ↻</title></rect>'
  )
  t.match(html, '<li>a &lt;b&gt; &amp; &quot;c&quot;.png')
  t.notMatch(html, /(src|href)="(?!data:)/, 'it needs no other file')
  t.match(contactSheet('单位', [{ sheet, picture, mediaType: 'image/png' }], 'zh-CN'), '面积利用率 37.5 %')
})
