import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { errorText } from '../../../error-text.js'
import type { Wording } from '../../../messages/phrase.js'
import { decodePicture, defaultMaxPixels } from '../../pictures/picture.js'
import { diffJson } from '../csb/csb-diff.js'
import { tableJson } from '../csb/csb-json.js'
import type { Json } from '../csb/csb-json.js'
import { readCsb } from '../csb/csb-reader.js'
import { unreadable } from '../project/csd-inputs.js'
import { picturesOfSheet, sheetDifferences } from './compare-sheets.js'

/**
 * How a file stands in two published folders: the same bytes; other bytes that the game takes for the same;
 * different; or only in one of them.
 */
export interface ComparedFile {
  path: string
  result: 'same' | 'equal' | 'different' | 'first' | 'second'
  /** Places in a csb or JSON, or frames of a sheet. */
  differences?: Wording[]
}

/** Compares what two publishes of one project made, file by file, by what the game sees. */
export async function comparePublished (
  first: string,
  second: string,
  signal: AbortSignal
): Promise<ComparedFile[]> {
  const [own, others] = [await filesBelow(first), await filesBelow(second)]
  const compared = new Map<string, ComparedFile>()
  const shared = own.filter(path => others.includes(path))
  // Sheets first: where the pixels of their pictures lie does not matter.
  for (const path of shared.toSorted((a, b) => Number(isPlist(b)) - Number(isPlist(a)))) {
    signal.throwIfAborted()
    if (compared.has(path)) continue
    const file = await compareFile(path, join(first, path), join(second, path))
    compared.set(path, file)
    if (!isPlist(path) || file.result === 'different') continue
    for (const picture of await picturesOfSheet(path, join(first, path))) {
      if (shared.includes(picture)) compared.set(picture, { path: picture, result: 'equal' })
    }
  }
  for (const path of own) if (!compared.has(path)) compared.set(path, { path, result: 'first' })
  for (const path of others) if (!compared.has(path)) compared.set(path, { path, result: 'second' })
  return [...compared.values()].sort((a, b) => a.path < b.path ? -1 : 1)
}

async function compareFile (path: string, first: string, second: string): Promise<ComparedFile> {
  const [own, other] = [await readFile(first), await readFile(second)]
  if (own.equals(other) && !isPlist(path)) return { path, result: 'same' }
  try {
    const differences = await differencesOf(path, { file: first, bytes: own }, { file: second, bytes: other })
    if (differences.length > 0) return { path, result: 'different', differences }
    return { path, result: own.equals(other) ? 'same' : 'equal' }
  } catch (error) {
    return { path, result: 'different', differences: [errorText(error)] }
  }
}

interface ReadFile {
  file: string
  bytes: Buffer
}

async function differencesOf (path: string, first: ReadFile, second: ReadFile): Promise<string[]> {
  switch (extname(path).toLowerCase()) {
    case '.csb':
      return valuesIn(
        tableJson(readCsb(first.bytes, first.file)),
        tableJson(readCsb(second.bytes, second.file))
      )
    case '.json':
      return valuesIn(jsonIn(first), jsonIn(second))
    case '.plist':
      return await sheetDifferences(first.file, second.file) ?? textDifferences(first, second)
    case '.fnt':
    case '.tmx':
    case '.tsx':
    case '.lua':
    case '.exportjson':
      return textDifferences(first, second)
    case '.png':
    case '.jpg':
    case '.jpeg':
    case '.webp':
      return await pixelDifferences(first, second)
    default:
      return ['bytes']
  }
}

function valuesIn (first: Json, second: Json): string[] {
  return diffJson(first, second).map(({ path, first, second }) =>
    `${path}: ${show(first)} != ${show(second)}`
  )
}

/** The version of the Studio that published, and in which order it lists files, is nothing to the game. */
function jsonIn ({ bytes }: ReadFile): Json {
  const text = bytes.toString('utf8')
  return JSON.parse(
    text.startsWith('\uFEFF') ? text.slice(1) : text,
    (key, value: Json) =>
      key === 'UsedResources' && Array.isArray(value)
        ? value.toSorted()
        : key === 'Version'
        ? undefined
        : value
  ) as Json
}

/** Line ends are what a version control makes of them. */
function textDifferences (first: ReadFile, second: ReadFile): string[] {
  const lines = ({ bytes }: ReadFile): string => bytes.toString('latin1').replaceAll('\r\n', '\n').trimEnd()
  return lines(first) === lines(second) ? [] : ['text']
}

async function pixelDifferences (first: ReadFile, second: ReadFile): Promise<string[]> {
  const [own, other] = await Promise.all(
    [first, second].map(async ({ file, bytes }) =>
      await decodePicture(bytes, file, { maxPixels: defaultMaxPixels })
    )
  )
  if (own === undefined || other === undefined) return []
  if (own.width !== other.width || own.height !== other.height) {
    return [`${own.width}×${own.height} != ${other.width}×${other.height}`]
  }
  return Buffer.from(own.pixels).equals(Buffer.from(other.pixels)) ? [] : ['pixels']
}

async function filesBelow (folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error)
  })
  return entries
    .filter(entry => entry.isFile() && !/^\.|~$/.test(entry.name))
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

function isPlist (path: string): boolean {
  return /\.plist$/i.test(path)
}

function show (value: Json | undefined): string {
  const text = value === undefined ? '(absent)' : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
