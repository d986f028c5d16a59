import { readFileSync } from 'node:fs'
import { basename, extname, join, dirname } from 'node:path'
import { isJsonObject } from '../../../json-object.js'
import { readSheetParts } from './read-sheet.js'

const sheetExtensions = ['.plist', '.json']

/**
 * Whether a file is part of a set that packline packed: a sheet as it writes them, or the page that such a
 * sheet beside it names. TexturePacker's have a `smartupdate` or another `app`.
 */
export function isOwnSheetFile (path: string): boolean {
  const stem = basename(path, extname(path))
  if (sheetExtensions.includes(extname(path))) return textureOf(path) !== undefined
  return sheetExtensions.some(extension =>
    textureOf(join(dirname(path), stem + extension)) === basename(path)
  )
}

function textureOf (sheet: string): string | undefined {
  try {
    const bytes = readFileSync(sheet)
    const text = bytes.toString('utf8')
    const isOwn = sheet.endsWith('.json') ? appOf(text) === 'packline' : !text.includes('smartupdate')
    const [part] = isOwn ? readSheetParts(sheet, bytes) : []
    return part?.textureFile
  } catch {
    return undefined
  }
}

function appOf (json: string): unknown {
  const document: unknown = JSON.parse(json)
  return isJsonObject(document) && isJsonObject(document.meta) ? document.meta.app : undefined
}
