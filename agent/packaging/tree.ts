import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readlinkSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { sha256OfFile } from '../files/streamed-digest.js'

interface TreeFile {
  name: string
  path: string
  status: Stats
}

/**
 * Files and links below a folder, by name with forward slashes; of a file only itself, with an empty name.
 */
export function listTree (root: string, name = ''): TreeFile[] {
  const path = join(root, name)
  const status = lstatSync(path)
  if (!status.isDirectory()) return [{ name, path, status }]
  return readdirSync(path).sort().flatMap(entry => listTree(root, name === '' ? entry : `${name}/${entry}`))
}

/** sha256 of a file; of a folder, that of the list of its files' digests and names. */
export async function digestOfTree (root: string): Promise<string> {
  const files = listTree(root)
  if (files[0]?.name === '') return await sha256OfFile(root)
  const digests = new Map<string, string>()
  for (const { name, path, status } of files) {
    digests.set(
      name,
      status.isSymbolicLink()
        ? linkText(readlinkSync(path))
        : await sha256OfFile(path)
    )
  }
  return digestOfList(digests)
}

/** What stands for a link's digest. */
export function linkText (target: string): string {
  return `-> ${target}`
}

/** That of a folder whose files have these digests, by name. */
export function digestOfList (digests: ReadonlyMap<string, string>): string {
  return createHash('sha256')
    .update(
      [...digests].sort(([a], [b]) => a < b ? -1 : 1).map(([name, digest]) => `${digest}  ${name}\n`).join('')
    )
    .digest('hex')
}
