import { posix } from 'node:path'
import { readPropertyList } from '../../../formats/property-list.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { attributeOf } from '../../../formats/xml-element.js'
import { readSheetEntries } from '../../atlas/sheets/sheet-entries.js'
import type { ReferenceKind } from '../export-options.js'
import { readStudioXml } from '../csd/studio-xml.js'

/**
 * The files that the engine loads with a file that a csb names, by paths of the same tree. What cannot be
 * read has none: the engine says more of it than a list of files could.
 */
export function partsOf (path: string, kind: ReferenceKind, bytes: Buffer): string[] {
  const find = finderOf(path, kind)
  if (find === undefined) return []
  try {
    const beside = posix.dirname(path)
    return [...new Set(find(bytes, path))].map(part => posix.join(beside, part.replaceAll('\\', '/')))
  } catch {
    return []
  }
}

/** Whether there is anything to look for: most files are pictures, which have no parts. */
export function mayHaveParts (path: string, kind: ReferenceKind): boolean {
  return finderOf(path, kind) !== undefined
}

type Finder = (bytes: Buffer, path: string) => string[]

function finderOf (path: string, kind: ReferenceKind): Finder | undefined {
  const extension = posix.extname(path).toLowerCase()
  if (extension === '.plist') return kind === 'particle' ? particleParts : sheetParts
  return finders[extension]
}

const finders: Record<string, Finder | undefined> = {
  '.fnt': fontParts,
  '.tmx': mapParts,
  '.tsx': tilesetParts,
  '.exportjson': armatureParts,
  '.atlas': spineAtlasParts
}

/** AngelCode's text or binary form; the engine reads no other (BMFontConfiguration). */
function fontParts (bytes: Buffer): string[] {
  if (bytes.toString('latin1', 0, 3) === 'BMF') return binaryFontPages(bytes)
  const text = bytes.toString('utf8')
  return [...text.matchAll(/^page\b.*?\bfile=(?:"([^"\r\n]*)"|(\S+))/gm)].flatMap(([, quoted, bare]) =>
    quoted ?? bare ?? []
  )
}

/** Blocks of a kind, a length and bytes; block 3 holds the pages' names, each with its end. */
function binaryFontPages (bytes: Buffer): string[] {
  for (let at = 4; at + 5 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 1)
    if (bytes[at] === 3) {
      return bytes.toString('utf8', at + 5, Math.min(bytes.length, at + 5 + length)).split('\0').filter(
        name => name !== ''
      )
    }
    at += 5 + length
  }
  return []
}

/** Its texture lies beside it, whatever folder it is said to be in; pixels in the plist itself need none. */
function particleParts (bytes: Buffer, path: string): string[] {
  const system = readPropertyList(path, bytes)
  if (!(system instanceof Map)) return []
  const [texture, own] = [system.get('textureFileName'), system.get('textureImageData')]
  if (typeof texture !== 'string' || texture === '') return []
  return typeof own === 'string' && own.trim() !== '' ? [] : [posix.basename(texture.replaceAll('\\', '/'))]
}

function sheetParts (bytes: Buffer, path: string): string[] {
  const [sheet] = readSheetEntries(path, bytes) ?? []
  if (sheet === undefined) return []
  const { textureFileName } = sheet.metadata
  return [
    typeof textureFileName === 'string' && textureFileName !== ''
      ? textureFileName
      : `${posix.basename(path, posix.extname(path))}.png`
  ]
}

function mapParts (bytes: Buffer, path: string): string[] {
  const { root } = readStudioXml(path, bytes, { keepText: false, allowDoctype: true })
  return root.children.filter(({ name }) => name === 'tileset').flatMap(tileset => {
    const source = attributeOf(tileset, 'source')
    return source === undefined ? imagesIn(tileset) : [source]
  })
}

function tilesetParts (bytes: Buffer, path: string): string[] {
  return imagesIn(readStudioXml(path, bytes, { allowDoctype: true }).root)
}

function imagesIn (element: XmlElement): string[] {
  return element.children.flatMap(child =>
    child.name === 'image' ? attributeOf(child, 'source') ?? [] : imagesIn(child)
  )
}

function armatureParts (bytes: Buffer): string[] {
  const text = bytes.toString('utf8')
  const armature: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
  if (typeof armature !== 'object' || armature === null) return []
  const { config_file_path: plists, config_png_path: pictures } = armature as Record<string, unknown>
  return [plists, pictures].flatMap(list =>
    Array.isArray(list) ? list.filter(part => typeof part === 'string') : []
  )
}

/** The name of a page of Spine's atlas stands in a line of its own. */
function spineAtlasParts (bytes: Buffer): string[] {
  return bytes.toString('utf8').split(/\r?\n/).filter(line =>
    /^[^\s:][^:]*\.(?:png|jpe?g|webp|pvr|ccz|ktx2?)$/i.test(line)
  )
}
