import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { hasCode } from '../errors.js'

/**
 * Makes a folder with those above it, and tells the outermost that was not there. A file system may refuse a
 * new folder as if what it lies in were not there (/proc, an automounter that knows no such name): Node's own
 * recursive mkdir asks it for ever then, and no signal ends that.
 */
export function makeFolder (path: string, mode = 0o777): string | undefined {
  // Mostly it is there.
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return undefined
  // Or what it lies in is.
  if (isMade(path, mode)) return path
  let first = path
  while (first !== dirname(first) && !existsSync(dirname(first))) first = dirname(first)
  let made: string | undefined
  try {
    if (!existsSync(first)) {
      mkdirSync(first, mode)
      made = first
    }
  } catch (error) {
    // Somebody else was sooner, or a link lies there that leads nowhere.
    if (!hasCode(error, 'EEXIST')) throw error
  }
  const deeper = mkdirSync(path, { recursive: true, mode })
  return made ?? deeper
}

function isMade (path: string, mode: number): boolean {
  try {
    mkdirSync(path, mode)
    return true
  } catch {
    return false
  }
}
