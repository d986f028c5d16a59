import type { AtlasOptions } from '../../../config/atlas-rule-schema.js'
import { writeCocos2dPlist } from './cocos2d-plist.js'
import { writeJsonSheet } from './json-sheet.js'
import type { Sheet } from './sheet.js'

/** How a page is described to the game, by the rule's `format`. */
export const sheetFormats: Record<
  AtlasOptions['format'],
  { extension: string, namesSiblings: boolean, write: (sheet: Sheet) => string }
> = {
  'cocos2d-3': { extension: '.plist', namesSiblings: false, write: sheet => writeCocos2dPlist(sheet, 3) },
  'cocos2d-2': { extension: '.plist', namesSiblings: false, write: sheet => writeCocos2dPlist(sheet, 2) },
  json: { extension: '.json', namesSiblings: true, write: writeJsonSheet }
}
