import { readlinkSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { sha256OfFile } from '../files/streamed-digest.js'
import { readZip } from '../formats/zip/read-zip.js'
import type { PackageEntry } from '../release/entry-lists.js'
import { linkText, listTree } from './tree.js'

/** What a package holds: the entries of a zip, the files of a folder; nothing where it is neither. */
export async function packageEntries (path: string): Promise<PackageEntry[]> {
  if ((await stat(path)).isDirectory()) {
    const entries: PackageEntry[] = []
    for (const { name, path: file, status } of listTree(path)) {
      const digest = status.isSymbolicLink() ? linkText(readlinkSync(file)) : await sha256OfFile(file)
      entries.push({ name, sizeBytes: status.size, digest })
    }
    return entries
  }
  const handle = await open(path, 'r')
  try {
    const { entries } = await readZip(handle, path, { zip64: true })
    return entries.map(({ name, size, crc32 }) => ({
      name,
      sizeBytes: size,
      digest: crc32.toString(16).padStart(8, '0')
    }))
  } catch {
    return []
  } finally {
    await handle.close()
  }
}
