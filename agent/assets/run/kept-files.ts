import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { PacklineError } from '../../errors.js'
import { writeFileAtomic } from '../../files/atomic-file.js'
import { digestOfFile, sha256Of } from '../../files/file-digest.js'
import type { WrittenFiles } from '../../files/written-files.js'
import { parseLayoutLock } from '../atlas/layout-lock-file.js'

/**
 * Throws OUTPUT_NOT_OURS when something else stands where a processor wants to keep a file, and
 * OUTPUT_LEAVES_PROJECT when a link leads its folder out of the project.
 */
export function checkKeptFiles (
  root: string,
  kept: ReadonlyMap<string, Buffer>,
  written: WrittenFiles
): void {
  for (const path of kept.keys()) {
    let folder = dirname(join(root, path))
    while (!existsSync(folder)) folder = dirname(folder)
    const target = realpathSync(folder)
    if (!`${target}${sep}`.startsWith(`${root}${sep}`)) {
      throw new PacklineError('OUTPUT_LEAVES_PROJECT', { folder: dirname(path), target })
    }
  }
  const files = [...kept].map(([path, bytes]) => ({ path: join(root, path), sha256: sha256Of(bytes) }))
  written.check(files, isLayoutFile)
}

/** Writes what processors want to keep in the project, where it is not there yet. */
export async function keepFiles (
  root: string,
  kept: ReadonlyMap<string, Buffer>,
  written: WrittenFiles
): Promise<void> {
  for (const [path, bytes] of kept) {
    const target = join(root, path)
    if (digestOfFile(target) !== sha256Of(bytes)) await writeFileAtomic(target, bytes)
  }
  written.add([...kept.keys()].map(path => join(root, path)))
}

/** A layout file is committed: a checkout has it, and the machine's record does not. */
function isLayoutFile (path: string): boolean {
  try {
    parseLayoutLock(path, readFileSync(path))
    return true
  } catch {
    return false
  }
}
