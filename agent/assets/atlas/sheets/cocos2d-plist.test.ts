import { DOMParser } from '@xmldom/xmldom'
import type { Element } from '@xmldom/xmldom'
import fc from 'fast-check'
import { parse } from 'plist'
import t from 'tap'
import { hasCode } from '../../../errors.js'
import { writeCocos2dPlist } from './cocos2d-plist.js'
import { writeJsonSheet } from './json-sheet.js'
import { readSheetFrames } from './sheet-frames.js'
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

/**
 * The frames of a sheet by another XML parser than ours, and by name in a Map: npm's plist keeps them in an
 * object and refuses one that is called __proto__.
 */
function framesByXmldom (text: string): Map<string, Map<string, string>> {
  // By itself xmldom takes U+0085 and U+2028 for ends of lines, as only XML 1.1 does.
  const parser = new DOMParser({ normalizeLineEndings: source => source.replace(/\r\n?/g, '\n') })
  const root = parser.parseFromString(text, 'text/xml').documentElement
  const frames = root === null ? undefined : pairsOf(childrenOf(root)[0]).get('frames')
  return new Map([...pairsOf(frames)].map(([name, frame]) => [
    name,
    new Map([...pairsOf(frame)].map(([key, value]) => [key, value.textContent || value.tagName]))
  ]))
}

function pairsOf (dict: Element | undefined): Map<string, Element> {
  const children = dict === undefined ? [] : childrenOf(dict)
  const keys = children.filter((_, index) => index % 2 === 0)
  return new Map(keys.flatMap((key, index) => {
    const value = children[index * 2 + 1]
    return value === undefined ? [] : [[key.textContent ?? '', value] as const]
  }))
}

function childrenOf ({ childNodes }: Element): Element[] {
  return [...childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE)
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

t.test('a frame without aliases is written as one with some, but for these', t => {
  const side = fc.integer({ min: -9, max: 4096 })
  const any = fc.record({
    x: side,
    y: side,
    width: side,
    height: side,
    left: side,
    top: side,
    sourceWidth: side,
    sourceHeight: side,
    rotated: fc.boolean()
  })
  fc.assert(fc.property(any, place => {
    const written = (aliases: string[]): string =>
      writeCocos2dPlist({ ...sheet, frames: [{ ...frame, ...place, aliases }] }, 3)
    const withAlias = written(['b'])
    const without = withAlias.replace(/<array>\s*<string>b<\/string>\s*<\/array>/, '<array/>')
    return withAlias !== without && written([]) === without
  }))
  t.end()
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
    ' ',
    '\u0085\u2028',
    'ui/返回.v2.png',
    '😀.png',
    'B.png',
    'a.png',
    '&amp;.png',
    ']]>.png',
    '10',
    '9',
    '__proto__',
    'constructor',
    'toString'
  ]
  const frames = names.map(name => ({ ...frame, name }))
  for (const format of [2, 3] as const) {
    const text = writeCocos2dPlist({ ...sheet, textureFile: '图集&1.png', frames }, format)
    t.same([...framesByXmldom(text).keys()], names.toSorted())
    const read = readSheetFrames('a.plist', Buffer.from(text))
    t.same(read?.frames.map(({ name }) => name), names.toSorted())
    t.same(read?.textures, ['图集&1.png'])
    t.equal(
      writeCocos2dPlist({ ...sheet, textureFile: '图集&1.png', frames: frames.toReversed() }, format),
      text
    )
  }
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
      name: fc.oneof(
        { weight: 9, arbitrary: fc.string({ unit: 'binary', minLength: 1 }) },
        fc.constantFrom('__proto__', 'constructor', 'toString', '1')
      ),
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
      const parsed = framesByXmldom(text)
      return parsed.size === frames.length && frames.every(frame => {
        const read = (key: string): string => parsed.get(frame.name)?.get(key) ?? ''
        const [x, y, width, height] = numbers(read('textureRect'))
        const [offsetX, offsetY] = numbers(read('spriteOffset'))
        const [sourceWidth, sourceHeight] = numbers(read('spriteSourceSize'))
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
          rotated: read('textureRotated') === 'true'
        }
        return Object.entries(again).every(([key, value]) => frame[key as keyof SheetFrame] === value)
      })
    }),
    { numRuns: 300 }
  )
})
