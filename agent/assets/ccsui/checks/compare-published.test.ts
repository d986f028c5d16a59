import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { exportCsd } from '../export/export-csd.js'
import { csdWith } from '../fixtures/csd-text.js'
import { comparePublished } from './compare-published.js'

const { signal } = new AbortController()
const csb = (name: string) =>
  exportCsd(Buffer.from(csdWith(`<Children><AbstractNodeData Name="${name}"/></Children>`)), 'x').csb
const json = (version: string, x: number, used: string[]) =>
  JSON.stringify({ Version: version, Content: { Content: { X: x, UsedResources: used } } })

/** Three red pixels in a row of which the middle one is transparent, at a place of the page. */
async function sheet (width: number, x: number, rotated: boolean, offset: string, colour = 255) {
  const pixels = Buffer.alloc(width * 8 * 4)
  for (const step of [0, 2]) {
    const [px, py] = rotated ? [x, 2 + step] : [x + step, 2]
    pixels.set([colour, 0, 0, 255], (py * width + px) * 4)
  }
  const plist = `<plist version="1.0"><dict><key>frames</key><dict><key>a.png</key><dict>
    <key>frame</key><string>{{${x},2},{3,1}}</string><key>offset</key><string>${offset}</string>
    <key>rotated</key><${rotated}/><key>sourceSize</key><string>{6,1}</string></dict></dict>
    <key>metadata</key><dict><key>format</key><integer>2</integer><key>size</key><string>{${width},8}</string>
    <key>textureFileName</key><string>s.png</string></dict></dict></plist>`
  const png = await sharp(pixels, { raw: { width, height: 8, channels: 4 } }).png().toBuffer()
  return { 's.plist': plist, 's.png': png }
}

t.test('two published folders are compared by what the game sees', async t => {
  const folder = t.testdir({})
  const write = (side: string, files: Record<string, string | Uint8Array>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, side, name)), { recursive: true })
      writeFileSync(join(folder, side, name), content)
    }
  }
  const compare = async () =>
    Object.fromEntries(
      (await comparePublished(join(folder, 'a'), join(folder, 'b'), signal)).map(
        each => [each.path, each.result]
      )
    )
  // The offset of what lost three pixels is 0.5: one Studio writes 0, another one 1.
  write('a', {
    'ui/A.csb': csb('A'),
    'B.csb': csb('B'),
    'C.json': json('3.10.0.0', 1, ['a', 'b']),
    'D.json': json('3.10.0.0', 1, []),
    'f.fnt': 'page\r\nchar\r\n',
    'old.mp3': 'x',
    ...await sheet(8, 2, false, '{0,0}')
  })
  write('b', {
    'ui/A.csb': csb('A'),
    'B.csb': csb('other'),
    'C.json': json('2.3.4', 1, ['b', 'a']),
    'D.json': json('3.10.0.0', 2, []),
    'f.fnt': 'page\nchar\n',
    'new.mp3': 'x',
    ...await sheet(16, 9, true, '{1,0}')
  })
  t.same(await compare(), {
    'B.csb': 'different',
    'C.json': 'equal',
    'D.json': 'different',
    'f.fnt': 'equal',
    'new.mp3': 'second',
    'old.mp3': 'first',
    's.plist': 'equal',
    's.png': 'equal',
    'ui/A.csb': 'same'
  })
  write('b', await sheet(16, 9, true, '{1,0}', 254))
  t.match(await compare(), { 's.plist': 'different' }, 'a pixel of a frame')
  write('b', { 'B.csb': 'no csb', 's.plist': '<plist' })
  t.match(await compare(), { 'B.csb': 'different', 's.plist': 'different' }, 'what cannot be read is told')
})
