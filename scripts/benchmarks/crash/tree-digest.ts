import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A folder's files with what they hold; two trees are the same when all of it is. */
export type Tree = Map<string, string>

export function readTree (folder: string): Tree {
  return new Map(
    walk(folder).map(path => [
      path,
      createHash('sha256').update(readFileSync(join(folder, path))).digest('hex')
    ])
  )
}

export const missingTree = 'missing'

/**
 * The digest of a tree at one moment, while others may change it: undefined when it changed during the look,
 * which is no fault of theirs. `without` names a file that does not count.
 */
export function sampleTree (folder: string, without: string): string | undefined {
  if (!existsSync(folder)) return missingTree
  try {
    const before = stamp(folder)
    const tree = readTree(folder)
    if (stamp(folder) !== before) return undefined
    tree.delete(without)
    return treeDigest(tree)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined
    }
    throw error
  }
}

export function treeDigest (tree: Tree): string {
  return createHash('sha256').update(JSON.stringify([...tree].sort())).digest('hex')
}

/** What tells two trees apart, as lines for a person. */
export function treeDifferences (found: Tree, expected: Tree): string[] {
  const paths = [...new Set([...found.keys(), ...expected.keys()])].sort()
  return paths.flatMap(path => {
    if (!expected.has(path)) return [`${path}: should not be there`]
    if (!found.has(path)) return [`${path}: missing`]
    return found.get(path) === expected.get(path) ? [] : [`${path}: other bytes`]
  })
}

function walk (folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true })
    .sort((a, b) => a.name < b.name ? -1 : 1)
    .flatMap(entry => {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
      return statSync(join(folder, path)).isDirectory() ? walk(folder, path) : [path]
    })
}

function stamp (folder: string): string {
  const lines = ['', ...walk(folder)].map(path => {
    const { ino, size, ctimeNs } = statSync(join(folder, path), { bigint: true })
    return `${path} ${ino} ${size} ${path === '' ? '' : ctimeNs}`
  })
  return lines.join('\n')
}
