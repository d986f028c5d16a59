import fc from 'fast-check'
import t from 'tap'
import { PacklineError } from '../../../errors.js'
import { XmlError } from '../../../formats/xml-error.js'
import { writeCocos2dPlist } from './cocos2d-plist.js'
import { writeJsonSheet } from './json-sheet.js'
import type { Sheet } from './sheet.js'
import { readSheetFrames } from './sheet-frames.js'
import { readTps } from '../texturepacker/tps-file.js'

const side = fc.integer({ min: 1, max: 64 })
const frameNames = fc.uniqueArray(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter(name =>
    !/[\u0000-\u001f\ufffe\uffff]/.test(name) && name.trim() !== '' && name !== '__proto__'
  ),
  { minLength: 1, maxLength: 8 }
)

const sheets: fc.Arbitrary<Sheet> = frameNames
  .chain(names =>
    fc.tuple(...names.map(name =>
      fc.record({
        name: fc.constant(name),
        x: side,
        y: side,
        width: side,
        height: side,
        rotated: fc.boolean(),
        left: fc.constant(0),
        top: fc.constant(0),
        sourceWidth: side,
        sourceHeight: side,
        aliases: fc.constant<string[]>([])
      })
    ))
  )
  .map(frames => ({
    textureFile: '页 & <1>.png',
    width: 64,
    height: 64,
    pixelFormat: 'RGBA8888',
    premultiplyAlpha: false,
    frames
  }))

t.test('what the embedded packer writes is read back: names, turned, trimmed', async () => {
  fc.assert(
    fc.property(sheets, fc.constantFrom('plist3', 'plist2', 'json'), (sheet, format) => {
      const text = format === 'json'
        ? writeJsonSheet(sheet)
        : writeCocos2dPlist(sheet, format === 'plist3' ? 3 : 2)
      const read = readSheetFrames('sheet', Buffer.from(text))
      const byName = (a: { name: string }, b: { name: string }): number => a.name < b.name ? -1 : 1
      const expected = sheet.frames.map(({ name, rotated, width, height, sourceWidth, sourceHeight }) => ({
        name,
        rotated,
        trimmed: width !== sourceWidth || height !== sourceHeight
      }))
      return JSON.stringify(read?.frames.toSorted(byName)) === JSON.stringify(expected.toSorted(byName)) &&
        read?.textures.join() === sheet.textureFile
    }),
    { numRuns: 150 }
  )
})

t.test('JSON arrays and several textures in one file are read too; other formats are not', async t => {
  t.match(
    readSheetFrames(
      'a',
      Buffer.from('{"frames":[{"filename":"a","rotated":true}],"meta":{"image":"a.png"}}')
    ),
    { frames: [{ name: 'a', rotated: true }], textures: ['a.png'] }
  )
  t.match(
    readSheetFrames(
      'a',
      Buffer.from(
        '{"textures":[{"image":"a.png","frames":[{"filename":"a"}]},{"image":"b.png","frames":[{"filename":"b"}]}]}'
      )
    ),
    { frames: [{ name: 'a' }, { name: 'b' }], textures: ['a.png', 'b.png'] }
  )
  for (
    const other of [
      '',
      '{}',
      'a.png\nsize: 1,1\n',
      '<?xml version="1.0"?><TextureAtlas/>',
      '<?xml version="1.0"?><plist><array/></plist>'
    ]
  ) t.equal(readSheetFrames('a', Buffer.from(other)), undefined)
})

const settings = (fields: string): Buffer =>
  Buffer.from(`<data version="1.0"><struct type="Settings">${fields}</struct></data>`)
const sparks = '<key>fileList</key><array><filename>sparks</filename></array>'

t.test('a .tps of any version tells its sprites, endings, pages and variants', async t => {
  t.same(readTps('a.tps', settings(sparks)), {
    sources: ['sparks'],
    textureExtension: '.png',
    dataExtension: '.plist',
    isMultipack: false,
    hasVariants: false,
    trimThreshold: 0,
    ignored: []
  })
  const recent =
    '<key>textureFormat</key><enum type="SettingsBase::TextureFormat">pvr3ccz</enum><key>dataFormat</key><string>json-array</string><key>multiPackMode</key><enum type="m">MultiPackManual</enum>' +
    '<key>individualSpriteSettings</key><map type="IndividualSpriteSettingsMap"><key type="filename">a.png</key><key type="filename">b.png</key><struct type="IndividualSpriteSettings"/></map>' +
    '<key>globalSpriteSettings</key><struct type="SpriteSettings"><key>trimThreshold</key><uint>7</uint></struct><key>ignoreFileList</key><array><string>*_old*</string></array>' +
    '<key>fileLists</key><map type="SpriteSheetMap"><key>one</key><struct type="SpriteSheet"><key>files</key><array><filename>a b</filename></array></struct><key>two</key><struct type="SpriteSheet"><key>files</key><array><filename>../c &amp; d.png</filename></array></struct></map>'
  t.same(readTps('a.tps', settings(recent)), {
    sources: ['a b', '../c & d.png'],
    textureExtension: '.pvr.ccz',
    dataExtension: '.json',
    isMultipack: true,
    hasVariants: false,
    trimThreshold: 6,
    ignored: ['*_old*']
  })
  t.match(
    readTps(
      'a.tps',
      settings(
        `<key>multiPack</key><true/><key>textureFileName</key><filename>x/y.pvr.ccz</filename>${sparks}`
      )
    ),
    { textureExtension: '.pvr.ccz', isMultipack: true }
  )
})

t.test('damaged .tps and sheets are refused with an error of the catalogue, or read; nothing else happens', async () => {
  const whole = settings(
    `<key>autoSDSettings</key><array><struct type="AutoSDSettings"><key>scale</key><double>1</double></struct></array>${sparks}`
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      fc.nat(whole.length),
      (edits, length) => {
        const bytes = Buffer.from(whole)
        for (const [at, byte] of edits) bytes[at] = byte
        for (
          const read of [() => readTps('a.tps', bytes), () => readTps('a.tps', bytes.subarray(0, length))]
        ) {
          try {
            read()
          } catch (error) {
            if (!(error instanceof PacklineError) || !error.code.startsWith('TEXTUREPACKER_TPS_')) throw error
          }
        }
      }
    ),
    { numRuns: 400 }
  )
  const sheet = Buffer.from(
    writeCocos2dPlist({
      textureFile: 'a.png',
      width: 1,
      height: 1,
      pixelFormat: 'RGBA8888',
      premultiplyAlpha: false,
      frames: [{
        name: 'a',
        x: 0,
        y: 0,
        width: 1,
        height: 1,
        rotated: false,
        left: 0,
        top: 0,
        sourceWidth: 1,
        sourceHeight: 1,
        aliases: ['b']
      }]
    }, 3)
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(sheet.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      edits => {
        const bytes = Buffer.from(sheet)
        for (const [at, byte] of edits) bytes[at] = byte
        try {
          readSheetFrames('a.plist', bytes)
        } catch (error) {
          // The callers make an error of the catalogue of these.
          if (!(error instanceof XmlError) && !(error instanceof SyntaxError)) throw error
        }
      }
    ),
    { numRuns: 400 }
  )
})
