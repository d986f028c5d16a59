import {
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  symlinkSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PacklineError, hasCode } from '../../errors.js'
import { workFolderName } from './published-tree.js'

/**
 * Links everything below `from` into `to`, save for the files to drop: folders are made, files hard-linked,
 * links made anew.
 */
export function linkTree (
  from: string,
  to: string,
  prefix: string,
  isDropped: (path: string) => boolean
): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === workFolderName) continue
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) {
      mkdirSync(target)
      linkTree(source, target, path, isDropped)
      // A folder that held only dropped outputs goes with them; one that was empty before is somebody's.
      if (readdirSync(target).length === 0 && readdirSync(source).length > 0) rmdirSync(target)
    } else if (!isDropped(path)) {
      if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
      else if (entry.isFile()) linkOrCopy(source, target)
      else throw new PacklineError('OUTPUT_NOT_OURS', { path: source })
    }
  }
}

/**
 * A link inside the output folder is somebody's decision about where things lie: it is not replaced by a
 * folder.
 */
export function checkNoLink (output: string, folder: string): void {
  const parts = folder === '' ? [] : folder.split('/')
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

function linkOrCopy (source: string, target: string): void {
  try {
    linkSync(source, target)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    copyFileSync(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  }
}
