import { dirname } from 'node:path'
import type { PublishedFile } from './published-tree.js'

/** An output to publish: an entry of the store, or a file to copy whose bytes must still have this digest. */
export interface DesiredFile extends PublishedFile {
  copyFrom?: string
}

/** What changes in one rule's tree. */
export interface TreeChanges {
  written: DesiredFile[]
  removed: string[]
}

/** The changes below each of the folders that rules write to. */
export function changesByTree (
  roots: readonly string[],
  written: readonly DesiredFile[],
  removed: readonly string[]
): TreeChanges[] {
  const byRoot = new Map<string, TreeChanges>()
  const changesOf = (path: string): TreeChanges => {
    const root = rootOf(roots, path)
    const changes = byRoot.get(root) ?? { written: [], removed: [] }
    byRoot.set(root, changes)
    return changes
  }
  for (const file of written) changesOf(file.path).written.push(file)
  for (const path of removed) changesOf(path).removed.push(path)
  return [...byRoot.values()]
}

/** The deepest folder that holds all the paths; '' is the output folder itself. */
export function commonFolder ([first = '', ...others]: readonly string[]): string {
  let folder = dirname(first)
  while (folder !== '.' && !others.every(path => path.startsWith(`${folder}/`))) folder = dirname(folder)
  return folder === '.' ? '' : folder
}

/**
 * The root of the rule tree that `path` belongs to; a path of a rule that is gone has its own folder as root.
 */
function rootOf (roots: readonly string[], path: string): string {
  const [own] = roots
    .filter(root => root === '' || path.startsWith(`${root}/`))
    .sort((a, b) => a.length - b.length)
  return own ?? path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
