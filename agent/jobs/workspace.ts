import { lstat, realpath, stat } from 'node:fs/promises'
import { dirname, basename, isAbsolute, join, resolve, sep } from 'node:path'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'

/**
 * The real path of `folder`, which has to be one of `roots` or below, wherever links lead. Throws
 * JOB_WORKSPACE_NOT_ALLOWED.
 */
export async function realWorkspace (folder: string, roots: readonly string[]): Promise<string> {
  if (!isAbsolute(folder) || folder.includes('\0')) throw refused(folder, phrase('workspace.relative'))
  const real = await realpath(folder).catch(() => undefined)
  const allowed = await Promise.all(
    roots.map(async root => await realpath(resolve(root)).catch(() => undefined))
  )
  // Whether a folder exists elsewhere is not for callers to find out.
  if (real === undefined || !allowed.some(root => root !== undefined && isWithin(real, root))) {
    throw refused(folder, phrase('workspace.outside'))
  }
  if (!(await stat(real)).isDirectory()) throw refused(folder, phrase('workspace.noFolder'))
  return real
}

/**
 * Refuses a path that leads out of `workspace`, by `..`, as an absolute path, or by a link on the way; it
 * need not exist yet.
 */
export async function checkBelow (workspace: string, path: string): Promise<void> {
  let existing = resolve(workspace, path)
  const missing: string[] = []
  while (await lstat(existing).catch(() => undefined) === undefined && dirname(existing) !== existing) {
    missing.unshift(basename(existing))
    existing = dirname(existing)
  }
  const real = await realpath(existing).catch(() => undefined)
  if (real === undefined || !isWithin(join(real, ...missing), workspace)) {
    throw new PacklineError('JOB_PATH_OUTSIDE', { path, workspace })
  }
}

/** Whether two jobs in these folders would write to the same files. */
export function overlaps (one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one)
}

export function isWithin (path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`)
}

function refused (workspace: string, reason: Wording): PacklineError {
  return new PacklineError('JOB_WORKSPACE_NOT_ALLOWED', { workspace, reason })
}
