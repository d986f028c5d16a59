import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export function findPngs (folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && entry.name.endsWith('.png'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}
