import { lstatSync, readdirSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { join } from 'node:path'

export interface TreeFile { name: string, path: string, status: Stats }

/** Files and links below a folder, by name with forward slashes; of a file only itself, with an empty name. */
export function listTree (root: string, name = ''): TreeFile[] {
  const path = join(root, name)
  const status = lstatSync(path)
  if (!status.isDirectory()) return [{ name, path, status }]
  return readdirSync(path).sort().flatMap(entry => listTree(root, name === '' ? entry : `${name}/${entry}`))
}
