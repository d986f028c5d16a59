import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Every PNG under a folder, sorted. */
export async function pngFiles (folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && /\.png$/i.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}
