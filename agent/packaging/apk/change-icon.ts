import { open, readFile } from 'node:fs/promises'
import { BinaryXml } from '../../formats/android/binary-xml.js'
import { androidValue } from '../../formats/android/manifest-element.js'
import type { ManifestValue } from '../../formats/android/manifest-element.js'
import { valueTypes } from '../../formats/android/resource-chunk.js'
import { ResourceTable } from '../../formats/android/resource-table.js'
import { readEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { maxTableBytes, readable, tableName } from '../application/read-application.js'
import type { InspectedBaseline } from '../baseline.js'
import type { EntryChange } from '../entry-change.js'
import type { Density } from '../../config/manifest-edit-schema.js'
import { launchers } from './edit-manifest.js'

const maxPictureBytes = 16 * 1024 ** 2
const maxPixels = 4096 ** 2
/** References lead to references; more than Android follows is a circle. */
const longestChain = 20

const densityNames: ReadonlyMap<number, Density | 'anydpi' | 'nodpi'> = new Map([
  [0, 'mdpi'],
  [120, 'ldpi'],
  [160, 'mdpi'],
  [213, 'tvdpi'],
  [240, 'hdpi'],
  [320, 'xhdpi'],
  [480, 'xxhdpi'],
  [640, 'xxxhdpi'],
  [0xfffe, 'anydpi'],
  [0xffff, 'nodpi']
])

type Pictures = ReadonlyMap<string, Buffer>

/** A picture of the project. */
interface Picture {
  path: string
  name: string
}

/** By density, `default` for all others. */
type GivenPictures = ReadonlyMap<string, Picture>

/** Rows have icons in common: a picture is scaled once for a baseline as it was looked at. */
const scaled = new WeakMap<InspectedBaseline, Map<string, Promise<Pictures>>>()

/**
 * Replaces the pictures of the icon, each in the size that it has. What an earlier edit put stays. Throws
 * PACKAGE_ICON_UNFIT for icons of XML, PACKAGE_ICON_DENSITY where pictures and densities are not the same,
 * PACKAGE_ICON_MISSING and PACKAGE_ICON_UNREADABLE.
 */
export async function changeIcon (
  baseline: InspectedBaseline,
  icon: GivenPictures,
  changes: Map<string, EntryChange>
): Promise<void> {
  const given = new Set([...changes].flatMap(([name, { way }]) => way === 'remove' ? [] : [name]))
  const known = scaled.get(baseline) ?? new Map<string, Promise<Pictures>>()
  scaled.set(baseline, known)
  const key = JSON.stringify([[...icon].map(([density, { path }]) => [density, path]), ...given])
  let pictures = known.get(key)
  if (pictures === undefined) known.set(key, pictures = picturesOf(baseline, icon, given))
  for (const [name, bytes] of await pictures) changes.set(name, { way: 'bytes', bytes })
}

async function picturesOf (
  baseline: InspectedBaseline,
  icon: GivenPictures,
  given: ReadonlySet<string>
): Promise<Pictures> {
  const { definition: { path: file }, entries } = baseline
  const handle = await open(baseline.path, 'r')
  try {
    const archive = await readZip(handle, file)
    const bytesOf = async (name: string, maxBytes: number): Promise<Buffer> => {
      const entry = entries.get(name)
      if (entry === undefined) throw new PacklineError('PACKAGE_ICON_MISSING', { file })
      return await readEntry(handle, archive, entry, maxBytes)
    }
    const table = await bytesOf(tableName, maxTableBytes)
    const files = readable({ archive }, tableName, () => filesOf(table, iconsIn(baseline.manifest)))
    if (files.size === 0) throw new PacklineError('PACKAGE_ICON_MISSING', { file })
    const pictures = new Map<string, Buffer>()
    for (const [entry, density] of files) {
      if (given.has(entry)) continue
      if (entry.endsWith('.xml')) throw new PacklineError('PACKAGE_ICON_UNFIT', { file, entry })
      const picture = icon.get(density) ?? icon.get('default')
      if (picture === undefined) throw otherDensities(file, files, icon)
      pictures.set(entry, await asLarge(picture, await bytesOf(entry, maxPictureBytes), entry))
    }
    const densities = new Set(files.values())
    if ([...icon.keys()].some(each => each !== 'default' && !densities.has(each))) {
      throw otherDensities(file, files, icon)
    }
    return pictures
  } finally {
    await handle.close()
  }
}

/** Those of the application, and of what stands in launchers under one of its own. */
function iconsIn (manifest: Buffer | undefined): number[] {
  if (manifest === undefined) return []
  const { root } = new BinaryXml(manifest)
  const [application] = root.children.filter(({ name }) => name === 'application')
  if (application === undefined) return []
  const values: Array<ManifestValue | undefined> = [application, ...launchers(application)].flatMap(
    element => [androidValue(element, 'icon'), androidValue(element, 'roundIcon')]
  )
  return values.flatMap(value => typeof value === 'object' ? [value.resource] : [])
}

/** The files that resources stand for, on whichever device, each with its density. */
function filesOf (bytes: Buffer, resources: readonly number[]): Map<string, string> {
  const table = new ResourceTable(bytes)
  const files = new Map<string, number>()
  const follow = (resource: number, depth: number): void => {
    for (const { type, data, text, density } of table.values(resource)) {
      if (type === valueTypes.string && text !== undefined) {
        files.set(text, Math.max(density, files.get(text) ?? 0))
      } else if (type === valueTypes.reference && depth < longestChain) follow(data, depth + 1)
    }
  }
  for (const resource of resources) follow(resource, 0)
  return new Map(
    [...files.keys()].sort().map(name => [name, nameOf(files.get(name) ?? 0)])
  )
}

function nameOf (density: number): string {
  return densityNames.get(density) ?? `${density}dpi`
}

function otherDensities (
  file: string,
  files: ReadonlyMap<string, string>,
  icon: GivenPictures
): PacklineError {
  const found = [...new Set(files.values())].join(', ')
  return new PacklineError('PACKAGE_ICON_DENSITY', { file, found, given: [...icon.keys()].join(', ') })
}

async function asLarge ({ path, name }: Picture, before: Buffer, entry: string): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const picture = await readFile(path)
  try {
    const { width, height } = await sharp(before, { limitInputPixels: maxPixels }).metadata()
    const given = await sharp(picture, { limitInputPixels: maxPixels }).metadata()
    // What an artist drew for this size stays as it is.
    if (given.width === width && given.height === height && entry.endsWith(`.${given.format}`)) return picture
    const resized = sharp(picture, { limitInputPixels: maxPixels })
      .resize({ width, height, fit: 'contain', background: '#0000' })
    return await (entry.endsWith('.webp') ? resized.webp({ lossless: true }) : resized.png()).toBuffer()
  } catch (error) {
    throw new PacklineError('PACKAGE_ICON_UNREADABLE', { icon: name, entry, reason: errorText(error) }, {
      cause: error
    })
  }
}
