import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { pngFiles } from './png-files.js'

export async function pngDigests (folder: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>()
  for (const file of await pngFiles(folder)) {
    digests.set(
      relative(folder, file),
      createHash('sha256').update(await readFile(file)).digest('hex')
    )
  }
  return digests
}

/** How many files of `after` are new or differ from `before`. */
export function countChanged (before: Map<string, string>, after: Map<string, string>): number {
  return [...after].filter(([name, digest]) => before.get(name) !== digest).length
}
