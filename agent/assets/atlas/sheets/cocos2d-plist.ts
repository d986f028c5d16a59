import { centreOffset, framesWithoutAliases, sortedFrames } from './sheet.js'
import type { Sheet, SheetFrame } from './sheet.js'
import { writeXmlPlist } from '../../../formats/xml-plist.js'
import type { PlistValue } from '../../../formats/xml-plist.js'

/**
 * The sheet as a cocos2d property list. Sizes are the unturned ones, offsets have y upwards. Format 2 knows
 * no aliases, so there each name is a frame. It holds no time and no version: the same sheet is the same
 * bytes.
 */
export function writeCocos2dPlist (sheet: Sheet, format: 2 | 3): string {
  const frames = format === 3 ? sortedFrames(sheet) : framesWithoutAliases(sheet)
  const describe = format === 3 ? describeFormat3 : describeFormat2
  return writeXmlPlist(
    new Map<string, PlistValue>([
      ['frames', new Map(frames.map(frame => [frame.name, new Map(describe(frame))]))],
      [
        'metadata',
        new Map<string, PlistValue>([
          ['format', format],
          ['pixelFormat', sheet.pixelFormat],
          [
            'premultiplyAlpha',
            sheet.premultiplyAlpha
          ],
          ['realTextureFileName', sheet.textureFile],
          ['size', pair(sheet.width, sheet.height)],
          ['textureFileName', sheet.textureFile]
        ])
      ]
    ])
  )
}

function describeFormat3 (frame: SheetFrame): Array<[string, PlistValue]> {
  const offset = centreOffset(frame)
  return [
    ['aliases', frame.aliases.toSorted()],
    ['spriteOffset', pair(offset.x, offset.y)],
    ['spriteSize', pair(frame.width, frame.height)],
    ['spriteSourceSize', pair(frame.sourceWidth, frame.sourceHeight)],
    ['textureRect', rectangle(frame.x, frame.y, frame.width, frame.height)],
    ['textureRotated', frame.rotated]
  ]
}

function describeFormat2 (frame: SheetFrame): Array<[string, PlistValue]> {
  const offset = centreOffset(frame)
  return [
    ['frame', rectangle(frame.x, frame.y, frame.width, frame.height)],
    ['offset', pair(offset.x, offset.y)],
    ['rotated', frame.rotated],
    ['sourceColorRect', rectangle(frame.left, frame.top, frame.width, frame.height)],
    ['sourceSize', pair(frame.sourceWidth, frame.sourceHeight)]
  ]
}

function pair (a: number, b: number): string {
  return `{${a},${b}}`
}

function rectangle (x: number, y: number, width: number, height: number): string {
  return `{${pair(x, y)},${pair(width, height)}}`
}
