import fc from 'fast-check'
import { parse } from 'plist'
import t from 'tap'
import { hasCode } from '../../../errors.js'
import { writeCocos2dPlist } from './cocos2d-plist.js'
import { writeJsonSheet } from './json-sheet.js'
import type { Sheet, SheetFrame } from './sheet.js'

const frame: SheetFrame = {
  name: 'a.png',
  x: 2,
  y: 4,
  width: 10,
  height: 20,
  rotated: false,
  left: 3,
  top: 5,
  sourceWidth: 32,
  sourceHeight: 40,
  aliases: []
}
const sheet: Sheet = {
  textureFile: 'units-0.png',
  width: 256,
  height: 128,
  pixelFormat: 'RGBA8888',
  premultiplyAlpha: false,
  frames: [frame]
}

t.test('format 3 holds the fields that the loader reads, and metadata without times', async t => {
  const text = writeCocos2dPlist({
    ...sheet,
    frames: [{ ...frame, rotated: true, aliases: ['c.png', 'b.png'] }]
  }, 3)
  t.ok(
    text.startsWith(
      '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"'
    )
  )
  t.same(parse(text), {
    frames: {
      'a.png': {
        aliases: ['b.png', 'c.png'],
        spriteOffset: '{-8,5}',
        spriteSize: '{10,20}',
        spriteSourceSize: '{32,40}',
        textureRect: '{{2,4},{10,20}}',
        textureRotated: true
      }
    },
    metadata: {
      format: 3,
      pixelFormat: 'RGBA8888',
      premultiplyAlpha: false,
      realTextureFileName: 'units-0.png',
      size: '{256,128}',
      textureFileName: 'units-0.png'
    }
  })
})

t.test('format 2 holds its own fields, and each alias as a frame', async t => {
  const parsed = parse(writeCocos2dPlist({ ...sheet, frames: [{ ...frame, aliases: ['b.png'] }] }, 2)) as {
    frames: object
    metadata: object
  }
  const fields = {
    frame: '{{2,4},{10,20}}',
    offset: '{-8,5}',
    rotated: false,
    sourceColorRect: '{{3,5},{10,20}}',
    sourceSize: '{32,40}'
  }
  t.same(parsed.frames, { 'a.png': fields, 'b.png': fields })
  t.match(parsed.metadata, { format: 2 })
})

t.test('JSON is the hash form, with unturned sizes and each alias as a frame', async t => {
  const json = JSON.parse(
    writeJsonSheet({ ...sheet, scale: 0.5, frames: [{ ...frame, rotated: true, aliases: ['__proto__'] }] })
  )
  const fields = {
    frame: { x: 2, y: 4, w: 10, h: 20 },
    rotated: true,
    trimmed: true,
    spriteSourceSize: { x: 3, y: 5, w: 10, h: 20 },
    sourceSize: { w: 32, h: 40 }
  }
  t.same(Object.entries(json.frames), [['__proto__', fields], ['a.png', fields]])
  t.same(json.meta, {
    app: 'packline',
    image: 'units-0.png',
    format: 'RGBA8888',
    size: { w: 256, h: 128 },
    scale: '0.5'
  })
})

t.test('names come back as they were, in an order of their own', async t => {
  const names = [
    '按钮 确定.png',
    'a&b.png',
    '<x>.png',
    '"q".png',
    "it's.png",
    ' a .png',
    'ui/返回.v2.png',
    '😀.png',
    'B.png',
    'a.png',
    '&amp;.png',
    ']]>.png'
  ]
  const frames = names.map(name => ({ ...frame, name }))
  const text = writeCocos2dPlist({ ...sheet, textureFile: '图集&1.png', frames }, 3)
  const parsed = parse(text) as { frames: object, metadata: { textureFileName: string } }
  t.same(Object.keys(parsed.frames), names.toSorted())
  t.equal(parsed.metadata.textureFileName, '图集&1.png')
  t.equal(writeCocos2dPlist({ ...sheet, textureFile: '图集&1.png', frames: frames.toReversed() }, 3), text)
})

t.test('a name that XML cannot hold is refused', async t => {
  for (const name of ['a\u0000.png', 'a\nb.png', 'a\ud800.png', '\uffff']) {
    t.throws(() => writeCocos2dPlist({ ...sheet, frames: [{ ...frame, name }] }, 3), {
      code: 'ATLAS_BAD_FRAME_NAME'
    }, JSON.stringify(name))
  }
})

t.test('an independent parser reads the frames that were written', async t => {
  const numbers = (text: string): number[] => text.match(/-?[\d.]+/g)!.map(Number)
  const frames = fc.uniqueArray(
    fc.record<SheetFrame>({
      name: fc.string({ unit: 'binary', minLength: 1 }),
      x: fc.nat(4096),
      y: fc.nat(4096),
      width: fc.integer({ min: 1, max: 512 }),
      height: fc.integer({ min: 1, max: 512 }),
      rotated: fc.boolean(),
      left: fc.nat(300),
      top: fc.nat(300),
      sourceWidth: fc.integer({ min: 1, max: 1024 }),
      sourceHeight: fc.integer({ min: 1, max: 1024 }),
      aliases: fc.constant([])
    }),
    { selector: frame => frame.name, maxLength: 8 }
  )
  fc.assert(
    fc.property(frames, frames => {
      let text
      try {
        text = writeCocos2dPlist({ ...sheet, frames }, 3)
      } catch (error) {
        return hasCode(error, 'ATLAS_BAD_FRAME_NAME')
      }
      const parsed = new Map(
        Object.entries((parse(text) as { frames: Record<string, Record<string, string | boolean>> }).frames)
      )
      return parsed.size === frames.length && frames.every(frame => {
        const read = parsed.get(frame.name)!
        const [x, y, width, height] = numbers(read.textureRect as string)
        const [offsetX, offsetY] = numbers(read.spriteOffset as string)
        const [sourceWidth, sourceHeight] = numbers(read.spriteSourceSize as string)
        const left = offsetX! + sourceWidth! / 2 - width! / 2
        const top = sourceHeight! / 2 - offsetY! - height! / 2
        const again = {
          x,
          y,
          width,
          height,
          left,
          top,
          sourceWidth,
          sourceHeight,
          rotated: read.textureRotated
        }
        return Object.entries(again).every(([key, value]) => frame[key as keyof SheetFrame] === value)
      })
    }),
    { numRuns: 300 }
  )
})
