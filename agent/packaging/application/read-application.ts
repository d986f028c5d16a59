import type { FileHandle } from 'node:fs/promises'
import { BinaryXml } from '../../formats/android/binary-xml.js'
import type { ManifestElement } from '../../formats/android/manifest-element.js'
import { readProtoXml } from '../../formats/android/proto-xml.js'
import { ResourceTable } from '../../formats/android/resource-table.js'
import { readEntry } from '../../formats/zip/entry-data.js'
import type { ZipArchive, ZipEntry } from '../../formats/zip/zip-entry.js'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { androidApplication } from './android-application.js'
import { appleApplication, infoListOf } from './apple-application.js'
import type { AndroidApplication, AppleApplication, Application } from './application.js'
import { bundleLookup } from './bundle-lookup.js'
import type { ResourceLookup } from './resource-lookup.js'
import { tableLookup } from './table-lookup.js'
import { phrase } from '../../messages/phrase.js'

export const manifestName = 'AndroidManifest.xml'
export const tableName = 'resources.arsc'
export const bundleManifest = 'base/manifest/AndroidManifest.xml'
const bundleTable = 'base/resources.pb'

/**
 * Real ones take some 100 KB and a few MB; what is larger would not fit into the memory that a build may
 * take.
 */
const maxManifestBytes = 16 * 1024 ** 2
export const maxTableBytes = 96 * 1024 ** 2

/** An open zip. */
export interface OpenZip {
  handle: FileHandle
  archive: ZipArchive
}

/** What a package says of itself; undefined for a zip that is no application. */
export async function readApplication (zip: OpenZip): Promise<Application | undefined> {
  const has = (name: string): boolean => zip.archive.entries.some(entry => entry.name === name)
  if (has(manifestName)) return await readApk(zip)
  if (has(bundleManifest)) return await readBundle(zip)
  return infoListOf(zip.archive) === undefined ? undefined : await readIpa(zip)
}

/**
 * With `manifest` as if that were its manifest. Throws PACKAGE_MANIFEST_MISSING and
 * PACKAGE_MANIFEST_DAMAGED.
 */
export async function readApk (zip: OpenZip, manifest?: Buffer): Promise<AndroidApplication> {
  const bytes = manifest ?? await readManifest(zip)
  const root = manifestTree(zip, bytes)
  const lookup = await lazily(zip, tableName, root, table => tableLookup(new ResourceTable(table)))
  return readable(zip, manifestName, () => androidApplication('apk', root, namesIn(zip), lookup))
}

/** Its texts are read one by one where they are asked for: what is damaged among them is told here. */
export function manifestTree (zip: { archive: Pick<ZipArchive, 'file'> }, manifest: Buffer): ManifestElement {
  return readable(zip, manifestName, () => {
    const { root } = new BinaryXml(manifest)
    readWhole(root)
    return root
  })
}

function readWhole ({ name, attributes, children }: ManifestElement): number {
  return name.length + attributes.length + children.reduce((sum, each) => sum + readWhole(each), 0)
}

export async function readManifest (zip: OpenZip): Promise<Buffer> {
  return await entryBytes(zip, manifestName, maxManifestBytes)
}

async function readBundle (zip: OpenZip): Promise<AndroidApplication> {
  const bytes = await entryBytes(zip, bundleManifest, maxManifestBytes)
  const root = readable(zip, bundleManifest, () => readProtoXml(bytes))
  const lookup = await lazily(zip, bundleTable, root, bundleLookup)
  return readable(zip, bundleManifest, () => androidApplication('aab', root, namesIn(zip), lookup))
}

async function readIpa (zip: OpenZip): Promise<AppleApplication> {
  const found = infoListOf(zip.archive)
  if (found === undefined) {
    throw new PacklineError('PACKAGE_MANIFEST_MISSING', {
      file: zip.archive.file,
      entry: 'Payload/NAME.app/Info.plist'
    })
  }
  return await appleApplication(
    found,
    async name => await entryBytes(zip, name, maxManifestBytes),
    zip.archive.file
  )
}

/** The resources are read only where the manifest refers to one. */
async function lazily (
  zip: OpenZip,
  name: string,
  manifest: ManifestElement,
  open: (table: Buffer) => ResourceLookup
): Promise<ResourceLookup> {
  const isThere = zip.archive.entries.some(entry => entry.name === name)
  if (!isThere || !refersToResources(manifest)) return () => ({})
  const bytes = await entryBytes(zip, name, maxTableBytes)
  const lookup = readable(zip, name, () => open(bytes))
  return resource => readable(zip, name, () => lookup(resource))
}

function refersToResources ({ attributes, children }: ManifestElement): boolean {
  return attributes.some(({ value }) => typeof value === 'object') || children.some(refersToResources)
}

function namesIn ({ archive }: OpenZip): string[] {
  return archive.entries.map(({ name }) => name)
}

async function entryBytes ({ handle, archive }: OpenZip, name: string, maxBytes: number): Promise<Buffer> {
  const entry: ZipEntry | undefined = archive.entries.find(each => each.name === name)
  if (entry === undefined) {
    throw new PacklineError('PACKAGE_MANIFEST_MISSING', { file: archive.file, entry: name })
  }
  return await readEntry(handle, archive, entry, maxBytes)
}

/** Whatever is wrong inside is wrong with the package. */
export function readable<T> (
  { archive }: { archive: Pick<ZipArchive, 'file'> },
  entry: string,
  read: () => T
): T {
  try {
    return read()
  } catch (cause) {
    // A TypeError is ours, whatever the bytes.
    if (cause instanceof PacklineError || cause instanceof TypeError) throw cause
    // What Node says of a number that leads out of the bytes tells people nothing.
    const reason = cause instanceof RangeError ? phrase('plist.pastEnd') : errorText(cause)
    throw new PacklineError('PACKAGE_MANIFEST_DAMAGED', { file: archive.file, entry, reason }, { cause })
  }
}
