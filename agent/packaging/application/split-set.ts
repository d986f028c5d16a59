import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { streamEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import type { ZipArchive, ZipEntry } from '../../formats/zip/zip-entry.js'
import type { AndroidApplication } from './application.js'
import { manifestName, readApk } from './read-application.js'

/** One APK of a set. */
export interface SplitPart extends Pick<AndroidApplication, 'split' | 'configForSplit' | 'abis'> {
  path: string
  size: number
}

/** What a set of split APKs is, as its base says. */
export interface SplitSet {
  application: AndroidApplication
  parts: SplitPart[]
}

/** The APKs in bundletool's .apks, and in the .xapk and .apkm of download sites; none in an APK. */
export function partsIn ({ entries }: ZipArchive): ZipEntry[] {
  return entries.some(({ name }) => name === manifestName)
    ? []
    : entries.filter(({ name }) => name.endsWith('.apk'))
}

/**
 * The base and the parts of a set; undefined for a zip that is none. Parts are unpacked one by one, since an
 * APK is read from its end.
 */
export async function readSplitSet (path: string, signal: AbortSignal): Promise<SplitSet | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'packline-splits-'))
  const handle = await open(path, 'r')
  try {
    const archive = await readZip(handle, path)
    const parts: SplitPart[] = []
    let base: AndroidApplication | undefined
    for (const entry of partsIn(archive)) {
      const file = join(folder, 'part.apk')
      await streamEntry(handle, archive, entry, createWriteStream(file), signal)
      const application = await applicationIn(file, entry.name)
      if (application.split === undefined) base ??= application
      parts.push(partOf(entry, application))
    }
    return base === undefined ? undefined : { application: base, parts }
  } finally {
    await handle.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function partOf (
  { name, size }: ZipEntry,
  { split, configForSplit, abis }: AndroidApplication
): SplitPart {
  return {
    path: name,
    size,
    ...split !== undefined && { split },
    ...configForSplit !== undefined && { configForSplit },
    abis
  }
}

async function applicationIn (file: string, label: string): Promise<AndroidApplication> {
  const handle = await open(file, 'r')
  try {
    return await readApk({ handle, archive: await readZip(handle, label) })
  } finally {
    await handle.close()
  }
}
