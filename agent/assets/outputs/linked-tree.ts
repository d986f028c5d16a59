import { linkSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PacklineError, hasCode } from '../../errors.js'
import { workFolderName } from './published-tree.js'

/**
 * Links everything below `from` into `to`, save for the files to drop: folders are made, files hard-linked,
 * links made anew. False when a file cannot be linked: on a file system without links, or a file of another
 * owner. Then `to` is not whole.
 */
export function linkTree (
  from: string,
  to: string,
  prefix: string,
  isDropped: (path: string) => boolean
): boolean {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === workFolderName) continue
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) {
      mkdirSync(target)
      if (!linkTree(source, target, path, isDropped)) return false
      // A folder that held only dropped outputs goes with them; one that was empty before is somebody's.
      if (readdirSync(target).length === 0 && readdirSync(source).length > 0) rmdirSync(target)
    } else if (!isDropped(path)) {
      if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
      else if (!entry.isFile()) throw new PacklineError('OUTPUT_NOT_OURS', { path: source })
      else if (!link(source, target)) return false
    }
  }
  return true
}

/**
 * A link inside the output folder is somebody's decision about where things lie: it is not replaced by a
 * folder.
 */
export function checkNoLink (output: string, folder: string): void {
  const parts = folder === '' || folder === '.' ? [] : folder.split('/')
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = join(output, ...parts.slice(0, depth))
    const status = lstatSync(path, { throwIfNoEntry: false })
    if (status !== undefined && !status.isDirectory()) throw new PacklineError('OUTPUT_NOT_OURS', { path })
  }
}

/** Removes the folder and those above it, below `top`, as far as they are empty. */
export function pruneEmpty (folder: string, top: string): void {
  for (let current = folder; current.startsWith(`${top}/`); current = dirname(current)) {
    try {
      rmdirSync(current)
    } catch {
      // Not empty, or gone: either way there is nothing to prune above it.
      return
    }
  }
}

/** False when this file cannot have a second name here: a copy would take its owner's time stamps away. */
function link (source: string, target: string): boolean {
  try {
    linkSync(source, target)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return true
    if (cannotLink.some(code => hasCode(error, code))) return false
    throw error
  }
}

const cannotLink = ['EPERM', 'EXDEV', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES']
