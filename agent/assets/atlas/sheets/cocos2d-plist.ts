import { centreOffset, framesWithoutAliases, sortedFrames } from './sheet.js'
import type { Sheet, SheetFrame } from './sheet.js'
import { PacklineError } from '../../../errors.js'
import type { PropertyListValue } from '../../../formats/property-list-value.js'
import { escapeXml, WrittenValue, writeXmlPropertyList } from '../../../formats/property-list-xml.js'
import type { ValueToWrite } from '../../../formats/property-list-xml.js'
import { ReasonError } from '../../../error-text.js'
import { phrase } from '../../../messages/phrase.js'

/**
 * The sheet as a cocos2d property list. Sizes are the unturned ones, offsets have y upwards. Format 2 knows
 * no aliases, so there each name is a frame. It holds no time and no version: the same sheet is the same
 * bytes.
 */
export function writeCocos2dPlist (sheet: Sheet, format: 2 | 3): string {
  const frames = format === 3 ? sortedFrames(sheet) : framesWithoutAliases(sheet)
  const describe = format === 3 ? describeFormat3 : describeFormat2
  const dictOf = (frame: SheetFrame): ValueToWrite =>
    format === 3 && isPlain(frame) ? writtenFormat3(frame) : new Map(describe(frame))
  return writeXmlPropertyList(
    new Map<string, ValueToWrite>([
      ['frames', new Map(frames.map(frame => [frame.name, dictOf(frame)]))],
      [
        'metadata',
        new Map<string, PropertyListValue>([
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
    ]),
    { indent: '\t', rootIndent: '', escape: escapeName }
  )
}

/** Line breaks would not come back as they are: readers rewrite them. */
function escapeName (name: string): string {
  try {
    if (/[\t\n\r]/.test(name)) throw new ReasonError(phrase('sheet.tab'))
    return escapeXml(name)
  } catch (cause) {
    throw new PacklineError('ATLAS_BAD_FRAME_NAME', { frame: name }, { cause })
  }
}

function describeFormat3 (frame: SheetFrame): Array<[string, PropertyListValue]> {
  const offset = centreOffset(frame)
  return [
    ['aliases', frame.aliases.toSorted()],
    ...frame.pivot === undefined ? [] : [anchor(frame.pivot)],
    ['spriteOffset', pair(offset.x, offset.y)],
    ['spriteSize', pair(frame.width, frame.height)],
    ['spriteSourceSize', pair(frame.sourceWidth, frame.sourceHeight)],
    ['textureRect', rectangle(frame.x, frame.y, frame.width, frame.height)],
    ['textureRotated', frame.rotated],
    ...meshOf(frame)
  ]
}

function isPlain ({ aliases, pivot, mesh }: SheetFrame): boolean {
  return aliases.length === 0 && pivot === undefined && mesh === undefined
}

/** The same of nearly all frames, as it is written: it takes half of the time, and less of the heap. */
function writtenFormat3 (frame: SheetFrame): WrittenValue {
  const { x, y, width, height, sourceWidth, sourceHeight, rotated } = frame
  const offset = centreOffset(frame)
  return new WrittenValue(`\t\t<dict>
\t\t\t<key>aliases</key>
\t\t\t<array/>
\t\t\t<key>spriteOffset</key>
\t\t\t<string>{${offset.x},${offset.y}}</string>
\t\t\t<key>spriteSize</key>
\t\t\t<string>{${width},${height}}</string>
\t\t\t<key>spriteSourceSize</key>
\t\t\t<string>{${sourceWidth},${sourceHeight}}</string>
\t\t\t<key>textureRect</key>
\t\t\t<string>{{${x},${y}},{${width},${height}}}</string>
\t\t\t<key>textureRotated</key>
\t\t\t<${rotated ? 'true' : 'false'}/>
\t\t</dict>`)
}

/** Corners in the source and on the page; SpriteFrameCache::initializePolygonInfo turns y over. */
function meshOf ({ mesh }: SheetFrame): Array<[string, PropertyListValue]> {
  if (mesh === undefined) return []
  return [
    ['triangles', mesh.triangles.join(' ')],
    ['vertices', mesh.vertices.join(' ')],
    ['verticesUV', mesh.uv.join(' ')]
  ]
}

/** The loader's y goes upwards. */
function anchor ({ x, y }: { x: number, y: number }): [string, PropertyListValue] {
  return ['anchor', pair(x, Math.round((1 - y) * 1e6) / 1e6)]
}

function describeFormat2 (frame: SheetFrame): Array<[string, PropertyListValue]> {
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
